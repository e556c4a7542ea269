import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { server } from '../../model/search/moves.js';
import { faultNamed } from '../../providers/faulty/index.js';
import { faultyMachine } from '../../providers/faulty/machine.js';
import { profileNamed } from '../../spec/profiles.js';
import type { Result } from '../../spec/trace/step.js';
import { liveness } from './index.js';
import { findLassoPlainly } from './plain-search.js';
import { findLasso } from './search.js';

const most = 20_000;

describe.each(liveness.map((property) => [property.name, property] as const))('%s', (_, property) => {
  it.each(
    ['tcp', 'tcp-windows', 'osi', 'bluetooth'].filter((name) => property.appliesTo(profileNamed(name))),
  )('holds under %s, and is not vacuous', (name) => {
    const machine = machineOf(profileNamed(name));
    const found = findLasso(machine, property, most);
    expect(found).toMatchObject({ lasso: null, complete: true });
    expect(found.pending).toBeGreaterThan(0);
    // Where the profiles differ most; the others are much alike.
    if (name === 'osi') expect(found).toEqual(findLassoPlainly(machine, property, most));
  });

  it('does not hold of its twin, which goes on for ever', () => {
    const machine = faultyMachine(faultNamed(property.twin));
    const found = findLasso(machine, property, most);
    const { lasso } = found;
    expect(lasso?.cycle).toContainEqual({ settle: true });
    expect(lasso?.prefix.some(property.from)).toBe(true);
    expect(lasso?.cycle.some(property.until)).toBe(false);
    expect(found).toEqual(findLassoPlainly(machine, property, most));
  });

  it('is not claimed of a graph that was cut short', () => {
    const machine = machineOf(profileNamed('tcp'));
    const found = findLasso(machine, property, 3);
    expect(found.complete).toBe(false);
    expect(found).toEqual(findLassoPlainly(machine, property, 3));
  });
});

describe('data that were sent', () => {
  const property = liveness.find(({ name }) => name === 'data-arrive');
  const received = (result: Result): boolean | undefined =>
    property?.until({ socket: server, call: 'recv', args: { len: 4 }, result });

  it('have arrived once they are received', () => {
    expect(received({ ok: { data: 'a' } })).toBe(true);
  });

  it.each<Result>([{ ok: { data: '' } }, { error: 'WSAEWOULDBLOCK' }, { error: 'WSAECONNRESET' }])(
    'have not arrived where a receive gives %j',
    (result) => {
      expect(received(result)).toBe(false);
    },
  );
});
