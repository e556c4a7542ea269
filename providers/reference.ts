import { callTransitions } from '../model/call.js';
import { Keys } from '../model/key.js';
import type { Machine } from '../model/machine.js';
import { machineOf } from '../model/machine.js';
import { completionSuccessors, resultOf } from '../model/search/successors.js';
import { settlements } from '../model/settle.js';
import type { Hint, SilentTransition } from '../model/silent.js';
import { connectionsOf, noHint, silentTransitions } from '../model/silent.js';
import type { Prediction, World } from '../model/world.js';
import { emptyWorld } from '../model/world.js';
import type { Profile } from '../spec/profiles.js';
import type { Call, CompletionStep, Ended, Result, SocketName } from '../spec/trace/step.js';
import type { Answer, Completions, Provider, Session } from './provider.js';

/**
 * Takes one of so many options, from 0: where a model leaves something open, its provider asks. Whoever gives it owns
 * the randomness; one that always takes 0 makes the network prompt and the provider plain.
 */
export type Choose = (options: number) => number;

/** How a provider that is made of a model behaves where it has a choice. */
export interface Manner {
  /** Whether connection attempts and lingering closes time out now and then; `true` if left out. */
  readonly timers?: boolean;
  /** Whether a nonblocking call may have at once the outcome that it could leave to later; `true` if left out. */
  readonly outcomesAtOnce?: boolean;
  /** Calls that a session carries out before the surroundings may fail any (ER-04); they never do if it is left out. */
  readonly mayFailAfter?: number;
  /** Told of every world that a session comes to between two calls, after each of its silent steps. */
  readonly onWorld?: (world: World) => void;
}

/** A provider that lives in memory, and answers at once. */
export interface MachineProvider extends Provider {
  readonly open: () => MachineSession;
}

/** A {@link Session} without promises. */
export interface MachineSession extends Session {
  readonly call: (socket: SocketName, call: Call) => Answer;
  readonly settle: () => Completions;
  readonly close: () => void;
}

/** The provider that does what a machine allows: each session is one path through it, which `choose` picks. */
export const machineProvider = (
  name: string,
  machine: Machine,
  choose: Choose,
  manner: Manner = {},
): MachineProvider => ({
  name,
  profile: machine.profile,
  open: () => new OnePath(machine, choose, manner),
});

/** A provider that conforms: it follows the documents in all that it does, and one reading wherever several are open. */
export const referenceProvider = (profile: Profile, choose: Choose, manner?: Manner): MachineProvider =>
  machineProvider('reference', machineOf(profile), choose, manner);

/** The most silent steps that happen between two calls; a `settle` takes as many as it needs. */
const mostAtATime = 24;

class OnePath implements MachineSession {
  readonly #machine: Machine;
  readonly #choose: Choose;
  readonly #manner: Manner;
  readonly #keys = new Keys();
  #at = emptyWorld;
  /** Whether a call has begun whose result is not known yet. */
  #isCalled = false;
  /** How many calls there were so far. */
  #calls = 0;

  constructor(machine: Machine, choose: Choose, manner: Manner) {
    this.#machine = machine;
    this.#choose = choose;
    this.#manner = manner;
  }

