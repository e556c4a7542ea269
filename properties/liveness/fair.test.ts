import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../spec/trace/step.js';
import { socketName } from '../../spec/trace/names.js';
import type { FairGraph } from './fair.js';
import { fairCycles } from './fair.js';
import type { FairEdge, FairNode } from './plain-fair.js';
import { fairCyclesPlainly } from './plain-fair.js';

/** An edge with a step of its own, by which a test knows it again. */
const edge = (to: number, name: string, kept: Partial<Omit<FairEdge, 'to'>> = {}): FairEdge => ({
  to,
  step: { socket: socketName(name), call: 'closesocket', args: {} },
  fair: null,
  poll: null,
  ...kept,
});

const pending = (...edges: readonly FairEdge[]): FairNode => ({ pending: true, depth: 0, edges });
const over: FairNode = { pending: false, depth: 0, edges: [] };

/** The same states, each that many steps away. */
const away = (nodes: readonly FairNode[], ...depths: readonly number[]): readonly FairNode[] =>
  nodes.map((node, index) => ({ ...node, depth: depths[index] ?? 0 }));

/** The same graph in arrays; each of its steps is an edge of its own. */
function inArrays(nodes: readonly FairNode[]): FairGraph {
  const labels = [...new Set(nodes.flatMap(({ edges }) => edges.flatMap(({ fair }) => fair ?? [])))];
  const all = nodes.flatMap(({ edges }) => edges);
  const kept = nodes.map(({ pending: isPending, edges }) =>
    isPending ? edges.filter(({ to }) => nodes[to]?.pending) : [],
  );
  const starts = [0];
  for (const edges of kept) starts.push((starts.at(-1) ?? 0) + edges.length);
  const dutyOf = ({ fair }: FairEdge): number => (fair === null ? -1 : labels.indexOf(fair));
  return {
    states: nodes.length,
    starts: Int32Array.from(starts),
    targets: Int32Array.from(kept.flat(), ({ to }) => to),
    numbers: Int32Array.from(kept.flat(), (one) => all.indexOf(one)),
    due: Int32Array.from(nodes.keys()),
    dutySets: nodes.map(({ edges }) => [...new Set(edges.map(dutyOf))].filter((duty) => duty >= 0)),
    depths: Int32Array.from(nodes, ({ depth }) => depth),
    edges: {
      steps: all.map(({ step }) => step),
      duties: all.map(dutyOf),
      polls: all.map(({ poll }) => poll ?? -1),
    },
  };
}

/** The names of the steps of each cycle. */
const found = (nodes: readonly FairNode[], polls = 0) => {
  const all = nodes.flatMap(({ edges }) => edges);
  return fairCycles(inArrays(nodes), polls).map(({ start, edges }) => [
    start,
    ...edges.flatMap((number) => nameOf(all[number]?.step ?? null)),
  ]);
};

const foundPlainly = (nodes: readonly FairNode[], polls: number) =>
  fairCyclesPlainly(nodes, polls).map(({ start, steps }) => [start, ...steps.flatMap(nameOf)]);

const nameOf = (step: Step | null): readonly string[] => (step && 'socket' in step ? [step.socket] : []);

