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
   * steps alone, or by time or memory, which leave a level unfinished. `bits`: it came to its end, but may have taken states
   * for others.
   */
  readonly extent:
    'complete' | { readonly frontier: number; readonly by: 'steps' | 'time or memory' | 'bits' };
  /** Of the table in which states were marked instead of being kept. */
  readonly bitTable?: BitTableSummary;
  /** The random walks that went on from the frontier. */
  readonly walks?: WalksSummary;
  readonly violations: readonly BugReport[];
}

/** A table of bits that stands for the states that were seen. */
export interface BitTableSummary {
  readonly bits: number;
  /** Bits that each state sets. */
  readonly marks: number;
  /** The share of the bits that are set. */
  readonly fill: number;
  /** States that were probably taken for others; what only they lead to is not counted. */
  readonly omitted: number;
}

/** Random walks from the frontier of a search. */
export interface WalksSummary {
  readonly seed: number;
  readonly walks: number;
  /** Steps beyond the frontier, silent ones included. */
  readonly steps: number;
  /** Calls, completions and settles of the longest walk. */
  readonly depth: number;
  readonly seconds: number;
  /** Rules that could fire beyond the frontier, and nowhere before it. */
  readonly rules: readonly string[];
}

/** How far a search went, unless it found a violation; it is no verdict on what nobody watched. */
export type ExplorationVerdict = 'complete' | 'incomplete' | 'unsound';

/** What a search says. */
export function explorationVerdict({ extent, violations }: ExplorationSummary): ExplorationVerdict {
  if (violations.length > 0) return 'unsound';
  return extent === 'complete' ? 'complete' : 'incomplete';
}

const tenths = (seconds: number): string => `${seconds.toFixed(1)} s`;

const cutAt = (depth: number, { frontier, by }: Exclude<ExplorationSummary['extent'], 'complete'>): string =>
  by === 'bits'
    ? `incomplete: it ended at depth ${depth}, and may have taken states for others`
    : `truncated at depth ${depth}, ${counted(frontier, 'state')} in the frontier`;

/** Of a percentage, what is too little to be told. */
const leastPercent = 0.0001;

function percent(share: number): string {
  const value = share * 100;
  return value > 0 && value < leastPercent ? `< ${leastPercent} %` : `${Number(value.toPrecision(2))} %`;
}

/** What a table of bits may have hidden. */
function bitTableTexts({ bits, fill, omitted }: BitTableSummary, states: number): readonly string[] {
  const missed = Math.round(omitted);
  const about = missed === 0 ? 'less than one state' : `about ${counted(missed, 'state')}`;
  return [
    `${grouped(bits)} bits, ${percent(fill)} of them set`,
    `${about} taken for others (${percent(omitted / (states + omitted))})`,
  ];
}

/** What walks have seen beyond the frontier. */
function walksTexts({ walks, steps, depth, rules }: WalksSummary): readonly string[] {
  if (walks === 0) return ['no time or memory was left for walks from the frontier'];
  const some = rules.length === 0 ? 'no rule' : counted(rules.length, 'rule');
  return [
    `${counted(walks, 'walk')} from the frontier, ${counted(steps, 'step')}, at most ${depth} deeper`,
    `${some} could fire only there`,
  ];
}

function verdictLines(summary: ExplorationSummary, colors: Colors): readonly string[] {
  const { depth, extent, violations } = summary;
  const reach = extent === 'complete' ? `complete, depth ${depth}` : cutAt(depth, extent);
  if (violations.length > 0)
    return indented(`${reach}: ${counted(violations.length, 'violation')}`).map(colors.red);
  return indented(reach).map(extent === 'complete' ? colors.green : colors.yellow);
}

const indented = (text: string): readonly string[] => wrap(text, { first: '  ' });

/** A search for a terminal of 80 columns, line by line; its violations by what they break. */
export function explorationLines(summary: ExplorationSummary, colors: Colors): readonly string[] {
  const { profile, scope, states, transitions, seconds, statesPerSecond, violations, bitTable, walks } =
    summary;
  return [
    ...wrap(`${printable(profile)}, scope ${printable(scope)}`, { first: '' }).map(colors.bold),
    ...indented(`${counted(states, 'state')}, ${counted(transitions, 'transition')}`),
    ...indented(`${tenths(seconds)}, ${grouped(statesPerSecond)} states/s`),
    ...(bitTable ? bitTableTexts(bitTable, states).flatMap(indented) : []),
    ...(walks ? walksTexts(walks).flatMap(indented) : []),
    ...verdictLines(summary, colors),
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
