import type { CallName, Result, SocketName } from '../spec/trace/step.js';
import { linkOf } from './call.js';
import type { Outstanding, World } from './world.js';

/** Lengths of a receive that are told apart where none was seen. */
const mostParts = 64;

const everyLength = (most: number): readonly number[] =>
  Array.from({ length: Math.min(most, mostParts) }, (_, index) => index + 1);

/** How many bytes the receives under way may have taken, for all that is known. */
export const awaitedLengths = ({ sockets }: World): readonly number[] =>
  everyLength(
    Math.max(0, ...Object.values(sockets).flatMap(({ outstanding }) => lengthsAwaited(outstanding))),
  );

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
  if (!self) return [];
  if (call === 'WSAEnumNetworkEvents') {
    const link = linkOf(world, self);
    return link ? [link.end.unread.join('').length + 1] : [];
  }
  const awaited = lengthsAwaited(self.outstanding);
  const others = awaited.length > (moment === 'ends' ? 1 : 0) ? everyLength(Math.max(...awaited)) : [];
  return [...new Set([...bytesSeen(result), ...others])].sort((one, other) => one - other);
}

const bytesSeen = (result: Result | undefined): readonly number[] =>
  result && 'ok' in result && typeof result.ok.data === 'string' ? [result.ok.data.length] : [];
