import type { Profile } from '../../spec/profiles.js';
import { isTcp } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Ledger } from './ledger.js';
import { changeHalf, surely } from './ledger.js';

/** AS-05: on TCP, data that have met a direction shut by SD_RECEIVE have reset the circuit, those that were there already too. */
export function resetByReading(profile: Profile, ledger: Ledger, reader: SocketName): Ledger {
  const half = ledger.accounts[reader]?.half;
  const peer = half?.peer ?? null;
  const sender = peer === null ? null : ledger.accounts[peer]?.half;
  if (!half || !sender || !isTcp(profile) || half.receiving !== 'SD_RECEIVE' || half.lost) return ledger;
  if (sender.arrived === 0 || sender.lost) return ledger;
  return changeHalf(ledger, reader, { abort: 'yes', over: surely(half) });
}
