import { expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import {
  accept,
  client,
  closesocket,
  connectTo,
  freely,
  listener,
  listening,
  nonblocking,
  recv,
  send,
  server,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import { profileNamed } from '../spec/profiles.js';
import { randomShare } from './random-share.js';

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
