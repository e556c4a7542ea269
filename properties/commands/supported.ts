import { socketName } from '../../spec/trace/names.js';
import type { Call, CallName } from '../../spec/trace/step.js';
import type { Made } from './act.js';
import type { System } from './system.js';

const listener = socketName('listener');
const client = socketName('client');
const server = socketName('server');

const acts: readonly Made[] = [
  ...calls('listener', [
    { call: 'WSASocket', args: {} },
    { call: 'bind', args: {} },
    { call: 'listen', args: { backlog: 1 } },
    { call: 'ioctlsocket', args: { nonblocking: true } },
  ]),
  ...calls('client', [
    { call: 'WSASocket', args: {} },
    { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: false, linger: 0 } },
    { call: 'getsockopt', args: { option: 'SO_LINGER' } },
    { call: 'WSAEventSelect', args: { events: ['FD_CONNECT'] } },
    { call: 'WSAConnect', args: { to: listener } },
  ]),
  ...calls('listener', [{ call: 'WSAAccept', args: { as: server, condition: null } }]),
  ...calls('client', [
    { call: 'WSAEnumNetworkEvents', args: {} },
    { call: 'CalleeData', args: {} },
    { call: 'send', args: { data: 'a' } },
    { call: 'WSASend', args: { data: 'a' } },
    { call: 'recv', args: { len: 1 } },
    { call: 'WSARecv', args: { len: 1 } },
    { call: 'shutdown', args: { how: 'SD_SEND' } },
    { call: 'WSASendDisconnect', args: {} },
    { call: 'WSARecvDisconnect', args: { len: null } },
    { call: 'closesocket', args: {} },
  ]),
  ...calls('listener', [{ call: 'closesocket', args: {} }]),
];

function calls(name: 'listener' | 'client', made: readonly Call[]): readonly Made[] {
  const socket = name === 'listener' ? listener : client;
  return made.map((call) => ({ socket, call }));
}

/** The calls that a system does not have at all: each is made once, and it does not matter what it gives. */
export async function unsupportedBy(system: System): Promise<ReadonlySet<CallName>> {
  const missing = new Set<CallName>();
  const session = await system.open(0);
  try {
    for (const { socket, call } of acts) {
      const { result } = await session.call(socket, call);
      if (result === 'unsupported') missing.add(call.call);
    }
  } finally {
    await session.close();
  }
  return missing;
}
