import { expect, it } from 'vitest';
import { freshSocket } from '../../call.js';
import { client, server } from '../moves.js';
import type { Action } from './local-steps.js';
import { LocalSteps } from './local-steps.js';
import { Parts } from './parts.js';
import { produceWatched } from './watched-world.js';

it('lets a part be put together from drafts of another one', () => {
  const parts = new Parts([client, server], [], 0);
  const numbers = parts.split({ readings: {}, sockets: { client: freshSocket }, connections: {} });
  const twin: Action = {
    owner: client,
    bound: null,
    ways: (world) => [
      {
        edge: 0,
        world: produceWatched(world, ({ sockets }) => {
          const socket = sockets[client];
          if (!socket) throw new Error('there is no client');
          socket.linger.onoff = true;
          socket.told.push('FD_READ');
          sockets[server] = { ...socket, mode: 'nonblocking' };
        }),
      },
    ],
  };
  const read = (slot: number): number => numbers[slot] ?? 0;
  const [step] = new LocalSteps(parts, twin).steps(read);
  const changed = {
    ...freshSocket,
    linger: { ...freshSocket.linger, onoff: true },
    told: ['FD_READ'] as const,
  };
  expect(new Map(step?.changes)).toEqual(
    new Map([
      [parts.socket(client).index, parts.socket(client).number(changed)],
      [parts.socket(server).index, parts.socket(server).number({ ...changed, mode: 'nonblocking' })],
    ]),
  );
});
