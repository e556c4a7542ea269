import type { Draft } from 'immer';
import { match } from 'ts-pattern';
import { carriesConnectData } from '../../spec/profiles.js';
import type { Candidate } from '../../spec/readings.js';
import type { CallName, ConditionAnswer, ConditionReport } from '../../spec/trace/step.js';
import { isWithdrawn, knowsItIsConnected } from '../attempts.js';
import type { Denial } from '../backlog.js';
import { Impossible } from '../choose.js';
import { deny, dequeue, heads, indicateRest, standingHeads } from '../backlog.js';
import { indicateStanding, put } from '../connections.js';
import { allow, indicate, raise, reEnable, under, unsettle } from '../indications.js';
import type { CallRules, Outcome, Scene, Stage } from '../rule.js';
import { fails, waits } from '../rule.js';
import type { Connection, ConnectionId, Listening, Socket } from '../world.js';
import { mayReEnable } from './re-enabled.js';

type Accept = Stage<'WSAAccept'>;
type Asking = Pick<Stage<CallName>, 'model' | 'world' | 'self' | 'args' | 'reading' | 'oneOf' | 'observed'>;

function backlogOf({ self }: Asking): Draft<Listening> {
  if (self.phase.is !== 'listening') throw new Error('a rule for listening sockets fired on another one');
  return self.phase;
}

const listens = ({ self }: Scene<'WSAAccept'>): boolean => self.phase.is === 'listening';

const withdrawnHeads = ({ world, self }: Scene<'WSAAccept'>): readonly ConnectionId[] =>
  self.phase.is === 'listening'
    ? heads(world, self.phase).filter((id) => isWithdrawn(world.connections[id]))
    : [];

/** A guard for one answer of the condition function, when there is a request that it can be asked about. */
const whenAnswer =
  (answers: (condition: ConditionAnswer | null) => boolean) =>
  ({ self, args }: Scene<'WSAAccept'>): boolean =>
    self.phase.is === 'listening' && self.phase.queue.length > 0 && answers(args.condition);

/**
 * The request that this accept is about: one at the head. One that was withdrawn has vanished under AM-04/R3; `others` are the
 * readings under which the accept treats it like any other.
 */
function takeHead(
  stage: Asking,
  others: readonly Candidate[] = ['R4'],
): { id: ConnectionId; connection: Draft<Connection> } | null {
  const { world, reading, oneOf } = stage;
  const backlog = backlogOf(stage);
  const withdrawn = backlog.queue.filter((id) => isWithdrawn(world.connections[id]));
  const first = heads(world, backlog);
  const [one, ...more] = new Set([...first, ...standingHeads(world, backlog)]);
  if (one === undefined) return null;
  const id = oneOf([one, ...more]);
  if (withdrawn.includes(id)) reading('AM-04', { there: others });
  else if (!first.includes(id)) {
    reading('AM-04', { vanished: ['R3'] });
    for (const gone of withdrawn) deny(stage.model, world, gone, 'silence');
  }
  const connection = world.connections[id];
  return connection ? { id, connection } : null;
}

/** The readings of AM-04 under which a request that was withdrawn is there for an accept that fails for another reason. */
const stillThere = ['R1', 'R2', 'R4'] as const;

/** How much the condition function may answer: what was reported to it, or as much as the transport carries (CD-10). */
function roomForAnswer({ model, observed }: Asking): number {
  if (!carriesConnectData(model.profile)) return 0;
  const condition = observed && 'condition' in observed ? observed.condition : undefined;
  const seen = condition?.called ? (condition.calleeDataLen ?? 0) : 0;
  return seen > 0 ? seen : model.profile.limits.connectData;
}

/** What the condition function is given: the caller's identity and data, and how much it may answer (CA-22, CD-02, CD-10). */
function reportOf(stage: Asking, { client, callerData }: Connection): ConditionReport {
  const { observed } = stage;
  const seen = observed && 'condition' in observed && observed.condition.called ? observed.condition : null;
  return {
    called: true,
    callerId: seen?.callerId === null ? null : client,
    callerData,
    calleeDataLen: roomForAnswer(stage),
  };
}

