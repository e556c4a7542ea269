import type { Call, CallName, Result, SocketName } from '../spec/trace/step.js';
import { linkOf } from './call.js';
import type { Link } from './rule.js';
import type { Outstanding, Socket, World } from './world.js';

/** Lengths of a receive that are told apart where none was seen. */
export const mostParts = 64;

/** All lengths up to `most`, as far as they are told apart. */
export const everyLength = (most: number): readonly number[] =>
  Array.from({ length: Math.min(most, mostParts) }, (_, index) => index + 1);

/** How many bytes the receives under way may have taken, for all that is known. */
export const awaitedLengths = ({ sockets }: World): readonly number[] =>
  everyLength(Math.max(0, ...Object.values(sockets).map(longestAwaited)));

/** The length of the longest receive that is under way on a socket; 0: there is none. */
export const longestAwaited = ({ outstanding }: Pick<Socket, 'outstanding'>): number =>
  Math.max(0, ...lengthsAwaited(outstanding));

/** The sizes of the buffers of receives under way. */
export const lengthsAwaited = (outstanding: readonly Outstanding[]): readonly number[] =>
  outstanding.flatMap(({ call, ended }) =>
    ended === null && (call.call === 'recv' || call.call === 'WSARecv') ? [call.args.len] : [],
  );

/** A receive, or an enumeration, that is made or ends. */
export interface Moment {
  readonly call: CallName;
  /** Of a receive, the size of its buffer. */
  readonly len: number | null;
  /** Whether the call that ends is among those that are under way already. */
  readonly when: 'is made' | 'ends';
  readonly result: Result | undefined;
}

/**
 * How many bytes an end may have received and not read before a call, where neither everything nor nothing will do: as
 * many as a receive was seen to give, whatever another receive may have taken before it (IO-05), any number before a receive of
 * which it was not seen what it gave, and for an enumeration one more than there were, since the others can as well arrive
 * later (NE-18, AM-08a).
 */
export function partsBefore(world: World, name: SocketName, moment: Moment): readonly number[] {
  const self = world.sockets[name];
  const link = self ? linkOf(world, self) : null;
  if (!self || !link) return [];
  if (moment.call === 'WSAEnumNetworkEvents') return [link.end.unread.join('').length + 1];
  if (isUnseenReceive(moment)) return everyLength(Math.min(moment.len ?? mostParts, comingTo(link).length));
  const { result, when } = moment;
  const data = result && 'ok' in result ? result.ok.data : null;
  if (typeof data !== 'string') return [];
  const awaited = lengthsAwaited(self.outstanding);
  const taken = takenBefore(link, awaited, awaited.length - (when === 'ends' ? 1 : 0), data);
  return [...new Set([data.length, ...taken])].sort((one, other) => one - other);
}

/** Of a receive, the size of its buffer. */
export const bufferOf = (call: Call): number | null =>
  call.call === 'recv' || call.call === 'WSARecv' ? call.args.len : null;

/** Whether it was left out what a receive gave that may have succeeded. */
export const isUnseenReceive = ({ call, result }: Moment): boolean =>
  (call === 'recv' || call === 'WSARecv') &&
  (result === undefined || ('ok' in result && result.ok.data === undefined));

/** The bytes that an end has received and not read, and those that are on their way to it. */
export const comingTo = ({ connection, side, end }: Pick<Link, 'connection' | 'side' | 'end'>): string =>
  [...end.unread, ...connection.wires[side].map((item) => (item.is === 'data' ? item.bytes : ''))].join('');

/** How many bytes `others` receives may have taken before one that was seen to give `data`. */
function takenBefore(
  link: Link,
  awaited: readonly number[],
  others: number,
  data: string,
): readonly number[] {
  if (others === 0) return [];
  const most = Math.max(...awaited);
  if (others > 1) return everyLength(most);
  return placesOf(data, comingTo(link)).filter((length) => length > 0 && length <= most);
}

/** Where a text occurs in another one; nothing comes at its end. */
function placesOf(part: string, whole: string): readonly number[] {
  if (part === '') return [whole.length];
  const places: number[] = [];
  for (let at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) places.push(at);
  return places;
}
