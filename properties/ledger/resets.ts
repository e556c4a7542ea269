import type { Profile } from '../../spec/profiles.js';
import { isTcp } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import type { Ledger } from './ledger.js';
import { changeHalf, surely } from './ledger.js';

/** AS-05: on TCP, data that meet a direction shut by SD_RECEIVE reset the circuit, those that are there already too. */
export function resetByReading(profile: Profile, ledger: Ledger, reader: SocketName): Ledger {
  const half = ledger.accounts[reader]?.half;
  const peer = half?.peer ?? null;
  const sender = peer === null ? null : ledger.accounts[peer]?.half;
  if (!half || !sender || !isTcp(profile) || half.receiving !== 'SD_RECEIVE' || half.lost) return ledger;
  if (sender.sent.length === 0 || sender.lost || isWaiting(ledger, peer)) return ledger;
  return changeHalf(ledger, reader, { abort: 'yes', over: surely(half) });
}

const isWaiting = ({ underWay }: Ledger, name: SocketName | null): boolean =>
  underWay.some(({ socket, call }) => socket === name && (call === 'send' || call === 'WSASend'));
