import type { Choose } from './chooser.js';
import { chooser } from './chooser.js';
import { scattered } from './scattered.js';
import type { Call, SocketName } from '../../spec/trace/step.js';
import type { System, SystemSession } from './system.js';

/**
 * A system made of something that asks whenever it has a choice. What it is told depends on the seed of the session, and
 * on which call of which socket is made, not on what else was called before: so a run can be repeated, and a fault does not
 * vanish because another call is left out. If the seed is odd, it is told something else each time that the same is called,
 * since there are faults that only two ends of one call show. With seed 0 it is always told to take the first option.
 */
export const steady = (open: (choose: Choose) => SystemSession): System => ({
  open: (seed) => new SteadySession(open, seed),
});

class SteadySession implements SystemSession {
  readonly #seed: number;
  readonly #session: SystemSession;
  #choose: Choose;
  readonly #times = new Map<string, number>();

  constructor(open: (choose: Choose) => SystemSession, seed: number) {
    this.#seed = seed;
    this.#choose = lots(seed, '');
    this.#session = open((options) => this.#choose(options));
  }

  call(socket: SocketName, call: Call): ReturnType<SystemSession['call']> {
    this.#meet(`${socket} ${call.call}`);
    return this.#session.call(socket, call);
  }

  settle(): ReturnType<SystemSession['settle']> {
    this.#meet('settle');
    return this.#session.settle();
  }

  close(): ReturnType<SystemSession['close']> {
    return this.#session.close();
  }

  #meet(occasion: string): void {
    const times = this.#times.get(occasion) ?? 0;
    this.#times.set(occasion, times + 1);
    this.#choose = lots(this.#seed, this.#seed % 2 === 0 ? occasion : `${occasion} ${times}`);
  }
}

/** Lots for an occasion. */
function lots(seed: number, occasion: string): Choose {
  if (seed === 0) return () => 0;
  let mixed = seed | 0;
  for (let index = 0; index < occasion.length; index += 1)
    mixed = scattered(Math.imul(mixed, 0x01000193) ^ occasion.charCodeAt(index));
  return chooser(mixed);
}