  get #world(): World {
    return this.#at;
  }

  set #world(world: World) {
    this.#at = world;
    if (!this.#isCalled) this.#manner.onWorld?.(world);
  }

  /** A call that the documents leave entirely open fails with `WSAEINVAL`. */
  call(socket: SocketName, call: Call): Answer {
    this.#letTimePass(() => false);
    this.#calls += 1;
    this.#isCalled = true;
    const result = this.#make(socket, call);
    this.#isCalled = false;
    this.#manner.onWorld?.(this.#world);
    return { result, ...this.#report() };
  }

  settle(): Completions {
    for (;;) {
      const steps = this.#silentSteps(noHint).filter(({ urgency }) => urgency !== 'timer');
      if (!steps.some(({ urgency }) => urgency === 'due')) break;
      this.#world = this.#oneOf(steps).world;
    }
    this.#world = this.#oneOf(settlements(this.#machine, this.#world, this.#keys));
    return this.#report();
  }

  close(): void {
    this.#world = emptyWorld;
  }

  #make(socket: SocketName, call: Call): Result {
    /** The world keeps the call while it is under way: as a copy it is told from an equal one that was made before. */
    const own = { ...call };
    const before = this.#world;
    const ways = callTransitions(this.#machine, before, socket, own, {
      observed: null,
      surroundings: this.#mayFail() ? 'may fail' : 'hold',
    });
    const settled = ways.filter(
      ({ prediction }) =>
        prediction !== 'anything' && (prediction !== null || this.#manner.outcomesAtOnce !== false),
    );
    while (settled.length > 0) {
      const [way] = settled.splice(this.#choose(settled.length), 1);
      if (!way) break;
      this.#world = way.world;
      if (way.prediction !== null && !isPending(way.prediction))
        return resultOf(way.prediction) ?? leftOpen(call);
      const ended = this.#endOf(socket, own);
      if (ended) return ended;
      if (way.prediction !== null) return { pending: true };
      this.#world = before;
    }
    return this.#fail(before, socket, own);
  }

  /** Whether the surroundings may fail this call: now and then, once the first ones have been made. */
  #mayFail(): boolean {
    const { mayFailAfter = Infinity } = this.#manner;
    return this.#calls > mayFailAfter && this.#rarely(4);
  }

  /** Makes a call of which everything is left open: it fails, so that it has made no socket. */
  #fail(before: World, socket: SocketName, own: Call): Result {
    const result = leftOpen(own);
    const ways = callTransitions(this.#machine, before, socket, own, {
      observed: result,
      surroundings: 'hold',
    });
    this.#world = this.#oneOf(ways.filter(({ prediction }) => prediction === 'anything')).world;
    return result;
  }

  /** Waits for a call that has just begun; `null` if it takes longer. */
  #endOf(socket: SocketName, own: Call): Ended | null {
    const found = (): Prediction | null =>
      this.#world.sockets[socket]?.outstanding.find(({ call }) => call === own)?.ended ?? null;
    this.#letTimePass(() => found() !== null);
    const result = resultOf(found());
    const self = this.#world.sockets[socket];
    if (result === null || 'pending' in result || !self) return null;
    const outstanding = self.outstanding.filter(({ call }) => call !== own);
    this.#world = { ...this.#world, sockets: { ...this.#world.sockets, [socket]: { ...self, outstanding } } };
    return result;
  }

  /** Lets some silent steps happen: likely until nothing is in flight, hardly ever a time-out. */
  #letTimePass(enough: () => boolean): void {
    for (let count = 0; count < mostAtATime && !enough(); count += 1) {
      if (this.#rarely(4)) return;
      const timers = this.#manner.timers !== false && this.#rarely(24);
      const hint = this.#rarely(6) ? { ...noHint, unread: [1 + this.#choose(4)] } : noHint;
      const steps = this.#silentSteps(hint).filter(({ urgency }) => timers || urgency !== 'timer');
      if (steps.length === 0) return;
      this.#world = this.#oneOf(steps).world;
    }
  }

  /** The silent steps that change something. */
  #silentSteps(hint: Hint): readonly SilentTransition[] {
    const key = this.#keys.world(this.#world);
    return connectionsOf(this.#world)
      .flatMap((id) => silentTransitions(this.#machine, this.#world, id, hint))
      .filter(({ world }) => this.#keys.world(world) !== key);
  }

  /** Tells which calls have ended, or keeps it for later. */
  #report(): Completions {
    const completed: CompletionStep[] = [];
    if (completionSuccessors(this.#machine, this.#world).length === 0 || this.#rarely(4)) return {};
    for (;;) {
      const [next] = completionSuccessors(this.#machine, this.#world);
      if (!next?.step || !('completes' in next.step)) return { completed };
      completed.push(next.step);
      this.#world = next.world;
    }
  }

  #oneOf<T>(options: readonly T[]): T {
    const chosen = options[options.length > 1 ? this.#choose(options.length) : 0];
    if (chosen === undefined)
      throw new RangeError(`there are ${options.length} options, and none of them was taken`);
    return chosen;
  }

  /** Once in so many times; never, if the first option is always taken. */
  #rarely(times: number): boolean {
    return this.#choose(times) === times - 1;
  }
}

const isPending = (prediction: Prediction): boolean => prediction !== 'anything' && 'pending' in prediction;

const leftOpen = ({ call }: Call): Result =>
  call === 'CalleeData' ? { ok: { data: null } } : { error: 'WSAEINVAL' };
