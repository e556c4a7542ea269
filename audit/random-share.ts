import { Keys } from '../model/key.js';
import type { Machine } from '../model/machine.js';
import { explore } from '../model/search/explore.js';
import { reached } from '../model/search/reached.js';
import { indifferent } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import {
  completionSuccessors,
  moveSuccessors,
  settleSuccessors,
  silentSuccessors,
} from '../model/search/successors.js';
import type { World } from '../model/world.js';
import { emptyWorld } from '../model/world.js';
import type { RandomOptions } from '../properties/commands/report.js';
import { runRandom } from '../properties/commands/run.js';
import { steady } from '../properties/commands/steady.js';
import { machineProvider } from '../providers/reference.js';
import { callOf } from '../spec/trace/call-of.js';
import type { Step } from '../spec/trace/step.js';

/** How what random runs reach compares with what the exhaustive search has reached within the same bounds. */
export interface RandomShare {
  /** Worlds of the scope. */
  readonly worlds: number;
  /** Those of them that random runs have come to. */
  readonly met: number;
  /**
   * Worlds that random runs have come to, and the exhaustive search has not: there must be none. Where the documents leave open
   * what a call gives, no search goes on; nor does one look at nonblocking calls that have their outcome at once, so the provider
   * gives none.
   */
  readonly strangers: number;
  /** Runs that the oracle has refused: there must be none. */
  readonly refused: number;
  /** States of the scope as the plain walk over its worlds counts them, and as the exhaustive search does. */
  readonly states: { readonly walked: number; readonly searched: number };
}

/** Drives the reference provider by so many random runs of a scope, and looks up where it comes. */
export async function randomShare(
  documents: Machine,
  scope: Scope,
  { runs, seed }: Pick<RandomOptions, 'runs' | 'seed'>,
): Promise<RandomShare> {
  const machine = { ...documents, room: scope.room };
  const keys = new Keys();
  const beginnings = worldsBefore(machine, scope, keys);
  const { worlds, states } = reached(machine, scope, Infinity);
  const known = new Set(worlds.map((world) => keys.world(world)));
  const met = new Set<string>();
  const system = steady((choose) =>
    machineProvider('reference', machine, choose, {
      timers: scope.timers,
      outcomesAtOnce: false,
      onWorld: (world) => {
        if (!isLeftOpen(world)) met.add(keys.world(world));
      },
    }).open(),
  );
  const { violations } = await runRandom({
    system,
    machine,
    runs,
    seed,
    maxSteps: 20,
    within: scope,
    unsupported: new Set(),
  });
  const inside = [...met].filter((key) => known.has(key));
  return {
    worlds: known.size,
    met: inside.length,
    strangers: [...met].filter((key) => !known.has(key) && !beginnings.has(key)).length,
    refused: violations.length,
    states: {
      walked: states,
      searched: explore(machine, scope, indifferent, { states: Infinity, goOn: () => true }).states,
    },
  };
}

/** The worlds that a set-up may pass, whatever happens in silence meanwhile. */
function worldsBefore(machine: Machine, scope: Scope, keys: Keys): ReadonlySet<string> {
  const passed = new Set<string>();
  let worlds: readonly World[] = [emptyWorld];
  for (const step of scope.setup) {
    const here = new Map<string, World>();
    const open = [...worlds];
    for (const world of open) {
      const key = keys.world(world);
      if (here.has(key)) continue;
      here.set(key, world);
      passed.add(key);
      open.push(...silentSuccessors(machine, world, scope).map((next) => next.world));
    }
    worlds = [...here.values()].flatMap((world) => afterStep(machine, world, step, keys));
  }
  return passed;
}

function afterStep(machine: Machine, world: World, step: Step, keys: Keys): readonly World[] {
  const ways =
    'settle' in step
      ? settleSuccessors(machine, world, keys)
      : 'completes' in step
        ? completionSuccessors(machine, world)
        : moveSuccessors(machine, world, { socket: step.socket, call: callOf(step), times: 1 });
  return ways.map((way) => way.world);
}

/** Whether the documents say nothing of a socket any more: no search goes on from there. */
const isLeftOpen = ({ sockets }: World): boolean =>
  Object.values(sockets).some(({ phase }) => phase.is === 'unspecified');
