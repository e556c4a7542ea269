import type { Observer } from '../model/search/observer.js';
import {
  client,
  connected,
  enumerate,
  freely,
  made,
  recv,
  recvDisconnect,
  register,
  send,
  sendDisconnect,
  server,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';

/** A client that sends and ends, and a server that does what SQ-2 says: fetch disconnect data, then answer with its own. */
export const sequenceTwo: Scope = {
  name: 'SQ-2',
  setup: [...connected, made(server, register('FD_READ', 'FD_CLOSE'))],
  moves: [
    upTo(1, client, send('ab')),
    upTo(1, client, sendDisconnect(null)),
    freely(server, enumerate),
    upTo(1, server, recvDisconnect(null)),
    upTo(1, server, sendDisconnect(null)),
    freely(client, recv(1)),
  ],
  settles: true,
  timers: false,
  room: 4,
};

/** How far the server is; `elsewhere` once it does something else than SQ-2 says. */
type Progress = 'watching' | 'told' | 'fetched' | 'elsewhere';

/** Breaks where the client of SQ-2 is reset although everybody followed it. */
export const losesNothing: Observer<Progress> = {
  start: 'watching',
  observe: (progress, step) => {
    if (progress === 'elsewhere' || !('call' in step) || !step.result) return { memory: progress };
    const { call, socket, result } = step;
    if (call === 'WSAEnumNetworkEvents' && 'ok' in result && result.ok.events?.FD_CLOSE === 0)
      return { memory: progress === 'watching' ? 'told' : progress };
    if (call === 'WSARecvDisconnect') return { memory: progress === 'told' ? 'fetched' : 'elsewhere' };
    if (call === 'WSASendDisconnect' && socket === server && progress !== 'fetched')
      return { memory: 'elsewhere' };
    if (progress !== 'fetched' || socket !== client) return { memory: progress };
    if ('error' in result && result.error === 'WSAECONNRESET')
      return { broken: 'the client is reset, and what it has sent is lost' };
    return { memory: progress, triggered: true };
  },
};
