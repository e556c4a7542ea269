import { isStream } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import type { Call, SocketName, Step } from '../spec/trace/step.js';
import { recordAll } from './indications.js';
import type { Machine } from './machine.js';
import type { Successor } from './search/successors.js';
import { completionSuccessors, moveSuccessors } from './search/successors.js';
import { connectionsOf, silentTransitions } from './silent.js';
import { everyWorld } from './transition.js';
import type { Connection, Side, World } from './world.js';

/** Chooses one of several options, of which there is at least one. */
export type Choose = <T>(options: readonly [T, ...T[]]) => T;

/** Chooses by a list of numbers, and the first option when they have run out. */
export function choosingBy(numbers: readonly number[]): Choose {
  let next = 0;
  return (options) => {
    const number = numbers[next] ?? 0;
    next += 1;
    return options[number % options.length] ?? options[0];
  };
}

/** A call that may be made in a walk. */
export interface Offered {
  readonly socket: SocketName;
  readonly call: Call;
}

/** What a walk is made of. */
export interface Terrain {
  readonly machine: Machine;
  /** What has happened before. */
  readonly worlds: readonly World[];
  /** The calls that may be made in a world. */
  readonly offers: (world: World) => readonly Offered[];
  /** How many steps are taken, silent ones included. */
  readonly length: number;
  /** Whether attempts and lingering closes may time out. */
  readonly timers: 'none' | 'expire';
}

/** A run of the model: what is seen of it, and the worlds that it went through. */
export interface Run {
  readonly steps: readonly Step[];
  readonly worlds: readonly World[];
}

interface Silent {
  readonly world: World;
  readonly due: boolean;
}

/** A run of the model as chance will have it. Nothing is looked for in it: it knows no more than the rules. */
export function walked({ machine, worlds, offers, length, timers }: Terrain, choose: Choose): Run {
  const steps: Step[] = [];
  const seen: World[] = [];
  let world = choose(nonEmpty(worlds));
  for (let taken = 0; taken < length; taken += 1) {
    seen.push(world);
    const silent = silentSteps(machine, world, timers, choose);
    const ends = completionSuccessors(machine, world);
    const kind = choose(['call', 'call', 'silent', 'silent', 'end', 'settle'] as const);
    if (kind === 'call') {
      const offered = offers(world);
      if (offered.length === 0) continue;
      const move = choose(nonEmpty(offered));
      const ways = moveSuccessors(machine, world, { ...move, times: 'any' });
      if (ways.length === 0) break;
      world = follow(choose(nonEmpty(ways)), steps);
    } else if (kind === 'silent' && silent.length > 0) world = choose(nonEmpty(silent)).world;
    else if (kind === 'end' && ends.length > 0) world = follow(choose(nonEmpty(ends)), steps);
    else if (kind === 'settle') {
      world = comeToRest(machine, world, choose);
      steps.push({ settle: true });
    }
  }
  seen.push(world);
  return { steps, worlds: seen };
}

function follow({ step, world }: Successor, steps: Step[]): World {
  if (step) steps.push(step);
  return world;
}

function nonEmpty<T>([first, ...rest]: readonly T[]): readonly [T, ...T[]] {
  if (first === undefined) throw new Error('there is nothing to choose from');
  return [first, ...rest];
}

/** Deliveries in any order until nothing is in flight, then every indication that is due. */
function comeToRest(machine: Machine, start: World, choose: Choose): World {
  let world = start;
  for (let patience = 0; patience < 200; patience += 1) {
    const silent = silentSteps(machine, world, 'none', choose);
    const due = silent.filter((step) => step.due);
    const [first, ...more] = due;
    if (first === undefined) break;
    world = choose([first, ...more, ...silent]).world;
  }
  const [rested] = everyWorld(machine, world, null, (draft) => {
    for (const socket of Object.values(draft.sockets)) recordAll(socket);
  });
  return rested?.world ?? world;
}

/** Silent steps; before them, data of a byte stream may fall apart at any place. */
function silentSteps(
  machine: Machine,
  world: World,
  timers: Terrain['timers'],
  choose: Choose,
): readonly Silent[] {
  const before = isStream(machine.profile) ? choose([world, fallenApart(world, choose)]) : world;
  const text = JSON.stringify(world);
  return connectionsOf(before).flatMap((id) =>
    silentTransitions(machine, before, id)
      .filter(({ urgency }) => timers === 'expire' || urgency !== 'timer')
      .map(({ world: next, urgency }) => ({
        world: next,
        due: urgency === 'due' && JSON.stringify(next) !== text,
      })),
  );
}

function fallenApart(world: World, choose: Choose): World {
  const connections = Object.fromEntries(
    Object.entries(world.connections).map(([id, connection]) => [
      id,
      split(split(connection, 'client', choose), 'server', choose),
    ]),
  );
  return { ...world, connections };
}

function split(connection: Connection, side: Side, choose: Choose): Connection {
  const places = placesIn(connection, side);
  return places.length === 0 ? connection : splitAt(connection, side, choose(nonEmpty(places)));
}

/** The places at which the data that arrive next at one side may fall apart. */
export function placesIn(connection: Connection, side: Side): readonly number[] {
  const [first] = connection.wires[side];
  return first?.is === 'data' ? Array.from(first.bytes.slice(1), (_, index) => index + 1) : [];
}

