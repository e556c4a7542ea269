import { canonical, Keys } from '../model/key.js';
import type { Machine } from '../model/machine.js';
import { explore } from '../model/search/explore.js';
import type { Reached } from '../model/search/reached.js';
import { reached } from '../model/search/reached.js';
import type { Successor } from '../model/search/successors.js';
import { isOffered, moveSuccessors, silentSuccessors } from '../model/search/successors.js';
import type { World } from '../model/world.js';
import { emptyWorld } from '../model/world.js';
import { callOf } from '../spec/trace/call-of.js';
import type { CallName, Step } from '../spec/trace/step.js';
import type { Ground } from './grounds.js';
import { grounds } from './grounds.js';
import type { Mutant } from './mutate.js';

/** How a mutant was caught: on which ground, and by which run; `null` if it cannot even come to where the runs begin. */
export interface Caught {
  readonly on: string;
  readonly steps: readonly Step[] | null;
}

/** Grounds on which a mutant does something else than the healthy provider, and nothing that the documents do not allow. */
export interface Allowed {
  /** Those that were searched to their end. */
  readonly whole: number;
  /** Those of which the first states were searched. */
  readonly part: number;
}

/**
 * Drives a mutant through every ground on which it does anything else than the documents say, and yields how it is caught on each
 * where a step is refused; returns on how many others it does so. Whether it does anything else is seen first, world for world: that
 * is cheap, and where it does not the runs are the same. Of each ground so many states are searched.
 */
export function* hunt(mutant: Mutant, states: number): Generator<Caught, Allowed> {
  let [whole, part] = [0, 0];
  for (const ground of grounds) {
    const driven = huntOn(mutant, ground, states);
    if (!driven) continue;
    if (driven.caught) yield driven.caught;
    else if (driven.complete) whole += 1;
    else part += 1;
  }
  return { whole, part };
}

/** Drives a mutant through one ground; `null` if it does nothing else there than the documents say. */
export function huntOn(mutant: Mutant, ground: Ground, states: number): Driven | null {
  return differs(mutant, ground, healthy(ground, states)) ? drive(mutant, ground, states) : null;
}

/** What came of driving a mutant through one ground: whether a step was refused, or else whether all states were visited. */
interface Driven {
  readonly caught: Caught | null;
  readonly complete: boolean;
}

/** Drives a mutant, or the healthy provider, through one ground until a step is refused. */
export function drive({ rules }: Pick<Mutant, 'rules'>, ground: Ground, states: number): Driven {
  const { name: on, scope, documents } = ground;
  const limits = { states, goOn: () => true };
  try {
    const { counterexample, complete } = explore({ ...ground.machine, rules }, scope, documents, limits);
    return { caught: counterexample && { on, steps: counterexample.steps }, complete };
  } catch (error) {
    if (!isOfSetUp(error)) throw error;
    return { caught: { on, steps: null }, complete: false };
  }
}

/** Worlds of a ground, and what the documents lead to from each: looked up once, for every mutant. */
class Healthy {
  readonly reached: Reached;
  readonly worlds: readonly World[];
  readonly keys = new Keys();
  readonly #ways = new Map<string, string>();

  constructor({ machine, scope }: Ground, states: number) {
    this.reached = reached(machine, scope, states);
    this.worlds = [emptyWorld, ...this.reached.worlds];
  }

  /** What the documents lead to from one of the worlds, by a move or in silence. */
  ways(at: number, by: string, find: () => string): string {
    const name = `${String(at)} ${by}`;
    const known = this.#ways.get(name) ?? find();
    this.#ways.set(name, known);
    return known;
  }
}

const healthyOn = new Map<Ground, Healthy>();

function healthy(ground: Ground, states: number): Healthy {
  const known = healthyOn.get(ground) ?? new Healthy(ground, states);
  healthyOn.set(ground, known);
  return known;
}

/** Whether a mutant does anything else than the documents say in one of these worlds, or on the way to the first. */
function differs({ table, rules }: Mutant, { machine, scope }: Ground, found: Healthy): boolean {
  const documented = { ...machine, room: scope.room };
  const faulty = { ...documented, rules };
  const textOf = (successors: readonly Successor[]): string =>
    successors
      .map(({ step, world }) => `${canonical(step)} ${found.keys.world(world)}`)
      .sort()
      .join('\n');
  const { moves, setup } = scope;
  const calls = setup.flatMap((step) =>
    'call' in step ? [{ socket: step.socket, call: callOf(step), times: 1 }] : [],
  );
  const mine = [...moves, ...calls].filter(({ call }) => 'call' in table && call.call === table.call);
  if ('call' in table && mine.length === 0) return false;
  return found.worlds.some((world, at) => {
    const isOther = (by: string, ways: (by: Machine) => readonly Successor[]): boolean =>
      found.ways(at, by, () => textOf(ways(documented))) !== textOf(ways(faulty));
    const silent = 'arrival' in table || hasCallUnderWay(world, table.call);
    if (silent && isOther('silence', (by) => silentSuccessors(by, world, scope))) return true;
    return mine.some(
      (move) =>
        isOffered(world, move) &&
        isOther(`${move.socket} ${canonical(move.call)}`, (by) => moveSuccessors(by, world, move, scope)),
    );
  });
}

const hasCallUnderWay = ({ sockets }: World, call: CallName): boolean =>
  Object.values(sockets).some(({ outstanding }) => outstanding.some((one) => one.call.call === call));

/** The search says so, if the set-up of a scope cannot be made or is refused. */
export const isOfSetUp = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('scope ');
