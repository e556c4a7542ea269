import { socketName } from '../../spec/trace/names.js';
import type { SocketName, Step } from '../../spec/trace/step.js';
import {
  accept,
  client,
  closesocket,
  connected,
  connectedBlocking,
  connectTo,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  send,
  server,
  settle,
  shutdown,
  socketNamed,
} from '../search/moves.js';

/** A state of a socket as an application knows it, and how it comes about. */
export interface Situation {
  readonly name: string;
  readonly socket: SocketName;
  readonly steps: readonly Step[];
}

const nobody = socketName('nobody');
const other = socketName('other');

const requested: readonly Step[] = [
  ...listening(1),
  ...socketNamed(client),
  nonblocking(client),
  made(client, connectTo(listener)),
  settle,
];

const bind = (socket: SocketName): Step => made(socket, { call: 'bind', args: {} });
const aborts: readonly Step[] = [made(client, linger(0)), made(client, closesocket), settle];

/** Every state of a socket in which its calls have results of their own. */
export const situations: readonly Situation[] = [
  {
    name: 'no socket, or a closed one',
    socket: client,
    steps: [...socketNamed(client), made(client, closesocket)],
  },
  { name: 'unbound', socket: client, steps: socketNamed(client) },
  { name: 'bound', socket: client, steps: [...socketNamed(client), bind(client)] },
  { name: 'listening, nothing pending', socket: listener, steps: listening(1) },
  { name: 'listening, a request pending', socket: listener, steps: requested },
  {
    name: 'listening, the request at the head deferred',
    socket: listener,
    steps: [...requested, made(listener, accept(server, 'CF_DEFER'))],
  },
  {
    name: 'listening, the request at the head withdrawn',
    socket: listener,
    steps: [
      ...listening(1),
      ...socketNamed(client),
      nonblocking(client),
      made(client, linger(0)),
      made(client, connectTo(listener)),
      settle,
      made(client, closesocket),
      settle,
    ],
  },
  {
    name: 'attempting to connect',
    socket: client,
    steps: [...listening(1), ...socketNamed(client), nonblocking(client), made(client, connectTo(listener))],
  },
  {
    name: 'its attempt was refused',
    socket: client,
    steps: [
      ...socketNamed(other),
      bind(other),
      ...socketNamed(client),
      nonblocking(client),
      made(client, connectTo(other)),
      settle,
    ],
  },
  { name: 'connected', socket: server, steps: connected },
  {
    name: 'connected, data unread',
    socket: server,
    steps: [...connected, made(client, send('data')), settle],
  },
  {
    name: 'connected, after SD_SEND',
    socket: server,
    steps: [...connected, made(server, shutdown('SD_SEND')), settle],
  },
  {
    name: 'connected, after SD_RECEIVE',
    socket: server,
    steps: [...connected, made(server, shutdown('SD_RECEIVE')), settle],
  },
  {
    name: 'connected, the peer has ended',
    socket: server,
    steps: [...connected, made(client, shutdown('SD_SEND')), settle],
  },
  {
    name: 'connected, both have ended',
    socket: server,
    steps: [...connected, made(client, shutdown('SD_SEND')), made(server, shutdown('SD_SEND')), settle],
  },
  { name: 'reset by the peer, not told yet', socket: server, steps: [...connected, ...aborts] },
  {
    name: 'reset by the peer, and told',
    socket: server,
    steps: [...connected, ...aborts, made(server, recv(1))],
  },
  {
    name: 'lingering, everything sent',
    socket: client,
    steps: [...connected, made(client, linger(5))],
  },
  {
    name: 'lingering, data not sent yet',
    socket: client,
    steps: [...connected, made(client, linger(5)), made(client, send('data'))],
  },
  {
    name: 'a close that lingers is under way',
    socket: client,
    steps: [
      ...connectedBlocking,
      made(client, linger(5)),
      made(client, send('data')),
      made(client, closesocket),
    ],
  },
];

/** The address that nobody listens at, and the name that an accept would give. */
export const names = { elsewhere: listener, accepted: nobody };
