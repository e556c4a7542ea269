import type { Keys } from '../key.js';
import { Cluster, Shape } from './cluster.js';
import type { Part } from './part.js';
import { apart, idsIn } from './rename.js';

/** A cluster of distinct possibilities that is called by its own names. */
export const clusterOf = (parts: readonly Part[], keys: Keys, settled: boolean, mark = 0): Cluster =>
  new Cluster(new Shape({ parts, places: null }, keys), null, [], settled, mark);

/** Every combination of the possibilities of some clusters. */
export function join(clusters: readonly Pick<Cluster, 'parts'>[]): readonly Part[] {
  let joined: readonly Part[] = [{ sockets: {}, connections: {} }];
  for (const { parts } of clusters) {
    const own = apart(parts, idsIn(joined));
    joined = joined.flatMap((left) =>
      own.map((right) => ({
        sockets: { ...left.sockets, ...right.sockets },
        connections: { ...left.connections, ...right.connections },
      })),
    );
  }
  return joined;
}

/**
 * Separates what is independent: groups that no possibility links, if the possibilities are exactly their product.
 * Connections that no socket has any more are left out: nobody can feel them.
 */
export function split(parts: readonly Part[], keys: Keys): readonly Cluster[] {
  const groups = linked(parts).filter((names) => [...names].some((name) => name.startsWith('s ')));
  if (groups.length === 1 && groups[0]?.size === sizeOf(parts)) return [clusterOf(parts, keys, false)];
  const clusters = groups.map((names) =>
    clusterOf(
      parts.map((part) => project(part, names)),
      keys,
      false,
    ),
  );
  const product = clusters.reduce((size, { parts: some }) => size * some.length, 1);
  const felt = new Set(groups.flatMap((names) => [...names]));
  const whole = clusterOf(
    parts.map((part) => project(part, felt)),
    keys,
    false,
  );
  return product === whole.parts.length ? clusters : [whole];
}

const sizeOf = (parts: readonly Part[]): number =>
  new Set(
    parts.flatMap(({ sockets, connections }) => [
      ...Object.keys(sockets).map((name) => `s ${name}`),
      ...Object.keys(connections).map((id) => `c ${id}`),
    ]),
  ).size;

/** The finest groups of socket and connection names of which no possibility links two. */
function linked(parts: readonly Part[]): readonly ReadonlySet<string>[] {
  const parent = new Map<string, string>();
  const root = (name: string): string => {
    let at = name;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const link = (one: string, other: string): void => {
    parent.set(root(one), root(other));
  };
  for (const { sockets, connections } of parts) {
    for (const name of Object.keys(sockets))
      if (!parent.has(`s ${name}`)) parent.set(`s ${name}`, `s ${name}`);
    for (const [id, { client, server, listener, ends }] of Object.entries(connections)) {
      if (!parent.has(`c ${id}`)) parent.set(`c ${id}`, `c ${id}`);
      if (ends.client.open) link(`c ${id}`, `s ${client}`);
      if (server !== null && ends.server.open) link(`c ${id}`, `s ${server}`);
      if (listener !== null && listener in sockets) link(`c ${id}`, `s ${listener}`);
    }
    for (const [name, { phase }] of Object.entries(sockets))
      if (phase.is === 'listening') for (const id of phase.queue) link(`s ${name}`, `c ${id}`);
  }
  const groups = new Map<string, Set<string>>();
  for (const name of parent.keys()) {
    const at = root(name);
    groups.set(at, (groups.get(at) ?? new Set()).add(name));
  }
  return [...groups.values()];
}

function project({ sockets, connections }: Part, names: ReadonlySet<string>): Part {
  return {
    sockets: Object.fromEntries(Object.entries(sockets).filter(([name]) => names.has(`s ${name}`))),
    connections: Object.fromEntries(Object.entries(connections).filter(([id]) => names.has(`c ${id}`))),
  };
}
