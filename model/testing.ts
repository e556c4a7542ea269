import type { ErrorCode } from '../spec/errors.js';
import { errorCodes } from '../spec/errors.js';
import type { NetworkEvent } from '../spec/events.js';
import { profileNamed, profileOf } from '../spec/profiles.js';
import type { Profile } from '../spec/profiles.js';
import { describeCall, describeResult } from '../spec/trace/describe.js';
import { socketName } from '../spec/trace/names.js';
import type {
  Call,
  CallName,
  CallStep,
  ConditionAnswer,
  ConditionReport,
  Ended,
  Ok,
  ReadableOption,
  RecordedEvents,
  Result,
  SettableOption,
  SettleStep,
  ShutdownHow,
  SocketName,
  Step,
} from '../spec/trace/step.js';
import type { Machine, RuleBook } from './machine.js';
import { documentedRules, machineOf } from './machine.js';
import type { Model } from './model.js';
import type { Belief } from './oracle/oracle.js';
import { join } from './oracle/belief.js';
import { Keys } from './key.js';
import { Oracle } from './oracle/oracle.js';
import { connectionsOf, silentTransitions } from './silent.js';
import type { Item, World } from './world.js';

/** Steps of a trace; a part of one that has a name stands in it as it is. */
export type Trace = readonly (Step | Trace)[];

/** What a call gave: an error, that it goes on, that nobody looked, or success with what was seen of it. */
export type Outcome = 'ok' | 'pending' | 'unseen' | ErrorCode | Ok;

/** What a condition function was given, if it was asked at all. */
export type Asked =
  | 'not asked'
  | {
      readonly callerId?: Actor | null;
      readonly callerData?: string | null;
      readonly calleeDataLen?: number;
    };

/** A socket, and the steps of a trace that are made on it; each succeeds unless it is said what it gives. */
export interface Actor {
  readonly name: SocketName;
  WSASocket(gives?: Outcome, group?: number): CallStep;
  bind(gives?: Outcome): CallStep;
  listen(backlog: number, gives?: Outcome): CallStep;
  /** `ioctlsocket` with `FIONBIO`. */
  nonblocking(on?: 'on' | 'off', gives?: Outcome): CallStep;
  setsockopt(option: SettableOption, gives?: Outcome): CallStep;
  /** `setsockopt` with `SO_LINGER`. */
  lingers(seconds: number): CallStep;
  getsockopt(option: ReadableOption, gives: Outcome): CallStep;
  WSAEventSelect(...events: readonly NetworkEvent[]): CallStep;
  WSAEnumNetworkEvents(gives: RecordedEvents): CallStep;
  WSAConnect(
    to: Actor | { readonly to: Actor; readonly callerData?: string | null; readonly calleeDataLen?: number },
    gives?: Outcome,
  ): CallStep;
  CalleeData(data: string | null): CallStep;
  /** `WSAAccept` without a condition function. */
  accept(as: Actor, gives?: Outcome): CallStep;
  WSAAccept(
    how: { readonly as: Actor; readonly condition: ConditionAnswer; readonly calleeData?: string },
    gives?: Outcome,
    asked?: Asked,
  ): CallStep;
  send(data: string, gives?: Outcome): CallStep;
  WSASend(data: string, gives?: Outcome): CallStep;
  recv(len: number, gives: Outcome): CallStep;
  WSARecv(len: number, gives: Outcome): CallStep;
  shutdown(how: ShutdownHow, gives?: Outcome): CallStep;
  WSASendDisconnect(data?: string | null, gives?: Outcome): CallStep;
  WSARecvDisconnect(len: number | null, gives: Outcome): CallStep;
  closesocket(gives?: Outcome): CallStep;
  /** The end of a call that was pending. */
  completes(call: CallName, gives: Exclude<Outcome, 'pending' | 'unseen'>, asked?: Asked): Step;
}

/** Zero bytes. */
export const zeroBytes = { data: '' } as const;

/** `{"settle":true}`. */
export const settle: SettleStep = { settle: true };

const knownErrors: ReadonlySet<string> = new Set(errorCodes);
const isError = (outcome: string): outcome is ErrorCode => knownErrors.has(outcome);

function endOf(outcome: Exclude<Outcome, 'pending' | 'unseen'>, asked?: Asked): Ended {
  const condition = asked === undefined ? {} : { condition: reportOf(asked) };
  if (typeof outcome === 'object') return { ok: outcome, ...condition };
  return isError(outcome) ? { error: outcome, ...condition } : { ok: {}, ...condition };
}

