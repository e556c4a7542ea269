import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInProfiles } from '../spec/profiles.js';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import { readingKeys } from '../spec/readings.js';
import { describeInvocation } from '../spec/trace/describe.js';
import { socketName } from '../spec/trace/names.js';
import { callTransitions } from './call.js';
import { openCandidates } from './model.js';
import { connectionsOf, silentKinds, silentOf } from './silent.js';
import type { Documents, Trace } from './testing.js';
import { client, client2, documents, listener, settle, worldsAfter } from './testing.js';
import { anything, choosingBy, everyCall, freshName, walked } from './walks.js';
import type { World } from './world.js';

const bothAttempt: Trace = [
  [listener.WSASocket(), listener.bind(), listener.listen(1)],
  [client.WSASocket(), client.nonblocking(), client.WSAConnect(listener, 'WSAEWOULDBLOCK'), settle],
  [client2.WSASocket(), client2.nonblocking(), client2.WSAConnect(listener, 'WSAEWOULDBLOCK')],
];
const nobodyDoes: Trace = [
  [listener.WSASocket(), listener.bind(), listener.listen(1)],
  [client.WSASocket(), client2.WSASocket()],
];

const chances = fc.array(fc.nat({ max: 9999 }), { minLength: 40, maxLength: 160 });

const transports = builtInProfiles.flatMap((profile) =>
  [1, profile.limits.backlog].map((backlog) => ({
    profile: profile.profile,
    backlog,
    on: documents({ ...profile, readings: {}, limits: { ...profile.limits, backlog } }),
  })),
);

describe.each(transports)('under $profile with a backlog of $backlog at most', ({ on }) => {
  const { machine } = on;
  const worlds = [nobodyDoes, bothAttempt].flatMap((trace) => worldsAfter(on, trace));

  it('every call has a result, and all arrives, whichever candidates of the readings are chosen', () => {
    const stuck = new Set<string>();
    fc.assert(
      fc.property(chances, (numbers) => {
        const terrain = { machine, worlds, offers: anything, length: 24, timers: 'expire' } as const;
        const seen = walked(terrain, choosingBy(numbers)).worlds;
        for (const world of new Set([seen[0], seen[8], seen[16], seen.at(-1)])) {
          if (!world) continue;
          for (const [what, ways] of waysOut(on, world))
            for (const chosen of deadEnds(on, world, ways)) stuck.add(`${chosen}: ${what}`);
        }
      }),
      { numRuns: 2, seed: 1 },
    );
    expect([...stuck]).toEqual([]);
  });
});

/** What may come of each call, and of each thing that has to happen to a connection. */
function* waysOut({ machine }: Documents, world: World): Generator<readonly [string, readonly World[]]> {
  for (const name of Object.keys(world.sockets))
    for (const call of everyCall(freshName(world)).filter((one) => one.call !== 'WSASocket'))
      yield [
        `${name}.${describeInvocation(call)}`,
        callTransitions(machine, world, socketName(name), call)
          .filter(({ prediction }) => prediction !== null)
          .map((way) => way.world),
      ];
  for (const id of connectionsOf(world))
    for (const kind of silentKinds) {
      const due = silentOf(kind, machine, world, id).filter(({ urgency }) => urgency === 'due');
      if (due.length > 0) yield [`${kind} of ${id}`, due.map((way) => way.world)];
    }
}

/** The candidates, of readings that some way out of a world decides, with which there is no way out. */
function deadEnds({ machine }: Documents, world: World, ways: readonly World[]): readonly string[] {
  const open = (key: ReadingKey, one: World) => openCandidates(machine, one, key);
  const decided = readingKeys.filter((key) =>
    ways.some((way) => open(key, way).length < open(key, world).length),
  );
  let choices: readonly ReadonlyMap<ReadingKey, Candidate>[] = [new Map()];
  for (const key of decided)
    choices = choices.flatMap((choice) =>
      open(key, world).map((candidate) => new Map([...choice, [key, candidate]])),
    );
  return choices
    .map((choice) => [...choice])
    .filter(
      (choice) => !ways.some((way) => choice.every(([key, candidate]) => open(key, way).includes(candidate))),
    )
    .map((choice) => choice.map(([key, candidate]) => `${key}=${candidate}`).join(', '));
}
