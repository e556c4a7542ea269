import type { AtlasEntry } from '../model/atlas/atlas.js';
import { atlasOf } from '../model/atlas/atlas.js';
import { machineOf } from '../model/machine.js';
import { profileNamed } from '../spec/profiles.js';

/** The transports of which there is an atlas: a byte stream, a message-oriented one with data, and one that ends abortively. */
const transports = ['tcp', 'osi', 'bluetooth'];

/** The atlas of each transport. */
export const atlases = (): readonly { readonly profile: string; readonly rows: readonly AtlasEntry[] }[] =>
  transports.map((profile) => ({ profile, rows: atlasOf(machineOf(profileNamed(profile))) }));