/** The condition function may have been called before its accept failed for want of something else. */
const mayHaveAsked = ({ args, oneOf }: Asking): boolean =>
  'condition' in args && args.condition !== null && oneOf([false, true]);

/** What the condition function was given before the surroundings failed its accept; nothing if it was not called. */
export function givenBefore(stage: Asking): { readonly condition?: ConditionReport } {
  const head =
    stage.self.phase.is === 'listening' && mayHaveAsked(stage) ? takeHead(stage, stillThere) : null;
  return head ? { condition: reportOf(stage, head.connection) } : {};
}

/** After a call that is not a deferral, FD_ACCEPT is enabled again and tells of the next request (NE-12, NE-14, NE-17). */
function indicateNext(stage: Accept): void {
  const { self, world } = stage;
  const backlog = backlogOf(stage);
  reEnable(self, 'FD_ACCEPT');
  if (backlog.deferred === null && standingHeads(world, backlog).length > 0) {
    raise(self, 'FD_ACCEPT');
    return;
  }
  unsettle(self, 'FD_ACCEPT');
  if (backlog.queue.length > 0) allow(self, 'FD_ACCEPT');
}

/** CF_ACCEPT, or no condition function: a socket with the properties of the listener (CA-06, CA-08). */
function accept(stage: Accept, id: ConnectionId, connection: Draft<Connection>, data: string | null): void {
  const { model, world, self, name, args } = stage;
  if (args.as in world.sockets) throw new Impossible();
  dequeue(world, id);
  connection.server = args.as;
  if (!connection.confirmed && !connection.ends.server.lost) {
    connection.confirmed = true;
    put(model.profile, connection, 'client', { is: 'confirmation', data });
  }
  const accepted: Draft<Socket> = {
    phase: { is: 'connected', connection: id, side: 'server' },
    mode: self.mode,
    linger: { ...self.linger },
    conditionalAccept: self.conditionalAccept,
    registration: self.registration && { mask: [...self.registration.mask], indications: [] },
    told: [],
    sentSince: false,
    again: [],
    outstanding: [],
    errors: [],
    failed: null,
    acceptedFrom: name,
  };
  raise(accepted, 'FD_CONNECT', 0, under('AM-08e', 'R2'));
  // NE-21 has FD_WRITE arise with the accept, and says nothing of a circuit that is lost by then (AM-04/R4).
  if (connection.ends.server.lost) allow(accepted, 'FD_WRITE');
  indicateStanding(stage, accepted, connection.ends.server);
  world.sockets[args.as] = accepted;
}

/**
 * CF_REJECT: the connector learns of it in one of the documented ways (CA-09, CA-29, AM-05b). That its connection is made and
 * then reset can be so only where it was made before anybody was asked; where it was not, it is refused (CN-07, CA-28).
 */
function reject({ model, world, reading }: Accept, id: ConnectionId, connection: Draft<Connection>): void {
  const denial = match({ confirmed: connection.confirmed, known: knowsItIsConnected(connection) })
    .with({ confirmed: false }, () =>
      reading<'refused' | 'silence'>('AM-05b', { refused: ['R1', 'R2'], silence: ['R3'] }),
    )
    .with({ known: false }, () =>
      reading<Denial>('AM-05b', { refused: ['R1'], reset: ['R2'], silence: ['R3'] }),
    )
    .with({ known: true }, () => 'reset' as const)
    .exhaustive();
  deny(model, world, id, denial);
}

/** CF_DEFER: the request keeps its place; FD_ACCEPT stays silent, except under AM-01/R3 (CA-10, CA-12, CA-13). */
function defer(stage: Accept, id: ConnectionId): void {
  const { self } = stage;
  backlogOf(stage).deferred = id;
  unsettle(self, 'FD_ACCEPT');
  indicate(self, 'FD_ACCEPT', 0, under('AM-01', 'R3'));
}

