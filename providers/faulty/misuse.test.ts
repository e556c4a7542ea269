import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, connected, listener, listening, server, settle, zeroBytes } from '../../model/testing.js';
import { misuseFaults } from './misuse.js';
import { arrived, testsOf } from './testing.js';

const connecting: Trace = [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')];

const shown = testsOf(misuseFaults, {
  'bind-twice-succeeds': [client.WSASocket(), client.bind(), client.bind()],
  'listen-unbound-succeeds': [listener.WSASocket(), listener.listen(5)],
  'listen-connected-succeeds': [connected, client.listen(5)],
  'listen-again-fails': [listening, listener.listen(5, 'WSAEINVAL')],
  'large-backlog-refused': [listener.WSASocket(), listener.bind(), listener.listen(1000, 'WSAEINVAL')],
  'connect-connected-succeeds': [connected, client.WSAConnect(listener)],
  'connect-pending-says-connected': [
    listener.WSASocket(),
    listener.bind(),
    listener.setsockopt({ option: 'SO_CONDITIONAL_ACCEPT', value: true }),
    listener.listen(5),
    client.WSASocket(),
    client.WSAConnect(listener, 'pending'),
    client.WSAConnect(listener, 'WSAEISCONN'),
  ],
  'connect-listening-says-connected': [listening, listener.WSAConnect(client, 'WSAEISCONN')],
  'connect-needs-bind': [listening, client.WSASocket(), client.WSAConnect(listener, 'WSAEINVAL')],
  'accept-without-listen-would-block': [listener.WSASocket(), listener.accept(server, 'WSAEWOULDBLOCK')],
  'unknown-answer-accepts': [listening, arrived(client), listener.WSAAccept({ as: server, condition: 7 })],
  'conditional-accept-comes-late': [
    listening,
    listener.setsockopt({ option: 'SO_CONDITIONAL_ACCEPT', value: true }),
  ],
  'send-unconnected-succeeds': [client.WSASocket(), client.send('a')],
  'send-on-a-listener-waits': [listening, listener.send('a', 'pending')],
  'receive-on-a-listener-waits': [listening, listener.recv(1, 'pending')],
  'connected-send-says-not-connected': [connected, client.send('a', 'WSAENOTCONN')],
  'send-after-shutdown-succeeds': [connected, client.shutdown('SD_SEND'), client.send('a')],
  'receive-after-shutdown-ends': [connected, client.shutdown('SD_RECEIVE'), client.recv(8, zeroBytes)],
  'shutdown-unconnected-succeeds': [client.WSASocket(), client.shutdown('SD_SEND')],
  'shutdown-after-reset-invalid': [
    connected,
    client.lingers(0),
    client.closesocket(),
    settle,
    server.shutdown('SD_SEND', 'WSAEINVAL'),
  ],
  'so-error-sticks': [
    connecting,
    listener.WSAAccept({ as: server, condition: 'CF_REJECT' }, 'WSAECONNREFUSED'),
    settle,
    client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
    client.getsockopt('SO_ERROR', { value: 'WSAECONNREFUSED' }),
  ],
});

for (const { says, holds } of shown) it(says, holds);
