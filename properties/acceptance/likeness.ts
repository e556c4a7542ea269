import type { Ending } from '../ledger/happening.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Notes } from './notes.js';

/** An accepted socket is not registered as its listener is (CA-08). */
export function unlikeRegistration(
  { owes }: Notes,
  { socket, result }: Extract<Ending, { call: 'WSAEnumNetworkEvents' }>,
  { accounts }: Ledger,
): string | null {
  const account = accounts[socket];
  const events = 'ok' in result ? result.ok.events : undefined;
  if (!events || typeof account?.acceptedFrom !== 'string') return null;
  const mask: readonly string[] = account.mask;
  const strange = Object.keys(events).find((event) => !mask.includes(event));
  if (strange !== undefined)
    return `${strange} was indicated to ${socket}, whose listener was not registered for it`;
  return owes[socket] === 'settled' && events.FD_WRITE === undefined
    ? `FD_WRITE was not indicated to ${socket}, whose listener was registered for it`
    : null;
}

/** Options that an accepted socket, a listener or a connector cannot have (CA-06, LS-11). */
export function unlikeOptions(
  { lingers }: Notes,
  { socket, args, result }: Extract<Ending, { call: 'getsockopt' }>,
  { accounts }: Ledger,
): string | null {
  if (!('ok' in result)) return null;
  const { onoff, linger: seconds, value } = result.ok;
  if (args.option === 'SO_ACCEPTCONN') {
    const listens = accounts[socket]?.phase === 'listening';
    return value === !listens ? `${socket} says that it ${value ? 'listens' : 'does not listen'}` : null;
  }
  if (args.option === 'SO_ERROR') {
    const { half, phase, asked } = accounts[socket] ?? {};
    const refused = value === 'WSAECONNREFUSED' && phase === 'attempting' && half?.denied === 'no';
    return refused
      ? `${socket} was refused, though there is room in the backlog of ${asked ?? 'nobody'}`
      : null;
  }
  if (args.option !== 'SO_LINGER') return null;
  const set = lingers[socket] === undefined ? { onoff: false, seconds: null } : lingers[socket];
  if (!set) return null;
  // LG-10: the seconds matter only while lingering is on.
  const differs =
    (onoff !== undefined && onoff !== set.onoff) ||
    (set.onoff && seconds !== undefined && set.seconds !== null && seconds !== set.seconds);
  return differs ? `${socket} does not linger as it was told to, or as its listener does` : null;
}
