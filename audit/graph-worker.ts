import { machineOf } from '../model/machine.js';
import { profileNamed } from '../spec/profiles.js';
import { graphOf, pinnedScopes, textOf } from './pinned-graph.js';

/** What a thread of the pool does with the name of a profile: its graphs, as text; tinypool asks for a default export. */
// eslint-disable-next-line no-restricted-exports -- the pool calls the default export
export default (name: string): string => {
  const profile = profileNamed(name);
  return textOf(
    Object.fromEntries(
      pinnedScopes(profile).map((scope) => [scope.name, graphOf(machineOf(profile), scope)] as const),
    ),
  );
};
