import {
  accept,
  client,
  closesocket,
  connected,
  connectTo,
  enumerate,
  freely,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  recvDisconnect,
  register,
  rival,
  send,
  sendDisconnect,
  server,
  settle,
  shutdown,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';

/** A candidate of which everything is explained by another one, so that no trace follows it alone. */
export interface Included {
  readonly key: ReadingKey;
  readonly candidate: Candidate;
  readonly by: Candidate;
  readonly because: string;
  /** Where that is searched; every run under the candidate is one under the other. */
  readonly on: string;
  readonly scope: Scope;
  /** A candidate that is told apart there, so that the search has something to find: `by` itself, unless it is alike. */
  readonly unlike: Candidate;
}

const usual = { settles: true, timers: false, room: 4 } as const;

/** A request that is deferred, and one behind it. */
const deferred: Scope = {
  ...usual,
  name: 'a request that is deferred',
  setup: [
    ...listening(2),
    made(listener, register('FD_ACCEPT')),
    ...[client, rival].flatMap(socketNamed),
    ...[client, rival].map(nonblocking),
    made(client, connectTo(listener)),
    settle,
    made(listener, enumerate),
  ],
  moves: [
    upTo(1, rival, connectTo(listener)),
    upTo(2, listener, accept(server, 'CF_DEFER')),
    upTo(2, listener, enumerate),
  ],
};

/** An end of data while some are unread. */
const unreadEnd: Scope = {
  ...usual,
  name: 'an end while data are unread',
  setup: [...connected, made(server, register('FD_READ', 'FD_CLOSE'))],
  moves: [
    upTo(2, client, send('a')),
    upTo(1, client, shutdown('SD_SEND')),
    freely(server, recv(1)),
    freely(server, enumerate),
  ],
};

/** A request that is withdrawn while it waits. */
const withdrawn: Scope = {
  ...usual,
  name: 'a request that is withdrawn',
  setup: [...listening(2), ...socketNamed(client), nonblocking(client), made(client, connectTo(listener))],
  moves: [upTo(1, client, closesocket), upTo(2, listener, accept(server)), upTo(1, server, recv(1))],
};

/** An end, by a reset where the transport has another one. */
const told = (...setup: Scope['setup']): Scope => ({
  ...usual,
  name: 'an end that FD_CLOSE tells',
  setup: [...connected, made(server, register('FD_CLOSE')), ...setup],
  moves: [
    upTo(1, client, send('a')),
    upTo(1, client, closesocket),
    upTo(2, server, recv(1)),
    upTo(2, server, enumerate),
  ],
});

/** Disconnect data where the transport has none. */
const unsupported: Scope = {
  ...usual,
  name: 'disconnect data that are not carried',
  setup: connected,
  moves: [
    upTo(2, client, sendDisconnect('x')),
    upTo(1, client, send('a')),
    upTo(2, server, recv(1)),
    upTo(1, server, send('b')),
  ],
};

/** Disconnect data, with an abort where there is no other end. */
const parting: Scope = {
  ...usual,
  name: 'disconnect data and their peer',
  setup: connected,
  moves: [upTo(1, client, sendDisconnect('x')), upTo(2, server, recvDisconnect(4))],
};

/** Every such candidate. */
export const included: readonly Included[] = [
  ...(
    [
      ['R1', 'R2'],
      ['R2', 'R1'],
    ] as const
  ).map(([candidate, by]): Included => ({
    key: 'AM-01',
    candidate,
    by,
    because:
      'They differ once the deferred request has vanished; whether it still silences later arrivals then is open as well (AM-04).',
    on: 'tcp',
    scope: deferred,
    unlike: 'R3',
  })),
  ...(
    [
      ['R1', 'R2'],
      ['R2', 'R1'],
    ] as const
  ).map(([candidate, by]): Included => ({
    key: 'AM-02',
    candidate,
    by,
    because: 'They ask the same of a provider: R2 advises the application not to rely on it.',
    on: 'tcp',
    scope: unreadEnd,
    unlike: 'R3',
  })),
  ...(['R1', 'R2'] as const).map((candidate): Included => ({
    key: 'AM-02',
    candidate,
    by: 'R3',
    because: 'R3 promises nothing: FD_CLOSE may as well wait.',
    on: 'tcp',
    scope: unreadEnd,
    unlike: 'R3',
  })),
  {
    key: 'AM-03a',
    candidate: 'R1',
    by: 'R2',
    because:
      'Of the error that R2 makes of a repeated deferral the documents name no code: WSATRY_AGAIN may be it.',
    on: 'tcp',
    scope: deferred,
    unlike: 'R2',
  },
  {
    key: 'AM-04',
    candidate: 'R1',
    by: 'R2',
    because: 'R2 gives either code where R1 gives one of them.',
    on: 'osi',
    scope: withdrawn,
    unlike: 'R2',
  },
  {
    key: 'AM-06',
    candidate: 'R2',
    by: 'R1',
    because: 'R1 takes any nonzero code, WSAECONNRESET among them.',
    on: 'tcp',
    scope: told(made(client, linger(0))),
    unlike: 'R1',
  },
  {
    key: 'AM-12',
    candidate: 'R1',
    by: 'R2',
    because: 'R2 leaves everything to the provider, and so allows what R1 asks for.',
    on: 'tcp',
    scope: unsupported,
    unlike: 'R2',
  },
  {
    key: 'AM-28',
    candidate: 'R2',
    by: 'R1',
    because: 'R1 lets data come with an abort, and does not ask for it.',
    on: 'atm',
    scope: parting,
    unlike: 'R1',
  },
  {
    key: 'AM-31',
    candidate: 'R1',
    by: 'R2',
    because: 'R2 allows 0, and does not ask for it.',
    on: 'bluetooth',
    scope: told(),
    unlike: 'R2',
  },
];
