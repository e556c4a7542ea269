import picocolors from 'picocolors';
import type { Story } from '../model/story.js';
import type { ClauseId } from '../spec/clauses/index.js';
import type { Step } from '../spec/trace/step.js';
import { briefly } from './allowed.js';
import { briefCall } from './brief.js';
import type { BugReport } from './bug-report.js';
import type { Companions } from './companions.js';
import { describeBroken, describeOrigin, profileName } from './origin.js';
import type { ClauseText } from './page/clause-text.js';
import { clauseText } from './page/clause-text.js';
import { fillPage } from './page/fill.js';
import type { PackedStory } from './page/packed-story.js';
import { packStory } from './page/packed-story.js';
import { describeFollowed, touched } from './readings.js';
import { whereSourcesAre } from './sources.js';
import { terminalReport } from './terminal.js';
import { printable } from './text.js';

/** What `report.html` shows. */
export interface ReportPage {
  readonly broken: string;
  readonly summary: string;
  readonly about: readonly (readonly [name: string, value: string])[];
  readonly replay: string;
  /** A C program that shows the fault. */
  readonly program: string | null;
  /** The last steps, up to the refused one. */
  readonly steps: readonly Step[];
  /** How many steps are left out before them. */
  readonly omitted: number;
  /** The refused step among all of them. */
  readonly at: number;
  /** How many of the last steps are repeated for ever; `null` if a step is refused instead. */
  readonly cycle: number | null;
  readonly allowed: readonly string[];
  /** How many more were allowed than are listed. */
  readonly unlisted: number;
  readonly seen: string;
  readonly property: { readonly name: string; readonly says: string } | null;
  /** The clauses that the finding goes against. */
  readonly against: readonly ClauseId[];
  /** Those, and all others that the story names. */
  readonly clauses: readonly ClauseText[];
  readonly whereSourcesAre: string;
  readonly readings: readonly ReadingRow[];
  readonly story: PackedStory | null;
}

interface ReadingRow {
  readonly key: string;
  readonly title: string;
  readonly assumed: string;
  readonly followed: string;
}

/** Characters of data that a page holds at most; of a longer trace it shows the end. */
const mostData = 180_000;

/** Steps that a page shows at most. */
const mostSteps = 400;

/** A bug report as a page of its own: `report.html`, made of the page that was built. */
export function htmlReport(template: string, report: BugReport, companions: Companions = {}): string {
  return fillPage(template, {
    title: `${describeBroken(report)}: ${printable(headline(report))}`,
    data: reportPage(report, companions),
    text: terminalReport(report, picocolors.createColors(false), companions.story).join('\n'),
  });
}

/** The data of the page, with as many of the last steps as fit. */
export function reportPage(report: BugReport, companions: Companions = {}): ReportPage {
  let kept = Math.min(mostSteps, report.steps.length);
  for (;;) {
    const page = pageOf(report, kept, companions);
    if (kept <= 1 || JSON.stringify(page).length <= mostData) return page;
    kept = Math.floor(kept / 2);
  }
}

function pageOf(report: BugReport, kept: number, { story, program }: Companions): ReportPage {
  const { at, property, clauses, replay } = report;
  const omitted = report.steps.length - kept;
  const { allowed, seen } = briefly(report.expected, report.observed);
  const shown = story && lastFrames(story, omitted);
  return {
    broken: describeBroken(report),
    summary: headline(report),
    about: aboutOf(report),
    replay,
    program: program ?? null,
    steps: report.steps.slice(omitted),
    omitted,
    at,
    cycle: report.cycle ?? null,
    allowed: [...new Set(allowed)],
    unlisted: report.unlisted ?? 0,
    seen,
    property: property ?? null,
    against: clauses,
    clauses: namedIn(clauses, shown).map(clauseText),
    whereSourcesAre,
    readings: readingsOf(report),
    story: shown && shown.frames.length > 0 ? packStory(shown) : null,
  };
}

/** Results that a headline names. */
const mostNamed = 3;

/** The summary of a report; of a result that was refused, in the few words of the diagram. */
function headline(report: BugReport): string {
  const { property, summary, steps, at, unlisted = 0 } = report;
  const step = steps[at];
  if (property !== undefined || step === undefined || 'settle' in step) return summary;
  const { allowed: all, seen } = briefly(report.expected, report.observed);
  const allowed = [...new Set(all)];
  if (allowed.length === 0 || allowed.length + unlisted > mostNamed) return summary;
  const call = 'completes' in step ? `the end of ${step.completes}` : briefCall(step);
  return `${step.socket}: ${call} gave ${seen}; allowed: ${allowed.join(', or ')}.`;
}

/** The frames from a step on, with what happens in silence before it. */
function lastFrames({ frames, lostAt }: Story, from: number): Story {
  const last = frames.findLastIndex((frame) => frame.is !== 'silent' && frame.at < from);
  return { frames: frames.slice(last + 1), lostAt };
}

function namedIn(first: readonly ClauseId[], story: Story | undefined): readonly ClauseId[] {
  const named = new Set(first);
  for (const frame of story?.frames ?? []) {
    if (frame.is !== 'refused') for (const id of frame.clauses) named.add(id);
    if ('allowed' in frame)
      for (const { by } of frame.allowed)
        for (const { clauses } of by) for (const id of clauses) named.add(id);
  }
  return [...named];
}

function aboutOf(report: BugReport): ReportPage['about'] {
  const { provider, origin, confirmed, tool, version } = report;
  return [
    ['Provider', provider],
    ['Profile', profileName(report)],
    ['Found by', describeOrigin(origin)],
    ...(confirmed === undefined ? [] : [['Came back when run again', confirmed] as const]),
    ['Checked with', `${tool} ${version}`],
  ];
}

const readingsOf = ({ readings, followed }: BugReport): readonly ReadingRow[] =>
  touched({ ...followed, ...readings }).map(({ reading }) => {
    const candidates = followed[reading.key];
    return {
      key: reading.key,
      title: reading.title,
      assumed: readings[reading.key]?.join(', ') ?? 'open',
      followed: candidates === undefined ? 'not touched' : describeFollowed({ reading, candidates }),
    };
  });
