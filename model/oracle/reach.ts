import { socketName } from '../../spec/trace/names.js';
import type { CallName, Result, SocketName } from '../../spec/trace/step.js';
import { isExpected } from '../attempts.js';
import type { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { Part } from './part.js';
import type { Hint } from '../silent.js';
import { connectionsOf, noHint, silentTransitions } from '../silent.js';
import { TooMany } from '../too-many.js';
import type { Connection, ConnectionId, Side, World } from '../world.js';

/** How many worlds are kept, with all that is known of them, before they are forgotten. */
const remembered = 20_000;

/** Of so many requests in flight, any may have arrived together; of more, the first so and so many. */
const mostTogether = 3;

/** Beyond so many worlds that silence may lead to from a single one, they are not told apart any more. */
const mostInSilence = 2_000;

/** A world that was met: equal ones are one object. */
interface Met {
  readonly world: World;
  /** The worlds after one silent step of a connection under a hint. */
  readonly next: Map<string, readonly Met[]>;
  /** The worlds after any number of them. */
  readonly later: Map<string, readonly World[]>;
}

/**
 * What may have happened in silence before a step. Only the connections that the step can feel are followed, one at a
 * time: what goes on elsewhere can as well happen later.
 */
export class Reach {
  readonly #machine: Machine;
  readonly #keys: Keys;
  #worlds = new Map<string, Met>();

  constructor(machine: Machine, keys: Keys) {
    this.#machine = machine;
    this.#keys = keys;
  }

  /** Every world that silent steps of the connection `id` lead to, `world` itself first. */
  along(world: World, id: ConnectionId, hint: Hint = noHint): readonly World[] {
    if (this.#worlds.size >= remembered) this.#worlds = new Map();
    const { unread, side, outcome, ended } = hint;
    const end = ended === null ? '' : String(this.#keys.part(ended));
    const text = `${id}|${unread.join()}|${side ?? ''}|${String(outcome)}|${end}`;
    const met = this.#met(world);
    const known = met.later.get(text);
    if (known) return known;
    const later = this.#follow(met, id, { ...hint, races: true }, text);
    met.later.set(text, later);
    return later;
  }

  #met(world: World): Met {
    const key = this.#keys.world(world);
    const known = this.#worlds.get(key);
    if (known) return known;
    const met = { world, next: new Map(), later: new Map() };
    this.#worlds.set(key, met);
    return met;
  }

  /**
   * The same for whatever is felt, without repetitions: first what becomes of requests whose connectors have given up, or
   * know that they are connected, all of them together, since a backlog may have shown or lost several before it was looked
   * at; then requests that may have arrived `together`, as many of them as there may be; then one connection at a time.
   */
  alongAny(
    world: World,
    { connections, side, outcome }: Felt,
    hint: Hint = noHint,
    together: readonly ConnectionId[] = [],
  ): readonly World[] {
    const [only, ...more] = connections;
    const narrow = { ...hint, side, outcome };
    if (only === undefined) return [world];
    if (more.length === 0 && together.length < 2) return this.along(world, only, narrow);
    const given = connections.filter((id) => isGivenUp(world.connections[id]));
    let bases: readonly World[] = [world];
    for (const id of [...given, ...expectedIn(world, connections)])
      bases = this.#distinct(bases.flatMap((base) => this.along(base, id, { ...narrow, side: 'server' })));
    bases = this.#distinct(bases.flatMap((base) => this.#arrivals(base, together, narrow)));
    const found = new Map(bases.map((base) => [this.#keys.world(base), base]));
    for (const base of bases)
      for (const id of connections)
        for (const next of this.along(base, id, narrow)) found.set(this.#keys.world(next), next);
    return [...found.values()];
  }

  /** Each of some worlds once. */
  #distinct(worlds: readonly World[]): readonly World[] {
    return [...new Map(worlds.map((world) => [this.#keys.world(world), world])).values()];
  }

  /** The world, and those in which several of the requests that are in flight have reached the backlog. */
  #arrivals(world: World, ids: readonly ConnectionId[], hint: Hint): readonly World[] {
    const inFlight = ids.filter((id) => world.connections[id]?.wires.server[0]?.is === 'request');
    let found: readonly World[] = [world];
    let last = found;
    for (const id of inFlight) {
      const before = inFlight.length > mostTogether ? last : found;
      last = before.flatMap((one) =>
        this.along(one, id, { ...hint, side: 'server' }).filter((next) => isQueued(next, id)),
      );
      found = [...found, ...last];
    }
    return found;
  }

  #follow(from: Met, id: ConnectionId, hint: Hint, text: string): readonly World[] {
    const found = new Set([from]);
    for (const met of found) {
      for (const next of this.#next(met, id, hint, text)) found.add(next);
      if (found.size > mostInSilence) throw new TooMany();
    }
    return [...found].map(({ world }) => world);
  }

  #next(met: Met, id: ConnectionId, hint: Hint, text: string): readonly Met[] {
    const known = met.next.get(text);
    if (known) return known;
    const steps = silentTransitions(this.#machine, met.world, id, hint);
    const next = [...new Set(steps.map(({ world }) => this.#met(world)))];
    met.next.set(text, next);
    return next;
  }
}

/** The connector has gone, or has reset the connection that it was told of (CA-16, CA-17). */
const isGivenUp = (connection: Connection | undefined): boolean =>
  connection !== undefined &&
  (!connection.ends.client.open || connection.wires.server.some(({ is }) => is === 'reset'));

const isQueued = ({ sockets, connections }: World, id: ConnectionId): boolean => {
  const listener = connections[id]?.listener ?? null;
  const phase = listener === null ? undefined : sockets[listener]?.phase;
  return phase?.is === 'listening' && phase.queue.includes(id);
};

/** Requests that a backlog is about to show, the earlier ones first. */
const expectedIn = (world: World, ids: readonly ConnectionId[]): readonly ConnectionId[] =>
  ids
    .flatMap((id) => {
      const connection = world.connections[id];
      return connection && isExpected(connection) ? [{ id, rank: connection.behind.length }] : [];
    })
    .sort((one, other) => one.rank - other.rank)
    .map(({ id }) => id);

/** What a call on `name` can feel: the connections, and the only end to which deliveries matter, if there is one. */
export interface Felt {
  readonly connections: readonly ConnectionId[];
  readonly side: Side | null;
  /** An attempt is under way, and only its outcome can be felt. */
  readonly outcome: boolean;
}

/** What a call on `name`, which is made or `under way`, can feel of what happens in silence. */
export function feltBy(
  world: World,
  name: SocketName,
  call: CallName,
  stage: 'made' | 'under way' = 'made',
): Felt {
  const self = world.sockets[name];
  if (!self) {
    const accepting = acceptorOf(world, name);
    return accepting === null ? nothing : feltBy(world, accepting, 'WSAAccept', 'under way');
  }
  const { phase } = self;
  if (phase.is === 'connecting')
    return {
      connections: [phase.connection],
      side: null,
      outcome: !isBeingRefused(world, phase.connection),
    };
  if (phase.is === 'connected') {
    const calm = isCalm(world, phase.connection);
    if (calm && deaf.has(call)) return nothing;
    const side = calm && listensOnly.has(call) ? phase.side : null;
    return { connections: [phase.connection], side, outcome: false };
  }
  const ends = call === 'closesocket' && self.outstanding.length > 0;
  if (phase.is !== 'listening' || !(ends || looksAtBacklog.has(call))) return nothing;
  const requests = requestsTo(world, name);
  const alone = call === 'WSAAccept' && self.outstanding.length === (stage === 'made' ? 0 : 1);
  return {
    connections: alone ? requests.filter((id) => mayBeFirst(world, id, requests)) : requests,
    side: null,
    outcome: false,
  };
}

const requestsTo = (world: World, listener: SocketName): readonly ConnectionId[] =>
  connectionsOf(world).filter((id) => world.connections[id]?.listener === listener);

/** No other request is sure to stand before this one: what becomes of the others can as well happen later (CA-01). */
const mayBeFirst = (world: World, id: ConnectionId, requests: readonly ConnectionId[]): boolean =>
  world.connections[id]?.behind.some(
    (earlier) => requests.includes(earlier) && isSureToStand(world, earlier),
  ) !== true;

/** The connector knows that it is connected, and has given nothing up. */
function isSureToStand({ connections, sockets }: World, id: ConnectionId): boolean {
  const connection = connections[id];
  const phase = connection && sockets[connection.client]?.phase;
  if (phase?.is !== 'connected' || phase.connection !== id) return false;
  return !isGivenUp(connection) && connection?.ends.server.lost === null;
}

/**
 * Requests that a call may find in the backlog, several at once, and that would do something else if they arrived after it:
 * what has been indicated together is not indicated again, and after a deferral an arrival is silent (NE-11, CA-12).
 */
export function foundTogether(
  world: World,
  name: SocketName,
  call: CallName,
  result: Result | undefined,
): readonly ConnectionId[] {
  if (world.sockets[name]?.registration?.mask.includes('FD_ACCEPT') !== true) return [];
  const told =
    call === 'WSAEnumNetworkEvents' &&
    (result === undefined || ('ok' in result && result.ok.events?.FD_ACCEPT !== undefined));
  const deferred =
    call === 'WSAAccept' && (result === undefined || ('error' in result && result.error === 'WSATRY_AGAIN'));
  return told || deferred ? requestsTo(world, name) : [];
}

/** The listener whose accept is under way and may have made the socket `name` already. */
export function acceptorOf({ sockets }: Part, name: SocketName): SocketName | null {
  const found = Object.entries(sockets).find(([, { outstanding }]) =>
    outstanding.some(({ call }) => call.call === 'WSAAccept' && call.args.as === name),
  );
  return found ? socketName(found[0]) : null;
}

/**
 * An accept under way may turn the request down as soon as the backlog shows it: a connector that has just learned that it is
 * connected feels that too (CA-29, AM-05b/R2).
 */
function isBeingRefused({ connections, sockets }: World, id: ConnectionId): boolean {
  const listener = connections[id]?.listener ?? null;
  const outstanding = listener === null ? [] : (sockets[listener]?.outstanding ?? []);
  return outstanding.some(({ call, ended }) => {
    if (call.call !== 'WSAAccept' || ended !== null) return false;
    return call.args.condition === 'CF_REJECT' || typeof call.args.condition === 'number';
  });
}

const nothing: Felt = { connections: [], side: null, outcome: false };

/** The calls that see more of a listener than its own settings. */
const looksAtBacklog: ReadonlySet<CallName> = new Set([
  'WSAAccept',
  'WSAEnumNetworkEvents',
  'WSAEventSelect',
]);

/** The calls that on a calm connection have the same results whatever is delivered. */
const deaf: ReadonlySet<CallName> = new Set([
  'WSAConnect',
  'CalleeData',
  'bind',
  'listen',
  'ioctlsocket',
  'setsockopt',
  'getsockopt',
  'WSAAccept',
  'send',
  'WSASend',
]);

/** The calls that on a calm connection feel only what is delivered to their own end. */
const listensOnly: ReadonlySet<CallName> = new Set([
  'recv',
  'WSARecv',
  'WSAEnumNetworkEvents',
  'WSAEventSelect',
]);

/** An established connection of which nothing is in flight but data, and that nobody has begun to end. */
function isCalm(world: World, id: ConnectionId): boolean {
  const connection = world.connections[id];
  if (connection?.listener !== null) return false;
  const { ends, wires, client, server } = connection;
  return (
    [ends.client, ends.server].every(
      ({ open, receiving, lost, ended }) => open && receiving === 'open' && !lost && !ended,
    ) &&
    [...wires.client, ...wires.server].every(({ is }) => is === 'data') &&
    [client, server].every((name) => name !== null && world.sockets[name]?.outstanding.length === 0)
  );
}
