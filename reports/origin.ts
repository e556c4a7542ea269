import type { BugReport, Origin } from './bug-report.js';
import { counted, printable } from './text.js';

function describeProviderRuns({ seed, path, runs }: Extract<Origin, { kind: 'provider' }>): string {
  const details = [
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...(path === undefined ? [] : [`path ${path}`]),
    ...(runs === undefined ? [] : [`after ${counted(runs, 'run')}`]),
  ];
  return details.length === 0 ? '' : ` (${details.join(', ')})`;
}

/** Where a finding comes from, in few words. */
export function describeOrigin(origin: Origin): string {
  if (origin.kind === 'trace') return `the recorded trace ${origin.file}`;
  if (origin.kind === 'exploration') return `the exhaustive search, scope ${origin.scope}`;
  return `driving the provider ${origin.name}${describeProviderRuns(origin)}`;
}

/** The profile of a report by its name. */
export const profileName = ({ profile }: Pick<BugReport, 'profile'>): string =>
  typeof profile === 'string' ? profile : profile.profile;

/** Clauses that are named where there is little room, or quoted without being asked for: the closest ones. */
export const mostClauses = 3;

/** What the refused step goes against: a property that broke, or else the clauses closest to it. */
export function describeBroken({ property, clauses }: Pick<BugReport, 'property' | 'clauses'>): string {
  if (property !== undefined) return printable(property.name);
  if (clauses.length === 0) return 'the documents';
  const more = clauses.length - mostClauses;
  return `${clauses.slice(0, mostClauses).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
