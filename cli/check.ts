import { clauseTable, explorationLines } from '../reports/index.js';
import { clauseRowsAfter } from './check/coverage.js';
import type { Plan } from './check/plan.js';
import { deadlineOf, patience, planOf } from './check/plan.js';
import { runTasks } from './check/pool.js';
import type { CheckJson } from './check/summary.js';
import { summaryOf } from './check/summary.js';
import type { Outcome } from './check/task.js';
import { foundIn, nameOf } from './check/task.js';
import { written } from './check/written.js';
import type { Options } from './options.js';
import { defaultOut, profileFrom } from './options.js';
import { paceFrom } from './pace.js';
import type { Terminal } from './terminal.js';

/** `halfclose check`: the main job. Exit code 1 if anything is wrong with the model, or a faulty provider survives. */
export async function checkVerb(options: Options, terminal: Terminal): Promise<number> {
  const start = performance.now();
  const plan = planOf(options);
  const { tasks } = plan;
  const progress = terminal.progress('check');
  const pace = paceFrom(options.time ?? patience);
  const outcomes = await runTasks(tasks, deadlineOf(options), ({ task }, done) => {
    progress.update(`${done} of ${tasks.length} done${pace.after(done, tasks.length)}; ${nameOf(task)}`);
  });
  progress.end();
  return await tell({ plan, outcomes, start }, options, terminal);
}

/** What has come of a plan that was begun at a time. */
interface Done {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  readonly start: number;
}

/** Tells what has come of a plan, and writes bug reports; gives the exit code. */
export async function tell(
  { plan, outcomes, start }: Done,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const rows = clauseRowsAfter(outcomes);
  const reports = await writtenOf(outcomes, plan, options, terminal);
  const seconds = (performance.now() - start) / 1000;
  const summary = summaryOf(outcomes, plan, rows, { reports, seconds });
  if (options.json) terminal.printJson(summary);
  else {
    terminal.print(outcomes.flatMap((outcome) => linesOf(outcome, terminal)));
    terminal.print(['', ...clauseTable(rows, { detail: 'counts', colors: terminal.colors })]);
    terminal.print(['', ...verdictLines(summary, terminal)]);
  }
  return summary.verdict === 'unsound' ? 1 : 0;
}

/** Writes the bug report of every run that goes against a property; the `report.json` of each. */
async function writtenOf(
  outcomes: readonly Outcome[],
  { narrowedBy }: Plan,
  { profile, out = defaultOut }: Options,
  terminal: Terminal,
): Promise<readonly string[]> {
  const reports: string[] = [];
  for (const found of outcomes.flatMap(foundIn)) {
    const { json, markdown, html } = await written(found, {
      out,
      profile: profile === undefined ? found.profile.profile : profileFrom(profile),
      check: ['npx', 'halfclose', 'check', ...narrowedBy],
    });
    reports.push(json);
    terminal.remark(`report in ${markdown}, to look at: ${html}`);
  }
  return reports;
}

function linesOf(outcome: Outcome, { colors }: Terminal): readonly string[] {
  if (outcome.kind === 'scope') return explorationLines(outcome.summary, colors);
  return [`${nameOf(outcome.task).padEnd(40)} ${found(outcome)}`];
}

function found(outcome: Exclude<Outcome, { kind: 'scope' }>): string {
  switch (outcome.kind) {
    case 'always':
    case 'eventually': {
      const verdict = outcome.verdict === 'holds' ? `${outcome.kind} holds` : outcome.verdict;
      if (outcome.kind === 'always')
        return `${verdict}, ${outcome.states} states, triggered ${outcome.triggered} times`;
      return outcome.twin === null
        ? `${verdict}, and no faulty provider breaks it`
        : `${verdict}, ${outcome.states} states; not of ${outcome.twin}`;
    }
    case 'sometimes':
      return `${outcome.shown} sometimes shown, ${outcome.refused.length} refused`;
    case 'random': {
      const { runs, steps, accusations, task } = outcome;
      return `${runs} runs, ${steps} steps, ${accusations.length} accusations (seed ${task.seed})`;
    }
    case 'fault':
      if (outcome.shortest !== null) return `caught in ${outcome.shortest} steps`;
      return outcome.truncated ? 'not searched to its end' : 'NOT CAUGHT';
  }
}

function verdictLines(
  { verdict, faults, problems, truncated, narrowedBy, leftOut, seconds }: CheckJson,
  { colors }: Terminal,
): readonly string[] {
  const paint = { sound: colors.green, unsound: colors.red, incomplete: colors.yellow }[verdict];
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  const whole = narrowedBy.length === 0;
  const caught = `${faults.caught} of ${faults.total} faulty providers caught`;
  return [
    ...problems.map((problem) => colors.red(problem)),
    ...truncated.map((name) => colors.yellow(`${name}: not searched to its end`)),
    ...reasons.map((reason) => {
      const these = leftOut.filter(({ why }) => why === reason).map(({ what }) => what);
      return colors.yellow(`left out, ${reason}: ${these.join(', ')}`);
    }),
    paint(
      [
        whole ? `${verdict}: ${caught}` : `${verdict} under ${narrowedBy.join(' ')}: ${caught}`,
        ...(whole ? [] : [`each under a profile of its own (${faults.profiles.join(', ')})`]),
        `in ${seconds.toFixed(0)} s`,
      ].join(', '),
    ),
  ];
}
