import { describe, expect, it } from 'vitest';
import { documentedRules } from '../model/machine.js';
import { profileNamed } from '../spec/profiles.js';
import { checkProperty, isClaimedOf } from './check.js';
import { properties } from './index.js';

/** What `halfclose check` searches under the others. */
const usual = ['tcp', 'osi'];

describe.each(usual)('under %s', (name) => {
  const profile = profileNamed(name);
  const claimed = properties.filter((property) => isClaimedOf(property, profile));

  it.each(claimed.map((property) => [property.name, property] as const))(
    '%s holds, and is not vacuous',
    (_, property) => {
      const limits = { states: 100_000, goOn: () => true };
      const { exploration, vacuous, holds } = checkProperty(property, profile, documentedRules, limits);
      expect(exploration.counterexample).toBeNull();
      expect({ vacuous, holds }).toEqual({ vacuous: false, holds: true });
    },
  );
});