function reportOf(asked: Asked): ConditionReport {
  if (asked === 'not asked') return { called: false };
  const { callerId, ...given } = asked;
  return {
    called: true,
    ...given,
    ...(callerId === undefined ? {} : { callerId: callerId?.name ?? null }),
  };
}

function resultOf(outcome: Outcome, asked?: Asked): { readonly result?: Result } {
  if (outcome === 'unseen') return {};
  if (outcome === 'pending') return { result: { pending: true } };
  return { result: endOf(outcome, asked) };
}

/** The socket that bears a name. */
export function actor(text: string): Actor {
  const socket = socketName(text);
  const step = (call: Call, gives: Outcome = 'ok', asked?: Asked): CallStep => ({
    ...call,
    socket,
    ...resultOf(gives, asked),
  });
  return {
    name: socket,
    WSASocket: (gives, group) =>
      step({ call: 'WSASocket', args: group === undefined ? {} : { group } }, gives),
    bind: (gives) => step({ call: 'bind', args: {} }, gives),
    listen: (backlog, gives) => step({ call: 'listen', args: { backlog } }, gives),
    nonblocking: (on = 'on', gives) =>
      step({ call: 'ioctlsocket', args: { nonblocking: on === 'on' } }, gives),
    setsockopt: (args, gives) => step({ call: 'setsockopt', args }, gives),
    lingers: (linger) => step({ call: 'setsockopt', args: { option: 'SO_LINGER', onoff: true, linger } }),
    getsockopt: (option, gives) => step({ call: 'getsockopt', args: { option } }, gives),
    WSAEventSelect: (...events) => step({ call: 'WSAEventSelect', args: { events } }),
    WSAEnumNetworkEvents: (events) => step({ call: 'WSAEnumNetworkEvents', args: {} }, { events }),
    WSAConnect: (how, gives) => {
      const args = 'name' in how ? { to: how.name } : { ...how, to: how.to.name };
      return step({ call: 'WSAConnect', args }, gives);
    },
    CalleeData: (data) => step({ call: 'CalleeData', args: {} }, { data }),
    accept: (as, gives) => step({ call: 'WSAAccept', args: { as: as.name, condition: null } }, gives),
    WSAAccept: (how, gives, asked) =>
      step({ call: 'WSAAccept', args: { ...how, as: how.as.name } }, gives, asked),
    send: (data, gives = { sent: data.length }) => step({ call: 'send', args: { data } }, gives),
    WSASend: (data, gives = { sent: data.length }) => step({ call: 'WSASend', args: { data } }, gives),
    recv: (len, gives) => step({ call: 'recv', args: { len } }, gives),
    WSARecv: (len, gives) => step({ call: 'WSARecv', args: { len } }, gives),
    shutdown: (how, gives) => step({ call: 'shutdown', args: { how } }, gives),
    WSASendDisconnect: (data, gives) =>
      step({ call: 'WSASendDisconnect', args: data === undefined ? {} : { data } }, gives),
    WSARecvDisconnect: (len, gives) => step({ call: 'WSARecvDisconnect', args: { len } }, gives),
    closesocket: (gives) => step({ call: 'closesocket', args: {} }, gives),
    completes: (call, gives, asked) => ({ socket, completes: call, result: endOf(gives, asked) }),
  };
}

/** The sockets that act in the tests; `server` is what `listener` accepts. */
export const listener = actor('listener');
export const client = actor('client');
export const server = actor('server');
export const client2 = actor('client2');
export const server2 = actor('server2');
export const client3 = actor('client3');
export const server3 = actor('server3');

/** The listener waits for connections. */
export const listening: Trace = [listener.WSASocket(), listener.bind(), listener.listen(5)];

/** `client` and `server` are connected, whatever it is that confirms a connection. */
export const connected: Trace = [
  listening,
  client.WSASocket(),
  client.WSAConnect(listener, 'pending'),
  listener.accept(server),
  client.completes('WSAConnect', 'ok'),
];

/** `client` and `server` are connected, and their calls do not block. */
export const connectedNonblocking: Trace = [connected, client.nonblocking(), server.nonblocking()];

/** The steps of a trace, one after the other. */
export const flat = (trace: Trace): Step[] => trace.flatMap((part) => (isTrace(part) ? flat(part) : [part]));
const isTrace = (part: Step | Trace): part is Trace => Array.isArray(part);

