import { machineOf } from '../model/machine.js';
import { builtInProfiles } from '../spec/profiles.js';
import { keep } from './keep.js';
import { graphOf, pinnedScopes, textOf } from './pinned-graph.js';

/**
 * Pins the graph of every scope under every built-in profile, so that a model that quietly lost behaviour fails. Run from
 * the root of the repository: `node dist/audit/graphs.js [--check]`.
 */
for (const profile of builtInProfiles) {
  const graphs = pinnedScopes(profile).map(
    (scope) => [scope.name, graphOf(machineOf(profile), scope)] as const,
  );
  keep(`audit/graphs/${profile.profile}.json`, textOf(Object.fromEntries(graphs)));
  const states = graphs.reduce((sum, [, graph]) => sum + graph.states, 0);
  console.log(`${profile.profile}: ${String(graphs.length)} scopes, ${String(states)} states`);
}
