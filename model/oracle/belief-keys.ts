import { canonical, Keys } from '../key.js';
import type { Cluster } from './cluster.js';
import type { Belief } from './oracle.js';

/** Gives equal beliefs equal keys. */
export class BeliefKeys {
  readonly #keys = new Keys();
  readonly #known = new WeakMap<Cluster, string>();

  keyOf(belief: Belief): string {
    return belief
      .map(({ readings, clusters }) =>
        canonical([readings, [...clusters].map((cluster) => this.#clusterKey(cluster)).sort()]),
      )
      .sort()
      .join();
  }

  #clusterKey(cluster: Cluster): string {
    const known = this.#known.get(cluster);
    if (known !== undefined) return known;
    const parts = cluster.parts.map((part) => this.#keys.parts(part)).sort();
    const key = `${String(cluster.settled)} ${parts.join('/')}`;
    this.#known.set(cluster, key);
    return key;
  }
}
