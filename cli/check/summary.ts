import type { ClauseTableRow, ExplorationJson } from '../../reports/index.js';
import { clauseTotals, explorationJson } from '../../reports/index.js';
import type { Outcome } from './task.js';

/**
 * What the main job found.
 * @see contracts.md section 3
 */
export interface CheckJson {
  readonly verdict: 'sound' | 'unsound' | 'incomplete';
  readonly profiles: readonly {
    readonly profile: string;
    readonly scopes: readonly ExplorationJson[];
    readonly runs: number;
  }[];
  readonly faults: { readonly total: number; readonly caught: number; readonly survived: readonly string[] };
  readonly clauses: {
    readonly modelled: number;
    readonly exercised: number;
    readonly covered: number;
    /** Properties that nothing triggered. */
    readonly vacuous: readonly string[];
  };
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** Adds the outcomes up. */
export function summaryOf(
  outcomes: readonly Outcome[],
  rows: readonly ClauseTableRow[],
  seconds: number,
): CheckJson {
  const totals = clauseTotals(rows);
  const problems = outcomes.flatMap(problemsOf);
  const vacuous = outcomes.flatMap((outcome) =>
    outcome.task.kind === 'property' && 'verdict' in outcome && outcome.verdict === 'vacuous'
      ? [`${outcome.task.property} (${outcome.task.profile})`]
      : [],
  );
  const incomplete = outcomes.some(isIncomplete) || vacuous.length > 0;
  const faults = outcomes.flatMap((outcome) => ('shortest' in outcome ? [outcome] : []));
  const survived = faults
    .filter(({ shortest, runs }) => shortest === null || runs === null)
    .map(({ task }) => task.fault);
  return {
    verdict: problems.length > 0 ? 'unsound' : incomplete ? 'incomplete' : 'sound',
    profiles: profilesOf(outcomes),
    faults: { total: faults.length, caught: faults.length - survived.length, survived },
    clauses: { modelled: totals.modelled, exercised: totals.exercised, covered: totals.covered, vacuous },
    problems,
    seconds,
  };
}

/** What is wrong, in sentences. */
function problemsOf(outcome: Outcome): readonly string[] {
  const { task } = outcome;
  if ('accusations' in outcome)
    return outcome.accusations.map((why) => `${outcome.task.profile}: the model refuses its own run: ${why}`);
  if ('refused' in outcome)
    return outcome.refused.map((name) => `${outcome.task.profile}: the model refuses ${name}`);
  if ('shortest' in outcome) {
    const { fault } = outcome.task;
    return [...(outcome.shortest === null ? [`${fault}: the exhaustive search did not catch it`] : [])];
  }
  if (task.kind === 'property' && 'reason' in outcome && outcome.verdict === 'broken')
    return [`${task.profile}: ${task.property} is broken: ${outcome.reason}`];
  return [];
}

const isIncomplete = (outcome: Outcome): boolean =>
  ('summary' in outcome && outcome.summary.extent !== 'complete') ||
  ('verdict' in outcome && outcome.verdict === 'truncated') ||
  ('shortest' in outcome && outcome.runs === null);

function profilesOf(outcomes: readonly Outcome[]): CheckJson['profiles'] {
  const names = new Set(outcomes.flatMap(({ task }) => ('profile' in task ? [task.profile] : [])));
  return [...names].map((profile) => ({
    profile,
    scopes: outcomes.flatMap((outcome) =>
      'summary' in outcome && outcome.task.profile === profile ? [explorationJson(outcome.summary)] : [],
    ),
    runs: outcomes.reduce(
      (sum, outcome) =>
        sum + ('accusations' in outcome && outcome.task.profile === profile ? outcome.runs : 0),
      0,
    ),
  }));
}
