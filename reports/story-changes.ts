import type { ConnectionView, EndName, Fact, SocketView, WorldView } from '../model/story.js';
import type { SocketName } from '../spec/trace/step.js';

/** What is different in a world from the one before. */
export interface Changes {
  readonly sockets: readonly SocketChange[];
  readonly wires: readonly WireChange[];
}

/** What is different about a socket; `before` is null if it has just been made. */
export interface SocketChange {
  readonly name: SocketName;
  readonly before: SocketView | null;
  readonly after: SocketView;
  /** Facts that are new, or have another value. */
  readonly facts: readonly Fact[];
  /** Names of facts that are no more. */
  readonly gone: readonly string[];
  readonly backlog: 'same' | 'changed';
}

/** What has been put on a wire, or has left it. */
export interface WireChange {
  readonly connection: ConnectionView;
  readonly toward: EndName;
  readonly what: 'sent' | 'gone';
  readonly items: readonly string[];
}

/** An empty world, as it is before the first step. */
export const nothingYet: WorldView = { sockets: [], connections: [], readings: {} };

/** Compares two worlds that follow each other. */
export function changesBetween(before: WorldView, after: WorldView): Changes {
  const sockets = new Map(before.sockets.map((socket) => [socket.name, socket]));
  const connections = new Map(before.connections.map((connection) => [connection.id, connection]));
  const still = new Set(after.connections.map(({ id }) => id));
  return {
    sockets: after.sockets.flatMap((socket) => socketChange(sockets.get(socket.name) ?? null, socket)),
    wires: [
      ...after.connections.flatMap((one) => wireChanges(connections.get(one.id)?.inFlight ?? noWires, one)),
      ...before.connections
        .filter(({ id }) => !still.has(id))
        .flatMap((one) => wireChanges(one.inFlight, { ...one, inFlight: noWires })),
    ],
  };
}

/** Events that are in the record now, or will be soon or perhaps, and were not before: each in the words of its view. */
export function newEvents({ before, after }: Pick<SocketChange, 'before' | 'after'>): readonly string[] {
  const known = eventsIn(before?.facts ?? []);
  return eventsIn(after.facts).filter((event) => !known.includes(event));
}

const eventsIn = (facts: readonly Fact[]): readonly string[] =>
  (facts.find(({ name }) => name === 'event record')?.value ?? '')
    .split(', ')
    .filter((event) => event !== '');

const noWires: ConnectionView['inFlight'] = { client: [], server: [] };

function socketChange(before: SocketView | null, after: SocketView): readonly SocketChange[] {
  const known = new Map(before?.facts.map(({ name, value }) => [name, value]));
  const facts = after.facts.filter(({ name, value }) => known.get(name) !== value);
  const left = new Set(after.facts.map(({ name }) => name));
  const gone = [...known.keys()].filter((name) => !left.has(name));
  const backlog = same(before?.backlog ?? null, after.backlog) ? 'same' : 'changed';
  const calm = before?.state === after.state && facts.length === 0 && gone.length === 0 && backlog === 'same';
  return calm ? [] : [{ name: after.name, before, after, facts, gone, backlog }];
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function wireChanges(before: ConnectionView['inFlight'], connection: ConnectionView): readonly WireChange[] {
  return (['server', 'client'] as const).flatMap((toward): readonly WireChange[] => {
    const old = before[toward];
    const now = connection.inFlight[toward];
    const kept = commonEnd(old, now);
    const gone = old.slice(0, old.length - kept);
    const sent = now.slice(kept);
    return [
      ...(gone.length === 0 ? [] : [{ connection, toward, what: 'gone' as const, items: gone }]),
      ...(sent.length === 0 ? [] : [{ connection, toward, what: 'sent' as const, items: sent }]),
    ];
  });
}

/** How many of the items that were there last are the first ones now: a wire is first in, first out. */
function commonEnd(old: readonly string[], now: readonly string[]): number {
  for (let kept = Math.min(old.length, now.length); kept > 0; kept -= 1)
    if (old.slice(old.length - kept).every((item, index) => item === now[index])) return kept;
  return 0;
}
