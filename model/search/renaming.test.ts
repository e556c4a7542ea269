import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { socketName } from '../../spec/trace/names.js';
import type { Step } from '../../spec/trace/step.js';
import { closesocket, connectTo, listener, made } from './moves.js';
import { Renaming, renamingsOf, unfolded } from './renaming.js';

const parties = [
  ['client1', 'server1'],
  ['client2', 'server2'],
  ['client3', 'server3'],
].map((names) => names.map(socketName));

const renamings = renamingsOf(parties);

const aStep = fc
  .constantFrom(...parties.flat())
  .chain((socket) =>
    fc.constantFrom<Step>(
      made(socket, closesocket),
      made(socket, connectTo(socket)),
      made(listener, closesocket),
    ),
  );

describe('exchanging the names of parties', () => {
  it('names sockets and their connections, in every field and as a key, and leaves other words', () => {
    const renaming = new Renaming(parties, [1, 2, 0]);
    const world = { client1: ['client2 #2', 'clients', 'client'], side: 'server3', 'client3 #10': null };
    expect(renaming.of(world)).toEqual({
      client2: ['client3 #2', 'clients', 'client'],
      side: 'server1',
      'client1 #10': null,
    });
  });

  it('can be undone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...renamings), aStep, (renaming, step) => {
        expect(renaming.undo(renaming.of(step))).toEqual(step);
      }),
    );
  });

  it('is done in as many ways as there are orders', () => {
    expect(new Set(renamings.map(({ order }) => order.join())).size).toBe(6);
    expect(renamings[0]?.order).toEqual([0, 1, 2]);
  });

  it('step after step makes a run from which the names of the first one are got back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(aStep, fc.constantFrom(...renamings)), { maxLength: 8 }), (run) => {
        const before: Renaming[] = [];
        const folded = run.map(([step, renaming]) => {
          const named = before.reduce((value, one) => one.of(value), step);
          before.push(renaming);
          return { step: named, renaming };
        });
        expect(unfolded(folded)).toEqual(run.map(([step]) => step));
      }),
    );
  });

  it.each(['client', 'server', 'R1'])('refuses %s, which is a word of the model', (name) => {
    expect(() => new Renaming([[socketName(name)], [socketName('client2')]], [1, 0])).toThrow(
      'no word of the model',
    );
  });
});
