import type { Allowed } from '../../model/verdict.js';
import type { CampaignReport } from '../../properties/campaign/report.js';
import type { BugReport, Conformance } from '../../reports/index.js';
import { writeBugReport, writeKnown } from '../../reports/index.js';
import { reported } from '../../suite/reported.js';
import { storyOf } from '../../suite/story.js';
import { isInterruption } from '../interrupt.js';
import type { Terminal } from '../terminal.js';
import type { Subject } from './subject.js';

/** How findings are filed. */
export interface Filing {
  readonly subject: Pick<Subject, 'name' | 'profile' | 'command'>;
  /** The readings that are fixed. */
  readonly readings: BugReport['readings'];
  readonly out: string;
  /**
   * Given also the allowed results that a report does not list, gives a program that shows the fault without the checker, `null`
   * if there is none; `null` where none is asked for.
   */
  readonly show:
    ((report: BugReport, signal: AbortSignal, further?: readonly Allowed[]) => Promise<string | null>) | null;
  readonly signal: AbortSignal;
  readonly terminal: Pick<Terminal, 'remark'>;
}

/** What became of them. */
export interface Filed extends Pick<Conformance, 'violations' | 'withheld'> {
  /** Whether an interruption came before all of them had been shown. */
  readonly isCut: boolean;
}

/** Writes the report of each fault into its file; what is in doubt is withheld, and told of. */
export async function fileFindings(
  { faults, doubtful, seed, readings: followed }: CampaignReport,
  { subject, readings, out, show, signal, terminal }: Filing,
): Promise<Filed> {
  const violations: Conformance['violations'][number][] = [];
  let withheld = 0;
  let isCut = false;
  const withhold = (why: string, summary: string): void => {
    withheld += 1;
    terminal.remark(`not reported, as ${why}: ${summary}`);
  };
  for (const fault of faults) {
    const report = reported(fault, {
      name: subject.name,
      profile: subject.profile,
      readings,
      followed: explaining(followed),
      seed,
      out,
      replay: (file) => ['npx', 'halfclose', 'replay', file, ...subject.command],
    });
    const shown =
      show === null
        ? 'unasked'
        : await unlessInterrupted(() => show(report, signal, fault.violation.further), signal);
    if (shown === 'interrupted') {
      isCut = true;
      withhold('it was interrupted before a C program had shown it', report.summary);
    } else if (shown !== 'unasked' && shown.program === null)
      withhold('no C program shows it', report.summary);
    else {
      const program = shown === 'unasked' ? null : shown.program;
      const companions = { story: storyOf(report), ...(program === null ? {} : { program }) };
      violations.push({ report, file: (await writeBugReport(out, report, companions)).json });
    }
  }
  for (const { violation, confirmed } of doubtful)
    withhold(
      confirmed.of === 0
        ? 'it rests on time, and there was none left to see it again'
        : 'it did not come back with longer settles',
      violation.summary,
    );
  if (violations.length > 0)
    await writeKnown(
      out,
      violations.map(({ report }) => ({ comment: report.summary, steps: report.steps })),
    );
  return { violations, withheld, isCut };
}

async function unlessInterrupted(
  show: () => Promise<string | null>,
  signal: AbortSignal,
): Promise<{ readonly program: string | null } | 'interrupted'> {
  if (signal.aborted) return 'interrupted';
  try {
    return { program: await show() };
  } catch (error) {
    if (isInterruption(error)) return 'interrupted';
    throw error;
  }
}

/** Without the ambiguities of which no reading explains everything: of those a report could only say nothing. */
const explaining = (readings: BugReport['followed']): BugReport['followed'] =>
  Object.fromEntries(Object.entries(readings).filter(([, candidates]) => candidates.length > 0));
