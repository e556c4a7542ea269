import type { Machine } from '../model/machine.js';
import { firstGroups } from '../model/search/engine/ground.js';
import { regrouped } from '../model/search/engine/regroup.js';
import { Search } from '../model/search/engine/search.js';
import { Walks } from '../model/search/engine/walks.js';
import { indifferent } from '../model/search/observer.js';
import { onGround } from '../model/search/on-ground.js';
import type { Scope } from '../model/search/scope.js';

/** Steps of random walks a second of processor time, once most situations were met. */
export const walkRate = (machine: Machine, scope: Scope, steps: number): number =>
  onGround(machine, scope, indifferent, (ground) => {
    const limits = { states: Infinity, goOn: () => true };
    const sample = new Search(ground, firstGroups(ground), limits).run(1 << 14);
    const walks = new Walks(ground, 'together' in sample ? regrouped(sample) : firstGroups(ground));
    const below = randomFrom(1);
    walks.run(steps, 100, below);
    const before = process.cpuUsage();
    walks.run(steps, 100, below);
    const { user, system } = process.cpuUsage(before);
    return (steps / (user + system)) * 1e6;
  });

/** Marsaglia's xorshift: numbers that are random enough for a walk. */
function randomFrom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
}
