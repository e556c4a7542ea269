import type { Machine } from '../model/machine.js';
import type { Limits } from '../model/search/explore.js';
import type { Graph } from '../model/search/graph.js';
import { graphOf } from '../model/search/graph.js';
import type { Scope } from '../model/search/scope.js';
import { systemOf } from '../model/search/system.js';
import type { ExplorationSummary } from '../reports/index.js';
import { autLines, dotLines, grouped, promelaModel, writeExport } from '../reports/index.js';
import { UsageError } from './usage-error.js';

/** What `--export` writes. */
export const graphFormats = ['aut', 'dot', 'promela'] as const;

/** @see graphFormats */
export type GraphFormat = (typeof graphFormats)[number];

const extensions = { aut: 'aut', dot: 'dot', promela: 'pml' } as const;

/** States of which a graph can be kept whole, and of which a picture says anything. */
const mostStates = { aut: 500_000, dot: 2_000, promela: Infinity } as const;

/** A search that has been made, and what it was made of. */
export interface Explored {
  readonly machine: Machine;
  readonly scope: Scope;
  /** Within which it may be made again, to be written. */
  readonly limits: Limits;
  readonly summary: ExplorationSummary;
}

/** The format of that name; `null` if none is asked for. Throws if the scope or the name is not fit for it. */
export function graphFormatFrom(name: string | undefined, scope: Scope): GraphFormat | null {
  if (name === undefined) return null;
  const format = graphFormats.find((one) => one === name);
  if (!format) throw new UsageError(`--export: expected ${graphFormats.join(', ')}, found "${name}"`);
  if (format === 'promela' && scope.settles)
    throw new UsageError(
      `--export promela: expected a scope without settles, which are no steps of single parts; found ${scope.name}`,
    );
  return format;
}

/**
 * Writes what was explored into a folder, and gives the path of the file. Throws a {@link UsageError} where the file would not say
 * what is true: a search that was cut short has no graph, but if it was by `--max-steps` a picture, which shows where.
 */
export async function writeGraph(format: GraphFormat, explored: Explored, out: string): Promise<string> {
  const { summary, scope } = explored;
  const { extent } = summary;
  if (extent !== 'complete' && !(format === 'dot' && extent.by === 'steps'))
    throw new UsageError(
      `--export ${format}: expected a search that comes to its end, found one that was cut short at depth ${summary.depth}`,
    );
  const most = mostStates[format];
  if (summary.states > most)
    throw new UsageError(
      `--export ${format}: expected at most ${grouped(most)} states, found ${grouped(summary.states)}; ` +
        `--scope${format === 'dot' ? ' and --max-steps bound' : ' bounds'} them`,
    );
  const name = `${plain(summary.profile)}-${scope.name}.${extensions[format]}`;
  return writeExport(out, name, contentOf(format, explored));
}

function contentOf(format: GraphFormat, { machine, scope, limits, summary }: Explored): Iterable<string> {
  const title = `${summary.profile}, scope ${scope.name}`;
  const within: Limits = { ...limits, states: mostStates[format] };
  switch (format) {
    case 'aut':
      return autLines(wholeOf(format, graphOf(machine, scope, within)));
    case 'dot':
      return dotLines(title, wholeOf(format, graphOf(machine, scope, within)));
    case 'promela': {
      const system = systemOf(machine, scope, within);
      if (!system) throw tooLong(format);
      return [promelaModel(title, system)];
    }
  }
}

function wholeOf(format: GraphFormat, graph: Graph): Graph {
  if (graph.stopped) throw tooLong(format);
  return graph;
}

const tooLong = (format: GraphFormat): UsageError =>
  new UsageError(
    `--export ${format}: found no end within --time and --memory when the search was made again to be written`,
  );

const plain = (name: string): string => name.replace(/[^a-z0-9-]+/giu, '-').slice(0, 60);
