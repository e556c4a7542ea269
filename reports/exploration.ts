import type { Colors } from './colors.js';
import type { BugReport } from './bug-report.js';
import type { ViolationJson } from './json.js';
import { violationJson } from './json.js';
import { describeBroken } from './origin.js';
import { counted, grouped, printable, wrap } from './text.js';

/** What an exhaustive search has done and found. */
export interface ExplorationSummary {
  readonly profile: string;
  readonly scope: string;
  /** The bounds that the scope stands for. */
  readonly bounds: { readonly [name: string]: unknown };
  readonly states: number;
  readonly transitions: number;
  /** The length of the longest of the shortest ways to a state. */
  readonly depth: number;
  readonly seconds: number;
  readonly statesPerSecond: number;
  /**
   * Every reachable state was seen, or the search was cut short, with states left whose successors were not: by its bound of
   * steps alone, or by time or memory, which leave a level unfinished.
   */
  readonly extent: 'complete' | { readonly frontier: number; readonly by: 'steps' | 'time or memory' };
  readonly violations: readonly BugReport[];
}

/** How far a search went, unless it found a violation; it is no verdict on what nobody watched. */
export type ExplorationVerdict = 'complete' | 'incomplete' | 'unsound';

/** What a search says. */
export function explorationVerdict({ extent, violations }: ExplorationSummary): ExplorationVerdict {
  if (violations.length > 0) return 'unsound';
  return extent === 'complete' ? 'complete' : 'incomplete';
}

const tenths = (seconds: number): string => `${seconds.toFixed(1)} s`;

function verdictLine(summary: ExplorationSummary, colors: Colors): string {
  const { depth, extent, violations } = summary;
  const reach =
    extent === 'complete'
      ? `complete, depth ${depth}`
      : `truncated at depth ${depth}, ${counted(extent.frontier, 'state')} in the frontier`;
  if (violations.length > 0) return colors.red(`${reach}: ${counted(violations.length, 'violation')}`);
  return extent === 'complete' ? colors.green(reach) : colors.yellow(reach);
}

/** A search for a terminal of 80 columns, line by line; its violations by what they break. */
export function explorationLines(summary: ExplorationSummary, colors: Colors): readonly string[] {
  const { profile, scope, states, transitions, seconds, statesPerSecond, violations } = summary;
  return [
    colors.bold(`${printable(profile)}, scope ${printable(scope)}`),
    `  ${counted(states, 'state')}, ${counted(transitions, 'transition')}`,
    `  ${tenths(seconds)}, ${grouped(statesPerSecond)} states/s`,
    `  ${verdictLine(summary, colors)}`,
    ...violations.flatMap((found) =>
      wrap(`${describeBroken(found)}: ${printable(found.summary)}`, { first: '  - ' }),
    ),
  ];
}

/**
 * The JSON of a search; `frontier` is there only if the search was cut short.
 * @see contracts.md section 3
 */
export interface ExplorationJson extends Omit<ExplorationSummary, 'extent' | 'violations'> {
  readonly verdict: ExplorationVerdict;
  readonly frontier?: number;
  readonly violations: readonly ViolationJson[];
}

/** A search as the JSON of `explore`, and as an element of `scopes` in that of `check`. */
export function explorationJson(summary: ExplorationSummary): ExplorationJson {
  const { extent, violations, ...measured } = summary;
  return {
    verdict: explorationVerdict(summary),
    ...measured,
    ...(extent === 'complete' ? {} : { frontier: extent.frontier }),
    violations: violations.map((found) => violationJson(found)),
  };
}
