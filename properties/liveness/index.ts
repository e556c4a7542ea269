import {
  accept,
  client,
  closesocket,
  connected,
  connectTo,
  enumerate,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  send,
  sendDisconnect,
  server,
  settle,
  shutdown,
  socketNamed,
  upTo,
} from '../../model/search/moves.js';
import { closesGracefully } from '../../spec/profiles.js';
import type { CallName, SocketName, Step } from '../../spec/trace/step.js';
import type { Eventually } from './eventually.js';

const isCall = (step: Step, socket: SocketName, call: CallName): boolean =>
  'call' in step && step.socket === socket && step.call === call;

/** Everything has come to rest: what was due has happened. */
const isRest = (step: Step): boolean => 'settle' in step;

const succeeded = (step: Step): boolean => 'result' in step && 'ok' in step.result;

const gave = (step: Step, error: string): boolean =>
  'result' in step && 'error' in step.result && step.result.error === error;

const records = (step: Step, event: 'FD_CLOSE' | 'FD_CONNECT' | 'FD_READ'): boolean =>
  'call' in step &&
  step.result !== undefined &&
  'ok' in step.result &&
  step.result.ok.events?.[event] !== undefined;

/** A receive that waits for more. */
const waits = (step: Step): boolean => gave(step, 'WSAEWOULDBLOCK');

const isPending = (step: Step): boolean =>
  'call' in step && step.result !== undefined && 'pending' in step.result;

const hasData = (step: Step): boolean =>
  'result' in step && 'ok' in step.result && step.result.ok.data !== '' && step.result.ok.data !== null;

/** A receive of the server that tells that nothing more will come. */
const isEndOfReading = (step: Step): boolean =>
  isCall(step, server, 'recv') && !waits(step) && !(succeeded(step) && hasData(step));

