import { hasUnsent } from '../../model/room.js';
import type { Link } from '../../model/rule.js';
import type { Phase, Socket } from '../../model/world.js';
import type { Profile } from '../../spec/profiles.js';
import { carriesConnectData, carriesDisconnectData } from '../../spec/profiles.js';
import type { CallName } from '../../spec/trace/step.js';

/** A socket as one of the possible worlds has it, and what is going on around it. */
export interface Situation {
  readonly profile: Profile;
  readonly socket: Socket;
  readonly role: 'listener' | 'connection';
  readonly link: Link | null;
  /** Requests that wait in its backlog, or are on their way there. */
  readonly requests: number;
  /** Whether somebody listens. */
  readonly served: boolean;
}

/** The weight of a call that the documents answer with an error. */
const misuse = 0.1;

type Appetite = (situation: Situation) => number;

const byPhase =
  (weights: { readonly [Kind in Phase['is']]?: number | Appetite }): Appetite =>
  (situation) => {
    const weight = weights[situation.socket.phase.is] ?? misuse;
    return typeof weight === 'number' ? weight : weight(situation);
  };

const isBlocking = ({ socket }: Situation): boolean => socket.mode === 'blocking';
const isListener = ({ role }: Situation): boolean => role === 'listener';
const isRegistered = ({ socket }: Situation): boolean => socket.registration !== null;

/** Whether such a call was pending and has not been told of since. */
const isUnderWay = ({ socket }: Situation, name: CallName): boolean =>
  socket.outstanding.some(({ call }) => call.call === name);

/** Whether there is, or soon may be, something to receive. */
const hasNews = ({ link }: Situation): boolean =>
  link !== null &&
  (link.end.unread.length > 0 ||
    link.end.ended !== null ||
    link.end.lost !== null ||
    link.connection.wires[link.side].length > 0);

const receiving = (name: CallName): Appetite =>
  byPhase({
    connecting: (situation) => (isBlocking(situation) ? misuse : 1),
    connected: (situation) => {
      if (isUnderWay(situation, name)) return misuse;
      if (hasNews(situation)) return 7;
      return isBlocking(situation) ? 0.6 : 2;
    },
  });

/** Whether its close would wait for what is on its way. */
const lingers = ({ socket: { linger } }: Situation): boolean => linger.onoff && linger.seconds !== 0;

/** A close that lingers matters where something is on its way: it is sent, and the socket closed before it has gone. */
const sending: Appetite = byPhase({
  connecting: (situation) => (isBlocking(situation) ? misuse : 1),
  connected: (situation) => {
    if (situation.link?.end.sending !== 'open') return 0.6;
    return lingers(situation) ? 20 : 5;
  },
});

/** How gladly each call is made in a situation; misuse is made too, but seldom. */
export const appetites: { readonly [Name in CallName]: Appetite } = {
  WSASocket: () => 0,
  bind: byPhase({ unbound: (situation) => (isListener(situation) ? 40 : 0.7) }),
  listen: byPhase({ bound: (situation) => (isListener(situation) ? 40 : 0.2), listening: 0.4 }),
  ioctlsocket: (situation) => {
    if (isRegistered(situation) || !isBlocking(situation)) return 0.4;
    return situation.socket.phase.is === 'connecting' ? 0.2 : 2;
  },
  setsockopt: byPhase({ unbound: 2, bound: 1.5, connected: 2.5, listening: 0.6, connecting: 0.02 }),
  getsockopt: () => 0.8,
  WSAEventSelect: (situation) => {
    if (isRegistered(situation)) return 0.8;
    return situation.socket.phase.is === 'listening' ? 6 : 2.5;
  },
  WSAEnumNetworkEvents: (situation) => {
    if (isRegistered(situation)) return 8;
    // A registration that was cancelled has left it nonblocking: it must record nothing more.
    return isBlocking(situation) ? 0.2 : 2;
  },
  WSAConnect: byPhase({
    unbound: (situation) => (situation.served ? (isListener(situation) ? 1 : 30) : 0.4),
    bound: (situation) => (situation.served ? (isListener(situation) ? 1 : 6) : 0.4),
    connecting: 0.4,
    connected: 0.3,
  }),
  CalleeData: (situation) => {
    if (situation.link?.side !== 'client') return misuse / 2;
    return carriesConnectData(situation.profile) ? 2 : 0.2;
  },
  WSAAccept: byPhase({
    listening: (situation) => {
      if (isUnderWay(situation, 'WSAAccept')) return isBlocking(situation) ? 0 : 2;
      if (situation.requests > 0) return 25;
      return isBlocking(situation) ? 1 : 2;
    },
  }),
  send: sending,
  WSASend: (situation) => sending(situation) / 3,
  recv: receiving('recv'),
  WSARecv: (situation) => receiving('WSARecv')(situation) / 2,
  shutdown: byPhase({
    connected: ({ link }) => (link?.end.sending === 'open' && link.end.receiving === 'open' ? 3.5 : 1),
    connecting: 0.4,
  }),
  WSASendDisconnect: byPhase({
    connected: ({ profile }) => (carriesDisconnectData(profile) ? 2.5 : 0.5),
  }),
  WSARecvDisconnect: byPhase({
    connected: ({ profile, link }) => {
      if (!carriesDisconnectData(profile)) return 0.5;
      return link?.end.ended ? 4 : 0.8;
    },
  }),
  closesocket: byPhase({
    unbound: 0.4,
    bound: 0.4,
    listening: 0.7,
    connecting: 0.8,
    connected: (situation) => {
      if (lingers(situation) && situation.link && hasUnsent(situation.link)) return 40;
      return hasNews(situation) ? 3.5 : 2.5;
    },
  }),
};

/** How gladly anything is done with a socket at all. */
export function interest(situation: Situation): number {
  const { socket, requests } = situation;
  if (isUnderWay(situation, 'closesocket')) return 0.05;
  switch (socket.phase.is) {
    case 'unbound':
      return isListener(situation) ? 20 : 12;
    case 'bound':
      return isListener(situation) ? 20 : 5;
    case 'listening':
      return requests > 0 ? 14 : 4;
    case 'connecting':
      return isBlocking(situation) ? 1 : 5;
    case 'connected':
      return lingers(situation) ? 20 : 10;
    case 'closed':
      return 0.3;
    case 'unspecified':
      return 0.3;
  }
}
