import { describe, expect, it } from 'vitest';
import { documentedRules } from '../model/machine.js';
import { profileNamed } from '../spec/profiles.js';
import { checkProperty, isClaimedOf } from './check.js';
import { properties } from './index.js';

/** What takes more than about a second to search on some profile is left to `halfclose check`. */
const expensive = ['abortive', 'acceptance', 'disconnect-data', 'indications', 'misuse'];

describe.each(['tcp', 'tcp-windows', 'osi', 'atm', 'irda', 'bluetooth'])('under %s', (name) => {
  const profile = profileNamed(name);
  const claimed = properties.filter((property) => isClaimedOf(property, profile));
  const cheap = claimed.filter((property) => !expensive.includes(property.name));

  it.each(cheap.map((property) => [property.name, property] as const))(
    '%s holds, and is not vacuous',
    (_, property) => {
      const limits = { states: 100_000, goOn: () => true };
      const { exploration, vacuous, holds } = checkProperty(property, profile, documentedRules, limits);
      expect(exploration.counterexample).toBeNull();
      expect({ vacuous, holds }).toEqual({ vacuous: false, holds: true });
    },
  );
});
