import { describe, it } from 'vitest';
import type { Step } from '../spec/trace/step.js';
import type { Actor, Trace } from './testing.js';
import {
  bluetooth,
  client,
  client2,
  connected,
  listener,
  listening,
  osi,
  server,
  settle,
  tcp,
  zeroBytes,
} from './testing.js';

const shortages = ['WSAENETDOWN', 'WSAENOBUFS', 'WSAEINPROGRESS'] as const;

describe('any call', () => {
  it('on a name that never was a socket is WSAENOTSOCK', () => {
    tcp.allows(listening, listener.accept(server, 'WSAEMFILE'), server.send('x', 'WSAENOTSOCK'));
    tcp.refuses(listening, listener.accept(server, 'WSAEMFILE'), server.send('x', 'WSAENOTCONN'));
  });

  it('on a socket that was closed is WSAENOTSOCK', () => {
    for (const on of [tcp, osi, bluetooth]) {
      const closed: Trace = [client.WSASocket(), client.closesocket()];
      on.allows(closed, client.bind('WSAENOTSOCK'), client.closesocket('WSAENOTSOCK'));
      on.refuses(closed, client.bind());
      on.refuses(closed, client.closesocket());
    }
  });

  it('may fail because the network subsystem does, whatever the state', () => {
    tcp.allows(client.WSASocket(), client.send('x', 'WSAENETDOWN'), client.bind('WSAENOBUFS'), client.bind());
    tcp.allows(
      connected,
      client.recv(8, 'WSAENOBUFS'),
      client.closesocket('WSAENETDOWN'),
      client.closesocket(),
    );
  });

  it('may be told that another one is in progress (ER-04)', () => {
    tcp.allows(
      connected,
      client.send('ab', 'WSAEINPROGRESS'),
      client.send('ab'),
      server.recv(8, { data: 'ab' }),
    );
    tcp.refuses(connected, client.send('ab', 'WSAEINPROGRESS'), server.recv(8, { data: 'ab' }));
  });

  it('that blocks may be cancelled, and how far it had got is not said (ER-05)', () => {
    const request: Trace = [listening, client.WSASocket()];
    const connecting: Trace = [request, client.WSAConnect(listener, 'pending')];
    for (const cut of [
      [connected, client.send('ab', 'WSAEINTR')],
      [connected, client.send('ab', 'pending'), client.completes('send', 'WSAEINTR')],
    ])
      for (const data of ['', 'a', 'ab'])
        tcp.allows(cut, client.closesocket(), server.recv(8, { data }), server.recv(8, zeroBytes));
    tcp.allows(connected, client.recv(8, 'WSAEINTR'), client.closesocket());
    tcp.allows([connected, client.WSARecv(8, 'pending')], client.completes('WSARecv', 'WSAEINTR'));
    tcp.allows(
      [connected, client.recv(8, 'pending'), client.nonblocking()],
      client.completes('recv', 'WSAEINTR'),
    );
    tcp.allows(connecting, listener.accept(server, 'WSAEINTR'), client.completes('WSAConnect', 'ok'));
    tcp.allows([listening, listener.accept(server, 'pending')], listener.completes('WSAAccept', 'WSAEINTR'));
    // It may have waited while what was in flight came, before the loss was told (AM-07).
    tcp.allows(
      [connected, client.send('ab'), server.send('x', 'WSAECONNABORTED')],
      server.recv(8, 'WSAEINTR'),
    );
    // Its own end is abortive there, and may take its time (CL-09).
    bluetooth.allows(connected, client.shutdown('SD_SEND'), client.recv(8, 'WSAEINTR'));
    for (const cut of [
      [request, client.WSAConnect(listener, 'WSAEINTR')],
      [connecting, client.completes('WSAConnect', 'WSAEINTR')],
    ]) {
      tcp.allows(cut, listener.accept(server), server.recv(8, zeroBytes));
      tcp.allows(cut, listener.nonblocking(), listener.accept(server, 'WSAEWOULDBLOCK'));
    }
  });

  it('that never has to wait cannot be cancelled', () => {
    tcp.refuses(connected, client.nonblocking(), client.recv(8, 'WSAEINTR'));
    tcp.refuses(connected, client.nonblocking(), client.send('ab', 'WSAEINTR'));
    tcp.refuses(listening, listener.nonblocking(), listener.accept(server, 'WSAEINTR'));
    tcp.refuses(listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEINTR'));
    tcp.refuses(connected, client.shutdown('SD_SEND', 'WSAEINTR'));
    tcp.refuses(connected, client.shutdown('SD_SEND'), client.send('ab', 'WSAEINTR'));
    bluetooth.refuses(connected, client.shutdown('SD_BOTH'), client.recv(8, 'WSAEINTR'));
  });

  it('that its surroundings fail may have enabled its event again, or not (NE-13)', () => {
    const reads: Trace = [connected, server.WSAEventSelect('FD_READ'), client.send('ab'), settle];
    const accepts: Trace = [
      [listening, listener.WSAEventSelect('FD_ACCEPT'), client.WSASocket(), client.WSAConnect(listener)],
      [client2.WSASocket(), settle],
    ];
    const read = server.WSAEnumNetworkEvents({ FD_READ: 0 });
    const asked = listener.WSAEnumNetworkEvents({ FD_ACCEPT: 0 });
    const none = (one: Actor): Step => one.WSAEnumNetworkEvents({});
    const on = tcp.read({ 'AM-08a': ['R1'] });
    for (const [before, told, silent, more, failures] of [
      [reads, read, none(server), client.send('c'), shortages.map((error) => server.recv(8, error))],
      [reads, read, none(server), client.send('c'), shortages.map((error) => server.WSARecv(8, error))],
      [
        accepts,
        asked,
        none(listener),
        client2.WSAConnect(listener),
        [...shortages, 'WSAEMFILE' as const].map((error) => listener.accept(server, error)),
      ],
    ] as const) {
      on.refuses(before, told, settle, told);
      on.refuses(before, told, more, settle, told);
      for (const failure of failures) {
        on.allows(before, told, failure, settle, told, settle, silent);
        on.allows(before, told, failure, settle, silent, more, settle, told);
        on.allows(before, told, failure, settle, silent, more, settle, silent);
      }
    }
  });

  it('that failed with its surroundings changes nothing', () => {
    tcp.allows(connected, client.send('ab', 'WSAENOBUFS'), client.send('cd'), server.recv(8, { data: 'cd' }));
    tcp.refuses(connected, client.send('ab', 'WSAENOBUFS'), server.recv(8, { data: 'ab' }));
  });

  it('whose outcome was not observed may have gone in any way', () => {
    const unseen: Trace = [connected, client.send('ab', 'unseen'), settle, server.nonblocking()];
    tcp.allows(unseen, server.recv(8, { data: 'ab' }));
    tcp.allows(unseen, server.recv(8, 'WSAEWOULDBLOCK'));
    tcp.refuses(unseen, server.recv(8, { data: 'b' }));
    tcp.refuses(unseen, server.recv(8, { data: '' }));
  });

  it('on a socket of which the documents leave everything open concludes nothing', () => {
    const misused: Trace = [
      [listening, client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK')],
      client.lingers(3),
    ];
    osi.allows(misused, client.send('x'), client.recv(8, { data: 'y' }), client.closesocket('WSAENOTCONN'));
  });

  it('beside a close that is under way is undefined', () => {
    const closing: Trace = [connected, client.lingers(30), client.send('ab'), client.closesocket('pending')];
    tcp.allows(closing, client.send('cd'));
    tcp.allows(closing, client.send('cd', 'WSAENOTSOCK'));
    tcp.allows(closing, client.closesocket('WSAEINPROGRESS'));
    tcp.allows(closing, client.recv(8, 'pending'), client.completes('recv', 'WSAENOTSOCK'));
    tcp.allows(closing, client.recv(8, 'pending'), client.completes('closesocket', 'ok'));
    tcp.refuses(closing, client.recv(8, 'pending'), client.completes('send', { sent: 2 }));
  });
});

describe('a blocking call', () => {
  it('may take its time although it could end', () => {
    tcp.allows(connected, client.send('ab', 'pending'), client.completes('send', { sent: 2 }));
    tcp.allows(
      [connected, client.send('ab'), settle, server.recv(8, 'pending')],
      server.completes('recv', { data: 'ab' }),
    );
  });

  it('ends once', () => {
    const received: Trace = [
      [connected, server.recv(8, 'pending'), client.send('ab')],
      server.completes('recv', { data: 'ab' }),
    ];
    tcp.refuses(received, server.completes('recv', { data: 'ab' }));
  });

  it('does not fail for want of what it waits for', () => {
    tcp.refuses(connected, server.recv(8, 'WSAEWOULDBLOCK'));
    tcp.refuses(connected, server.recv(8, 'pending'), server.completes('recv', 'WSAEWOULDBLOCK'));
  });

  it('waits while other calls are made on its socket', () => {
    tcp.allows(
      [connected, client.recv(8, 'pending'), client.send('ab'), client.shutdown('SD_SEND')],
      [server.recv(8, { data: 'ab' }), server.recv(8, { data: '' }), server.send('cd')],
      client.completes('recv', { data: 'cd' }),
    );
  });

  it('has to have waited: misuse fails at once', () => {
    tcp.refuses(client.WSASocket(), client.recv(8, 'pending'));
    tcp.refuses(connected, client.shutdown('SD_SEND'), client.send('x', 'pending'));
  });
});