interface Walk {
  readonly steps: readonly Step[];
  readonly oracle: Oracle;
  /** The belief before each step that was allowed, and the one after the last of them. */
  readonly beliefs: readonly Belief[];
  /** The number of the step that was refused. */
  readonly refusedAt: number | null;
}

function walk(oracle: Oracle, trace: Trace): Walk {
  const steps = flat(trace);
  let belief = oracle.start;
  const beliefs = [belief];
  for (const [index, step] of steps.entries()) {
    belief = oracle.follow(belief, step);
    if (belief.length === 0) return { steps, oracle, beliefs, refusedAt: index };
    beliefs.push(belief);
  }
  return { steps, oracle, beliefs, refusedAt: null };
}

const describe = (step: Step): string =>
  'settle' in step ? 'settle' : `${describeCall(step)} ${describeResult(step.result)}`;

function shown({ steps, oracle, beliefs, refusedAt }: Walk): string {
  const lines = steps.map((step, index) => `${index === refusedAt ? '✗' : ' '} ${describe(step)}`);
  const step = refusedAt === null ? undefined : steps[refusedAt];
  const belief = refusedAt === null ? undefined : beliefs[refusedAt];
  if (!step || !belief || 'settle' in step) return lines.join('\n');
  const allowed = oracle
    .possibilities(belief, step)
    .map(({ prediction, rule, clauses }) => `    ${JSON.stringify(prediction)} (${rule}; ${clauses.join()})`);
  return [...lines, '  allowed was', ...new Set(allowed)].join('\n');
}

/** The worlds that explain a trace, the parts that are independent put together; none if it is refused. */
export function worldsAfter({ oracle }: Documents, trace: Trace): readonly World[] {
  const { beliefs, refusedAt } = walk(oracle, trace);
  return refusedAt === null ? worldsOf(beliefs.at(-1) ?? []) : [];
}

const worldsOf = (belief: Belief): readonly World[] =>
  belief.flatMap(({ readings, clusters }) => join([...clusters]).map((part) => ({ readings, ...part })));

/** What the documents say of one transport, under some of their readings. */
export interface Documents {
  readonly machine: Machine;
  readonly oracle: Oracle;
  /** Throws unless every step is allowed. */
  allows(...trace: Trace): void;
  /** Throws unless all steps but the last are allowed, and the last is refused. */
  refuses(...trace: Trace): void;
  /** Whether every step is allowed. */
  explains(...trace: Trace): boolean;
  /** The same documents with some readings fixed. */
  read(readings: Model['readings']): Documents;
}

/** The documents of a machine, as far as the oracle holds a trace against them. */
export function documentsOf(machine: Machine): Documents {
  const oracle = new Oracle(machine);
  return {
    machine,
    oracle,
    allows: (...trace) => {
      const walked = walk(oracle, trace);
      if (walked.refusedAt !== null)
        throw new Error(`this should be allowed, and is refused:\n${shown(walked)}`);
    },
    refuses: (...trace) => {
      const walked = walk(oracle, trace);
      if (walked.refusedAt === null)
        throw new Error(`the last step should be refused, and is allowed:\n${shown(walked)}`);
      if (walked.refusedAt < walked.steps.length - 1)
        throw new Error(`only the last step should be refused:\n${shown(walked)}`);
    },
    explains: (...trace) => walk(oracle, trace).refusedAt === null,
    read: (readings) => documentsOf({ ...machine, readings: { ...machine.readings, ...readings } }),
  };
}

const known = new WeakMap<Profile, Documents>();

/**
 * The documents of a built-in profile or of another one; `room` as in {@link Model}. Without options they are the same each time, so
 * that an oracle thinks through once what many tests come to.
 */
export function documents(
  profile: string | Profile,
  options?: { readonly readings?: Model['readings']; readonly room?: number },
): Documents {
  const transport = typeof profile === 'string' ? profileNamed(profile) : profile;
  if (options) return documentsOf(machineOf(transport, options));
  const found = known.get(transport) ?? documentsOf(machineOf(transport));
  known.set(transport, found);
  return found;
}

export const tcp = documents('tcp');
export const osi = documents('osi');
export const bluetooth = documents('bluetooth');
export const withoutHalfClose = documents(profileOf({ profile: 'without half-close', halfClose: false }));

