import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { allRules } from '../model/rule-list.js';
import { builtInProfiles } from '../spec/profiles.js';
import { waivedRules } from '../spec/waivers.js';
import type { PinnedGraph } from './pinned-graph.js';
import { graphOf, graphsIn, pinnedScopes } from './pinned-graph.js';

const pinned = new Map(
  builtInProfiles.map(({ profile }) => {
    const text = readFileSync(new URL(`graphs/${profile}.json`, import.meta.url), 'utf8');
    return [profile, graphsIn(text)];
  }),
);

/** Those of more states are compared by `npm run graphs -- --check`. */
const mostStates = (profile: string): number => (profile === 'tcp' || profile === 'osi' ? 5_000 : 300);

const pinnedOf = (profile: string): readonly (readonly [string, PinnedGraph])[] =>
  Object.entries(pinned.get(profile) ?? {});

describe.each(builtInProfiles)('under $profile', (profile) => {
  const { profile: name } = profile;
  const few = pinnedOf(name).filter(([, { states }]) => states <= mostStates(name));

  it('there is a graph that is small enough to be compared here', () => {
    expect(few).not.toEqual([]);
  });

  it.each(few)('the graph of the scope “%s” is as it was', (scopeName, graph) => {
    const scope = pinnedScopes(profile).find((one) => one.name === scopeName);
    expect(scope && graphOf(machineOf(profile), scope)).toEqual(graph);
  });
});

it('every scope that can be searched is pinned under every profile', () => {
  for (const profile of builtInProfiles)
    expect(pinnedOf(profile.profile).map(([scope]) => scope)).toEqual(
      pinnedScopes(profile).map((scope) => scope.name),
    );
});

it('every rule fires in one of the graphs, unless it is waived', () => {
  const fired = new Set(
    [...pinned.values()].flatMap((graphs) =>
      Object.values(graphs).flatMap((graph) => Object.keys(graph.fired)),
    ),
  );
  const unfired = allRules()
    .map(({ rule }) => rule)
    .filter((rule) => !fired.has(rule));
  expect(unfired.sort()).toEqual(Object.keys(waivedRules).sort());
});