describe('a run that goes on for ever', () => {
  it('is a way back to a state, through states in which what must come is awaited', () => {
    expect(found([pending(edge(1, 'there')), pending(edge(0, 'back'))])).toEqual([[0, 'there', 'back']]);
    expect(found([pending(edge(1, 'there')), { ...over, edges: [edge(0, 'back')] }])).toEqual([]);
    expect(found([pending(edge(1, 'there')), pending()])).toEqual([]);
  });

  it('does not put off for ever what is due in all of its states', () => {
    const due = edge(2, 'arrives', { fair: 'arrival' });
    expect(found([pending(edge(1, 'there'), due), pending(edge(0, 'back'), due), over])).toEqual([]);
    expect(found([pending(edge(0, 'idle'), edge(1, 'arrives', { fair: 'arrival' })), over])).toEqual([]);
  });

  it('may put off what is not due in one of its states', () => {
    const due = edge(2, 'arrives', { fair: 'arrival' });
    expect(found([pending(edge(1, 'there'), due), pending(edge(0, 'back')), over])).toEqual([
      [0, 'there', 'back'],
    ]);
  });

  it('goes out of its way to a state in which something is not due, or to where it happens', () => {
    const due = edge(2, 'ends', { fair: 'arrival' });
    const detour = [pending(edge(0, 'idle'), edge(1, 'there'), due), pending(edge(0, 'back')), over];
    expect(found(detour)).toEqual([[0, 'there', 'back']]);
    const happens = edge(0, 'arrives', { fair: 'arrival' });
    expect(found([pending(edge(0, 'idle'), happens)])).toEqual([[0, 'arrives']]);
  });

  it('is fair to each of several things, not to one of them alone', () => {
    const first = edge(0, 'first', { fair: 'one' });
    const second = edge(0, 'second', { fair: 'other' });
    const lost = edge(1, 'lost', { fair: 'other' });
    expect(found([pending(edge(0, 'idle'), first, second), over])).toEqual([[0, 'first', 'second']]);
    expect(found([pending(edge(0, 'idle'), first, lost), over])).toEqual([]);
  });

  it('makes every poll', () => {
    const rest = edge(0, 'rest', { poll: 0 });
    const read = edge(0, 'read', { poll: 1 });
    expect(found([pending(edge(0, 'idle'), rest, read)], 2)).toEqual([[0, 'rest', 'read']]);
    expect(found([pending(edge(0, 'idle'), rest)], 2)).toEqual([]);
  });

  it('is found once for each set of states that lead to each other', () => {
    const nodes = [
      pending(edge(0, 'first'), edge(1, 'onwards')),
      pending(edge(2, 'there')),
      pending(edge(1, 'back')),
    ];
    expect(found(nodes).sort()).toEqual([
      [0, 'first'],
      [1, 'there', 'back'],
    ]);
  });

  it('is repeated in as few steps as there are, whichever state they go through', () => {
    const ring = [
      pending(edge(1, 'one')),
      pending(edge(2, 'two'), edge(1, 'stays')),
      pending(edge(0, 'three')),
    ];
    expect(found(away(ring, 0, 1, 2))).toEqual([[1, 'stays']]);
    expect(foundPlainly(away(ring, 0, 1, 2), 0)).toEqual([[1, 'stays']]);
  });

  it('begins where the steps before are few as well', () => {
    const ring = [
      pending(edge(1, 'one')),
      pending(edge(2, 'two'), edge(1, 'stays')),
      pending(edge(0, 'three')),
    ];
    expect(found(away(ring, 0, 2, 3))).toEqual([[0, 'one', 'two', 'three']]);
  });

  it('counts the steps that are seen, and no others', () => {
    const nodes = [
      pending(edge(0, 'seen'), edge(1, 'silent', { step: null })),
      pending(edge(2, 'silent', { step: null })),
      pending(edge(0, 'silent', { step: null })),
    ];
    expect(found(nodes)).toEqual([[0]]);
    // A way that was found later, and is shorter all the same.
    const detour = [
      pending(edge(1, 'seen'), edge(2, 'silent', { step: null })),
      pending(edge(3, 'on')),
      pending(edge(1, 'silent', { step: null })),
      pending(edge(0, 'back')),
    ];
    expect(found(detour)).toEqual([[0, 'on', 'back']]);
  });

  it('may have to do as many things as are kept in mind, and no more', () => {
    const ring = (size: number, polls: number): readonly FairNode[] =>
      Array.from({ length: size }, (_, at) =>
        pending(edge((at + 1) % size, `s${at}`, { fair: `${at}`, poll: at < polls ? at : null })),
      );
    expect(found(ring(31, 0)).map(({ length }) => length)).toEqual([32]);
    expect(found(ring(30, 1), 1).map(({ length }) => length)).toEqual([31]);
    for (const [size, polls] of [
      [32, 0],
      [31, 1],
    ] as const)
      expect(() => found(ring(size, polls), polls)).toThrow('a fair run has to do 32 things, of at most 31');
  });

  it('is the same in arrays as node by node', () => {
    const arbitrary = fc.integer({ min: 1, max: 8 }).chain((size) =>
      fc.array(
        fc.record({
          pending: fc.boolean().map((isOver) => !isOver || size < 3),
          depth: fc.nat(3),
          edges: fc.array(
            fc.record({
              to: fc.nat(size - 1),
              isSeen: fc.boolean(),
              fair: fc.constantFrom(null, null, 'one', 'other', 'third'),
              poll: fc.constantFrom(null, 0, 1),
            }),
            { maxLength: 4 },
          ),
        }),
        { minLength: size, maxLength: size },
      ),
    );
    fc.assert(
      fc.property(arbitrary, fc.nat(2), (drawn, polls) => {
        const nodes = drawn.map(({ edges, ...kept }, from) => ({
          ...kept,
          edges: edges.map(({ to, isSeen, ...others }, index) =>
            edge(to, `s${from}x${index}`, isSeen ? others : { ...others, step: null }),
          ),
        }));
        expect(found(nodes, polls).sort()).toEqual(foundPlainly(nodes, polls).sort());
      }),
      { numRuns: 300 },
    );
  });
});
