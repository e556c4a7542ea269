import { z } from 'zod';
import type { Machine } from '../model/machine.js';
import { corners } from '../model/search/corners.js';
import { explore } from '../model/search/explore.js';
import { indifferent } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import { medium, small } from '../model/search/scopes.js';
import type { Profile } from '../spec/profiles.js';

const pinnedGraph = z.object({
  states: z.number(),
  transitions: z.number(),
  /** Calls, completions and settles of the longest run. */
  depth: z.number(),
  /** Whether these are all the states of the scope, and not only those that runs of `depth` steps reach. */
  complete: z.boolean(),
  /** How often each rule fires. */
  fired: z.record(z.string(), z.number()),
});

/** What is pinned of a graph. */
export type PinnedGraph = z.infer<typeof pinnedGraph>;

const pinnedGraphs = z.record(z.string(), pinnedGraph);

/** The graphs of a profile, by scope. */
export type PinnedGraphs = z.infer<typeof pinnedGraphs>;

/** Scopes that are too wide to be searched to their end, and the steps to which their runs are followed. */
const depths: { readonly [scope: string]: number } = { twins: 3 };

/** Every scope that can be searched under a profile. */
export const pinnedScopes = (profile: Profile): readonly Scope[] => [small, medium, ...corners(profile)];

/** Explores a scope as far as it is pinned. */
export function graphOf(machine: Machine, scope: Scope): PinnedGraph {
  const { states, transitions, depth, complete, fired } = explore(machine, scope, indifferent, {
    states: Infinity,
    depth: depths[scope.name] ?? Infinity,
    goOn: () => true,
  });
  const counts = [...fired].sort(([one], [other]) => (one < other ? -1 : 1));
  return { states, transitions, depth, complete, fired: Object.fromEntries(counts) };
}

/** Graphs as they are checked in. */
export const textOf = (graphs: PinnedGraphs): string => `${JSON.stringify(graphs, null, 2)}\n`;

/** The graphs in a text that was checked in. */
export const graphsIn = (text: string): PinnedGraphs => pinnedGraphs.parse(JSON.parse(text));
