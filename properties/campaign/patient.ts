import { setTimeout as sleep } from 'node:timers/promises';
import type { System, SystemSession } from '../commands/system.js';

/** The same system, with so many milliseconds more for everything to come to rest, at each settle. */
export function patient(system: System, milliseconds: number): System {
  if (milliseconds === 0) return system;
  return { ...system, open: async (seed) => waiting(await system.open(seed), milliseconds) };
}

const waiting = (session: SystemSession, milliseconds: number): SystemSession => ({
  call: (socket, call) => session.call(socket, call),
  settle: async () => {
    const first = await session.settle();
    await sleep(milliseconds);
    const second = await session.settle();
    return { completed: [...(first.completed ?? []), ...(second.completed ?? [])] };
  },
  close: () => session.close(),
});
