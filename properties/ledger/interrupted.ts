import { interruptible } from '../../model/calls/interrupted.js';
import type { Profile } from '../../spec/profiles.js';
import { closesGracefully } from '../../spec/profiles.js';
import { leaveListenerOpen, leaveOpen } from './attempts.js';
import { mayLinger } from './evidence.js';
import type { Failed } from './happening.js';
import type { Account, Ledger } from './ledger.js';

/** Whether a call that had to wait was cancelled: of how far it has come nobody says anything (ER-05, CL-08). */
export function isInterrupted(profile: Profile, ledger: Ledger, failed: Failed): boolean {
  const { call, error, socket, late } = failed;
  const account = ledger.accounts[socket];
  if (error !== 'WSAEINTR' || account === undefined || (!late && account.mode === 'nonblocking'))
    return false;
  return interruptible.has(call) || (call === 'closesocket' && mayWait(profile, account));
}

const mayWait = (profile: Profile, account: Account): boolean =>
  mayLinger(account) || !closesGracefully(profile);

/** Nothing is known any more of its socket, nor of what it has asked of others or may have done for them. */
export function enterInterrupted(ledger: Ledger, failed: Failed): Ledger {
  const { socket } = failed;
  const one = leaveOpen(ledger, socket);
  if (failed.call === 'WSAAccept') return leaveListenerOpen(one, socket);
  return failed.call === 'WSAConnect' ? leaveListenerOpen(one, failed.args.to) : one;
}
