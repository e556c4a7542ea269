import type { ErrorCode } from '../../spec/errors.js';
import { socketName } from '../../spec/trace/names.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { Fired } from '../transition.js';
import type { Outstanding, Prediction, World } from '../world.js';
import { failuresOf, losses } from './failures.js';
import { matches } from './match.js';

/** How a call under way has failed, which will be told later. */
export interface UntoldFailure extends Fired {
  readonly world: World;
}

/**
 * The worlds in which one of the calls under way on sockets other than `name` has met that the network has lost its circuit, or an
 * accept that there are no resources for its request, though nobody has been told yet: a completion may be reported late, and
 * the reset that comes of it be seen elsewhere before (AS-07, AM-23). What else may end a call counts once it is told: it leaves so
 * much open that nothing could be held against a provider beside any call that waits.
 */
export function untoldFailures(
  machine: Machine,
  keys: Keys,
  world: World,
  name: SocketName,
): readonly UntoldFailure[] {
  const found = new Map<string, UntoldFailure>();
  for (const [other, { outstanding }] of Object.entries(world.sockets))
    if (other !== name)
      for (const [index, entry] of outstanding.entries())
        for (const failure of endingsOf(machine, world, socketName(other), index, entry))
          found.set(keys.world(failure.world), failure);
  return [...found.values()];
}

/** The sockets other than `name` on which an accept waits: one fails with a request that has arrived by then. */
export const acceptorsBeside = ({ sockets }: World, name: SocketName): readonly SocketName[] =>
  Object.entries(sockets).flatMap(([other, { outstanding }]) =>
    other !== name && outstanding.some(({ call }) => call.call === 'WSAAccept') ? [socketName(other)] : [],
  );

const shortages: ReadonlySet<ErrorCode> = new Set(['WSAEMFILE', 'WSAENOBUFS']);

/** How one call under way may have failed. */
function endingsOf(
  machine: Machine,
  world: World,
  name: SocketName,
  index: number,
  entry: Outstanding,
): readonly UntoldFailure[] {
  const without = withCalls(world, name, (calls) => calls.toSpliced(index, 1));
  return [...(entry.call.call === 'WSAAccept' ? shortages : losses)].flatMap((error) =>
    failuresOf(machine, without, name, entry, { error })
      .filter(({ prediction }) => matches(prediction, { error }))
      .map(({ rule, clauses, prediction, world: after }) => ({
        rule,
        clauses,
        world: withCalls(after, name, (calls) =>
          calls.toSpliced(index, 0, { ...entry, ended: told(prediction, error) }),
        ),
      })),
  );
}

/** How it will be told, with what a condition function was given before. */
const told = (prediction: Prediction, error: ErrorCode): Prediction =>
  prediction !== 'anything' && 'error' in prediction ? { ...prediction, error } : { error };

/** The world in which these calls are under way on a socket. */
function withCalls(
  world: World,
  name: SocketName,
  change: (calls: readonly Outstanding[]) => readonly Outstanding[],
): World {
  const socket = world.sockets[name];
  if (!socket) return world;
  const sockets = { ...world.sockets, [name]: { ...socket, outstanding: change(socket.outstanding) } };
  return { ...world, sockets };
}
