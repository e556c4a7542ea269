import type { Fault } from '../properties/campaign/report.js';
import type { BugReport } from '../reports/index.js';
import { commandLine, createBugReport, reportPath } from '../reports/index.js';
import { version } from '../spec/version.js';

/** In what circumstances a fault was found. */
export interface Finding {
  readonly name: string;
  readonly profile: BugReport['profile'];
  readonly readings: BugReport['readings'];
  readonly followed: BugReport['followed'];
  readonly seed: number;
  readonly out: string;
  /** The command that runs a report again. */
  readonly replay: (report: string) => readonly string[];
}

/** The bug report of a fault. */
export function reported(
  { violation, property, steps, path, runs, confirmed }: Fault,
  { name, profile, readings, followed, seed, out, replay }: Finding,
): BugReport {
  const broken = property ? { property: { name: property.name, says: property.says } } : {};
  const file = reportPath(out, { clauses: violation.clauses, steps, ...broken });
  return createBugReport(violation, {
    version,
    profile,
    provider: name,
    origin: { kind: 'provider', name, seed, path, runs },
    readings,
    steps,
    followed,
    replay: commandLine(replay(file)),
    ...(confirmed.of === 0 ? {} : { confirmed: `${confirmed.seen} of ${confirmed.of}` }),
    ...broken,
  });
}
