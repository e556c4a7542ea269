import type { NetworkEvent } from '../../spec/events.js';
import type { Profile } from '../../spec/profiles.js';
import type { SocketName } from '../../spec/trace/step.js';
import {
  endsOf,
  isUnattended,
  isUnderWay,
  mayBeReset,
  mayHaveReset,
  mayTimeOut,
} from '../ledger/evidence.js';
import type { Account, Ledger } from '../ledger/ledger.js';
import { isStanding, namesOf, unaccepted } from '../ledger/ledger.js';
import type { Notes, Record } from './record.js';
import { isKnown, mayHold, put } from './record.js';

/** At a settle everything that was in the air has been recorded, or never will be. */
export function atRest(profile: Profile, notes: Notes, ledger: Ledger): Notes {
  let next = notes;
  for (const name of namesOf(ledger.accounts)) {
    const account = ledger.accounts[name];
    const record = notes.records[name];
    if (account && record && isKnown(account))
      next = put(next, name, rested(profile, record, ledger, name, account));
  }
  return next;
}

function rested(
  profile: Profile,
  record: Record,
  ledger: Ledger,
  name: SocketName,
  account: Account,
): Partial<Record> {
  const drained = record.awaitsRoom && account.half?.sent.length === 0;
  const awaitsRoom = record.awaitsRoom && !drained;
  const cause = Object.fromEntries(
    Object.entries(record.cause).map(([event]) => [
      event,
      mayCome(ledger, name, event, awaitsRoom) ? 'air' : 'rest',
    ]),
  );
  const waits = (event: string): boolean => event === 'FD_WRITE' && awaitsRoom;
  const again = Object.fromEntries(
    Object.entries(record.again).map(([event]) => [event, waits(event) ? 'air' : 'rest']),
  );
  const events = account.mask.filter((event) => !record.reported.includes(event));
  const due = events.filter((event) => isDue(profile, { ...record, awaitsRoom }, ledger, name, event));
  const owed = events.includes('FD_ACCEPT') && !due.includes('FD_ACCEPT') ? owedTo(record, ledger, name) : [];
  return {
    cause,
    again: drained ? { ...again, FD_WRITE: 'rest' } : again,
    due: [...new Set([...record.due, ...due])].sort(),
    owed,
    awaitsRoom,
  };
}

/** Whether an event may be recorded after a settle, without anything being called in between. */
function mayCome(ledger: Ledger, name: SocketName, event: string, awaitsRoom: boolean): boolean {
  const { half, phase } = ledger.accounts[name] ?? {};
  if (event === 'FD_WRITE') return awaitsRoom || phase === 'attempting';
  if (event === 'FD_CONNECT') return phase === 'attempting';
  if (event === 'FD_READ') return half !== null && mayHold(ledger, name, 'FD_READ');
  return event === 'FD_ACCEPT' && mayHold(ledger, name, 'FD_ACCEPT');
}

/**
 * Whether a connection surely stands: what it may have recorded is not taken back. An attempt that acceptance alone confirms may have
 * timed out before it heard of that (CN-07).
 */
export function surelyStands(profile: Profile, ledger: Ledger, name: SocketName): boolean {
  const account = ledger.accounts[name];
  const half = account?.half;
  if (!half || half.lost || (profile.confirmed === 'on-acceptance' && mayTimeOut(account))) return false;
  const ends = endsOf(ledger, name);
  return ends
    ? !mayBeReset(profile, ends) && !mayHaveReset(profile, ends)
    : isUnattended(ledger, name) && half.denied === 'no';
}

/** Whether an event that was not reported has surely been recorded by now. */
function isDue(
  profile: Profile,
  record: Record,
  ledger: Ledger,
  name: SocketName,
  event: NetworkEvent,
): boolean {
  const account = ledger.accounts[name];
  const { half, phase, asked } = account ?? {};
  const ends = endsOf(ledger, name);
  const stands = surelyStands(profile, ledger, name);
  switch (event) {
    case 'FD_READ':
      return (
        stands &&
        ends !== null &&
        ends.own.receiving === 'open' &&
        ends.peer.half.arrived > 0 &&
        !isUnderWay(ledger, name, 'recv', 'WSARecv')
      );
    case 'FD_WRITE':
      return (
        stands &&
        phase === 'connected' &&
        half?.graceful === 'no' &&
        half.abort === 'no' &&
        !record.awaitsRoom
      );
    case 'FD_CONNECT':
      return (
        asked !== null &&
        half !== undefined &&
        half !== null &&
        (phase === 'connected' || (phase === 'attempting' && half.peer !== null))
      );
    case 'FD_ACCEPT': {
      const waiting = requestsAt(record, ledger, name);
      return waiting.length > 0 && waiting.every((one) => isStanding(ledger, one));
    }
    default:
      return false;
  }
}

/** The requests in a backlog that FD_ACCEPT is to tell of: all of them, or none if some may have vanished. */
function requestsAt({ defers }: Record, ledger: Ledger, name: SocketName): readonly SocketName[] {
  if (defers || isUnderWay(ledger, name, 'WSAAccept')) return [];
  const waiting = unaccepted(ledger, name).filter((one) => {
    const { phase, half } = ledger.accounts[one] ?? {};
    return (phase === 'attempting' || phase === 'connected') && half?.denied === 'no';
  });
  return waiting.length === ledger.accounts[name]?.requests ? waiting : [];
}

const owedTo = (record: Record, ledger: Ledger, name: SocketName): readonly SocketName[] =>
  requestsAt(record, ledger, name).filter((one) => ledger.accounts[one]?.phase === 'attempting');
