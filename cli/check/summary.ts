import type { ClauseTableRow, ExplorationJson } from '../../reports/index.js';
import { clauseTotals, explorationJson } from '../../reports/index.js';
import type { Outcome } from './task.js';
import { nameOf } from './task.js';

/**
 * What the main job found.
 * @see contracts.md section 3
 */
export interface CheckJson {
  /** `unsound` if anything is wrong, `incomplete` if nothing is but a search ended at its limits. */
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
  /** What is wrong, in sentences. */
  readonly problems: readonly string[];
  /** What ended at its limits. */
  readonly truncated: readonly string[];
  /** The bug reports that were written. */
  readonly reports: readonly string[];
  readonly seconds: number;
}

/** Adds the outcomes up. */
export function summaryOf(
  outcomes: readonly Outcome[],
  rows: readonly ClauseTableRow[],
  gaps: readonly string[],
  { reports, seconds }: Pick<CheckJson, 'reports' | 'seconds'>,
): CheckJson {
  const { modelled, exercised, covered } = clauseTotals(rows);
  const truncated = outcomes.filter(isTruncated).map(({ task }) => nameOf(task));
  // What was not searched to its end may have exercised what is missing.
  const problems = [...outcomes.flatMap(problemsOf), ...(truncated.length === 0 ? gaps : [])];
  const vacuous = outcomes.filter(isVacuous).map(({ task }) => nameOf(task));
  const faults = outcomes.filter((outcome) => outcome.kind === 'fault');
  const survived = faults.filter(({ shortest }) => shortest === null).map(({ task }) => task.fault);
  return {
    verdict: problems.length > 0 ? 'unsound' : truncated.length > 0 ? 'incomplete' : 'sound',
    profiles: profilesOf(outcomes),
    faults: { total: faults.length, caught: faults.length - survived.length, survived },
    clauses: { modelled, exercised, covered, vacuous },
    problems,
    truncated,
    reports,
    seconds,
  };
}

const isVacuous = (outcome: Outcome): boolean =>
  (outcome.kind === 'property' || outcome.kind === 'liveness') && outcome.verdict === 'vacuous';

function isTruncated(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'scope':
      return outcome.summary.extent !== 'complete';
    case 'property':
    case 'liveness':
      return outcome.verdict === 'truncated';
    case 'sequences':
      return false;
    case 'random':
    case 'fault':
      return outcome.truncated;
  }
}

function problemsOf(outcome: Outcome): readonly string[] {
  const name = nameOf(outcome.task);
  switch (outcome.kind) {
    case 'scope':
      return [];
    case 'property':
      if (outcome.verdict === 'broken')
        return [`${name} is broken: ${outcome.found?.violation.summary ?? ''}`];
      return outcome.verdict === 'vacuous' ? [`${name} says nothing: nothing triggered it`] : [];
    case 'liveness':
      return livenessProblems(name, outcome);
    case 'sequences':
      return outcome.refused.map((order) => `${name}: the model refuses ${order}`);
    case 'random':
      return outcome.accusations.map(
        ({ violation }) => `${name}: the model is accused of its own run: ${violation.summary}`,
      );
    case 'fault':
      if (outcome.shortest !== null || outcome.truncated) return [];
      return [`${name}: this faulty provider is not caught`];
  }
}

function livenessProblems(
  name: string,
  { verdict, lasso, twin }: Extract<Outcome, { kind: 'liveness' }>,
): readonly string[] {
  const without = twin === null ? [`${name} shows nothing: it holds of its faulty twin as well`] : [];
  if (verdict === 'vacuous') return [`${name} says nothing: nothing triggered it`, ...without];
  if (!lasso) return without;
  const { prefix, cycle } = lasso;
  return [`${name} is broken: after ${prefix} steps, ${cycle} are repeated for ever`, ...without];
}

function profilesOf(outcomes: readonly Outcome[]): CheckJson['profiles'] {
  const names = new Set(outcomes.flatMap(({ task }) => ('profile' in task ? [task.profile.profile] : [])));
  return [...names].map((profile) => {
    const mine = outcomes.filter(({ task }) => 'profile' in task && task.profile.profile === profile);
    return {
      profile,
      scopes: mine.flatMap((one) => (one.kind === 'scope' ? [explorationJson(one.summary)] : [])),
      runs: mine.reduce((sum, one) => sum + (one.kind === 'random' ? one.runs : 0), 0),
    };
  });
}