/** A sentence of the documents, shown by a trace that they allow and by others that they do not. */
export interface Case {
  /** The rule that makes the trace possible. */
  readonly rule: string;
  /** The sentence; the name of the rule if it is left out. */
  readonly says?: string;
  readonly on?: Documents;
  /** What happened before. */
  readonly after?: Trace;
  /** Steps that are allowed then, by this rule. */
  readonly allows: Trace;
  /** Steps of which each, then, is not allowed; of a list of steps the last. */
  readonly refuses: readonly (Step | Trace)[];
  /** Rules that allow the same: the trace is refused only without all of them. */
  readonly as?: readonly string[];
  /** Why the trace would be allowed without the rule; then it is enough that the rule fires in silence. */
  readonly unseen?: string;
  /** Why the rule never decides anything. */
  readonly idle?: string;
}

/** A test: its name, and what throws if it fails. */
export interface Test {
  readonly says: string;
  readonly holds: () => void;
}

/** Tests for the rules of a call: that each does what its cases say, and that each has one. */
export const specificationOf = (call: CallName, cases: readonly Case[]): readonly Test[] =>
  testsOf(documentedRules.calls[call], cases, (machine, keeps) => withoutCallRules(machine, call, keeps));

/** The same for the rules of what arrives. */
export const specificationOfArrival = (kind: Item['is'], cases: readonly Case[]): readonly Test[] =>
  testsOf(documentedRules.deliveries[kind], cases, (machine, keeps) =>
    withoutDeliveryRules(machine, kind, keeps),
  );

type Keeps = (rule: { readonly name: string }) => boolean;

function withoutCallRules(machine: Machine, call: CallName, keeps: Keeps): Machine {
  const { rules } = machine;
  const calls: RuleBook['calls'] = { ...rules.calls, [call]: rules.calls[call].filter(keeps) };
  return { ...machine, rules: { ...rules, calls } };
}

function withoutDeliveryRules(machine: Machine, kind: Item['is'], keeps: Keeps): Machine {
  const { rules } = machine;
  const deliveries: RuleBook['deliveries'] = {
    ...rules.deliveries,
    [kind]: rules.deliveries[kind].filter(keeps),
  };
  return { ...machine, rules: { ...rules, deliveries } };
}

function testsOf(
  table: readonly { readonly name: string }[],
  cases: readonly Case[],
  without: (machine: Machine, keeps: Keeps) => Machine,
): readonly Test[] {
  const rules = new Set(table.map(({ name }) => name));
  const shown = new Set(cases.map(({ rule }) => rule));
  const complete = (): void => {
    const astray = [...rules, ...shown].filter((name) => !rules.has(name) || !shown.has(name));
    if (astray.length > 0)
      throw new Error(`a rule without a case, or a case without a rule: ${astray.join('; ')}`);
  };
  return [
    ...cases.map((one) => ({
      says: one.says ?? one.rule,
      holds: () => {
        check(one, without);
      },
    })),
    { says: 'every rule has its cases', holds: complete },
  ];
}

function check(
  { rule, on = tcp, after = [], allows, refuses, as = [], unseen, idle }: Case,
  without: (machine: Machine, keeps: Keeps) => Machine,
): void {
  on.allows(after, allows);
  for (const one of refuses) on.refuses(after, one);
  const gone = new Set([rule, ...as]);
  const lesser = walk(new Oracle(without(on.machine, ({ name }) => !gone.has(name))), [after, allows]);
  const isMissed = lesser.refusedAt !== null && lesser.refusedAt >= flat(after).length;
  if (unseen === undefined && idle === undefined && !isMissed)
    throw new Error(`"${rule}" is not needed, or needed too early:\n${shown(lesser)}`);
  if ((unseen ?? idle) !== undefined && isMissed) throw new Error(`"${rule}" can be seen: it is needed`);
  if (unseen !== undefined && !firedIn(walk(on.oracle, [after, allows])).has(rule))
    throw new Error(`"${rule}" does not fire`);
}

/** The silent rules that may fire along a trace. */
function firedIn({ oracle, beliefs }: Walk): ReadonlySet<string> {
  const fired = new Set<string>();
  const keys = new Keys();
  const seen = new Map<string, World>();
  for (const world of worldsOf(beliefs.flat())) seen.set(keys.world(world), world);
  for (const world of seen.values())
    for (const id of connectionsOf(world))
      for (const { rule, world: next } of silentTransitions(oracle.machine, world, id)) {
        fired.add(rule);
        seen.set(keys.world(next), next);
      }
  return fired;
}
