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

/** What the refused step goes against: a property that broke, or else the clauses. */
export function describeBroken({ property, clauses }: Pick<BugReport, 'property' | 'clauses'>): string {
  if (property !== undefined) return printable(property.name);
  return clauses.length === 0 ? 'the documents' : clauses.join(', ');
}
