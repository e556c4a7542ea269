import { clauseTable, explorationLines } from '../reports/index.js';
import { clauseRowsAfter, gapsIn } from './check/coverage.js';
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
  const tasks = planOf(options);
  const progress = terminal.progress('check');
  const pace = paceFrom(options.time ?? patience);
  const outcomes = await runTasks(tasks, deadlineOf(options), ({ task }, done) => {
    progress.update(`${done} of ${tasks.length} done${pace.after(done, tasks.length)}; ${nameOf(task)}`);
  });
  progress.end();
  return await tell(outcomes, start, options, terminal);
}

/** Tells what has come of the tasks that were begun at a time, and writes bug reports; gives the exit code. */
export async function tell(
  outcomes: readonly Outcome[],
  start: number,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const rows = clauseRowsAfter(outcomes);
  const gaps = options.profile === undefined && options.reading === undefined ? gapsIn(rows) : [];
  const reports = await writtenOf(outcomes, options, terminal);
  const seconds = (performance.now() - start) / 1000;
  const summary = summaryOf(outcomes, rows, gaps, { reports, seconds });
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
  { profile, reading = [], out = defaultOut }: Options,
  terminal: Terminal,
): Promise<readonly string[]> {
  const given = [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...reading.flatMap((one) => ['--reading', one]),
  ];
  const reports: string[] = [];
  for (const found of outcomes.flatMap(foundIn)) {
    const { json, markdown, html } = await written(found, {
      out,
      profile: profile === undefined ? found.profile.profile : profileFrom(profile),
      check: ['npx', 'halfclose', 'check', ...given],
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
    case 'property':
      return `${outcome.verdict}, ${outcome.states} states, triggered ${outcome.triggered} times`;
    case 'liveness':
      return outcome.twin === null
        ? `${outcome.verdict}, and no faulty provider breaks it`
        : `${outcome.verdict} at last, ${outcome.states} states; not of ${outcome.twin}`;
    case 'sequences':
      return `${outcome.shown} shown, ${outcome.refused.length} refused`;
    case 'random': {
      const { runs, steps, accusations, task } = outcome;
      return `${runs} runs, ${steps} steps, ${accusations.length} accusations (seed ${task.seed})`;
    }
    case 'fault':
      return outcome.shortest === null ? 'NOT CAUGHT' : `caught in ${outcome.shortest} steps`;
  }
}

function verdictLines(
  { verdict, faults, problems, truncated, seconds }: CheckJson,
  { colors }: Terminal,
): readonly string[] {
  const paint = { sound: colors.green, unsound: colors.red, incomplete: colors.yellow }[verdict];
  return [
    ...problems.map((problem) => colors.red(problem)),
    ...truncated.map((name) => colors.yellow(`${name}: not searched to its end`)),
    paint(
      `${verdict}: ${faults.caught} of ${faults.total} faulty providers caught, in ${seconds.toFixed(0)} s`,
    ),
  ];
}
