import { linkOf } from '../../model/call.js';
import type { Belief } from '../../model/oracle/oracle.js';
import type { Socket, World } from '../../model/world.js';
import { emptyWorld } from '../../model/world.js';
import type { Profile } from '../../spec/profiles.js';
import { callNames, socketName } from '../../spec/trace/names.js';
import type { CallName, SocketName, Step } from '../../spec/trace/step.js';
import type { Act, Made } from './act.js';
import { settling } from './act.js';
import type { Situation } from './appetite.js';
import { appetites, interest } from './appetite.js';
import { featureOf } from './feature.js';
import type { Names } from './names.js';
import { callAfter, callAt, momentOf, saidAt } from './occasion.js';
import type { Pool } from './pool.js';
import { choose } from './pool.js';
import { callPools } from './pools.js';

/**
 * The lots that a command draws, each from 0 to 65,535. What they fall on depends on what is known of the system when
 * the command is run, so that it is meaningful then.
 */
export interface Draw {
  /** Which of the possible worlds is looked at. */
  readonly world: number;
  readonly actor: number;
  readonly call: number;
  readonly argument: number;
}

/** What a run has come to. */
export interface Progress {
  readonly profile: Profile;
  readonly belief: Belief;
  readonly names: Names;
  readonly steps: readonly Step[];
  /** Features that the system does not have. */
  readonly unsupported: ReadonlySet<string>;
  /** How much likelier than usual something is made, such as what has been seen least. */
  readonly favour: Favour;
  /** What was done last: the first of its {@link occasionsOf}. */
  readonly before: string;
}

/** By how much to weight what a text of {@link occasionsOf} stands for. */
export type Favour = (what: string) => number;

/** Nothing is likelier than usual. */
export const impartial: Favour = () => 1;

/** What is done next; `null` if there is nothing that could be done. */
export function propose(progress: Progress, draw: Draw): Act | null {
  const world = glimpse(progress.belief, draw.world);
  const whose = choose(actors(progress, world), draw.actor);
  if (whose === undefined) return null;
  if (whose === 'settle') return settling;
  const { socket, names } = whose;
  const name = choose(names, draw.call);
  if (name === undefined) return null;
  const pool = callPools[name]({
    profile: progress.profile,
    role: roleOf(socket),
    targets: targetsIn(progress, world, socket),
    accepted: freeName(progress, 'server'),
    bytes: (length) => bytesAfter(progress.steps.length, length),
  });
  const { unsupported } = progress;
  const possible = unsupported.size === 0 ? pool : pool.filter(([, one]) => !unsupported.has(featureOf(one)));
  const place = placeOf(progress, world, socket);
  const call = choose(
    possible.map(([weight, one]) => [weight * progress.favour(saidAt(place, one)), one] as const),
    draw.argument,
  );
  return call === undefined ? null : { socket, call };
}

/** What an act is where a run has come to: a call where it is made, after what was done before, and with what it says. */
export function occasionsOf(progress: Progress, world: World, act: Act): readonly string[] {
  if ('settle' in act) return ['rest'];
  const { socket, call } = act;
  const place = placeOf(progress, world, socket);
  return [callAt(momentOf(place), call.call), callAfter(progress.before, call.call), saidAt(place, call)];
}

/** Where a socket is; `null` if it is gone. */
function placeOf(progress: Progress, world: World, name: SocketName): Situation | null {
  const socket = world.sockets[name];
  return socket && socket.phase.is !== 'closed' ? situationOf(progress, world, name, socket) : null;
}

/** Pools of calls by how much they are favoured at a moment. */
const favoured = ({ favour, before }: Progress, moment: string, names: Pool<CallName>): Pool<CallName> =>
  names.map(([weight, name]) => {
    const likelier = (favour(callAt(moment, name)) + favour(callAfter(before, name))) / 2;
    return [weight * likelier, name] as const;
  });

const sumOf = (pool: Pool<unknown>): number => pool.reduce((sum, [weight]) => sum + weight, 0);

/** How gladly a call is made where a run has come to, beside what else could be done there. */
export function gladness(progress: Progress, world: World, { socket: name, call }: Made): number {
  const socket = world.sockets[name];
  if (!socket || socket.phase.is === 'closed') return 1;
  const situation = situationOf(progress, world, name, socket);
  const likelier =
    progress.favour(callAt(momentOf(situation), call.call)) +
    progress.favour(callAfter(progress.before, call.call));
  return (interest(situation) * appetites[call.call](situation) * likelier) / 2;
}

/** One of the worlds that are compatible with everything observed. */
export function glimpse(belief: Belief, lot: number): World {
  const hypothesis = belief[lot % belief.length];
  if (!hypothesis) return emptyWorld;
  let world: World = { ...emptyWorld, readings: hypothesis.readings };
  for (const { parts } of hypothesis.clusters) {
    const part = parts[lot % parts.length];
    if (part)
      world = {
        ...world,
        sockets: { ...world.sockets, ...part.sockets },
        connections: { ...world.connections, ...part.connections },
      };
  }
  return world;
}

interface Actor {
  readonly socket: SocketName;
  readonly names: Pool<CallName>;
}

/** The most sockets of each kind that are open at a time, and how many names there are for them. */
const limits = { listener: { open: 2, names: 3 }, client: { open: 3, names: 6 } } as const;

