import type { SocketName } from '../../spec/trace/step.js';
import type { ChosenReadings } from '../world.js';
import { emptyWorld } from '../world.js';
import type { Cluster } from './cluster.js';
import type { Changes } from './persistent-map.js';
import { PersistentMap } from './persistent-map.js';

/** What is known of all clusters of a hypothesis together. */
interface Summary {
  /** How many there are. */
  readonly size: number;
  /**
   * The marks of all clusters added up, in some groups by their sockets: equal in hypotheses with the same clusters, and hardly
   * ever in others; where one cluster differs, one of the sums does.
   */
  readonly sums: readonly number[];
  /** In how many an accept is under way. */
  readonly accepting: number;
  /** The most possibilities that one of them has, or has had. */
  readonly most: number;
}

const groups = 16;

/** A choice of readings, with what every cluster may be under it. */
export class Hypothesis {
  readonly readings: ChosenReadings;
  readonly summary: Summary;
  readonly #where: PersistentMap<Cluster>;
  #clusters: ReadonlySet<Cluster> | null = null;

  private constructor(readings: ChosenReadings, where: PersistentMap<Cluster>, summary: Summary) {
    this.readings = readings;
    this.#where = where;
    this.summary = summary;
  }

  /** Before the first step: one world, in which nothing is. */
  static first(changes: Changes<Cluster>): Hypothesis {
    return new Hypothesis(emptyWorld.readings, PersistentMap.empty(changes), {
      size: 0,
      sums: new Array<number>(groups).fill(0),
      accepting: 0,
      most: 0,
    });
  }

  /** All clusters, in an order that their names decide. */
  get clusters(): ReadonlySet<Cluster> {
    return (this.#clusters ??= this.#those(() => true));
  }

  /** The clusters to which something has happened since the last `settle`. */
  get unsettled(): ReadonlySet<Cluster> {
    return this.#those(({ settled }) => !settled);
  }

  #those(which: (cluster: Cluster) => boolean): ReadonlySet<Cluster> {
    const found = new Set<Cluster>();
    this.#where.each((cluster) => {
      if (which(cluster)) found.add(cluster);
    });
    return found;
  }

  /** The cluster of a socket. */
  clusterOf(name: string): Cluster | undefined {
    return this.#where.get(name);
  }

  /** The clusters of several sockets, each once. */
  clustersOf(names: readonly SocketName[]): readonly Cluster[] {
    const found: Cluster[] = [];
    for (const name of names) {
      const cluster = this.clusterOf(name);
      if (cluster && !found.includes(cluster)) found.push(cluster);
    }
    return found;
  }

  /** The clusters that this hypothesis has, and another one has not, and the other way round. */
  differences(other: Hypothesis): {
    readonly own: ReadonlySet<Cluster>;
    readonly others: ReadonlySet<Cluster>;
  } {
    const { own, others } = this.#where.differences(other.#where);
    return { own: new Set(own), others: new Set(others) };
  }

  /**
   * The hypothesis in which `gone` are replaced by `come`. A socket that none of these has turns out never to have been made: a name
   * that an accept under way might have given.
   */
  replace(readings: ChosenReadings, gone: readonly Cluster[], come: readonly Cluster[]): Hypothesis {
    let where = this.#where;
    let { accepting, most } = this.summary;
    const sums = [...this.summary.sums];
    const add = ({ group, mark }: Cluster, sign: 1 | -1): void => {
      sums[group % groups] = (sums[group % groups] ?? 0) + sign * mark;
    };
    for (const cluster of gone) {
      add(cluster, -1);
      if (cluster.shape.accepts) accepting -= 1;
    }
    for (const cluster of come) {
      add(cluster, 1);
      if (cluster.shape.accepts) accepting += 1;
      most = Math.max(most, cluster.size);
      for (const name of cluster.sockets) where = where.with(name, cluster);
    }
    for (const cluster of gone.filter((one) => !come.includes(one)))
      for (const name of cluster.sockets) if (where.get(name) === cluster) where = where.without(name);
    const size = this.summary.size - gone.length + come.length;
    return new Hypothesis(readings, where, { size, sums, accepting, most });
  }

  /** The same clusters under other readings. */
  under(readings: ChosenReadings): Hypothesis {
    return this.replace(readings, [], []);
  }
}
