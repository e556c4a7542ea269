import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { server } from '../../model/search/moves.js';
import { faultNamed } from '../../providers/faulty/index.js';
import { faultyMachine } from '../../providers/faulty/machine.js';
import { profileNamed } from '../../spec/profiles.js';
import type { Result } from '../../spec/trace/step.js';
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
