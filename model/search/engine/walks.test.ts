import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../../spec/profiles.js';
import { machineOf } from '../../machine.js';
import { graphOf } from '../graph.js';
import { client, closesocket, connected, recv, send, server, upTo } from '../moves.js';
import { indifferent } from '../observer.js';
import { onGround } from '../on-ground.js';
import type { Scope } from '../scope.js';
import { firstGroups } from './ground.js';
import { Walks } from './walks.js';

const scope: Scope = {
  name: 'data, then nothing',
  setup: connected,
  moves: [upTo(1, client, send('a')), upTo(2, server, recv(1)), upTo(1, client, closesocket)],
  settles: false,
  timers: true,
  room: 4,
};

const machine = machineOf(profileNamed('tcp'));

/** Where each state leads to. */
function successors(): number[][] {
  const { states, transitions } = graphOf(machine, scope, { states: Infinity, goOn: () => true });
  const next = Array.from({ length: states }, (): number[] => []);
  for (const { from, to } of transitions) next[from]?.push(to);
  return next;
}

describe('a random walk', () => {
  const next = successors();

  it('takes any step that is possible, and ends where none is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 }), (choices) => {
        /** How many steps were possible, one place after the other. */
        const bounds: number[] = [];
        const walked = onGround(machine, scope, indifferent, (ground) =>
          new Walks(ground, firstGroups(ground)).run(choices.length, Infinity, (bound) => {
            bounds.push(bound);
            return (choices[bounds.length] ?? 0) % bound;
          }),
        );
        const ofDegree = (degree: number, places: readonly number[]) =>
          places.filter((place) => next[place]?.length === degree);
        let places: readonly number[] = [0];
        let ended = 0;
        for (const bound of bounds) {
          if (ofDegree(bound, places).length === 0) {
            // The walk has ended, and another one begins.
            expect(ofDegree(0, places)).not.toEqual([]);
            ended += 1;
            places = [0];
          }
          places = ofDegree(bound, places).flatMap((place) => next[place] ?? []);
          expect(places).not.toEqual([]);
        }
        expect(walked.ended).toBeGreaterThanOrEqual(ended);
        expect(walked.walks).toBeGreaterThan(ended);
      }),
      { numRuns: 20 },
    );
  });
});
