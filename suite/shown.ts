import type { CampaignReport } from '../properties/campaign/report.js';

/** What a campaign has to tell of how much it has shown. */
type Told = Pick<
  CampaignReport,
  'runs' | 'earlier' | 'outcomes' | 'triggered' | 'objections' | 'unclaimed'
> & {
  readonly doubtful: readonly unknown[];
};

/** Why the runs that were wanted have shown nothing whatever: none was made, or no call was carried out. `null` if they have. */
export function whyNothingWasShown({ runs, outcomes }: Told): string | null {
  if (runs === 0) return nothing('time ran out before the first run');
  return outcomes.size === 0 ? nothing(noCall) : null;
}

/**
 * Why it is not shown by all of the runs that were wanted that nothing is wrong, or that a property holds: they have shown
 * nothing, the property is not claimed of them, it never came to what it speaks of, a finding is in doubt, or time ran out. `null`
 * if it is.
 */
export function whyNotAllWasShown(told: Told, wanted: number, property?: string): string | null {
  const { runs, triggered, doubtful, objections, unclaimed } = told;
  const why = whyNothingWasShown(told);
  if (why !== null) return why;
  const objection = objections.find((one) => one.property === property);
  if (objection !== undefined)
    return `not all was shown: halfclose is at fault, as the documents allow what this objects to: ${objection.broken}`;
  if (property !== undefined && unclaimed.has(property))
    return 'nothing is claimed: readings of the documents that are allowed, or that the provider follows, go another way';
  if (property !== undefined && !triggered.has(property))
    return nothing(`it never came to that in ${String(runs)} runs`);
  if (doubtful.length > 0) return 'not all was shown: a finding rests on time, and did not come back';
  return runs < wanted
    ? `not all was shown: time ran out after ${String(runs)} of ${String(wanted)} runs`
    : null;
}

/** Why it is not shown that no earlier fault has come back, of so many that are known; `null` if it is. */
export function whyNoEarlierWasShown({ earlier, outcomes }: Told, known: number): string | null {
  if (known === 0) return 'no earlier fault is known';
  if (earlier < known)
    return `not all was shown: time ran out after ${String(earlier)} of ${String(known)} earlier faults`;
  return outcomes.size === 0 ? nothing(noCall) : null;
}

const nothing = (why: string): string => `nothing was shown: ${why}`;

const noCall = 'the provider has carried out no call';