/**
 * The answer's data as far as they go to the connector; more than there is room for, or than the transport carries, are undefined,
 * or an error (CD-03, CD-10, CD-11, AM-13).
 */
function answerData(stage: Accept): { data: string | null } | 'refused' {
  const { model, args, oneOf } = stage;
  const data = args.calleeData ?? null;
  const carried = carriesConnectData(model.profile) ? model.profile.limits.connectData : 0;
  const bounds = new Set([carried, roomForAnswer(stage)]);
  if (data === null || data.length <= Math.min(...bounds)) return { data };
  return oneOf<{ data: string | null } | 'refused'>([
    'refused',
    ...[...bounds].map((most) => ({ data: data.slice(0, most) })),
    { data: null },
  ]);
}

/** The request is dropped (AM-23); the connector of one that was withdrawn is gone. */
function drop(stage: Accept, id: ConnectionId, connection: Draft<Connection>): void {
  if (isWithdrawn(connection)) deny(stage.model, stage.world, id, 'silence');
  else reject(stage, id, connection);
}

/** An accept that fails because of what the condition function has answered leaves the request at the head, or drops it (AM-23). */
function failWithHead(stage: Accept): Outcome {
  const head = takeHead(stage, stillThere);
  if (!head) return waits;
  const condition = reportOf(stage, head.connection);
  if (stage.reading('AM-23', { kept: ['R1'], dropped: ['R2'] }) === 'dropped')
    drop(stage, head.id, head.connection);
  indicateNext(stage);
  return { error: 'WSAEINVAL', condition };
}

