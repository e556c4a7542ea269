import { canonical } from '../../model/key.js';
import type { Call, CallName } from '../../spec/trace/step.js';
import type { Act } from './act.js';
import { socketsNamedBy } from './act.js';
import { placeInCast, withCanonicalNames, withNames } from './rename.js';
import { compareCalls, simplerCalls } from './simplify.js';

/** Acts that say less than the given ones, or the same in plainer words. */
export type Candidates = (acts: readonly Act[]) => Iterable<readonly Act[]>;

/** What is tried on acts of which no single one can go. */
export const candidates: readonly Candidates[] = [
  retargeted,
  withoutActor,
  merged,
  withoutPair,
  simpler,
  renamed,
  reordered,
  mirrored,
];

function* renamed(acts: readonly Act[]): Iterable<readonly Act[]> {
  yield withCanonicalNames(acts);
}

function* withoutActor(acts: readonly Act[]): Iterable<readonly Act[]> {
  const names = new Set(acts.flatMap(socketsNamedBy));
  for (const name of names) yield acts.filter((act) => !socketsNamedBy(act).includes(name));
}

/** An accepted socket has the address of its listener: a connect that names the one may name the other. */
function* retargeted(acts: readonly Act[]): Iterable<readonly Act[]> {
  const listeners = new Map(
    acts.flatMap((act) =>
      'call' in act && act.call.call === 'WSAAccept' ? [[act.call.args.as, act.socket] as const] : [],
    ),
  );
  for (const [index, act] of acts.entries()) {
    if ('settle' in act || act.call.call !== 'WSAConnect') continue;
    const to = listeners.get(act.call.args.to);
    if (to === undefined) continue;
    yield acts.with(index, { ...act, call: { ...act.call, args: { ...act.call.args, to } } });
  }
}

/** What two sockets of a kind do, done by one of them. */
function* merged(acts: readonly Act[]): Iterable<readonly Act[]> {
  const made = acts.flatMap((act) => ('call' in act && act.call.call === 'WSASocket' ? [act.socket] : []));
  for (const one of made)
    for (const other of made) {
      if (one === other) continue;
      const lesser = acts.filter(
        (act) => !('call' in act && act.call.call === 'WSASocket' && act.socket === other),
      );
      yield withNames(lesser, (name) => (name === other ? one : name));
    }
}

/** Two acts may need each other and nothing else may need them: a registration and the enumeration that follows it. */
function* withoutPair(acts: readonly Act[]): Iterable<readonly Act[]> {
  if (acts.length > longestForPairs) return;
  for (let second = acts.length - 1; second > 0; second -= 1)
    for (let first = second - 1; first >= 0; first -= 1)
      yield acts.filter((_, index) => index !== first && index !== second);
}

const longestForPairs = 16;

function* simpler(acts: readonly Act[]): Iterable<readonly Act[]> {
  for (const [index, act] of acts.entries()) {
    if ('settle' in act) continue;
    for (const call of simplerCalls(act.call)) yield acts.with(index, { socket: act.socket, call });
  }
}

/** Each pair of neighbours that does not stand in the usual order, the other way round. */
function* reordered(acts: readonly Act[]): Iterable<readonly Act[]> {
  for (const [index, act] of acts.entries()) {
    const next = acts[index + 1];
    if (next && compareActs(next, act) < 0) yield acts.with(index, next).with(index + 1, act);
  }
}

/** What the two ends of a connection do after it was accepted, the other way round, if the client then comes first. */
function* mirrored(acts: readonly Act[]): Iterable<readonly Act[]> {
  const names = [...new Set(acts.flatMap(socketsNamedBy))];
  for (const client of names)
    for (const server of names) {
      const others = new Map([
        [client, server],
        [server, client],
      ]);
      const swapped = acts.map((act) =>
        'settle' in act || stageOf(act.call) < 3
          ? act
          : { ...act, socket: others.get(act.socket) ?? act.socket },
      );
      const first = acts.findIndex((act, index) => act !== swapped[index] && !isSame(act, swapped[index]));
      const [one, other] = [acts[first], swapped[first]];
      if (one && other && compareActs(other, one) < 0) yield swapped;
    }
}

const isSame = (one: Act, other: Act | undefined): boolean => canonical(one) === canonical(other);

/** Set-up, connecting, accepting, and all that comes after. */
function stageOf({ call }: Call): number {
  if (call === 'WSAConnect') return 1;
  if (call === 'WSAAccept') return 2;
  return preparations.has(call) ? 0 : 3;
}

const preparations: ReadonlySet<CallName> = new Set([
  'WSASocket',
  'bind',
  'listen',
  'ioctlsocket',
  'setsockopt',
  'WSAEventSelect',
]);

/** The usual order: each socket is set up, then there are connections, then something is done with them. */
function compareActs(one: Act, other: Act): number {
  if ('settle' in one) return 'settle' in other ? 0 : 1;
  if ('settle' in other) return -1;
  const stage = stageOf(one.call);
  const byStage = stage - stageOf(other.call);
  if (byStage !== 0) return byStage;
  const bySocket = placeInCast(one.socket) - placeInCast(other.socket);
  const byCall = compareCalls(one.call, other.call);
  return stage === 0 ? bySocket || byCall : byCall || bySocket;
}
