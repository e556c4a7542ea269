import { counted, printable } from '../text.js';
import { edgeLabel } from './label.js';
import type { LabelledGraph } from './labelled.js';

/**
 * A graph for Graphviz, line by line. What happens in silence is grey; states whose steps were not taken are dashed, and if
 * there are any a comment at the beginning says so. Edges between the same two states are drawn as one.
 */
export function* dotLines(title: string, graph: LabelledGraph): Generator<string> {
  if (graph.frontier.size > 0)
    yield `// incomplete: ${counted(graph.frontier.size, 'state')} dashed, whose steps were not taken\n`;
  yield `digraph ${quoted(title)} {\n`;
  yield '  node [shape=circle, label="", width=0.2];\n  edge [fontsize=8];\n';
  yield '  0 [style=filled, fillcolor=black];\n';
  for (let state = 1; state < graph.states; state += 1) yield `  ${state};\n`;
  for (const state of graph.frontier) yield `  ${state} [style=dashed];\n`;
  for (const [ends, labels] of bundled(graph)) {
    const isSeen = labels.some(({ seen }) => seen);
    const text = [...new Set(labels.map(({ label }) => label))].join('\n');
    yield `  ${ends} [label=${quoted(text)}${isSeen ? '' : ', color=gray, fontcolor=gray'}];\n`;
  }
  yield '}\n';
}

/** The labels of all edges between the same two states. */
function bundled({ transitions }: LabelledGraph) {
  const bundles = new Map<string, { readonly label: string; readonly seen: boolean }[]>();
  for (const { from, to, rule, step } of transitions) {
    const ends = `${from} -> ${to}`;
    const labels = bundles.get(ends) ?? [];
    labels.push({ label: edgeLabel({ rule, step }), seen: step !== null });
    bundles.set(ends, labels);
  }
  return bundles;
}

/** A string of the language of Graphviz: lines end with `\n`, and nothing else is an escape. */
const quoted = (text: string): string =>
  `"${text
    .split('\n')
    .map((line) => printable(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'))
    .join('\\n')}"`;
