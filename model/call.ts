import type { Draft } from 'immer';
import { castDraft } from 'immer';
import type { ErrorCode } from '../spec/errors.js';
import type { Call, CallArguments, CallName, Result, SocketName } from '../spec/trace/step.js';
import { interruptible, leaveInterrupted } from './calls/interrupted.js';
import { leaveOpen } from './calls/preconditions.js';
import { mayReEnable } from './calls/re-enabled.js';
import { givenBefore } from './calls/WSAAccept.js';
import type { Machine } from './machine.js';
import type { CallRules, DraftLink, Link, Outcome, Rule, Scene } from './rule.js';
import { forget } from './connections.js';
import { openAccepted } from './left-open.js';
import { waits } from './rule.js';
import type { Fired } from './transition.js';
import { everyWorld } from './transition.js';
import type { Prediction, Socket, World } from './world.js';
import { peerOf } from './world.js';

/** One way in which a call may go. */
export interface CallTransition extends Fired {
  readonly world: World;
  /** What the caller sees; `null` if the call is under way and its end has to come at once. */
  readonly prediction: Prediction | null;
}

/** How a call is looked at. */
export interface Look {
  /** What was seen of it; `null` when the model is explored. */
  readonly observed: Result | null;
  /** Whether the surroundings fail (ER-04, ER-05); `fail` is said of a call that has waited. */
  readonly surroundings: 'hold' | 'may fail' | 'fail';
}

/** Looks at every result, in surroundings that never fail. */
const exploring: Look = { observed: null, surroundings: 'hold' };

/** A socket that has just been made. */
export const freshSocket: Socket = {
  phase: { is: 'unbound' },
  mode: 'blocking',
  linger: { onoff: false, seconds: 0 },
  conditionalAccept: false,
  registration: null,
  told: [],
  sentSince: false,
  again: [],
  outstanding: [],
  errors: [],
  failed: null,
  acceptedFrom: null,
};

/** Every way in which `call` may go on the socket `name`; never none, whatever the state (total). */
export function callTransitions(
  machine: Machine,
  world: World,
  name: SocketName,
  call: Call,
  look: Look = exploring,
): CallTransition[] {
  if (call.call === 'WSASocket')
    return transitionsOf(machine, withSocket(machine, world, name, freshSocket), name, call, look).map(
      (made) =>
        isFailure(made.prediction)
          ? { ...made, world: withSocket(machine, made.world, name, world.sockets[name]) }
          : made,
    );
  return transitionsOf(machine, world, name, call, look);
}

const isFailure = (prediction: Prediction | null): boolean =>
  prediction !== null && prediction !== 'anything' && 'error' in prediction;

/** The world in which the socket is this one, or is not there. */
export const withSocket = (
  { produce }: Pick<Machine, 'produce'>,
  world: World,
  name: SocketName,
  socket: Socket | undefined,
): World =>
  produce(world, ({ sockets }) => {
    if (socket) sockets[name] = castDraft(socket);
    else delete sockets[name];
  });

type CallNamed<Name extends CallName> = {
  [N in Name]: { readonly call: N; readonly args: CallArguments[N] };
}[Name];

function transitionsOf<Name extends CallName>(
  machine: Machine,
  world: World,
  name: SocketName,
  call: CallNamed<Name> & Call,
  look: Look,
): CallTransition[] {
  const self = world.sockets[name];
  if (!self || self.phase.is === 'closed') return withoutSocket(world, call);
  if (self.phase.is === 'unspecified') return fire(machine, world, name, call, staysOpen(), look);
  const scene: Scene<Name> = {
    model: machine,
    world,
    name,
    args: call.args,
    self,
    link: linkOf(world, self),
  };
  const rules: CallRules<Name> = machine.rules.calls[call.call];
  return applicable(rules, scene, call.call, look).flatMap((rule) =>
    fire(machine, world, name, call, rule, look),
  );
}

const handleGone: Fired = {
  rule: 'a handle that is closed, or never was, is no socket',
  clauses: ['CL-01', 'CL-02', 'ER-04', 'NE-34'],
};

const unknownOption: Fired = {
  rule: 'an option that the provider does not know may be refused before the handle is looked at',
  clauses: ['CA-27', 'ER-08'],
};

