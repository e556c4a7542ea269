import type { Scope } from '../model/search/scope.js';
import {
  accept,
  client,
  closesocket,
  connectedBlocking,
  freely,
  linger,
  made,
  recv,
  recvDisconnect,
  send,
  sendDisconnect,
  server,
  shutdown,
  socketNamed,
  upTo,
} from '../model/search/scopes.js';
import { carriesDisconnectData } from '../spec/profiles.js';
import type { Profile } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { CallName } from '../spec/trace/step.js';
import { errorOf } from './ledger/happening.js';
import type { Account } from './ledger/ledger.js';
import type { Moment, Watched } from './ledger/watch.js';
import { watch } from './ledger/watch.js';
import type { Property } from './property.js';

const ear = socketName('ear');
const nobody = socketName('nobody');

/** A client that blocks and lingers, its server that does not, and a listener that blocks. */
const ground: Scope = {
  name: 'blocking',
  setup: [
    ...connectedBlocking,
    made(client, linger(5)),
    ...socketNamed(ear),
    made(ear, { call: 'bind', args: {} }),
    made(ear, { call: 'listen', args: { backlog: 1 } }),
  ],
  moves: [
    upTo(1, client, send('a')),
    upTo(1, client, recv(4)),
    freely(client, shutdown('SD_SEND')),
    freely(client, sendDisconnect(null)),
    freely(client, recvDisconnect(4)),
    freely(client, closesocket),
    freely(server, recv(4)),
    upTo(1, ear, accept(nobody)),
  ],
  settles: false,
  timers: false,
  room: 16,
};

/** The calls that wait for something on a blocking socket, and would block on another one. */
const waits: ReadonlySet<CallName> = new Set([
  'WSAConnect',
  'WSAAccept',
  'send',
  'WSASend',
  'recv',
  'WSARecv',
]);

/** The calls that must not block do not, whatever SO_LINGER says; the others only on blocking sockets. */
export const blocking: Property<Watched<null>> = {
  name: 'blocking',
  says: 'Shutdown, SendDisconnect and RecvDisconnect never block, closing only if it lingers, and on nonblocking sockets nothing does.',
  clauses: ['GS-10', 'DD-11', 'LG-03', 'LG-04', 'LG-05', 'IO-04', 'CA-15', 'CN-01', 'CN-02', 'NE-04'],
  kind: 'always',
  appliesTo: () => true,
  under: {},
  ground: () => ground,
  monitor: (profile) =>
    watch(profile, null, (notes, moment) => {
      const broken = mistake(profile, moment);
      if (broken !== null) return { broken };
      const { happening } = moment;
      const speaks =
        happening.is === 'ended' && (happening.call === 'closesocket' || neverBlocks.has(happening.call));
      return speaks ? { notes, triggered: true } : { notes };
    }),
};

const neverBlocks: ReadonlySet<CallName> = new Set(['shutdown', 'WSASendDisconnect', 'WSARecvDisconnect']);

function mistake(profile: Profile, { happening, before }: Moment): string | null {
  if (happening.is !== 'ended' && happening.is !== 'pending') return null;
  const { socket, call } = happening;
  const account = before.accounts[socket];
  if (!account || account.phase === 'unknown' || account.phase === 'closing') return null;
  if (happening.is === 'pending')
    return mayWait(account, call) ? null : `${call} blocks on ${socket}, where it never may`;
  if (errorOf(happening) !== 'WSAEWOULDBLOCK' || mayWouldBlock(profile, account, call)) return null;
  return `${call} on ${socket} says that it would block`;
}

const mayWait = (account: Account, call: CallName): boolean =>
  account.mode === 'blocking' && (waits.has(call) || (call === 'closesocket' && mayLinger(account)));

const mayLinger = ({ linger: how }: Account): boolean => how === 'wait' || how === 'unknown';

function mayWouldBlock(profile: Profile, account: Account, call: CallName): boolean {
  // CN-04: while an attempt is under way, another one may fail so on any socket.
  if (call === 'WSAConnect' && account.phase === 'attempting') return true;
  if (waits.has(call)) return account.mode === 'nonblocking';
  if (call === 'closesocket') return account.mode === 'nonblocking' && mayLinger(account);
  // AM-12: errors that no page names, of a fetch before any notice and of data that are too long.
  return call === 'WSARecvDisconnect' || (call === 'WSASendDisconnect' && carriesDisconnectData(profile));
}
