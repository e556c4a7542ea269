import type { Profile } from '../../spec/profiles.js';
import { isStream } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Ledger } from './ledger.js';
import { changeHalf, each, namesOf } from './ledger.js';
import { resetByReading } from './resets.js';

/** The ledger after a `settle`: everything that was on its way has arrived. */
export function settle(profile: Profile, ledger: Ledger): Ledger {
  const names = namesOf(ledger.accounts);
  const arrived = each(ledger, names, (next, name) => {
    const { sent = [], lost = false } = next.accounts[name]?.half ?? {};
    // What was on its way when the network lost the circuit may never arrive (AS-07).
    if (lost) return next;
    return changeHalf(next, name, { arrived: sizeOf(profile, sent) - waiting(profile, next, name) });
  });
  const met = each(arrived, names, (next, name) => resetByReading(profile, next, name));
  return each(met, names, (next, name) => {
    const { over = 'no', denied = 'no', lost = false, abort } = next.accounts[name]?.half ?? {};
    // Nor may its end, but for a reset of its own.
    const arrives = over !== 'no' && (!lost || abort === 'yes');
    return changeHalf(next, name, {
      over: arrives ? 'told' : over,
      denied: denied === 'yes' ? 'told' : denied,
    });
  });
}

const sizeOf = (profile: Profile, sent: readonly string[]): number =>
  isStream(profile) ? sent.join('').length : sent.length;

/** How much a socket has handed to sends that are still pending. */
const waiting = (profile: Profile, { underWay }: Ledger, name: SocketName): number =>
  sizeOf(
    profile,
    underWay.flatMap((made) =>
      made.socket === name && (made.call === 'send' || made.call === 'WSASend') ? [made.args.data] : [],
    ),
  );
