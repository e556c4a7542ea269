import { socketName } from '../../spec/trace/names.js';
import type { Call } from '../../spec/trace/step.js';
import type { Made } from './act.js';
import { featureOf } from './feature.js';
import type { System } from './system.js';

const listener = socketName('listener');
const server = socketName('server');

const acts: readonly Made[] = [
  ...calls('listener', [
    { call: 'WSASocket', args: {} },
    { call: 'bind', args: {} },
    { call: 'listen', args: { backlog: 1 } },
    { call: 'ioctlsocket', args: { nonblocking: true } },
    { call: 'setsockopt', args: { option: 'SO_CONDITIONAL_ACCEPT', value: false } },
    { call: 'WSAAccept', args: { as: socketName('server2'), condition: 'CF_ACCEPT' } },
    { call: 'WSAAccept', args: { as: socketName('server3'), condition: 'CF_ACCEPT', calleeData: '' } },
  ]),
  ...calls('grouped', [{ call: 'WSASocket', args: { group: 1 } }]),
  ...calls('client', [
    { call: 'WSASocket', args: {} },
    { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: false, linger: 0 } },
    { call: 'setsockopt', args: { option: 'SO_DONTLINGER', value: true } },
    { call: 'getsockopt', args: { option: 'SO_LINGER' } },
    { call: 'getsockopt', args: { option: 'SO_DONTLINGER' } },
    { call: 'getsockopt', args: { option: 'SO_CONDITIONAL_ACCEPT' } },
    { call: 'getsockopt', args: { option: 'SO_ACCEPTCONN' } },
    { call: 'getsockopt', args: { option: 'SO_ERROR' } },
    { call: 'WSAEventSelect', args: { events: ['FD_CONNECT'] } },
    { call: 'WSAConnect', args: { to: listener } },
    { call: 'WSAConnect', args: { to: listener, calleeDataLen: 0 } },
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

function calls(name: 'listener' | 'client' | 'grouped', made: readonly Call[]): readonly Made[] {
  return made.map((call) => ({ socket: socketName(name), call }));
}

/** The features that a system does not have at all: each is made once, and it does not matter what it gives. */
export async function unsupportedBy(system: System): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  const session = await system.open(0);
  try {
    for (const { socket, call } of acts) {
      const { result } = await session.call(socket, call);
      if (result === 'unsupported') missing.add(featureOf(call));
    }
  } finally {
    await session.close();
  }
  return missing;
}
