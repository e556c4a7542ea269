import { socketName } from '../spec/trace/names.js';
import type { Call, Result, SocketName, Step } from '../spec/trace/step.js';

const step = (socket: SocketName, call: Call, result: Result = { ok: {} }): Step => ({
  socket,
  ...call,
  result,
});

const listener = socketName('listener');

const listening = (backlog: number): readonly Step[] => [
  step(listener, { call: 'WSASocket', args: {} }),
  step(listener, { call: 'bind', args: {} }),
  step(listener, { call: 'listen', args: { backlog } }),
];

/** So many connections at a time that stay, both ends of each registered for every event, told of data again and again. */
export function watchedSockets(connections: number, rounds: number): Step[] {
  const steps: Step[] = [...listening(5)];
  const pairs = Array.from({ length: connections }, (_, index) => ({
    client: socketName(`client${String(index)}`),
    server: socketName(`server${String(index)}`),
  }));
  const watches: Call = {
    call: 'WSAEventSelect',
    args: { events: ['FD_READ', 'FD_WRITE', 'FD_CONNECT', 'FD_ACCEPT', 'FD_CLOSE'] },
  };
  const enumerates: Call = { call: 'WSAEnumNetworkEvents', args: {} };
  steps.push(step(listener, watches));
  for (const { client, server } of pairs)
    steps.push(
      step(client, { call: 'WSASocket', args: {} }),
      step(client, watches),
      step(client, { call: 'WSAConnect', args: { to: listener } }, { error: 'WSAEWOULDBLOCK' }),
      { settle: true },
      step(listener, enumerates, { ok: { events: { FD_ACCEPT: 0 } } }),
      step(listener, { call: 'WSAAccept', args: { as: server, condition: null } }),
      step(client, enumerates, { ok: { events: { FD_CONNECT: 0, FD_WRITE: 0 } } }),
      step(server, enumerates, { ok: { events: { FD_WRITE: 0 } } }),
    );
  for (let round = 0; round < rounds; round += 1)
    for (const { client, server } of pairs)
      steps.push(
        step(client, { call: 'send', args: { data: 'ab' } }, { ok: { sent: 2 } }),
        step(server, enumerates, { ok: { events: { FD_READ: 0 } } }),
        step(server, { call: 'recv', args: { len: 2 } }, { ok: { data: 'ab' } }),
      );
  return steps;
}

/** Connectors that come one after the other and time out, beside an accept that waits, deferred or not. */
export function timedOutConnectors(attempts: number): Step[] {
  const steps: Step[] = [
    ...listening(5),
    step(
      listener,
      { call: 'WSAAccept', args: { as: socketName('server'), condition: 'CF_DEFER' } },
      { pending: true },
    ),
  ];
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const client = socketName(`client${String(attempt)}`);
    steps.push(
      step(client, { call: 'WSASocket', args: {} }),
      step(client, { call: 'WSAConnect', args: { to: listener } }, { error: 'WSAETIMEDOUT' }),
    );
  }
  return steps;
}
