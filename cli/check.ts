import { clauseTable, explorationLines } from '../reports/index.js';
import { addUp, clauseRows } from './check/coverage.js';
import { planOf } from './check/plan.js';
import { runTasks } from './check/pool.js';
import type { CheckJson } from './check/summary.js';
import { summaryOf } from './check/summary.js';
import type { Outcome, Task } from './check/task.js';
import type { Options } from './options.js';
import type { Terminal } from './terminal.js';

/** `halfclose check`: the main job. Exit code 1 if the model is not sound, or a fault survives. */
export async function checkVerb(options: Options, terminal: Terminal): Promise<number> {
  const start = performance.now();
  const tasks = planOf(options);
  const progress = terminal.progress('check');
  const outcomes = await runTasks(tasks, ({ task }, done) => {
    progress.update(`${done} of ${tasks.length} done, ${nameOf(task)}`);
  });
  progress.end();
  const fired = addUp(outcomes.flatMap((outcome) => ('fired' in outcome ? [outcome.fired] : [])));
  const rows = clauseRows(fired);
  const summary = summaryOf(outcomes, rows, (performance.now() - start) / 1000);
  if (options.json) terminal.printJson(summary);
  else {
    terminal.print(outcomes.flatMap((outcome) => linesOf(outcome, terminal)));
    terminal.print(['', ...clauseTable(rows, { detail: 'counts', colors: terminal.colors })]);
    terminal.print(['', ...verdictLines(summary, terminal)]);
  }
  return summary.verdict === 'unsound' ? 1 : 0;
}

function nameOf(task: Task): string {
  switch (task.kind) {
    case 'scope':
      return `scope ${task.scope} (${task.profile})`;
    case 'property':
      return `${task.property} (${task.profile})`;
    case 'sequences':
      return `sequences (${task.profile})`;
    case 'random':
      return `random runs (${task.profile})`;
    case 'fault':
      return task.fault;
  }
}

function linesOf(outcome: Outcome, { colors }: Terminal): readonly string[] {
  const name = nameOf(outcome.task).padEnd(40);
  if ('summary' in outcome) return explorationLines(outcome.summary, colors);
  if ('reason' in outcome)
    return [`${name} ${outcome.verdict}, ${outcome.states} states, triggered ${outcome.triggered} times`];
  if ('refused' in outcome) return [`${name} ${outcome.shown} shown, ${outcome.refused.length} refused`];
  if ('accusations' in outcome)
    return [
      `${name} ${outcome.runs} runs, ${outcome.calls} steps, ${outcome.accusations.length} accusations (seed ${outcome.seed})`,
    ];
  const { shortest, runs } = outcome;
  return [
    `${name} ${shortest === null ? 'NOT FOUND' : `${shortest} steps`}, ${runs === null ? 'NOT FOUND' : `run ${runs}`}`,
  ];
}

function verdictLines(
  { verdict, faults, problems, seconds, clauses }: CheckJson,
  { colors }: Terminal,
): readonly string[] {
  const paint = { sound: colors.green, unsound: colors.red, incomplete: colors.yellow }[verdict];
  return [
    ...problems.map((problem) => colors.red(problem)),
    ...clauses.vacuous.map((name) => colors.yellow(`vacuous: ${name}`)),
    paint(
      `${verdict}: ${faults.caught} of ${faults.total} faulty providers caught by both engines, in ${seconds.toFixed(0)} s`,
    ),
  ];
}
