import type { CallName } from '../../spec/trace/step.js';
import type { Stage } from '../rule.js';
import { leaveOpen, openListener } from './preconditions.js';
import { addressee } from './WSAConnect.js';

/** The calls that a blocking socket may have to wait for, besides a close that lingers. */
export const interruptible: ReadonlySet<CallName> = new Set([
  'send',
  'WSASend',
  'recv',
  'WSARecv',
  'WSAAccept',
  'WSAConnect',
]);

/**
 * Effect of a blocking call that was cancelled: how far it had got is said nowhere (ER-05). A receive may have taken data, a send
 * have sent some, an accept have taken a request, and the request of a connect have reached its listener. Where nobody has seen
 * that it was cancelled, it counts as one that has done nothing.
 */
export function leaveInterrupted(stage: Stage<CallName>): void {
  const { world, name, self, args } = stage;
  const listened = self.phase.is === 'listening';
  leaveOpen(stage);
  if (listened) openListener(world, name);
  if (!('to' in args)) return;
  const asked = addressee(world, args.to);
  if (world.sockets[asked]?.phase.is === 'listening') openListener(world, asked);
}
