import type { CallName, CallStep, Ended, Step } from '../../spec/trace/step.js';
import type { Machine } from '../machine.js';
import { BeliefKeys } from './belief-keys.js';
import type { Belief } from './oracle.js';
import { Oracle } from './oracle.js';

/** A call of which it is known when it was made and when it had come back, but not when in between it took effect. */
export interface TimedCall {
  /** The call; without a result, its outcome was not seen. */
  readonly step: CallStep & { readonly result?: Ended };
  /** When it was made, in any unit that orders beginnings and ends. */
  readonly began: number;
  /** When it had come back; `Infinity` if that was not seen. */
  readonly ended: number;
}

/** A step, and the call that it is of, by its place among those that were given. */
export interface OrderedStep {
  readonly step: Step;
  readonly of: number;
}

/** An order in which calls may have taken effect. */
export interface Ordering {
  readonly steps: readonly OrderedStep[];
  /**
   * `explained`: the documents allow all the calls in this order. `refused`: they allow them in none; this one goes furthest,
   * and its last step is not allowed. `open`: there were too many orders to try them all; this is as far as one was
   * allowed.
   */
  readonly outcome: 'explained' | 'refused' | 'open';
}

/** Steps that are tried before the search for an order is given up. */
const mostTried = 20_000;

/**
 * Calls of which others may feel that they wait, as a peer does: of a send it may have received some before it fails.
 */
const feltByOthers: ReadonlySet<CallName> = new Set<CallName>([
  'WSAConnect',
  'closesocket',
  'send',
  'WSASend',
]);

/** Calls that wait unfelt: whether they did shows only in other calls on the same socket meanwhile. */
const feltOnTheSocket: ReadonlySet<CallName> = new Set<CallName>(['WSAAccept', 'recv', 'WSARecv']);

/** How the order goes on: a call is made and ends at once; or it is seen to wait, and ends later. */
interface Choice {
  readonly of: number;
  readonly move: 'whole' | 'begins' | 'ends';
}

interface Frame {
  readonly belief: Belief;
  readonly choices: readonly Choice[];
  tried: number;
  /** The choice that the frames above this one stand on. */
  taken: Choice | null;
}

/**
 * Puts calls of several threads into an order that the documents allow, if there is one: each takes effect somewhere
 * between its beginning and its end. Whoever follows one order alone, such as that in which the calls came back, accuses
 * wrongly. The calls come in the order in which they began.
 */
export function orderCalls(machine: Machine, calls: readonly TimedCall[], limit = mostTried): Ordering {
  const oracle = new Oracle(machine);
  const keys = new BeliefKeys();
  const progress = new Progress(calls);
  const exhausted = new Set<string>();
  const frames: Frame[] = [];
  const taken: OrderedStep[] = [];
  let furthest: readonly OrderedStep[] = [];
  let refused: OrderedStep | null = null;

  const open = (belief: Belief): void => {
    frames.push({ belief, choices: progress.choices(), tried: 0, taken: null });
  };

  open(oracle.start);
  for (let tries = 0; ;) {
    const frame = frames.at(-1);
    if (!frame) return { steps: refused ? [...furthest, refused] : furthest, outcome: 'refused' };
    if (progress.isOver) return { steps: taken, outcome: 'explained' };
    if (frame.taken) {
      progress.undo(frame.taken);
      taken.pop();
      frame.taken = null;
    }
    const choice = frame.choices[frame.tried];
    if (!choice) {
      const [due] = frame.choices;
      if (due && (refused === null || taken.length > furthest.length)) {
        furthest = [...taken];
        refused = { step: stepOf(calls, due), of: due.of };
      }
      frames.pop();
      continue;
    }
    if (tries >= limit) return { steps: taken.length > furthest.length ? taken : furthest, outcome: 'open' };
    tries += 1;
    frame.tried += 1;
    const step = stepOf(calls, choice);
    const belief = oracle.follow(frame.belief, step);
    if (belief.length === 0) continue;
    progress.take(choice);
    // Calls that have nothing to do with each other lead to the same belief in any order.
    const reached = `${progress.key} ${keys.keyOf(belief)}`;
    if (exhausted.has(reached)) {
      progress.undo(choice);
      continue;
    }
    exhausted.add(reached);
    frame.taken = choice;
    taken.push({ step, of: choice.of });
    open(belief);
  }
}