function actors(progress: Progress, world: World): Pool<Actor | 'settle'> {
  const { steps, names } = progress;
  const last = steps.at(-1);
  const rests = last === undefined || 'settle' in last;
  const latest = last !== undefined && 'socket' in last ? last.socket : null;
  const sockets = [...names.attempted].flatMap((name): Pool<Actor> => {
    const socket = world.sockets[name];
    if (!socket || socket.phase.is === 'closed') return neverMind(progress, name, latest);
    const situation = situationOf(progress, world, name, socket);
    const usual = callsIn(progress, situation);
    const names = favoured(progress, momentOf(situation), usual);
    const likelier = sumOf(names) / (sumOf(usual) || 1);
    const weight = interest(situation) * closeness(world, name, latest) * likelier;
    return [[weight, { socket: name, names }]];
  });
  const possibilities = doubt(progress.belief);
  if (!rests && possibilities > mostDoubt) return [[1, 'settle']];
  return [[rests ? 0 : 6 + possibilities / 4, 'settle'], ...newcomers(progress, world), ...sockets];
}

/** More possibilities than these would make every further step expensive. */
const mostDoubt = 32;

/** How many possibilities there are besides one; to settle leaves fewer of them, and a long run stays cheap. */
const doubt = (belief: Belief): number =>
  belief.reduce(
    (sum, { clusters }) => [...clusters].reduce((size, { parts }) => size + parts.length - 1, sum + 1),
    -1,
  );

/** What follows on something is likelier to tell of it: at the same socket, or at the other end. */
function closeness({ connections }: World, name: SocketName, latest: SocketName | null): number {
  if (latest === null) return 1;
  if (name === latest) return 3;
  const linked = Object.values(connections).some(({ client, server, listener }) => {
    const ends: readonly (SocketName | null)[] = [client, server, listener];
    return ends.includes(name) && ends.includes(latest);
  });
  return linked ? 3 : 1;
}

/** A handle that is closed, or never was: every call answers that it is no socket. */
function neverMind(progress: Progress, socket: SocketName, latest: SocketName | null): Pool<Actor> {
  const { names, unsupported } = progress;
  if (!names.admits({ socket, call: { call: 'bind', args: {} } })) return [];
  const calls = callNames.filter((name) => name !== 'WSASocket' && !unsupported.has(name));
  const usual = calls.map((name) => [1, name] as const);
  return [[socket === latest ? 3 : 0.4, { socket, names: favoured(progress, momentOf(null), usual) }]];
}

function callsIn({ unsupported, names }: Progress, situation: Situation): Pool<CallName> {
  return callNames
    .filter((name) => !unsupported.has(name) && (name !== 'WSAConnect' || names.bound.size > 0))
    .map((name) => [appetites[name](situation), name] as const);
}

function situationOf({ profile }: Progress, world: World, name: SocketName, socket: Socket): Situation {
  const requests = Object.values(world.connections).filter(({ listener }) => listener === name).length;
  const served = Object.values(world.sockets).some(({ phase }) => phase.is === 'listening');
  return { profile, socket, role: roleOf(name), link: linkOf(world, socket), requests, served };
}

/** Sockets that could be made: a listener first, then clients for it. */
function newcomers(progress: Progress, world: World): Pool<Actor> {
  const listeners = openSockets(progress, world, 'listener');
  const clients = openSockets(progress, world, 'client');
  const idle = clients.filter(({ phase }) => phase.is === 'unbound' || phase.is === 'bound');
  const ready = listeners.some(({ phase }) => phase.is === 'listening');
  const weights = {
    listener: listeners.length === 0 ? 40 : 0.5,
    client: ready && idle.length === 0 ? 12 / (1 + clients.length) : 1.5,
  };
  return (['listener', 'client'] as const).flatMap((kind): Pool<Actor> => {
    const { open, names } = limits[kind];
    const socket = freeName(progress, kind);
    const used = (kind === 'listener' ? listeners : clients).length;
    if (used >= open || namesOf(progress, kind).length >= names) return [];
    return [[weights[kind], { socket, names: [[1, 'WSASocket']] }]];
  });
}

const namesOf = ({ names }: Progress, kind: string): readonly SocketName[] =>
  [...names.attempted].filter((name) => name.replace(/\d+$/u, '') === kind);

const openSockets = (progress: Progress, world: World, kind: string): readonly Socket[] =>
  namesOf(progress, kind).flatMap((name) => {
    const socket = world.sockets[name];
    return socket && socket.phase.is !== 'closed' ? [socket] : [];
  });

const roleOf = (name: SocketName): Situation['role'] =>
  name.startsWith('listener') ? 'listener' : 'connection';

/** The first name of a kind that no socket bears: `client`, `client2`, … */
function freeName({ names }: Progress, kind: 'listener' | 'client' | 'server'): SocketName {
  for (let number = 1; ; number += 1) {
    const name = socketName(number === 1 ? kind : `${kind}${String(number)}`);
    if (names.isFree(name)) return name;
  }
}

/** Those who listen, and at low weight other addresses; connecting to oneself is left open, so it is tried least. */
const targetsIn = ({ names }: Progress, { sockets }: World, self: SocketName): Pool<SocketName> =>
  [...names.bound].map((name) => {
    if (name === self) return [0.02, name] as const;
    const socket = sockets[name];
    if (socket?.phase.is === 'listening') return [10, name] as const;
    return [socket?.acceptedFrom ? 0.1 : 0.4, name] as const;
  });

const alphabet = 'abcdefghijklmnopqrstuvwxyz';

/** The alphabet, from a place that is another one after each step. */
function bytesAfter(steps: number, length: number): string {
  const first = steps % alphabet.length;
  return alphabet.repeat(Math.ceil(length / alphabet.length) + 1).slice(first, first + length);
}