/** What must come at last. */
export const liveness: readonly Eventually[] = [
  {
    name: 'attempt-ends',
    says: 'Every attempt to connect ends, and FD_CONNECT tells how.',
    clauses: ['CN-01', 'CN-03', 'NE-19'],
    appliesTo: () => true,
    ground: () => ({
      name: 'attempt-ends',
      setup: [...listening(1), ...socketNamed(client), made(client, register('FD_CONNECT'))],
      moves: [
        upTo(1, client, connectTo(listener)),
        freely(client, enumerate),
        freely(listener, accept(server)),
        freely(listener, accept(server, 'CF_REJECT')),
        freely(listener, closesocket),
      ],
      settles: true,
      timers: true,
      room: 4,
    }),
    from: (step) => isCall(step, client, 'WSAConnect') && gave(step, 'WSAEWOULDBLOCK'),
    until: (step) => records(step, 'FD_CONNECT'),
    polls: [isRest, (step) => isCall(step, client, 'WSAEnumNetworkEvents')],
    timeOutsCome: true,
    twin: 'fd-connect-missing',
  },
  {
    name: 'waiting-attempt-ends',
    says: 'Every attempt to connect that a blocking socket has begun comes back with its outcome.',
    clauses: ['CN-01', 'CN-07'],
    appliesTo: () => true,
    ground: () => ({
      name: 'waiting-attempt-ends',
      setup: [...listening(1), ...socketNamed(client)],
      moves: [
        upTo(1, client, connectTo(listener)),
        freely(listener, accept(server)),
        freely(listener, accept(server, 'CF_REJECT')),
        freely(listener, closesocket),
      ],
      settles: true,
      timers: true,
      room: 4,
    }),
    from: (step) => isCall(step, client, 'WSAConnect') && (isPending(step) || waits(step)),
    until: (step) => 'completes' in step && step.socket === client,
    polls: [isRest],
    timeOutsCome: true,
    twin: 'blocking-connect-does-not-wait',
  },
  {
    name: 'end-is-told',
    says: 'Every graceful end is told to a peer that keeps reading.',
    clauses: ['GS-06', 'GS-08', 'GS-09', 'CL-03'],
    appliesTo: closesGracefully,
    ground: () => ({
      name: 'end-is-told',
      setup: connected,
      moves: [
        upTo(1, client, send('a')),
        upTo(1, client, shutdown('SD_SEND')),
        upTo(1, client, closesocket),
        freely(server, recv(4)),
      ],
      settles: true,
      timers: false,
      room: 4,
    }),
    from: (step) =>
      (isCall(step, client, 'shutdown') || isCall(step, client, 'closesocket')) && succeeded(step),
    until: isEndOfReading,
    polls: [isRest, (step) => isCall(step, server, 'recv')],
    timeOutsCome: false,
    twin: 'shutdown-stays-local',
  },
  {
    name: 'disconnect-is-told',
    says: 'Every end by WSASendDisconnect is told to a peer that keeps reading.',
    clauses: ['DD-02', 'DD-03', 'GS-06'],
    appliesTo: closesGracefully,
    ground: () => ({
      name: 'disconnect-is-told',
      setup: connected,
      moves: [
        upTo(1, client, send('a')),
        upTo(1, client, sendDisconnect(null)),
        upTo(1, client, closesocket),
        freely(server, recv(4)),
      ],
      settles: true,
      timers: false,
      room: 4,
    }),
    from: (step) => isCall(step, client, 'WSASendDisconnect') && succeeded(step),
    until: isEndOfReading,
    polls: [isRest, (step) => isCall(step, server, 'recv')],
    timeOutsCome: false,
    twin: 'send-disconnect-starts-nothing',
  },
  {
    name: 'data-arrive',
    says: 'What was sent arrives at a peer that keeps reading.',
    clauses: ['GS-04', 'IO-05'],
    // The peer may end its own sending: without half-close nothing is said of what it receives then (GS-13).
    appliesTo: ({ halfClose }) => halfClose,
    ground: () => ({
      name: 'data-arrive',
      setup: connected,
      moves: [
        upTo(1, client, send('a')),
        freely(client, shutdown('SD_SEND')),
        freely(server, recv(4)),
        freely(server, shutdown('SD_SEND')),
      ],
      settles: true,
      timers: false,
      room: 4,
    }),
    from: (step) => isCall(step, client, 'send') && succeeded(step),
    until: (step) => isCall(step, server, 'recv') && succeeded(step) && hasData(step),
    polls: [isRest, (step) => isCall(step, server, 'recv')],
    timeOutsCome: false,
    twin: 'half-close-drops-arrivals',
  },
  {
    name: 'close-is-indicated',
    says: 'FD_CLOSE comes, once the peer has ended and everything was read.',
    clauses: ['GS-05', 'GS-14', 'NE-22', 'NE-23'],
    appliesTo: closesGracefully,
    ground: () => ({
      name: 'close-is-indicated',
      setup: [...connected, made(server, register('FD_READ', 'FD_CLOSE'))],
      moves: [
        upTo(1, client, send('a')),
        upTo(1, client, shutdown('SD_SEND')),
        freely(server, recv(4)),
        freely(server, enumerate),
      ],
      settles: true,
      timers: false,
      room: 4,
    }),
    from: (step) => isCall(step, client, 'shutdown') && succeeded(step),
    until: (step) => records(step, 'FD_CLOSE'),
    polls: [
      isRest,
      (step) => isCall(step, server, 'recv'),
      (step) => isCall(step, server, 'WSAEnumNetworkEvents'),
    ],
    timeOutsCome: false,
    twin: 'fd-close-missing',
  },
  {
    name: 'deferral-can-be-decided',
    says: 'Every deferred request can still be accepted, if its caller does not leave.',
    clauses: ['CA-10', 'CA-11', 'CA-12'],
    appliesTo: () => true,
    ground: () => ({
      name: 'deferral-can-be-decided',
      setup: [
        ...listening(1),
        ...socketNamed(client),
        nonblocking(client),
        made(client, connectTo(listener)),
        settle,
      ],
      moves: [
        freely(listener, accept(server, 'CF_DEFER')),
        freely(listener, accept(server)),
        freely(client, recv(1)),
      ],
      settles: true,
      timers: false,
      room: 4,
    }),
    from: (step) => gave(step, 'WSATRY_AGAIN'),
    until: (step) => isCall(step, listener, 'WSAAccept') && succeeded(step),
    polls: [
      isRest,
      (step) => 'call' in step && step.call === 'WSAAccept' && step.args.condition === 'CF_ACCEPT',
    ],
    timeOutsCome: false,
    twin: 'defer-drops-request',
  },
];