/** The connection with those data in two parts. */
export function splitAt(connection: Connection, side: Side, at: number): Connection {
  const [first, ...rest] = connection.wires[side];
  if (first?.is !== 'data') return connection;
  const parts = [first.bytes.slice(0, at), first.bytes.slice(at)].map((bytes) => ({
    is: 'data' as const,
    bytes,
  }));
  return { ...connection, wires: { ...connection.wires, [side]: [...parts, ...rest] } };
}

const listener = socketName('listener');
const acceptable = ['server', 'server2', 'server3'].map(socketName);

/** Every call that a trace may make on a socket, with arguments that matter. */
export function everyCall(as: SocketName): readonly Call[] {
  return [
    ...[0, 1, 17].map((group): Call => ({ call: 'WSASocket', args: { group } })),
    { call: 'bind', args: {} },
    ...[-1, 1, 5].map((backlog): Call => ({ call: 'listen', args: { backlog } })),
    ...[true, false].map((nonblocking): Call => ({ call: 'ioctlsocket', args: { nonblocking } })),
    ...[
      { onoff: true, linger: 0 },
      { onoff: true, linger: 30 },
      { onoff: false, linger: 0 },
    ].map((args): Call => ({ call: 'setsockopt', args: { option: 'SO_LINGER', ...args } })),
    ...(['SO_DONTLINGER', 'SO_CONDITIONAL_ACCEPT'] as const).flatMap((option) =>
      [true, false].map((value): Call => ({ call: 'setsockopt', args: { option, value } })),
    ),
    ...(['SO_LINGER', 'SO_DONTLINGER', 'SO_CONDITIONAL_ACCEPT', 'SO_ACCEPTCONN', 'SO_ERROR'] as const).map(
      (option): Call => ({ call: 'getsockopt', args: { option } }),
    ),
    { call: 'WSAEventSelect', args: { events: [] } },
    {
      call: 'WSAEventSelect',
      args: { events: ['FD_READ', 'FD_WRITE', 'FD_ACCEPT', 'FD_CONNECT', 'FD_CLOSE'] },
    },
    { call: 'WSAEnumNetworkEvents', args: {} },
    ...[null, '', 'hello', 'x'.repeat(40)].map((callerData): Call => ({
      call: 'WSAConnect',
      args: { to: listener, callerData, calleeDataLen: 4 },
    })),
    { call: 'WSAConnect', args: { to: as } },
    { call: 'CalleeData', args: {} },
    ...([null, 'CF_ACCEPT', 'CF_REJECT', 'CF_DEFER', 17] as const).map((condition): Call => ({
      call: 'WSAAccept',
      args: { as, condition },
    })),
    { call: 'WSAAccept', args: { as, condition: 'CF_ACCEPT', calleeData: 'welcome' } },
    ...['', 'a', 'bcd'].flatMap((data): Call[] => [
      { call: 'send', args: { data } },
      { call: 'WSASend', args: { data } },
    ]),
    ...[1, 8].flatMap((len): Call[] => [
      { call: 'recv', args: { len } },
      { call: 'WSARecv', args: { len } },
    ]),
    ...(['SD_SEND', 'SD_RECEIVE', 'SD_BOTH'] as const).map((how): Call => ({
      call: 'shutdown',
      args: { how },
    })),
    ...[null, '', 'bye', 'x'.repeat(40)].map((data): Call => ({ call: 'WSASendDisconnect', args: { data } })),
    ...[null, 1, 32].map((len): Call => ({ call: 'WSARecvDisconnect', args: { len } })),
    { call: 'closesocket', args: {} },
  ];
}

/** A name that no socket of a world has, or is about to have. */
export function freshName({ sockets }: World): SocketName {
  const taken = new Set(Object.keys(sockets));
  for (const { outstanding } of Object.values(sockets))
    for (const { call } of outstanding) if (call.call === 'WSAAccept') taken.add(call.args.as);
  return acceptable.find((name) => !taken.has(name)) ?? socketName(`server${taken.size}`);
}

/** Every call on every socket: also misuse, and what leads nowhere. */
export const anything = (world: World): readonly Offered[] => {
  const as = freshName(world);
  return Object.keys(world.sockets).flatMap((name) =>
    everyCall(as)
      .filter(({ call }) => call !== 'WSASocket')
      .map((call) => ({ socket: socketName(name), call })),
  );
};

/** Calls of two connected sockets that do not block, as applications make them. */
export const conversation = (world: World): readonly Offered[] =>
  ['client', 'server'].flatMap((name) => {
    const socket = socketName(name);
    const calls: readonly Call[] = [
      { call: 'send', args: { data: 'a' } },
      { call: 'send', args: { data: 'bcd' } },
      { call: 'recv', args: { len: 1 } },
      { call: 'recv', args: { len: 8 } },
      { call: 'WSAEnumNetworkEvents', args: {} },
      { call: 'WSAEnumNetworkEvents', args: {} },
      { call: 'shutdown', args: { how: 'SD_SEND' } },
      { call: 'shutdown', args: { how: 'SD_BOTH' } },
      { call: 'setsockopt', args: { option: 'SO_LINGER', onoff: true, linger: 0 } },
      { call: 'WSARecvDisconnect', args: { len: 8 } },
      { call: 'closesocket', args: {} },
    ];
    return world.sockets[name]?.phase.is === 'connected' ? calls.map((call) => ({ socket, call })) : [];
  });