const leftOpen: Fired = {
  rule: 'the documents leave it open',
  clauses: ['CN-13', 'CN-15', 'CL-07', 'CD-09'],
};

const concurrent: Fired = {
  rule: 'calling beside a close that is under way is undefined',
  clauses: ['CL-07'],
};

const slow: Fired = { rule: 'a blocking call may take its time', clauses: ['IO-04', 'CA-15'] };

const failing: Fired = {
  rule: 'the network subsystem fails, has no buffers, or is busy with another call',
  clauses: ['ER-04', 'ER-05'],
};

const interrupted: Fired = { rule: 'a blocking call may be cancelled', clauses: ['ER-05'] };

/** The rules that hold for every call. */
export const generalRules: readonly Fired[] = [
  handleGone,
  unknownOption,
  leftOpen,
  concurrent,
  slow,
  failing,
  interrupted,
];

const named = ({ rule, clauses }: Fired): Pick<Rule<CallName>, 'name' | 'clauses'> => ({
  name: rule,
  clauses,
});

function withoutSocket(world: World, call: Call): CallTransition[] {
  if (call.call === 'CalleeData') return [saysNothing(world)];
  const gone: CallTransition = { ...handleGone, world, prediction: { error: 'WSAENOTSOCK' } };
  const knowsOption = !('option' in call.args) || call.args.option !== 'SO_CONDITIONAL_ACCEPT';
  return knowsOption ? [gone] : [gone, { ...unknownOption, world, prediction: { error: 'WSAENOPROTOOPT' } }];
}

const saysNothing = (world: World): CallTransition => ({
  ...leftOpen,
  world,
  prediction: 'anything',
});

/** The connection of a socket, seen from its side. */
export function linkOf(world: World, { phase }: Socket): Link | null {
  if (phase.is !== 'connecting' && phase.is !== 'connected') return null;
  const connection = world.connections[phase.connection];
  if (!connection) return null;
  const side = phase.is === 'connected' ? phase.side : 'client';
  return {
    id: phase.connection,
    side,
    connection,
    end: connection.ends[side],
    peer: connection.ends[peerOf(side)],
  };
}

/** The same in a draft. */
export function draftLinkOf(world: Draft<World>, { phase }: Draft<Socket>): DraftLink | null {
  if (phase.is !== 'connecting' && phase.is !== 'connected') return null;
  const connection = world.connections[phase.connection];
  if (!connection) return null;
  const side = phase.is === 'connected' ? phase.side : 'client';
  return {
    id: phase.connection,
    side,
    connection,
    end: connection.ends[side],
    peer: connection.ends[peerOf(side)],
  };
}

/** The rules that apply: those for misuse alone where there are any (ER-08). */
function applicable<Name extends CallName>(
  rules: CallRules<Name>,
  scene: Scene<Name>,
  call: CallName,
  { surroundings, observed }: Look,
): Rule<Name>[] {
  if (isClosing(scene.self)) return [besideClose()];
  const failing = surroundings !== 'hold' && tellsFailure(observed);
  const holds = ({ kind }: Rule<Name>): boolean =>
    kind === 'environment' ? failing : surroundings !== 'fail';
  const matching = rules.filter((rule) => holds(rule) && rule.when(scene));
  const misuse = matching.filter(({ kind }) => kind === 'misuse');
  const apply = misuse.length > 0 ? misuse : matching;
  const pending =
    observed !== null && 'pending' in observed && scene.self.mode === 'blocking' && mayTakeTime.has(call);
  const late = misuse.length === 0 && pending ? [takesItsTime<Name>()] : [];
  const blocks = scene.self.mode === 'blocking' || surroundings === 'fail';
  const mayWaitAllTheSame = misuse.every(({ mayWait }) => mayWait?.(scene) === true);
  const cancelled = failing && blocks && mayWaitAllTheSame && interruptible.has(call);
  return [
    ...apply,
    ...late,
    ...(failing ? subsystemFailed(scene, call, observed) : []),
    ...(cancelled && mayBe('WSAEINTR', observed) ? [isInterrupted<Name>()] : []),
  ];
}

/** A failure of the surroundings bears an error: where one was seen, or nobody looked, it is worth looking for. */
const tellsFailure = (observed: Result | null): boolean =>
  observed === null ||
  'error' in observed ||
  ('ok' in observed &&
    (typeof observed.ok.value === 'string' ||
      Object.values(observed.ok.events ?? {}).some((code) => code !== 0)));

