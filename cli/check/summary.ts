import type { ClauseTableRow, ExplorationJson } from '../../reports/index.js';
import { clauseTotals, explorationJson } from '../../reports/index.js';
import { faultNamed } from '../../providers/faulty/index.js';
import { gapsIn } from './coverage.js';
import type { LeftOut } from './left-out.js';
import type { Plan } from './plan.js';
import type { Outcome, Task } from './task.js';
import { nameOf } from './task.js';

/**
 * What the main job found.
 * @see contracts.md section 3
 */
export interface CheckJson {
  /**
   * `unsound` if anything is wrong, `incomplete` if nothing is but a search ended at its limits, or what the user has chosen
   * leaves something out.
   */
  readonly verdict: 'sound' | 'unsound' | 'incomplete';
  readonly profiles: readonly {
    readonly profile: string;
    readonly scopes: readonly ExplorationJson[];
    readonly runs: number;
  }[];
  readonly faults: {
    readonly total: number;
    readonly caught: number;
    /** Those that were searched to the end, in vain. */
    readonly survived: readonly string[];
    /** The profiles under which they were searched, whatever was chosen for the model. */
    readonly profiles: readonly string[];
  };
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
  /** The words of the command line that make it speak of less than everything. */
  readonly narrowedBy: readonly string[];
  /** What was not shown because of them. */
  readonly leftOut: readonly LeftOut[];
  /** The bug reports that were written. */
  readonly reports: readonly string[];
  readonly seconds: number;
}

/** Adds the outcomes of a plan up. */
export function summaryOf(
  outcomes: readonly Outcome[],
  plan: Pick<Plan, 'leftOut' | 'narrowedBy'>,
  rows: readonly ClauseTableRow[],
  { reports, seconds }: Pick<CheckJson, 'reports' | 'seconds'>,
): CheckJson {
  const { modelled, exercised, covered } = clauseTotals(rows);
  const { narrowedBy } = plan;
  const truncated = outcomes.filter(isTruncated).map(({ task }) => nameOf(task));
  const gaps = gapsIn(rows);
  // What was not searched to its end may have exercised what is missing.
  const notExercised = truncated.length === 0 ? gaps.notExercised : [];
  const problems = [
    ...Object.entries(ifNone).flatMap(([kind, problem]) =>
      outcomes.some((outcome) => outcome.kind === kind) ? [] : [problem],
    ),
    ...outcomes.flatMap(problemsOf),
    ...gaps.notBroken.map((id) => `${id}: no faulty provider breaks it`),
    ...(narrowedBy.length === 0 ? notExercised.map((id) => `${id} was not exercised`) : []),
  ];
  const why = `not exercised under ${narrowedBy.join(' ')}`;
  const leftOut = [
    ...plan.leftOut,
    ...(narrowedBy.length === 0 ? [] : notExercised.map((what) => ({ what, why }))),
  ];
  const lacks = truncated.length > 0 || leftOut.length > 0;
  return {
    verdict: problems.length > 0 ? 'unsound' : lacks ? 'incomplete' : 'sound',
    profiles: profilesOf(outcomes),
    faults: faultsOf(outcomes),
    clauses: {
      modelled,
      exercised,
      covered,
      vacuous: outcomes.filter(isVacuous).map(({ task }) => nameOf(task)),
    },
    problems,
    truncated,
    narrowedBy,
    leftOut,
    reports,
    seconds,
  };
}

/** What is wrong if there is no task of a kind: nothing was shown, so that nothing can have gone wrong. */
const ifNone: { readonly [Kind in Task['kind']]: string } = {
  scope: 'no scope was explored',
  always: 'no property was searched',
  eventually: 'nothing was searched of what must come at last',
  sometimes: 'no documented sequence was tried',
  random: 'no random run was made',
  fault: 'no faulty provider was searched',
};

function faultsOf(outcomes: readonly Outcome[]): CheckJson['faults'] {
  const faults = outcomes.filter((outcome) => outcome.kind === 'fault');
  return {
    total: faults.length,
    caught: faults.filter(({ shortest }) => shortest !== null).length,
    survived: faults.filter(hasSurvived).map(({ task }) => task.fault),
    profiles: [...new Set(faults.map(({ task }) => faultNamed(task.fault).profile.profile))],
  };
}

/** Whether a faulty provider was searched to the end, in vain. */
const hasSurvived = ({ shortest, truncated }: Extract<Outcome, { kind: 'fault' }>): boolean =>
  shortest === null && !truncated;

const isVacuous = (outcome: Outcome): boolean =>
  (outcome.kind === 'always' || outcome.kind === 'eventually') && outcome.verdict === 'vacuous';

function isTruncated(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'scope':
      return outcome.summary.extent !== 'complete';
    case 'always':
    case 'eventually':
      return outcome.verdict === 'truncated';
    case 'sometimes':
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
    case 'always':
      if (outcome.verdict === 'broken')
        return [`${name} is broken: ${outcome.found?.violation.summary ?? ''}`];
      return outcome.verdict === 'vacuous' ? [`${name} says nothing: nothing triggered it`] : [];
    case 'eventually':
      return livenessProblems(name, outcome);
    case 'sometimes':
      return outcome.refused.map((order) => `${name}: the model refuses ${order}`);
    case 'random':
      return outcome.accusations.map(
        ({ violation }) => `${name}: the model is accused of its own run: ${violation.summary}`,
      );
    case 'fault':
      return hasSurvived(outcome) ? [`${name}: this faulty provider is not caught`] : [];
  }
}

function livenessProblems(
  name: string,
  { verdict, lasso, twin }: Extract<Outcome, { kind: 'eventually' }>,
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
