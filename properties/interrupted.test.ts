import { expect, it } from 'vitest';
import type { Trace } from '../model/testing.js';
import {
  client,
  connected,
  documents,
  flat,
  listener,
  listening,
  server,
  settle,
  zeroBytes,
} from '../model/testing.js';
import { Judge } from './commands/judge.js';
import { properties } from './index.js';

const request: Trace = [listening, client.WSASocket()];
const sendIsCut: Trace = [connected, client.send('ab', 'WSAEINTR'), settle];
const lateSendIsCut: Trace = [connected, client.send('ab', 'pending'), client.completes('send', 'WSAEINTR')];
const receiveIsCut: Trace = [connected, server.send('abc'), client.recv(8, 'WSAEINTR'), settle];

const traces: readonly (readonly [string, Trace])[] = [
  ['a send that has handed over a part', [sendIsCut, server.recv(8, { data: 'a' })]],
  ['a send that has handed over all', [sendIsCut, server.recv(8, { data: 'ab' })]],
  ['a send that has waited', [lateSendIsCut, settle, server.recv(8, { data: 'a' })]],
  ['a receive that has taken a part', [receiveIsCut, client.recv(8, { data: 'bc' })]],
  ['a receive that has taken all', [receiveIsCut, server.shutdown('SD_SEND'), client.recv(8, zeroBytes)]],
  [
    'an accept that has taken its request',
    [
      [request, client.WSAConnect(listener, 'pending'), listener.accept(server, 'WSAEINTR'), settle],
      [
        client.completes('WSAConnect', 'ok'),
        listener.nonblocking(),
        listener.accept(server, 'WSAEWOULDBLOCK'),
      ],
    ],
  ],
  [
    'a connect whose request has arrived',
    [request, client.WSAConnect(listener, 'WSAEINTR'), listener.accept(server), server.recv(8, zeroBytes)],
  ],
  [
    'a connect that has been accepted',
    [request, client.WSAConnect(listener, 'WSAEINTR'), client.WSAConnect(listener, 'WSAEISCONN')],
  ],
];

it.each(
  traces.flatMap(([says, trace]) => (['tcp', 'osi'] as const).map((profile) => ({ says, profile, trace }))),
)('no property accuses $says and was cancelled, under $profile (ER-05)', ({ profile, trace }) => {
  const judge = new Judge(documents(profile).oracle, properties);
  for (const step of flat(trace)) expect(judge.observe(step)).toBeNull();
});

it('no property accuses a close that has waited for the receiver and was cancelled (CL-09)', () => {
  const judge = new Judge(documents('irda').oracle, properties);
  const cut: Trace = [connected, client.send('ab'), client.closesocket('WSAEINTR'), settle];
  const then: Trace = [server.recv(8, { data: 'ab' }), server.recv(8, zeroBytes)];
  for (const step of flat([cut, client.closesocket('WSAENOTSOCK'), then]))
    expect(judge.observe(step)).toBeNull();
});
