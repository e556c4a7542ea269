import type { Profile } from '../../spec/profiles.js';
import {
  builtInProfiles,
  carriesConnectData,
  carriesDisconnectData,
  closesGracefully,
  isStream,
} from '../../spec/profiles.js';
import { candidatesOf, readings } from '../../spec/readings.js';
import type { Actions, State } from './state.js';

interface SettingsProps {
  readonly state: State;
  readonly actions: Actions;
}

/** What a transport is, in a line. */
export const describeProfile = (profile: Profile): string =>
  [
    isStream(profile) ? 'byte stream' : 'message-oriented',
    closesGracefully(profile) ? 'graceful close' : 'no graceful close',
    profile.halfClose ? 'half-close' : 'no half-close',
    carriesConnectData(profile)
      ? `connect data up to ${profile.limits.connectData} bytes`
      : 'no connect data',
    carriesDisconnectData(profile)
      ? `disconnect data up to ${profile.limits.disconnectData} bytes`
      : 'no disconnect data',
    `confirmed ${profile.confirmed.replace('-', ' ')}`,
  ].join(', ');

/** The profile and the readings; another choice begins anew. */
export function Settings({ state, actions }: SettingsProps) {
  const { profile } = state;
  const isBuiltIn = builtInProfiles.includes(profile);
  const fixed = Object.keys(state.readings).length;
  return (
    <div class="settings">
      <label class="field inline">
        <span>Profile</span>
        <select
          value={profile.profile}
          onChange={({ currentTarget }) => {
            const chosen = builtInProfiles.find((one) => one.profile === currentTarget.value);
            if (chosen) actions.begin(chosen, state.readings);
          }}
        >
          {!isBuiltIn && !builtInProfiles.some((one) => one.profile === profile.profile) && (
            <option>{profile.profile}</option>
          )}
          {builtInProfiles.map((one) => (
            <option key={one.profile}>{one.profile}</option>
          ))}
        </select>
      </label>
      <span class="small dim">{describeProfile(profile)}</span>
      <details class="readings-choice">
        <summary>
          Readings <span class="small dim">{fixed === 0 ? 'all open' : `${fixed} fixed`}</span>
        </summary>
        <p class="small dim">
          Points on which the documents are silent or contradict each other. A change begins anew.
        </p>
        <div class="scroll">
          <table>
            <tbody>
              {readings.map((reading) => (
                <tr key={reading.key}>
                  <td>
                    <code>{reading.key}</code>
                  </td>
                  <td>
                    {reading.title}
                    <div class="small dim">
                      {reading.candidates.map(({ id, says }) => (
                        <div key={id}>
                          {id}: {says}
                        </div>
                      ))}
                    </div>
                  </td>
                  <td>
                    <select
                      aria-label={`${reading.key}, ${reading.title}`}
                      value={state.readings[reading.key]?.join() ?? 'open'}
                      onChange={({ currentTarget }) => {
                        const chosen = candidatesOf(reading.key).find((one) => one === currentTarget.value);
                        const { [reading.key]: _, ...others } = state.readings;
                        actions.begin(profile, chosen ? { ...others, [reading.key]: [chosen] } : others);
                      }}
                    >
                      <option>open</option>
                      {reading.candidates.map(({ id }) => (
                        <option key={id}>{id}</option>
                      ))}
                    </select>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}
