import { expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import {
  accept,
  client,
  closesocket,
  connected,
  connectTo,
  enumerate,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  send,
  server,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import { profileNamed } from '../spec/profiles.js';
import { randomShare } from './random-share.js';

const bind = { call: 'bind', args: {} } as const;

/** Few states, and a set-up that can go in one way only. */
const meeting: Scope = {
  name: 'meeting',
  setup: [...listening(1), ...socketNamed(client), nonblocking(client)],
  moves: [
    upTo(1, client, connectTo(listener)),
    freely(listener, accept(server, 'CF_ACCEPT')),
    freely(listener, accept(server, 'CF_REJECT')),
    upTo(1, client, send('a')),
    freely(server, recv(1)),
    freely(client, closesocket),
  ],
  settles: false,
  timers: true,
  room: 4,
};

/** A set-up during which something happens in silence. */
const talking: Scope = {
  ...meeting,
  name: 'talking',
  setup: connected,
  moves: [upTo(1, client, send('a')), freely(server, recv(1))],
};

/** A socket that connects to itself, of which the documents say nothing. */
const alone: Scope = {
  ...meeting,
  name: 'alone',
  setup: socketNamed(client),
  moves: [freely(client, bind), freely(client, recv(1)), upTo(1, client, connectTo(client))],
};

/** A nonblocking attempt that may time out, and is told by FD_CONNECT. */
const slow: Scope = {
  ...meeting,
  name: 'slow',
  setup: [...listening(1), ...socketNamed(client), made(client, register('FD_CONNECT'))],
  moves: [upTo(1, client, connectTo(listener)), freely(client, enumerate)],
};

it.each([talking, alone, slow])(
  'nor do they come to anything that is strange to the scope $name',
  async (scope) => {
    const share = await randomShare(machineOf(profileNamed('tcp')), scope, { runs: 20, seed: 8 });
    expect(share).toMatchObject({ strangers: 0, refused: 0 });
    expect(share.met).toBeGreaterThan(1);
  },
);

it.each(['tcp', 'osi'])(
  'whatever random runs reach under %s, the exhaustive search has reached',
  async (name) => {
    const share = await randomShare(machineOf(profileNamed(name)), meeting, { runs: 60, seed: 1 });
    expect(share).toMatchObject({ strangers: 0, refused: 0 });
    expect(share.states.searched).toBe(share.states.walked);
    expect(share.met).toBeGreaterThan(20);
    expect(share.met).toBeLessThan(share.worlds);
  },
);
