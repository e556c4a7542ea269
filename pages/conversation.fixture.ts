import { socketName } from '../spec/trace/names.js';
import type { Step } from '../spec/trace/step.js';

/** A conversation of about two hundred steps, the last of which is refused. */
export function conversation(): readonly Step[] {
  const [listener, client, server] = [socketName('listener'), socketName('client'), socketName('server')];
  const ok = { ok: {} } as const;
  const turns = Array.from({ length: 48 }, (_, turn): readonly Step[] => [
    {
      socket: client,
      call: 'send',
      args: { data: `turn ${turn}` },
      result: { ok: { sent: `turn ${turn}`.length } },
    },
    { socket: server, call: 'recv', args: { len: 64 }, result: { ok: { data: `turn ${turn}` } } },
    { socket: server, call: 'send', args: { data: 'yes' }, result: { ok: { sent: 3 } } },
    { socket: client, call: 'recv', args: { len: 64 }, result: { ok: { data: 'yes' } } },
  ]);
  return [
    { socket: listener, call: 'WSASocket', args: {}, result: ok },
    { socket: listener, call: 'bind', args: {}, result: ok },
    { socket: listener, call: 'listen', args: { backlog: 5 }, result: ok },
    { socket: client, call: 'WSASocket', args: {}, result: ok },
    { socket: client, call: 'WSAConnect', args: { to: listener }, result: ok },
    { socket: listener, call: 'WSAAccept', args: { as: server, condition: null }, result: ok },
    ...turns.flat(),
    { socket: client, call: 'shutdown', args: { how: 'SD_SEND' }, result: ok },
    { socket: client, call: 'send', args: { data: 'late' }, result: { ok: { sent: 4 } } },
  ];
}
