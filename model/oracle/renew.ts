import type { Cluster } from './belief.js';
import { clusterOf } from './belief.js';
import type { Belief } from './oracle.js';
import { Oracle } from './oracle.js';

/**
 * An oracle that has forgotten all but a belief, with that belief in its own terms: what an oracle has met it remembers
 * for good, which a long trace fills memory with.
 */
export function renew({ machine }: Oracle, belief: Belief): { oracle: Oracle; belief: Belief } {
  const oracle = new Oracle(machine);
  const renewed = new Map<Cluster, Cluster>();
  const again = (cluster: Cluster): Cluster => {
    const known = renewed.get(cluster);
    if (known) return known;
    const next = clusterOf(cluster.parts, oracle.keys, cluster.settled);
    renewed.set(cluster, next);
    return next;
  };
  return {
    oracle,
    belief: belief.map(({ readings, clusters, where }) => ({
      readings,
      clusters: new Set([...clusters].map(again)),
      where: new Map([...where].map(([name, cluster]) => [name, again(cluster)])),
    })),
  };
}
