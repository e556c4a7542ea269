import type { ClauseId } from '../../spec/clauses/index.js';
import { describeInvocation } from '../../spec/trace/describe.js';
import type { Call } from '../../spec/trace/step.js';
import type { Look } from '../call.js';
import { callTransitions } from '../call.js';
import type { Machine } from '../machine.js';
import {
  accept,
  closesocket,
  connectTo,
  enumerate,
  linger,
  recv,
  recvDisconnect,
  register,
  send,
  sendDisconnect,
  shutdown,
  WSARecv,
} from '../search/moves.js';
import { indifferent } from '../search/observer.js';
import { afterSetup } from '../search/setup.js';
import { silentSuccessors } from '../search/successors.js';
import type { Prediction, World } from '../world.js';
import type { Situation } from './situations.js';
import { names, situations } from './situations.js';

/** What the documents say of one call in one state. */
export interface AtlasEntry {
  /** The state of the socket. */
  readonly situation: string;
  /** The call with its arguments. */
  readonly call: string;
  /** Every result that is allowed, each with the clauses that say so. */
  readonly results: readonly { readonly result: string; readonly clauses: readonly ClauseId[] }[];
}

/** A socket is made once: its name has no other call before, and this one no state of a socket. */
const making: readonly Call[] = [0, 1, 17].map((group) => ({ call: 'WSASocket', args: { group } }));

const calls: readonly Call[] = [
  { call: 'bind', args: {} },
  { call: 'listen', args: { backlog: 1 } },
  { call: 'ioctlsocket', args: { nonblocking: true } },
  linger(5),
  { call: 'setsockopt', args: { option: 'SO_DONTLINGER', value: true } },
  { call: 'setsockopt', args: { option: 'SO_CONDITIONAL_ACCEPT', value: true } },
  ...(['SO_LINGER', 'SO_DONTLINGER', 'SO_ACCEPTCONN', 'SO_CONDITIONAL_ACCEPT', 'SO_ERROR'] as const).map(
    (option): Call => ({
      call: 'getsockopt',
      args: { option },
    }),
  ),
  register('FD_READ', 'FD_CLOSE'),
  enumerate,
  connectTo(names.elsewhere),
  { call: 'WSAConnect', args: { to: names.elsewhere, callerData: 'data' } },
  ...([null, 'CF_ACCEPT', 'CF_REJECT', 'CF_DEFER', 7] as const).map((answer) =>
    accept(names.accepted, answer),
  ),
  { call: 'CalleeData', args: {} },
  send('more'),
  { call: 'WSASend', args: { data: 'more' } },
  recv(4),
  WSARecv(4),
  ...(['SD_SEND', 'SD_RECEIVE', 'SD_BOTH'] as const).map((how) => shutdown(how)),
  sendDisconnect(null),
  sendDisconnect('bye'),
  recvDisconnect(32),
  closesocket,
];

const failing: Look = { observed: null, surroundings: 'may fail' };

/** The results of every call in every state of a socket, whatever its mode and the readings. */
export const atlasOf = (machine: Machine): readonly AtlasEntry[] =>
  situations.flatMap((situation) => {
    const start = startOf(machine, situation);
    const worlds = worldsOf(machine, situation, start);
    const isGone = start.sockets[situation.socket]?.phase.is === 'closed';
    return [...(isGone ? making : []), ...calls].map((call) => ({
      situation: situation.name,
      call: describeInvocation(call),
      results: resultsIn(machine, worlds, situation, call),
    }));
  });

const startOf = (machine: Machine, { steps, name }: Situation): World => {
  const scope = { name, setup: steps, moves: [], settles: false, timers: false, room: machine.room };
  return afterSetup(machine, scope, indifferent).world;
};

/** The state in both modes, and with the silent steps that may come before a call is made. */
function worldsOf(machine: Machine, { socket, steps, name }: Situation, start: World): readonly World[] {
  const scope = { name, setup: steps, moves: [], settles: false, timers: false, room: machine.room };
  return (['blocking', 'nonblocking'] as const).flatMap((mode) => {
    const self = start.sockets[socket];
    if (!self) return [start];
    const world = { ...start, sockets: { ...start.sockets, [socket]: { ...self, mode } } };
    return 'settle' in (steps.at(-1) ?? {})
      ? [world]
      : [world, ...silentSuccessors(machine, world, scope).map((next) => next.world)];
  });
}

function resultsIn(
  machine: Machine,
  worlds: readonly World[],
  { socket }: Situation,
  call: Call,
): AtlasEntry['results'] {
  const found = new Map<string, Set<ClauseId>>();
  for (const world of worlds)
    for (const { prediction, clauses } of callTransitions(machine, world, socket, call, failing)) {
      const result = textOf(prediction);
      if (isGeneral(prediction)) continue;
      const named = found.get(result) ?? new Set();
      for (const clause of clauses) named.add(clause);
      found.set(result, named);
    }
  return [...found]
    .map(([result, clauses]) => ({ result, clauses: [...clauses].sort() }))
    .sort((one, other) => (one.result < other.result ? -1 : 1));
}

/** What any call may give (ER-04) is said once, for all of them. */
const isGeneral = (prediction: Prediction | null): boolean =>
  prediction !== null && prediction !== 'anything' && 'error' in prediction && general.has(prediction.error);

const general: ReadonlySet<string> = new Set(['WSAENETDOWN', 'WSAENOBUFS', 'WSAEINPROGRESS']);

function textOf(prediction: Prediction | null): string {
  if (prediction === null) return 'its outcome at once';
  if (prediction === 'anything') return 'left open';
  if ('pending' in prediction) return 'waits';
  if ('cancelled' in prediction) return 'cancelled';
  if ('error' in prediction)
    return prediction.error === '*' ? 'an error, no page says which' : prediction.error;
  const { data, value, events, sent } = prediction.ok;
  if (data !== undefined) return data === '' || data === null ? 'ok: no data' : 'ok: data';
  if (value !== undefined) return `ok: ${String(value)}`;
  if (events !== undefined) return 'ok: what was recorded';
  return sent === undefined ? 'ok' : 'ok: sent';
}
