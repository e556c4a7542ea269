import { describe, expect, it } from 'vitest';
import { profileNamed } from './profiles.js';
import type { Order, Sequence } from './sequences.js';
import { linearisations, sequences, sequencesFor } from './sequences.js';
import { parseStep } from './trace/schema.js';

function sequence(id: string, among = sequences): Sequence {
  const found = among.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no sequence ${id}`);
  return found;
}

const ordersOf = (one: Sequence): readonly Order[] => [...one.order, ...one.implied];

/** Calls back with every permutation of some places, which is the same array each time. */
function permute(places: number[], callback: () => void, from = 0): void {
  if (from >= places.length - 1) callback();
  else
    for (const [other, place] of places.entries()) {
      if (other < from) continue;
      const first = places[from] ?? Number.NaN;
      [places[from], places[other]] = [place, first];
      permute(places, callback, from + 1);
      [places[from], places[other]] = [first, place];
    }
}

/** The number of permutations that keep to the orders: the plain way of counting. */
function counted({ events, order, implied }: Pick<Sequence, 'events' | 'order' | 'implied'>): number {
  const ids = events.map(({ id }) => id);
  const orders = [...order, ...implied].map((ends) => ends.map((id) => ids.indexOf(id)));
  const places = [...ids.keys()];
  const at = (event = -1): number => places[event] ?? Number.NaN;
  let count = 0;
  permute(places, () => {
    if (orders.every(([earlier, later]) => at(earlier) < at(later))) count += 1;
  });
  return count;
}

const lengthOf = (one: Pick<Sequence, 'events' | 'order' | 'implied'>): number =>
  [...linearisations(one)].length;

describe('the linearisations', () => {
  it.each([
    ['SQ-1', 7],
    ['SQ-2', 4],
    ['SQ-3a', 3],
    ['SQ-3b', 2],
    ['SQ-4', 48],
    ['SQ-5', 1],
  ])('of %s are %i', (id, count) => {
    const one = sequence(id);
    expect(lengthOf(one)).toBe(count);
    expect(counted(one)).toBe(count);
  });

  it('of SQ-1 are 16 by what the document states alone', () => {
    const stated = { ...sequence('SQ-1'), implied: [] };
    expect(lengthOf(stated)).toBe(16);
    expect(counted(stated)).toBe(16);
  });

  it('of SQ-2 put the close of the server in four places', () => {
    expect([...linearisations(sequence('SQ-2'))].map((events) => events.join(' '))).toEqual([
      '1 2 3 4 5 5a 6 7 8',
      '1 2 3 4 5 6 5a 7 8',
      '1 2 3 4 5 6 7 5a 8',
      '1 2 3 4 5 6 7 8 5a',
    ]);
  });

  it('of SQ-4 are fewer where acceptance is what confirms', () => {
    const onAcceptance = sequence('SQ-4', sequencesFor(profileNamed('osi')));
    expect(lengthOf(onAcceptance)).toBeLessThan(lengthOf(sequence('SQ-4')));
    for (const events of linearisations(onAcceptance)) {
      expect(events.indexOf('s5')).toBeLessThan(events.indexOf('c4'));
    }
  });

  it('of every sequence differ, hold each event once, and keep to every order', () => {
    for (const one of sequences) {
      const ids = one.events.map(({ id }) => id);
      const seen = new Set<string>();
      for (const events of linearisations(one)) {
        seen.add(events.join(' '));
        expect([...events].sort()).toEqual([...ids].sort());
        for (const [earlier, later] of ordersOf(one)) {
          expect(events.indexOf(earlier)).toBeLessThan(events.indexOf(later));
        }
      }
      expect(seen.size).toBe(lengthOf(one));
    }
  });

  it('come in the order in which the document tells the events, wherever that is free', () => {
    for (const id of ['SQ-2', 'SQ-3a', 'SQ-3b', 'SQ-4', 'SQ-5']) {
      const [first] = linearisations(sequence(id));
      expect(first).toEqual(sequence(id).events.map((event) => event.id));
    }
  });

  it('of orders that contradict each other are none', () => {
    const { events } = sequence('SQ-5');
    const order = [
      ['1', '2'],
      ['2', '1'],
    ] as const;
    expect(lengthOf({ events, order, implied: [] })).toBe(0);
  });
});

describe('a sequence', () => {
  it('names each event once, and orders only those that it has', () => {
    for (const one of sequences) {
      const ids = one.events.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const order of [...ordersOf(one), ...(one.onAcceptance ?? [])]) {
        expect(ids).toEqual(expect.arrayContaining([...order]));
      }
    }
  });

  it('shows its calls as steps of the trace alphabet', () => {
    for (const { events } of sequences) {
      for (const { socket, does, answers } of events.flatMap(({ shows }) => shows)) {
        if (does === undefined) continue;
        const step = { socket, ...does, ...(answers === undefined ? {} : { result: answers }) };
        expect(parseStep(step)).toEqual({ ok: true, value: step });
      }
    }
  });

  it('has every event shown in some way, local computations excepted', () => {
    for (const { events } of sequences) {
      for (const event of events) {
        expect(event.shows.length === 0).toBe(event.says.startsWith('computes'));
      }
    }
  });
});

describe('the sequences of a transport', () => {
  const idsFor = (name: string): string[] => sequencesFor(profileNamed(name)).map(({ id }) => id);
  const shownBy = (profile: string, id: string, event: string) =>
    sequence(id, sequencesFor(profileNamed(profile))).events.find((one) => one.id === event)?.shows;

  it('are those that it can have', () => {
    expect(idsFor('tcp')).toEqual(['SQ-1', 'SQ-2', 'SQ-3a', 'SQ-3b', 'SQ-4', 'SQ-5']);
    expect(idsFor('osi')).toEqual(['SQ-1', 'SQ-2', 'SQ-4', 'SQ-5']);
    expect(idsFor('bluetooth')).toEqual(['SQ-4', 'SQ-5']);
  });

  it('show the end of data as the transport does', () => {
    expect(shownBy('tcp', 'SQ-2', '2')).toMatchObject([
      { sees: { FD_CLOSE: 0 } },
      { does: { call: 'recv' }, answers: { ok: { data: '' } } },
    ]);
    expect(shownBy('osi', 'SQ-2', '2')).toMatchObject([
      { sees: { FD_CLOSE: 0 } },
      { does: { call: 'WSARecv' }, answers: { error: 'WSAEDISCON' } },
    ]);
  });

  it('carry disconnect data where the transport does', () => {
    expect(shownBy('tcp', 'SQ-2', '1')).toMatchObject([{ does: { args: {} } }]);
    expect(shownBy('osi', 'SQ-2', '1')).toMatchObject([{ does: { args: { data: 'transaction total' } } }]);
    expect(shownBy('osi', 'SQ-2', '3')).toMatchObject([{ answers: { ok: { data: 'transaction total' } } }]);
  });
});
