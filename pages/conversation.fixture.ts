import { socketName } from '../spec/trace/names.js';
import type { Step } from '../spec/trace/step.js';

const [listener, client, server] = [socketName('listener'), socketName('client'), socketName('server')];
const ok = { ok: {} } as const;

const listening: readonly Step[] = [
  { socket: listener, call: 'WSASocket', args: {}, result: ok },
  { socket: listener, call: 'bind', args: {}, result: ok },
  { socket: listener, call: 'listen', args: { backlog: 5 }, result: ok },
  { socket: client, call: 'WSASocket', args: {}, result: ok },
];
const accepted: Step = {
  socket: listener,
  call: 'WSAAccept',
  args: { as: server, condition: null },
  result: ok,
};

/** A connection is made, which on TCP needs no accept. */
const connected: readonly Step[] = [
  ...listening,
  { socket: client, call: 'WSAConnect', args: { to: listener }, result: ok },
  accepted,
];

/** A conversation of about two hundred steps, the last of which is refused. */
export function conversation(): readonly Step[] {
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
    ...connected,
    ...turns.flat(),
    { socket: client, call: 'shutdown', args: { how: 'SD_SEND' }, result: ok },
    { socket: client, call: 'send', args: { data: 'late' }, result: { ok: { sent: 4 } } },
  ];
}

/**
 * So much was received unseen that the connection is followed no further: the last step is allowed, but nothing explains it.
 */
export const leftOpen = (): readonly Step[] => [
  ...connected,
  { socket: client, call: 'send', args: { data: 'x'.repeat(65) }, result: { ok: { sent: 65 } } },
  { socket: server, call: 'recv', args: { len: 65 }, result: ok },
  { socket: server, call: 'recv', args: { len: 65 }, result: { ok: { data: 'never sent' } } },
];

/** A message-oriented transport tells `recv` that the other side has shut down, as one reading of AM-21 wants it. */
export const toldOfTheEnd = (): readonly Step[] => [
  ...listening,
  { socket: client, call: 'WSAConnect', args: { to: listener }, result: { pending: true } },
  accepted,
  { socket: client, completes: 'WSAConnect', result: ok },
  { socket: client, call: 'shutdown', args: { how: 'SD_SEND' }, result: ok },
  { settle: true },
  { socket: server, call: 'recv', args: { len: 8 }, result: { error: 'WSAEDISCON' } },
];
