import type { Draft } from 'immer';
import { Immer } from 'immer';
import type { Candidate, ReadingKey } from '../spec/readings.js';
import { candidatesOf } from '../spec/readings.js';
import type { Profile } from '../spec/profiles.js';
import type { World } from './world.js';

/** What the rules stand on besides the world: constant for a whole check. */
export interface Model {
  readonly profile: Profile;
  /** Candidates that are allowed at the outset; a reading that is left out is wholly open. */
  readonly readings: { readonly [Key in ReadingKey]?: readonly Candidate[] };
  /**
   * Bytes, unsent and unread together, for which a connection surely has room, on its way as well as at the receiver. The
   * documents name no size; beyond this one a send may find room or not, and what was sent may have to wait until the
   * receiver has read.
   */
  readonly room: number;
  /** How worlds are changed. A search has its own way, which also sees what is looked at. */
  readonly produce: Produce;
}

/** The world that `change` makes of another one, which stays as it is. */
export type Produce = (world: World, change: (draft: Draft<World>) => void) => World;

/** Worlds are never changed by anyone, so freezing them would only cost time. */
const worlds = new Immer({ autoFreeze: false });

const produce: Produce = (world, change) =>
  worlds.produce(world, (draft) => {
    change(draft);
  });

/** Bytes for which every real transport is expected to have room. */
const assuredRoom = 4096;

/** A model of `profile`, with some readings fixed: candidates given here win over those of the profile. */
export function modelOf(
  profile: Profile,
  options: { readonly readings?: Model['readings']; readonly room?: number } = {},
): Model {
  return {
    profile,
    readings: { ...profile.readings, ...options.readings },
    room: options.room ?? assuredRoom,
    produce,
  };
}

/** The candidates of an ambiguity that are still open in a world. */
export const openCandidates = (
  model: Model,
  world: Pick<World, 'readings'>,
  key: ReadingKey,
): readonly Candidate[] => world.readings[key] ?? model.readings[key] ?? candidatesOf(key);
