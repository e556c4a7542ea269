import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { explore } from '../../model/search/explore.js';
import { graphOf } from '../../model/search/graph.js';
import { indifferent } from '../../model/search/observer.js';
import { small } from '../../model/search/scopes.js';
import { profileNamed } from '../../spec/profiles.js';
import { autLines } from './aut.js';

/** A reader of the format, as its description has it: a descriptor, then one transition a line. */
function read(text: string) {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const [, start, transitions, states] = /^des \((\d+), (\d+), (\d+)\)$/u.exec(first) ?? [];
  const edges = lines.map((line) => {
    const [, from, label, to] = /^\((\d+), "([^"]*)", (\d+)\)$/u.exec(line) ?? [];
    if (label === undefined) throw new Error(`not a transition: ${line}`);
    return { from: Number(from), label, to: Number(to) };
  });
  return { start: Number(start), transitions: Number(transitions), states: Number(states), edges };
}

/** States that can be reached, and the depth at which the last one is, if internal steps cost nothing. */
function walked({ start, edges }: ReturnType<typeof read>) {
  const from = new Map<number, (typeof edges)[number][]>();
  for (const edge of edges) from.set(edge.from, [...(from.get(edge.from) ?? []), edge]);
  const seen = new Set([start]);
  let level = [start];
  let depth = 0;
  for (; ; depth += 1) {
    const next: number[] = [];
    const go = (state: number, silent: boolean, into: number[]): void => {
      for (const { label, to } of from.get(state) ?? [])
        if ((label === 'i') === silent && !seen.has(to)) {
          seen.add(to);
          into.push(to);
        }
    };
    for (const state of level) go(state, true, level);
    for (const state of level) go(state, false, next);
    if (next.length === 0) return { states: seen.size, depth };
    level = next;
  }
}

describe('a graph in the format of Aldebaran', () => {
  it('is, when read back, the graph that was explored', () => {
    const machine = machineOf(profileNamed('tcp'));
    const unlimited = { states: Infinity, goOn: () => true };
    const scope = { ...small, moves: small.moves.slice(0, 6) };
    const { states, transitions, depth } = explore(machine, scope, indifferent, unlimited);
    const graph = read([...autLines(graphOf(machine, scope, unlimited))].join(''));
    expect({ states: graph.states, transitions: graph.edges.length }).toEqual({ states, transitions });
    expect(graph.transitions).toBe(transitions);
    expect(walked(graph)).toEqual({ states, depth });
    expect(graph.edges.map(({ label }) => label)).toContain("client: send(data='a') → ok {'sent':1}");
  });
});
