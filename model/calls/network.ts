import type { ErrorCode } from '../../spec/errors.js';
import type { CallName } from '../../spec/trace/step.js';
import { loseWhileDataArrive } from '../arriving.js';
import { lose, put } from '../connections.js';
import type { Link, Outcome, Stage } from '../rule.js';
import { peerOf } from '../world.js';
import { connected } from './preconditions.js';

/** Guard: the circuit is not lost, and at least one side has not ended: the network may still lose it. */
export const stands = ({ end }: Link): boolean => !end.lost && (end.sending === 'open' || end.ended === null);

/**
 * The network has lost the circuit, which is told with one of `codes`: neither WSAECONNRESET, which is an abort by the
 * remote side (AS-01), nor WSAENOTCONN, until it has been told (AM-17). The peer is reset, or never hears of it.
 */
export function loseToNetwork<Name extends CallName>(
  stage: Stage<Name>,
  codes: readonly [ErrorCode, ...ErrorCode[]],
): ErrorCode {
  const { model, world, self, oneOf } = stage;
  const link = connected(stage);
  const { connection, side, end } = link;
  const error = oneOf(codes);
  loseWhileDataArrive(self, link, () => {
    lose(model.profile, world, connection, side, 'network');
  });
  if (end.lost) end.lost.told = true;
  if (!connection.ends[peerOf(side)].lost)
    put(model.profile, connection, peerOf(side), { is: 'reset', by: oneOf(['stack', 'network']) });
  if (!self.errors.includes(error)) self.errors.push(error);
  return error;
}

/** Effect: the network has lost the circuit, and the call fails with one of `codes` (AS-07, AS-08, AS-09). */
export const losesCircuit =
  <Name extends CallName>(...codes: readonly [ErrorCode, ...ErrorCode[]]) =>
  (stage: Stage<Name>): Outcome => ({ error: loseToNetwork(stage, codes) });
