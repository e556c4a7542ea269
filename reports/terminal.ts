import type { Story } from '../model/story.js';
import type { ClauseId } from '../spec/clauses/index.js';
import { clauseById } from '../spec/clauses/index.js';
import { describeCall, describeOutcome, describeResult } from '../spec/trace/describe.js';
import type { Step } from '../spec/trace/step.js';
import type { Colors } from './colors.js';
import { describeExpected } from './allowed.js';
import { forEver, storyColumns } from './columns.js';
import type { BugReport } from './bug-report.js';
import { cycleStart } from './bug-report.js';
import { describeBroken, describeOrigin, mostClauses, profileName } from './origin.js';
import { readingOptions, readingsTable } from './readings.js';
import { counted, printable, wrap } from './text.js';

const mostListed = 40;

const tell = (step: Step): string =>
  printable('settle' in step ? describeCall(step) : `${describeCall(step)} ${describeResult(step.result)}`);

function listed({ steps, at, cycle }: BugReport, colors: Colors): readonly string[] {
  const width = String(steps.length).length;
  const omitted = Math.max(0, steps.length - mostListed);
  const begins = Math.max(cycleStart({ steps, cycle }), omitted);
  const lines = steps.slice(omitted).flatMap((step, index) => {
    const refused = omitted + index === at && cycle === undefined;
    const heading = cycle !== undefined && omitted + index === begins ? [colors.bold(forEver)] : [];
    const number = `${omitted + index + 1}.`.padStart(width + 1);
    const wrapped = wrap(tell(step), { first: `${refused ? '>' : ' '} ${number} ` });
    return [...heading, ...(refused ? wrapped.map((line) => colors.red(line)) : wrapped)];
  });
  return omitted === 0 ? lines : [colors.dim(`  … ${counted(omitted, 'earlier step')}`), ...lines];
}

const fact = (name: string, value: string): readonly string[] =>
  wrap(printable(value), { first: `  ${name.padEnd(9)} ` });

/** A clause, quoted from the table with its source. */
export const clauseLines = (id: ClauseId): readonly string[] =>
  fact(id, `${clauseById(id).rule} [${clauseById(id).sources}]`);

/** What was allowed and what was seen, in lines that begin with those words. */
export function allowedAndSeen({
  step,
  observed,
  ...allowance
}: Pick<BugReport, 'expected' | 'unlisted' | 'observed'> & {
  readonly step: Step | undefined;
}): readonly string[] {
  const allowed = describeExpected(allowance);
  return [
    ...allowed.flatMap((one, index) => fact(index === 0 ? 'allowed' : '     or', one)),
    ...(step === undefined || 'settle' in step ? [] : fact('seen', describeOutcome(observed))),
  ];
}

/**
 * A bug report for a terminal of 80 columns, line by line: with its story in columns, else as a list of its steps.
 */
export function terminalReport(report: BugReport, colors: Colors, story?: Story): readonly string[] {
  const { property, summary, clauses, steps, at, readings, followed, confirmed, replay } = report;
  const title = wrap(`${describeBroken(report)}: ${printable(summary)}`, { first: '', rest: '  ' });
  const options = readingOptions(readings);
  const table = readingsTable(followed, colors);
  return [
    ...title.map((line) => colors.bold(colors.red(line))),
    '',
    ...(story === undefined || story.frames.length === 0
      ? listed(report, colors)
      : storyColumns(report, story, colors)),
    '',
    ...(report.cycle === undefined ? allowedAndSeen({ ...report, step: steps[at] }) : []),
    ...(property === undefined ? [] : fact('property', property.says)),
    ...clauses.slice(0, mostClauses).flatMap(clauseLines),
    ...(clauses.length > mostClauses ? fact('see also', clauses.slice(mostClauses).join(', ')) : []),
    ...fact('provider', `${report.provider}, profile ${profileName(report)}`),
    ...fact('found by', describeOrigin(report.origin)),
    ...(confirmed === undefined ? [] : fact('confirmed', confirmed)),
    ...(options === '' ? [] : fact('fixed', options)),
    ...(table.length === 0 ? [] : ['', ...table]),
    '',
    'Run it again:',
    `  ${printable(replay)}`,
  ];
}
