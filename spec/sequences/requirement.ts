import type { Profile } from '../profiles.js';
import { carriesDisconnectData, closesGracefully, isStream } from '../profiles.js';

/** What a transport must be for a sequence, or for one way of showing an event, to be possible on it. */
export type Requirement =
  | 'byte-stream'
  | 'message-oriented'
  | 'graceful-close'
  | 'half-close'
  | 'disconnect-data'
  | 'no-disconnect-data'
  | 'confirmed-on-acceptance';

/** Whether a transport is what is required. */
export const meets = (profile: Profile, requirement: Requirement): boolean =>
  requirements[requirement](profile);

const requirements: { readonly [Name in Requirement]: (profile: Profile) => boolean } = {
  'byte-stream': isStream,
  'message-oriented': (profile) => !isStream(profile),
  'graceful-close': closesGracefully,
  'half-close': (profile) => profile.halfClose,
  'disconnect-data': carriesDisconnectData,
  'no-disconnect-data': (profile) => !carriesDisconnectData(profile),
  'confirmed-on-acceptance': (profile) => profile.confirmed === 'on-acceptance',
};
