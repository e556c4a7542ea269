import type { CallName, Result, SocketName } from '../spec/trace/step.js';
import { linkOf } from './call.js';
import type { Link } from './rule.js';
import type { Outstanding, Socket, World } from './world.js';

/** Lengths of a receive that are told apart where none was seen. */
const mostParts = 64;

/** All lengths up to `most`, as far as they are told apart. */
export const everyLength = (most: number): readonly number[] =>
  Array.from({ length: Math.min(most, mostParts) }, (_, index) => index + 1);

/** How many bytes the receives under way may have taken, for all that is known. */
export const awaitedLengths = ({ sockets }: World): readonly number[] =>
  everyLength(Math.max(0, ...Object.values(sockets).map(longestAwaited)));

/** The length of the longest receive that is under way on a socket; 0: there is none. */
export const longestAwaited = ({ outstanding }: Pick<Socket, 'outstanding'>): number =>
  Math.max(0, ...lengthsAwaited(outstanding));

const lengthsAwaited = (outstanding: readonly Outstanding[]): readonly number[] =>
  outstanding.flatMap(({ call, ended }) =>
    ended === null && (call.call === 'recv' || call.call === 'WSARecv') ? [call.args.len] : [],
  );

/** Whether the call that ends is among those that are under way already. */
type Moment = 'is made' | 'ends';

/**
 * How many bytes an end may have received and not read before a call, where neither everything nor nothing will do: as
 * many as a receive was seen to give, whatever another receive may have taken before it (IO-05), and for an enumeration one
 * more than there were, since the others can as well arrive later (NE-18, AM-08a).
 */
export function partsBefore(
  world: World,
  name: SocketName,
  call: CallName,
  moment: Moment,
  result: Result | undefined,
): readonly number[] {
  const self = world.sockets[name];
  const link = self ? linkOf(world, self) : null;
  if (!self || !link) return [];
  if (call === 'WSAEnumNetworkEvents') return [link.end.unread.join('').length + 1];
  const data = result && 'ok' in result ? result.ok.data : null;
  if (typeof data !== 'string') return [];
  const awaited = lengthsAwaited(self.outstanding);
  const taken = takenBefore(link, awaited, awaited.length - (moment === 'ends' ? 1 : 0), data);
  return [...new Set([data.length, ...taken])].sort((one, other) => one - other);
}

/** How many bytes `others` receives may have taken before one that was seen to give `data`. */
function takenBefore(
  { connection, side, end }: Link,
  awaited: readonly number[],
  others: number,
  data: string,
): readonly number[] {
  if (others === 0) return [];
  const lengths = everyLength(Math.max(...awaited));
  if (others > 1) return lengths;
  const coming = [
    ...end.unread,
    ...connection.wires[side].map((item) => (item.is === 'data' ? item.bytes : '')),
  ];
  return lengths.filter((length) => coming.join('').startsWith(data, length));
}
