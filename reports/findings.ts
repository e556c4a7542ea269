import { z } from 'zod';
import { clauses } from '../spec/clauses/index.js';
import { parseDocument } from '../spec/document.js';
import { candidatesOf, readingKeys, readings } from '../spec/readings.js';
import { expecting, freeText, object, parseWith } from '../spec/schema.js';
import { describeCall, describeOutcome } from '../spec/trace/describe.js';
import { describeExpected } from './allowed.js';
import type { BugReport } from './bug-report.js';

const clauseIds = clauses.map(({ id }) => id);

const finding = object({
  /** The folder of its report and its program. */
  folder: freeText,
  title: freeText,
  /** The clauses that it breaks: those of the report say what was allowed, and are not always the ones that matter most. */
  clauses: z.array(z.enum(clauseIds), expecting('a list of clauses')),
  /** What the documents say, and whether it is fair to hold that against the provider. */
  judged: freeText,
  /** What is known of it from the provider's own tests. */
  tests: freeText,
});

const findingsSchema = object({
  provider: freeText,
  profile: freeText,
  how: freeText,
  findings: z.array(finding, expecting('a list of findings')),
  /** What looked like a fault, and is none. */
  withdrawn: z.array(object({ what: freeText, why: freeText }), expecting('a list of what was withdrawn')),
  readings: z.partialRecord(z.enum(readingKeys), z.array(freeText)),
  /** What is to be said of a reading that the runs alone do not tell. */
  notes: z.partialRecord(z.enum(readingKeys), freeText).exactOptional(),
});

/** What has been found in a provider, and how it was judged. */
export type Findings = z.infer<typeof findingsSchema>;

/** Reads a file of findings; what is wrong with it is said with its line. */
export const parseFindings = (file: string, text: string): Findings =>
  parseDocument(file, text, (raw) => parseWith(findingsSchema, raw));

/** A document about what was found in a provider: each finding with its trace, its clauses, and how it was judged. */
export function findingsDocument(
  { provider, profile, how, findings, withdrawn, readings: followed, notes = {} }: Findings,
  reportIn: (folder: string) => BugReport,
  base: string,
): string {
  const rows = findings.map(
    ({ title, clauses: broken }, index) => `| ${String(index + 1)} | ${title} | ${broken.join(', ')} |`,
  );
  return [
    `# ${provider} and the documents of Winsock`,
    `Generated from the reports in [\`${base}/\`](${base}/). Profile \`${profile}\`. ${how}`,
    ['| # | what | clauses |', '| --- | --- | --- |', ...rows].join('\n'),
    ...findings.flatMap((one, index) => section(one, index + 1, reportIn(one.folder), base)),
    '## The readings that it follows',
    readingRows(followed),
    ...readingKeys.flatMap((key) => (notes[key] === undefined ? [] : [`- **${key}** ${notes[key]}`])),
    '## What looked like a fault',
    withdrawn.map(({ what, why }) => `- ${what} ${why}`).join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function section(
  { folder, title, clauses: broken, judged, tests }: Findings['findings'][number],
  number: number,
  report: BugReport,
  base: string,
): readonly string[] {
  const steps = report.steps.map((step, index) => {
    const outcome = 'settle' in step ? '' : ` → ${describeOutcome(step.result)}`;
    return `${index === report.at ? '>' : ' '} ${String(index + 1).padStart(2)}. ${describeCall(step)}${outcome}`;
  });
  const rules = clauses.filter(({ id }) => broken.some((one) => one === id));
  return [
    `## ${String(number)}. ${title}`,
    ['```text', ...steps, '', `allowed: ${describeExpected(report).join(', or ')}`, '```'].join('\n'),
    rules.map(({ id, rule, sources }) => `- **${id}** ${rule} [${sources}]`).join('\n'),
    judged,
    `Its own tests: ${tests}`,
    `${report.confirmed === undefined ? '' : `Came back ${report.confirmed}. `}[Report](${base}/${folder}/report.json), [program](${base}/${folder}/report.c).`,
  ];
}

function readingRows(followed: Findings['readings']): string {
  const rows = readings.flatMap(({ key, title }) => {
    const explained = followed[key];
    if (!explained) return [];
    const all = candidatesOf(key).length === explained.length;
    const which = explained.length === 0 ? 'none explains everything' : explained.join(', ');
    return [`| ${key} | ${title} | ${all ? `${which} (all)` : which} |`];
  });
  return ['| ambiguity | point | explained under |', '| --- | --- | --- |', ...rows].join('\n');
}
