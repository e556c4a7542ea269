import { expect, it } from 'vitest';
import type { Profile } from '../spec/profiles.js';
import { profileNamed } from '../spec/profiles.js';
import { callNames } from '../spec/trace/names.js';
import type { CallName } from '../spec/trace/step.js';
import type { DeliveryRules } from './deliveries/delivery.js';
import { canonical } from './key.js';
import type { RuleBook } from './machine.js';
import { documentedRules, machineOf } from './machine.js';
import type { CallRules } from './rule.js';
import { corners } from './search/corners.js';
import {
  answering,
  client,
  closesocket,
  connected,
  connectTo,
  enumerate,
  freely,
  linger,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  recvDisconnect,
  register,
  send,
  sendDisconnect,
  server,
  settle,
  shutdown,
  socketNamed,
  upTo,
  WSARecv,
} from './search/moves.js';
import { reached } from './search/reached.js';
import type { Scope } from './search/scope.js';
import { isOffered, moveSuccessors, silentSuccessors } from './search/successors.js';
import type { Item, World } from './world.js';

/** Worlds of each scope that are looked at: those that are reached first. */
const most = 45;

const usual = { settles: false, timers: false, room: 4 } as const;

const tcp = profileNamed('tcp');
const osi = profileNamed('osi');
const withoutHalfClose: Profile = { ...tcp, profile: 'graceful', halfClose: false };

/** What lies deeper in the corners than their first worlds, or in none of them, each under a profile that has it. */
const deeper: readonly (readonly [Profile, Scope])[] = [
  [
    tcp,
    {
      ...usual,
      name: 'an option while an attempt is under way',
      setup: [
        ...listening(1),
        ...socketNamed(client),
        nonblocking(client),
        made(client, connectTo(listener)),
      ],
      moves: [freely(client, linger(5))],
    },
  ],
  [
    tcp,
    {
      ...usual,
      name: 'sends to one that receives no more',
      setup: [...connected, made(server, shutdown('SD_RECEIVE'))],
      moves: [send('a'), { call: 'WSASend', args: { data: 'a' } } as const].map((call) =>
        upTo(1, client, call),
      ),
      surroundings: 'may fail',
    },
  ],
  [
    tcp,
    {
      ...usual,
      name: 'data that are overtaken by a reset, or stand when it comes',
      setup: [...connected, made(client, send('ab')), made(client, linger(0)), made(client, closesocket)],
      moves: [recv(1), WSARecv(1)].map((call) => freely(server, call)),
    },
  ],
  [
    tcp,
    {
      ...usual,
      name: 'both ends are there',
      setup: [
        ...connected,
        made(server, shutdown('SD_SEND')),
        made(client, shutdown('SD_SEND')),
        settle,
        made(client, recv(1)),
      ],
      moves: [shutdown('SD_BOTH'), sendDisconnect(null), recvDisconnect(1), recvDisconnect(null)].map(
        (call) => freely(client, call),
      ),
    },
  ],
  [
    osi,
    {
      ...usual,
      name: 'data at the end',
      setup: [...connected, made(server, sendDisconnect('dd')), settle],
      moves: [freely(client, recvDisconnect(1))],
    },
  ],
  [
    osi,
    {
      ...usual,
      name: 'an answer that is too long',
      setup: [
        ...listening(1),
        ...socketNamed(client),
        nonblocking(client),
        made(client, { call: 'WSAConnect', args: { to: listener, calleeDataLen: 1 } }),
        settle,
        made(listener, answering('CF_ACCEPT', 'ab')),
      ],
      moves: [freely(client, recv(1))],
    },
  ],
  [
    withoutHalfClose,
    {
      ...usual,
      name: 'the end of one side',
      setup: [...connected, made(client, register('FD_CLOSE')), made(client, shutdown('SD_SEND')), settle],
      moves: [
        ...[recv(1), WSARecv(1), enumerate].map((call) => freely(client, call)),
        ...[send('a'), { call: 'WSASend', args: { data: 'a' } } as const].map((call) =>
          upTo(1, server, call),
        ),
      ],
    },
  ],
];

/** The rules whose effect has run, by their names. */
const ran = new Set<string>();

const nameOf = (where: string, { name }: { readonly name: string }): string => `${where}: ${name}`;

function notingCall<Name extends CallName>(
  rules: RuleBook,
  call: Name,
  documented: CallRules<Name> = rules.calls[call],
): RuleBook {
  const noting: CallRules<Name> = documented.map((rule) => ({
    ...rule,
    then: (stage) => {
      ran.add(nameOf(call, rule));
      return rule.then(stage);
    },
  }));
  return { ...rules, calls: { ...rules.calls, [call]: noting } };
}

function notingArrival<Kind extends Item['is']>(
  rules: RuleBook,
  kind: Kind,
  documented: DeliveryRules<Kind> = rules.deliveries[kind],
): RuleBook {
  const noting: DeliveryRules<Kind> = documented.map((rule) => ({
    ...rule,
    then: (reception) => {
      ran.add(nameOf(kind, rule));
      rule.then(reception);
    },
  }));
  return { ...rules, deliveries: { ...rules.deliveries, [kind]: noting } };
}

const kinds = [
  'request',
  'confirmation',
  'refusal',
  'data',
  'end',
  'reset',
] as const satisfies readonly Item['is'][];

const withCalls = callNames.reduce((book, call) => notingCall(book, call), documentedRules);
const rules = kinds.reduce((book, kind) => notingArrival(book, kind), withCalls);

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** A world without the parts that it has from a frozen one. */
const changesOf = (from: World, to: World) => ({
  ...to,
  sockets: others(from.sockets, to.sockets),
  connections: others(from.connections, to.connections),
});

const others = <Part>(from: { readonly [name: string]: Part }, to: { readonly [name: string]: Part }) =>
  Object.entries(to).map(([name, part]) => (from[name] === part ? name : [name, part]));

const scopes = [
  ...[tcp, osi, profileNamed('bluetooth')].flatMap((profile) =>
    corners(profile).map((scope) => [profile, scope] as const),
  ),
  ...deeper,
].map(([profile, scope]) => [profile.profile, scope.name, profile, scope] as const);

it.each(scopes)(
  'every rule under %s is a function that changes nothing of what it is given, in the scope “%s”',
  (_profile, _scope, profile, scope) => {
    const machine = { ...machineOf(profile, { room: scope.room }), rules };
    /** All that may follow, as text. */
    const everything = (world: World): string =>
      [
        ...silentSuccessors(machine, world, scope),
        ...scope.moves
          .filter((move) => isOffered(world, move))
          .flatMap((move) => moveSuccessors(machine, world, move, scope)),
      ]
        .map((next) => canonical({ ...next, world: changesOf(world, next.world) }))
        .join('\n');
    for (const world of reached(machineOf(profile), scope, most).worlds) {
      const given = frozen(world);
      expect(everything(given)).toBe(everything(given));
    }
  },
);

/** Who gives an attempt up drops what is on the way to it: in no world that a run comes to is anything left to be dropped. */
const idle = 'confirmation: a confirmation that nobody waits for is dropped';

it('the effect of every rule has run in one of these worlds', () => {
  const all = [
    ...callNames.flatMap((call) => rules.calls[call].map((rule) => nameOf(call, rule))),
    ...kinds.flatMap((kind) => rules.deliveries[kind].map((rule) => nameOf(kind, rule))),
  ];
  expect(all.filter((name) => !ran.has(name))).toEqual([idle]);
});
