import { clauseById } from '../spec/clauses/index.js';
import type { Clause, ClauseId } from '../spec/clauses/index.js';
import { describeCall, describeOutcome } from '../spec/trace/describe.js';
import type { Step } from '../spec/trace/step.js';
import { describeExpected, describeFurther } from './allowed.js';
import type { BugReport } from './bug-report.js';
import { cycleStart } from './bug-report.js';
import type { Companions } from './companions.js';
import { traceLines } from './json.js';
import { mermaidDiagram } from './mermaid.js';
import { describeBroken, describeOrigin, profileName } from './origin.js';
import { describeFollowed, touched } from './readings.js';
import { expandSources, whereSourcesAre } from './sources.js';
import { counted, printable } from './text.js';

/** Text that stands for itself: neither markup nor HTML, and neither a mention nor a reference to an issue on GitHub. */
const text = (value: string): string =>
  printable(value)
    .replace(/[\\`*[\]<>~|&$]|(?<!\w)_|_(?!\w)/gu, '\\$&')
    .replace(/[@#](?=\w)/gu, '$&<!-- -->');

/** Such a text at the start of a line, where it begins neither a list nor a heading. */
const item = (value: string): string => text(value).replace(/^(\d*)(?=[-+=#.)])/u, (digits) => `${digits}\\`);

/** The shortest run of `mark`, at least `least` long, that does not occur in `value`. */
function fenceFor(value: string, least: number): string {
  const runs = value.match(/`+/gu) ?? [];
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 0);
  return '`'.repeat(Math.max(least, longest + 1));
}

/** A code span. */
function code(value: string): string {
  const shown = printable(value);
  const fence = fenceFor(shown, 1);
  const padded = /^`|`$|^ .* $/u.test(shown) ? ` ${shown} ` : shown;
  return `${fence}${padded}${fence}`;
}

function block(language: string, content: string): string {
  const fence = fenceFor(content, 3);
  return `${fence}${language}\n${content}\n${fence}`;
}

const section = (title: string, ...paragraphs: readonly string[]): string =>
  [`## ${title}`, ...paragraphs].join('\n\n');

const bound = {
  P: 'binds the provider',
  A: 'binds the application',
  I: 'a definition, a permission or a fact',
} as const;

function quoteClause(id: ClauseId): string {
  const { binds, rule, result, sources }: Clause = clauseById(id);
  const results = result === '' ? '' : ` Results: ${text(result)}.`;
  return [
    `> **${id}** (${bound[binds]}): ${text(rule)}${results}`,
    '>',
    `> Source: ${text(expandSources(sources))}`,
  ].join('\n');
}

function said({ property, clauses }: BugReport): string {
  const broken = property === undefined ? [] : [`**${text(property.name)}**: ${text(property.says)}`];
  const quotes = clauses.map(quoteClause);
  const none = property === undefined && clauses.length === 0 ? ['No clause was named.'] : [];
  const where = quotes.length === 0 ? [] : [text(whereSourcesAre)];
  return section('What the documents say', ...broken, ...quotes, ...where, ...none);
}

const mostListed = 200;

function listStep(step: Step, index: number, report: BugReport): string {
  const result = 'settle' in step ? '' : ` → ${code(describeOutcome(step.result))}`;
  const told = `${code(describeCall(step))}${result}`;
  const comment = step.comment === undefined ? '' : ` (${text(step.comment)})`;
  const shown =
    index === report.at && report.cycle === undefined
      ? `**${told}** ← **not allowed** by ${text(describeBroken(report))}`
      : told;
  return `${index + 1}. ${shown}${comment}`;
}

function happened(report: BugReport): string {
  const { steps } = report;
  const omitted = Math.max(0, steps.length - mostListed);
  const begins = Math.max(cycleStart(report), omitted);
  const lines = steps.slice(omitted).map((step, index) => {
    const line = listStep(step, omitted + index, report);
    return omitted + index === begins ? `\nFrom here on, again and again for ever:\n\n${line}` : line;
  });
  const note = omitted === 0 ? [] : [`The first ${counted(omitted, 'step')} are left out here.`];
  return section('What happened', ...note, lines.join('\n'));
}

function compared(report: BugReport): string {
  const { steps, at, expected, unlisted, observed, rules } = report;
  const step = steps[at];
  const allowed = [
    ...describeExpected({ expected }).map((one) => `  - ${code(one)}`),
    ...describeFurther(unlisted).map((one) => `  - or ${one}`),
  ];
  const fired = [...new Set(rules)].map((rule) => `  - ${item(rule)}`);
  const lines = [
    ...(step === undefined ? [] : [`- Step ${at + 1}: ${code(describeCall(step))}`]),
    ...(allowed.length === 0 ? [] : ['- Allowed:', ...allowed]),
    ...(step === undefined || 'settle' in step ? [] : [`- Seen: ${code(describeOutcome(observed))}`]),
    ...(fired.length === 0 ? [] : ['- Rules that could have applied:', ...fired]),
  ];
  return section('Allowed and seen', lines.join('\n'));
}

function readingsOf({ readings, followed }: BugReport): string {
  const rows = touched({ ...followed, ...readings }).map(({ reading }) => {
    const fixed = readings[reading.key]?.join(', ') ?? 'open';
    const candidates = followed[reading.key];
    const explained = candidates === undefined ? 'not touched' : describeFollowed({ reading, candidates });
    return `| ${reading.key} | ${text(reading.title)} | ${fixed} | ${text(explained)} |`;
  });
  if (rows.length === 0) {
    return section('Readings', 'No reading was fixed, and no step before it depends on one.');
  }
  const head = ['| Ambiguity | Question | Assumed | Followed until then |', '| --- | --- | --- | --- |'];
  return section('Readings', [...head, ...rows].join('\n'));
}

const longestTrace = 100_000;

function wholeTrace(report: BugReport): string {
  const lines: string[] = [];
  let room = longestTrace;
  for (const line of traceLines(report)) {
    room -= line.length + 1;
    if (room < 0) return 'The trace is too long to stand here; `report.json` holds it.';
    lines.push(line);
  }
  const content = block('jsonl', lines.join('\n'));
  return `<details>\n<summary>The trace, as a file for <code>halfclose trace</code></summary>\n\n${content}\n\n</details>`;
}

function shown(program: string): string {
  if (program.length > longestTrace) return 'It is too long to stand here; `report.c` holds it.';
  return `<details>\n<summary><code>report.c</code>; it says how it is compiled</summary>\n\n${block('c', program.trimEnd())}\n\n</details>`;
}

function about(report: BugReport): string {
  const { provider, origin, confirmed, tool, version } = report;
  return [
    `- Provider: ${code(provider)}`,
    `- Profile: ${code(profileName(report))}`,
    `- Found by: ${text(describeOrigin(origin))}`,
    ...(confirmed === undefined ? [] : [`- Came back when run again: ${text(confirmed)}`]),
    `- Checked with: ${tool} ${text(version)}`,
  ].join('\n');
}

/** A bug report as a page that GitHub renders: `report.md`. */
export function markdownReport(report: BugReport, { program }: Companions = {}): string {
  const { summary, replay } = report;
  const parts = [
    `# ${text(describeBroken(report))}: ${text(summary)}`,
    about(report),
    said(report),
    happened(report),
    ...(report.cycle === undefined ? [compared(report)] : []),
    readingsOf(report),
    section('As a diagram', block('mermaid', mermaidDiagram(report))),
    section('To run it again', block('sh', printable(replay)), wholeTrace(report)),
    ...(program === undefined ? [] : [section('As a C program', shown(program))]),
  ];
  return `${parts.join('\n\n')}\n`;
}
