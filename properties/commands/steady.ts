import { chooser } from './chooser.js';
import type { Choose } from './chooser.js';
import type { Call, SocketName } from '../../spec/trace/step.js';
import type { System, SystemSession } from './system.js';

/**
 * A system made of something that asks whenever it has a choice. What it is told depends on the seed of the session, and
 * on which call of which socket is made, not on what was called before: so a run can be repeated, and a fault does not
 * vanish because another call is left out. With seed 0 it is always told to take the first option.
 */
export const steady = (open: (choose: Choose) => SystemSession): System => ({
  open: (seed) => new SteadySession(open, seed),
});

class SteadySession implements SystemSession {
  readonly #seed: number;
  readonly #session: SystemSession;
  #choose: Choose;

  constructor(open: (choose: Choose) => SystemSession, seed: number) {
    this.#seed = seed;
    this.#choose = lots(seed, '');
    this.#session = open((options) => this.#choose(options));
  }

  call(socket: SocketName, call: Call): ReturnType<SystemSession['call']> {
    this.#choose = lots(this.#seed, `${socket} ${call.call}`);
    return this.#session.call(socket, call);
  }

  settle(): ReturnType<SystemSession['settle']> {
    this.#choose = lots(this.#seed, 'settle');
    return this.#session.settle();
  }

  close(): ReturnType<SystemSession['close']> {
    return this.#session.close();
  }
}

/** Lots for an occasion. */
function lots(seed: number, occasion: string): Choose {
  if (seed === 0) return () => 0;
  let mixed = seed | 0;
  for (let index = 0; index < occasion.length; index += 1)
    mixed = Math.imul(mixed ^ occasion.charCodeAt(index), 0x01000193);
  return chooser(mixed);
}