const isClosing = ({ outstanding }: Socket): boolean =>
  outstanding.some(({ call, ended }) => call.call === 'closesocket' && ended === null);

const staysOpen = <Name extends CallName>(): Rule<Name> => ({
  ...named(leftOpen),
  when: () => true,
  then: () => 'anything',
});

const besideClose = <Name extends CallName>(): Rule<Name> => ({
  ...named(concurrent),
  when: () => true,
  then: leaveOpen,
});

const takesItsTime = <Name extends CallName>(): Rule<Name> => ({
  ...named(slow),
  when: () => true,
  then: () => waits,
});

/** What any call may fail with when the network subsystem does (ER-04); none if it was seen to come to something else. */
function subsystemFailed<Name extends CallName>(
  { self }: Scene<Name>,
  call: CallName,
  observed: Result | null,
): Rule<Name>[] {
  // What becomes of the request for which an accept has no buffers is for its own rule to say (AM-23).
  const accepts = call === 'WSAAccept' && self.phase.is === 'listening';
  const codes: readonly ErrorCode[] = ['WSAENETDOWN', 'WSAEINPROGRESS', ...(accepts ? [] : noBuffers)];
  const [code, ...others] = codes.filter((one) => mayBe(one, observed));
  if (code === undefined) return [];
  const rule: Rule<Name> = {
    ...named(failing),
    kind: 'environment',
    when: () => true,
    then: (stage) => {
      mayReEnable(call, stage);
      return { error: stage.oneOf([code, ...others]), ...givenBefore(stage) };
    },
  };
  return [rule];
}

const noBuffers = ['WSAENOBUFS'] as const;

/** Whether a call that fails with this code is what was seen. */
const mayBe = (code: ErrorCode, observed: Result | null): boolean =>
  observed === null || ('error' in observed && observed.error === code);

const isInterrupted = <Name extends CallName>(): Rule<Name> => ({
  ...named(interrupted),
  kind: 'environment',
  when: () => true,
  then: (stage) => {
    const given = givenBefore(stage);
    if (stage.observed !== null) leaveInterrupted(stage);
    return { error: 'WSAEINTR', ...given };
  },
});

const mayTakeTime: ReadonlySet<CallName> = new Set(['send', 'WSASend', 'recv', 'WSARecv', 'WSAAccept']);

function fire<Name extends CallName>(
  machine: Machine,
  world: World,
  name: SocketName,
  call: CallNamed<Name> & Call,
  rule: Rule<Name>,
  { observed }: Look,
): CallTransition[] {
  return everyWorld(machine, world, observed, (draft, { oneOf, reading, amount }) => {
    const self = draft.sockets[name];
    if (!self) throw new Error(`there is no socket ${name}`);
    const link = draftLinkOf(draft, self);
    const outcome = rule.then({
      observed,
      oneOf,
      reading,
      amount,
      model: machine,
      world: draft,
      name,
      args: call.args,
      self,
      link,
    });
    const prediction =
      outcome === 'anything' ? leftToItself(draft, name, call, observed) : conclude(self, call, outcome);
    if (link) forget(draft, link.id);
    return prediction;
  }).map(({ world: next, gave }) => ({
    rule: rule.name,
    clauses: rule.clauses,
    world: next,
    prediction: gave,
  }));
}

/** A call of which everything is left open may go on, and may have accepted something. */
function leftToItself(
  world: Draft<World>,
  name: SocketName,
  call: Call,
  observed: Result | null,
): Prediction {
  if (observed !== null && 'pending' in observed)
    world.sockets[name]?.outstanding.push({ call: castDraft(call), ended: 'anything' });
  if (observed === null || !('error' in observed)) openAccepted(world, name, call);
  return 'anything';
}

/** Turns an outcome into what the caller sees, according to the socket's mode. */
function conclude(self: Draft<Socket>, call: Call, outcome: Outcome): Prediction | null {
  if (outcome === 'at once') {
    self.outstanding.push({ call: castDraft(call), ended: null });
    return null;
  }
  if (outcome !== waits) return outcome;
  if (self.mode === 'nonblocking') return { error: 'WSAEWOULDBLOCK' };
  self.outstanding.push({ call: castDraft(call), ended: null });
  return { pending: true };
}
