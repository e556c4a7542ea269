import type { Connection, ConnectionId, Phase, World } from '../world.js';
import { connectionId } from '../world.js';

type Possibility = Pick<World, 'sockets' | 'connections'>;

/** The names of the connections that some possibility has. */
export const idsIn = (parts: readonly Possibility[]): ReadonlySet<ConnectionId> =>
  new Set(parts.flatMap(({ connections }) => Object.keys(connections).map(connectionId)));

/**
 * The same possibilities, with other names for connections that are called as in `taken`: a socket that has given an
 * attempt up may connect again while its old request stands in a backlog that has nothing else to do with it (CN-03, CA-16).
 */
export function apart(
  parts: readonly Possibility[],
  taken: ReadonlySet<ConnectionId>,
): readonly Possibility[] {
  if (taken.size === 0) return parts;
  const own = idsIn(parts);
  const names = new Map<ConnectionId, ConnectionId>();
  for (const id of own) if (taken.has(id)) names.set(id, freshName(id, [taken, own]));
  return names.size === 0 ? parts : parts.map((part) => renamed(part, names));
}

function freshName(id: ConnectionId, used: readonly ReadonlySet<ConnectionId>[]): ConnectionId {
  for (let attempt = 2; ; attempt += 1) {
    const name = connectionId(`${id} #${String(attempt)}`);
    if (!used.some((ids) => ids.has(name))) return name;
  }
}

function renamed(
  { sockets, connections }: Possibility,
  names: ReadonlyMap<ConnectionId, ConnectionId>,
): Possibility {
  const nameOf = (id: ConnectionId): ConnectionId => names.get(id) ?? id;
  const all = (ids: readonly ConnectionId[]): readonly ConnectionId[] => ids.map(nameOf).sort();
  const inPhase = (phase: Phase): Phase => {
    if (phase.is === 'connecting' || phase.is === 'connected')
      return { ...phase, connection: nameOf(phase.connection) };
    if (phase.is !== 'listening') return phase;
    const { queue, deferred } = phase;
    return { ...phase, queue: all(queue), deferred: deferred && nameOf(deferred) };
  };
  const entries = Object.entries(connections).map(([id, connection]): [string, Connection] => [
    nameOf(connectionId(id)),
    { ...connection, behind: all(connection.behind) },
  ]);
  return {
    sockets: Object.fromEntries(
      Object.entries(sockets).map(([name, socket]) => [name, { ...socket, phase: inPhase(socket.phase) }]),
    ),
    connections: Object.fromEntries(entries),
  };
}
