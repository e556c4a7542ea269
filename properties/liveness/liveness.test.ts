import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { faultNamed } from '../../providers/faulty/index.js';
import { faultyMachine } from '../../providers/faulty/machine.js';
import { profileNamed } from '../../spec/profiles.js';
import { liveness } from './index.js';
import { findLasso } from './search.js';

const most = 20_000;

describe.each(liveness.map((property) => [property.name, property] as const))('%s', (_, property) => {
  it.each(
    ['tcp', 'tcp-windows', 'osi', 'bluetooth'].filter((name) => property.appliesTo(profileNamed(name))),
  )('holds under %s, and is not vacuous', (name) => {
    const { lasso, complete, pending } = findLasso(machineOf(profileNamed(name)), property, most);
    expect({ lasso, complete }).toEqual({ lasso: null, complete: true });
    expect(pending).toBeGreaterThan(0);
  });

  it('does not hold of its twin, which goes on for ever', () => {
    const { lasso } = findLasso(faultyMachine(faultNamed(property.twin)), property, most);
    expect(lasso?.cycle).toContainEqual({ settle: true });
    expect(lasso?.prefix.some(property.from)).toBe(true);
    expect(lasso?.cycle.some(property.until)).toBe(false);
  });
});
