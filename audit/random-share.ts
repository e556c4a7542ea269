import { Keys } from '../model/key.js';
import type { Machine } from '../model/machine.js';
import { explore } from '../model/search/explore.js';
import { reached } from '../model/search/reached.js';
import { indifferent } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import { afterSetup } from '../model/search/setup.js';
import type { World } from '../model/world.js';
import type { RandomOptions } from '../properties/commands/report.js';
import { runRandom } from '../properties/commands/run.js';
import { steady } from '../properties/commands/steady.js';
import { machineProvider } from '../providers/reference.js';

/** How what random runs reach compares with what the exhaustive search has reached within the same bounds. */
export interface RandomShare {
  /** Worlds of the scope. */
  readonly worlds: number;
  /** Those of them that random runs have come to. */
  readonly met: number;
  /** Worlds that random runs have come to, and the exhaustive search has not: there must be none. */
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
  const beginnings = new Set(worldsBefore(machine, scope).map((world) => keys.world(world)));
  const { worlds, states } = reached(machine, scope, Infinity);
  const known = new Set(worlds.map((world) => keys.world(world)));
  const met = new Set<string>();
  const system = steady((choose) =>
    machineProvider('reference', machine, choose, {
      timers: scope.timers,
      onWorld: (world) => met.add(keys.world(world)),
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

/** The worlds that a set-up passes. */
const worldsBefore = (machine: Machine, scope: Scope): readonly World[] =>
  scope.setup.map(
    (_, made) => afterSetup(machine, { ...scope, setup: scope.setup.slice(0, made) }, indifferent).world,
  );
