import type { ProfileDescription } from '../../spec/profiles.js';
import { commandLine, createBugReport, reportPath, writeBugReport } from '../../reports/index.js';
import type { WrittenReport } from '../../reports/index.js';
import { storyOf } from '../../suite/story.js';
import { version } from '../version.js';
import type { Found } from './found.js';

/** Where reports go, and how the command line says what is checked. */
interface Filing {
  readonly out: string;
  readonly profile: string | ProfileDescription;
  /** The command line of the main job. */
  readonly check: readonly string[];
}

/** Writes the bug report of what the main job has found. */
export async function written(
  { violation, property, steps, readings, origin, shownBy, cycle }: Found,
  { out, profile, check }: Filing,
): Promise<WrittenReport> {
  const named = property ? { property: { name: property.name, says: property.says } } : {};
  const file = reportPath(out, { clauses: violation.clauses, steps, ...named });
  const report = createBugReport(violation, {
    version,
    profile,
    provider: 'the model',
    origin,
    readings,
    steps,
    followed: {},
    replay: commandLine(shownBy === 'search' ? check : ['npx', 'halfclose', 'replay', file]),
    ...named,
    ...(cycle === undefined ? {} : { cycle }),
  });
  return await writeBugReport(out, report, { story: storyOf(report) });
}
