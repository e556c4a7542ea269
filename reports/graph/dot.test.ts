import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { machineOf } from '../../model/machine.js';
import { graphOf } from '../../model/search/graph.js';
import { small } from '../../model/search/scopes.js';
import { profileNamed } from '../../spec/profiles.js';
import { dotLines } from './dot.js';
import { ranIn, whatLacks, withFile } from './testing.js';

const whySkipped = whatLacks({ dot: '-V' });

/** What Graphviz says of a picture as JSON. */
const picture = z.object({
  name: z.string(),
  objects: z.array(z.object({ name: z.string(), style: z.string().optional() })),
  edges: z.array(z.object({ label: z.string() })),
});

const graph = graphOf(machineOf(profileNamed('tcp')), small, {
  states: Infinity,
  depth: 1,
  goOn: () => true,
});

describe('a graph for Graphviz', () => {
  it('says in its first line whether it lacks anything', () => {
    const [first] = dotLines('cut', graph);
    expect(first).toBe(`// incomplete: ${graph.frontier.size} states dashed, whose steps were not taken\n`);
    const [whole] = dotLines('whole', { ...graph, frontier: new Set() });
    expect(whole).toBe('digraph "whole" {\n');
  });
});

describe.skipIf(whySkipped !== null)(
  `a graph, drawn by Graphviz${whySkipped === null ? '' : ` (skipped: ${whySkipped})`}`,
  () => {
    it('has every state, the frontier dashed, and an edge with its labels between any two that a step joins', () => {
      const drawn = withFile('graph.dot', [...dotLines('a "first" step', graph)].join(''), (folder) =>
        ranIn(folder, 'dot', '-Tjson0', 'graph.dot'),
      );
      const { name, objects, edges } = picture.parse(JSON.parse(drawn));
      expect(name).toBe('a "first" step');
      expect(objects.map((one) => one.name)).toEqual(
        Array.from({ length: graph.states }, (_, at) => String(at)),
      );
      expect(objects.filter(({ style }) => style === 'dashed').map((one) => Number(one.name))).toEqual([
        ...graph.frontier,
      ]);
      expect(edges).toHaveLength(new Set(graph.transitions.map(({ from, to }) => `${from} ${to}`)).size);
      expect(edges.map(({ label }) => label).join('\n')).toContain(
        'client: WSAConnect(to=listener) → WSAEWOULDBLOCK',
      );
    });
  },
);