function stepOf(calls: readonly TimedCall[], { of, move }: Choice): Step {
  const call = calls[of];
  if (!call) throw new RangeError(`there is no call ${String(of)}`);
  const { result, ...made } = call.step;
  if (move === 'begins') return { ...made, result: { pending: true } };
  if (move === 'whole' || !result) return call.step;
  const { socket, call: completes } = made;
  return { socket, completes, result };
}

/** Which of the calls have been made, and which have ended. */
class Progress {
  readonly #calls: readonly TimedCall[];
  readonly #states: ('to come' | 'waits' | 'done')[];
  readonly #mayWait: readonly boolean[];
  /** Calls whose end was seen, and is still to come. */
  #ends: number;
  /** All calls before this one are done, */
  #low = 0;
  /** and all from this one on are to come. */
  #high = 0;

  constructor(calls: readonly TimedCall[]) {
    this.#calls = calls;
    this.#states = calls.map(() => 'to come');
    this.#mayWait = calls.map((call) => mayBeSeenToWait(call, calls));
    this.#ends = calls.filter(({ ended }) => ended !== Infinity).length;
  }

  /** Nothing is left but calls of which no end was seen. */
  get isOver(): boolean {
    return this.#ends === 0;
  }

  /** Equal where the same calls have been made, and the same have ended. */
  get key(): string {
    const around = this.#states.slice(this.#low, this.#high).map((state) => state.charAt(0));
    return `${String(this.#low)} ${around.join('').replace(/t+$/u, '')}`;
  }

  take({ of, move }: Choice): void {
    this.#states[of] = move === 'begins' ? 'waits' : 'done';
    if (move !== 'begins' && this.#calls[of]?.ended !== Infinity) this.#ends -= 1;
    while (this.#states[this.#low] === 'done') this.#low += 1;
    this.#high = Math.max(this.#high, of + 1);
  }

  undo({ of, move }: Choice): void {
    this.#states[of] = move === 'ends' ? 'waits' : 'to come';
    if (move !== 'begins' && this.#calls[of]?.ended !== Infinity) this.#ends += 1;
    this.#low = Math.min(this.#low, of);
  }

  /** What may come next: what began before anything else that is left had ended; what ended first stands first. */
  choices(): readonly Choice[] {
    let horizon = Infinity;
    const left: { readonly of: number; readonly due: number; readonly call: TimedCall }[] = [];
    for (let of = this.#low; of < this.#calls.length; of += 1) {
      const call = this.#calls[of];
      if (!call || call.began > horizon) break;
      if (this.#states[of] === 'done') continue;
      horizon = Math.min(horizon, call.ended);
      left.push({ of, call, due: call.ended === Infinity ? call.began : call.ended });
    }
    const next = left.filter(({ call }) => call.began < horizon).sort((one, other) => one.due - other.due);
    return [
      ...next.map(({ of }): Choice => ({ of, move: this.#states[of] === 'waits' ? 'ends' : 'whole' })),
      ...next
        .filter(({ of }) => this.#states[of] === 'to come' && this.#mayWait[of] === true)
        .map(({ of }): Choice => ({ of, move: 'begins' })),
    ];
  }
}

const overlap = (one: TimedCall, other: TimedCall): boolean =>
  one !== other && one.began < other.ended && other.began < one.ended;

/** Whether it makes a difference that a call began before it took effect. */
function mayBeSeenToWait(call: TimedCall, calls: readonly TimedCall[]): boolean {
  const { socket, call: name, result } = call.step;
  if (result === undefined) return false;
  const others = calls.filter((other) => overlap(call, other));
  if (feltByOthers.has(name)) return others.length > 0;
  return feltOnTheSocket.has(name) && others.some(({ step }) => step.socket === socket);
}