/** `WSAAccept`: decides about the request at the head of the backlog. */
export const WSAAcceptRules: CallRules<'WSAAccept'> = [
  {
    name: 'only a listening socket accepts',
    clauses: ['CA-07', 'CA-18'],
    kind: 'misuse',
    when: (scene) => !listens(scene),
    then: fails('WSAEINVAL'),
  },
  {
    name: 'nothing pending: accept waits, or would block',
    clauses: ['CA-15', 'NE-13'],
    when: ({ self, world }) => self.phase.is === 'listening' && standingHeads(world, self.phase).length === 0,
    then: (stage) => {
      const { world, model } = stage;
      const withdrawn = [...backlogOf(stage).queue];
      if (withdrawn.length > 0) stage.reading('AM-04', { vanished: ['R3'] });
      for (const gone of withdrawn) deny(model, world, gone, 'silence');
      indicateNext(stage);
      return waits;
    },
  },
  {
    name: 'without a condition function the request at the head is accepted',
    clauses: ['CA-01', 'CA-02', 'CA-06', 'CA-07', 'CA-08', 'CN-10', 'SG-01'],
    when: whenAnswer((condition) => condition === null),
    then: (stage) => {
      const head = takeHead(stage);
      if (!head) return waits;
      const deferred = backlogOf(stage).deferred === head.id;
      if (deferred && stage.reading('AM-03b', { accepts: ['R1'], misuse: ['R2'] }) === 'misuse') {
        indicateNext(stage);
        return { error: '*' };
      }
      accept(stage, head.id, head.connection, null);
      indicateNext(stage);
      return { ok: {}, condition: { called: false } };
    },
  },
  {
    name: 'CF_ACCEPT makes a socket with the properties of the listener',
    clauses: [
      'CA-01',
      'CA-05',
      'CA-06',
      'CA-07',
      'CA-08',
      'CA-22',
      'CA-26',
      'CD-01',
      'CD-02',
      'CD-03',
      'CD-10',
      'CD-11',
      'SG-01',
    ],
    when: whenAnswer((condition) => condition === 'CF_ACCEPT'),
    then: (stage) => {
      const answer = answerData(stage);
      if (answer === 'refused') return failWithHead(stage);
      const head = takeHead(stage);
      if (!head) return waits;
      const condition = reportOf(stage, head.connection);
      accept(stage, head.id, head.connection, answer.data);
      indicateNext(stage);
      return { ok: {}, condition };
    },
  },
  {
    name: 'CF_REJECT refuses the request',
    clauses: ['CA-01', 'CA-05', 'CA-09', 'CA-22', 'CA-28', 'CA-29', 'CD-10'],
    when: whenAnswer((condition) => condition === 'CF_REJECT'),
    then: (stage) => {
      if (answerData(stage) === 'refused') return failWithHead(stage);
      const head = takeHead(stage);
      if (!head) return waits;
      const condition = reportOf(stage, head.connection);
      reject(stage, head.id, head.connection);
      indicateNext(stage);
      return { error: 'WSAECONNREFUSED', condition };
    },
  },
  {
    name: 'CF_DEFER leaves the request where it is, and its successors silent',
    clauses: ['CA-01', 'CA-05', 'CA-10', 'CA-11', 'CA-12', 'CA-13', 'ER-07'],
    when: whenAnswer((condition) => condition === 'CF_DEFER'),
    then: (stage) => {
      if (answerData(stage) === 'refused') return failWithHead(stage);
      const head = takeHead(stage);
      if (!head) return waits;
      const condition = reportOf(stage, head.connection);
      const again = backlogOf(stage).deferred === head.id;
      if (again && stage.reading('AM-03a', { repeated: ['R1'], misuse: ['R2'] }) === 'misuse') {
        indicateNext(stage);
        return { error: '*', condition };
      }
      defer(stage, head.id);
      return { error: 'WSATRY_AGAIN', condition };
    },
  },
  {
    name: 'any other answer of the condition function fails the accept',
    clauses: ['CA-01', 'CA-14'],
    when: whenAnswer((condition) => typeof condition === 'number'),
    then: failWithHead,
  },
  {
    name: 'the request at the head was withdrawn, or reset after it was established',
    clauses: ['CA-16', 'CA-17', 'ER-07'],
    when: (scene) => withdrawnHeads(scene).length > 0,
    then: (stage) => {
      const { world, args, reading, oneOf, model } = stage;
      const [one, ...more] = heads(world, backlogOf(stage)).filter((id) =>
        isWithdrawn(world.connections[id]),
      );
      if (one === undefined) return waits;
      const id = oneOf([one, ...more]);
      const connection = world.connections[id];
      if (!connection) return waits;
      const by = reading('AM-04', { stage: ['R1'], either: ['R2'] });
      const error = match(by)
        .with('stage', () => (connection.confirmed ? ('WSAECONNRESET' as const) : ('WSAEACCES' as const)))
        .with('either', () => oneOf(['WSAEACCES', 'WSAECONNRESET'] as const))
        .exhaustive();
      const called = args.condition !== null && oneOf([false, true]);
      const condition = called ? reportOf(stage, connection) : { called: false as const };
      if (oneOf([true, false])) deny(model, world, id, 'silence');
      indicateNext(stage);
      return { error, condition };
    },
  },
  {
    name: 'descriptors or buffers have run out',
    clauses: ['CA-20', 'ER-04'],
    kind: 'environment',
    when: (scene) => listens(scene),
    then: (stage) => {
      const { self, world, reading, oneOf } = stage;
      const error = oneOf<'WSAEMFILE' | 'WSAENOBUFS'>(['WSAEMFILE', 'WSAENOBUFS']);
      const { queue, deferred } = backlogOf(stage);
      const isDropped = queue.length > 0 && reading('AM-23', { kept: ['R1'], dropped: ['R2'] }) === 'dropped';
      // Descriptors are looked for on entry, before anybody is asked.
      const isAsked = error !== 'WSAEMFILE' && mayHaveAsked(stage);
      const head = isDropped || isAsked ? takeHead(stage, stillThere) : null;
      const given = isAsked && head ? { condition: reportOf(stage, head.connection) } : {};
      if (isDropped && head) {
        drop(stage, head.id, head.connection);
        indicateRest(world, self, deferred);
      }
      mayReEnable('WSAAccept', stage);
      return { error, ...given };
    },
  },
];
