import { describe, it } from 'vitest';
import type { Trace } from './testing.js';
import { client, client2, connected, listener, osi, server, settle, tcp } from './testing.js';

const nonblockingRequest: Trace = [
  client.WSASocket(),
  client.nonblocking(),
  client.WSAConnect(listener, 'WSAEWOULDBLOCK'),
];
const smallBacklog: Trace = [listener.WSASocket(), listener.bind(), listener.listen(1)];
const rejects = listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED');
const watchingServer: Trace = [connected, server.WSAEventSelect('FD_READ', 'FD_CLOSE')];

describe('the readings', () => {
  it('are kept to: what follows one reading at first does not follow another later', () => {
    const early = [
      [client.send('ab'), client.shutdown('SD_SEND'), settle],
      server.WSAEnumNetworkEvents({ FD_READ: 0, FD_CLOSE: 0 }),
    ];
    tcp.allows(watchingServer, early);
    tcp.read({ 'AM-02': ['R1', 'R2'] }).refuses(watchingServer, early);
    const group = [client.WSASocket('WSAEINVAL', 1), client2.WSASocket('ok', 1)];
    tcp.refuses(group);
    tcp.allows(client.WSASocket('ok', 1), client2.WSASocket('ok', 2));
  });

  it('of AM-05a and AM-05b are independent', () => {
    const trace: Trace = [
      [smallBacklog, listener.nonblocking(), nonblockingRequest, settle, client2.WSASocket()],
      client2.WSAConnect(listener, 'WSAECONNREFUSED'),
      [client.send('x'), rejects, settle, client.send('y', 'WSAECONNRESET')],
    ];
    tcp.read({ 'AM-05a': ['R1'], 'AM-05b': ['R2'] }).allows(trace);
  });

  it('AM-05a/R2 and AM-05b/R2 reset a connection that is complete; where none is yet, the request is refused', () => {
    const connector: Trace = [client.WSASocket(), client.nonblocking(), client.WSAEventSelect('FD_CONNECT')];
    const request = client.WSAConnect(listener, 'WSAEWOULDBLOCK');
    const refused = client.WSAEnumNetworkEvents({ FD_CONNECT: 'WSAECONNREFUSED' });
    const listens: Trace = [listener.bind(), listener.listen(1), connector];
    const holds = listener.setsockopt({ option: 'SO_CONDITIONAL_ACCEPT', value: true });
    const rejected: Trace = [listens, request, settle, rejects, settle, refused];
    const other: Trace = [client2.WSASocket(), client2.nonblocking()];
    const full: Trace = [listens, other, client2.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle];
    for (const on of [osi.read({ 'AM-05a': ['R2'] }), osi.read({ 'AM-05b': ['R2'] })]) {
      on.allows(listener.WSASocket(), rejected);
      on.allows(listener.WSASocket(), full, request, settle, refused);
    }
    tcp.read({ 'AM-05b': ['R2'] }).allows(listener.WSASocket(), holds, rejected);
    tcp.read({ 'AM-05b': ['R2'] }).refuses(listener.WSASocket(), rejected);
  });
});
