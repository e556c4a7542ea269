import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { linearisations, sequencesFor } from '../../spec/sequences.js';
import { machineOf } from '../machine.js';
import { Oracle } from '../oracle/oracle.js';
import { enact } from './enact.js';
import { tellStory } from './tell.js';

describe.each(['tcp', 'osi'])('on %s', (name) => {
  const machine = machineOf(profileNamed(name));

  it.each(sequencesFor(machine.profile).map((sequence) => ({ id: sequence.id, sequence })))(
    '$id is enacted in each of its orders, as a trace that the documents allow',
    ({ sequence }) => {
      const oracle = new Oracle(machine);
      for (const order of linearisations(sequence)) {
        const enacted = enact(machine, sequence, order);
        expect(enacted?.events.map(({ id }) => id)).toEqual(order);
        const steps = [...(enacted?.setup ?? []), ...(enacted?.events ?? []).flatMap((event) => event.steps)];
        const belief = steps.reduce((before, step) => oracle.follow(before, step), oracle.start);
        expect(belief.length).toBeGreaterThan(0);
      }
    },
  );

  it('the server of SQ-2 closes in each of the four places of step 5a, and each has a story', () => {
    const sequence = sequencesFor(machine.profile).find(({ id }) => id === 'SQ-2');
    if (!sequence) throw new Error('there is no SQ-2');
    const places = [...linearisations(sequence)].map((order) => {
      const enacted = enact(machine, sequence, order);
      const steps = [...(enacted?.setup ?? []), ...(enacted?.events ?? []).flatMap((event) => event.steps)];
      expect(tellStory(machine, steps).lostAt).toBeNull();
      return order.indexOf('5a') - order.indexOf('5');
    });
    expect(places.toSorted()).toEqual([1, 2, 3, 4]);
  });
});
