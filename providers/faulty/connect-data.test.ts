import { it } from 'vitest';
import type { Trace } from '../../model/testing.js';
import { client, client2, listener, listening, server, settle } from '../../model/testing.js';
import { connectDataFaults } from './connect-data.js';
import { testsOf } from './testing.js';

const accepts = { as: server, condition: 'CF_ACCEPT' } as const;
const answers = { ...accepts, calleeData: 'yes' } as const;

const calls: Trace = [
  listening,
  client.WSASocket(),
  client.WSAConnect({ to: listener, callerData: 'hi', calleeDataLen: 8 }, 'pending'),
];

const shown = testsOf(connectDataFaults, {
  'caller-data-lost': [calls, listener.WSAAccept(accepts, 'ok', { callerData: null })],
  'caller-data-of-another': [
    calls,
    client2.WSASocket(),
    client2.WSAConnect(listener, 'pending'),
    listener.WSAAccept(accepts, 'ok', { callerId: client2, callerData: 'hi' }),
  ],
  'caller-data-cut': [
    listening,
    client.WSASocket(),
    client.WSAConnect({ to: listener, callerData: '123456789012345678901234567890123' }, 'pending'),
  ],
  'caller-data-swallowed': [
    listening,
    client.WSASocket(),
    client.WSAConnect({ to: listener, callerData: 'hi' }, 'pending'),
  ],
  'connect-data-in-stream': [calls, listener.WSAAccept(accepts), server.WSARecv(8, { data: 'hi' })],
  'answer-buffer-missing': [calls, listener.WSAAccept(accepts, 'ok', { calleeDataLen: 0 })],
  'callee-data-lost': [
    calls,
    listener.WSAAccept(answers),
    client.completes('WSAConnect', 'ok'),
    client.CalleeData(null),
  ],
  'callee-data-late': [
    calls,
    listener.WSAAccept(answers),
    client.completes('WSAConnect', { calleeData: null }),
  ],
  'callee-data-cut': [
    listening,
    client.WSASocket(),
    client.WSAConnect({ to: listener, calleeDataLen: 2 }, 'pending'),
    listener.WSAAccept(answers),
    client.completes('WSAConnect', 'ok'),
  ],
  'callee-buffer-reused': [
    calls,
    listener.WSAAccept(answers),
    client.completes('WSAConnect', 'ok'),
    server.send('new'),
    settle,
    client.CalleeData('new'),
  ],
});

for (const { says, holds } of shown) it(says, holds);
