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

/** What the exhaustive search has found out about a mutant. */
export interface Quarry {
  readonly caught: Caught | null;
  /** It does something else than the documents say in some world, allowed or not. */
  readonly differs: boolean;
}

/**
 * Drives a mutant through every ground on which it does anything else than the documents say, until a step is refused.
 * Whether it does is seen first, world for world: that is cheap, and where it does not the runs are the same. Of each ground so
 * many states are searched.
 */
export function hunt(mutant: Mutant, states: number): Quarry {
  let different = false;
  for (const ground of grounds) {
    if (!differs(mutant, ground, healthy(ground, states))) continue;
    different = true;
    const caught = catchOn(mutant, ground, states);
    if (caught) return { caught, differs: true };
  }
  return { caught: null, differs: different };
}

/** Drives a mutant through one ground until a step is refused. */
export function catchOn({ rules }: Mutant, ground: Ground, states: number): Caught | null {
  const { name: on, scope, documents } = ground;
  try {
    const { counterexample } = explore({ ...ground.machine, rules }, scope, documents, {
      states,
      goOn: () => true,
    });
    return counterexample ? { on, steps: counterexample.steps } : null;
  } catch (error) {
    if (!isOfSetUp(error)) throw error;
    return { on, steps: null };
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
