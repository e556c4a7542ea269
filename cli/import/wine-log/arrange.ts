import type { Machine } from '../../../model/machine.js';
import { checkTrace } from '../../../model/oracle/check-trace.js';
import type { OrderedStep, Ordering } from '../../../model/oracle/order.js';
import { orderCalls } from '../../../model/oracle/order.js';
import type { Step } from '../../../spec/trace/step.js';
import type { Family } from './families.js';

/** What a log comes to as a trace. */
export interface Arranged {
  readonly steps: readonly Step[];
  /** Where something is followed no further, and why; lines of the log. */
  readonly left: readonly { readonly line: number; readonly what: string }[];
}

interface Placed {
  readonly step: Step;
  readonly line: number;
  readonly family: number;
}

/**
 * One order of all calls that the documents allow, if there is one. Families are put into order one by one, since they
 * have nothing to do with each other but the readings that the provider follows.
 */
export async function arrange(machine: Machine, families: readonly Family[]): Promise<Arranged> {
  const left = families.flatMap(({ names, horizon }) =>
    horizon === null ? [] : [{ line: horizon.line, what: `${names.join(', ')}: ${horizon.why}` }],
  );
  const orderings = families.map(({ calls }) => orderCalls(machine, calls));
  for (const [at, { outcome, steps }] of orderings.entries()) {
    const family = families[at];
    if (outcome !== 'open' || !family) continue;
    left.push({
      line: placesOf(family, steps).at(-1) ?? 1,
      what: `${family.names.join(', ')}: the calls that follow may have taken effect in too many orders`,
    });
  }
  const merged = merge(families, orderings);
  const verdict = await checkTrace(
    machine,
    merged.map(({ step }, at) => ({ step, at, line: at + 2 })),
  );
  const refused = verdict.violation?.at;
  const culprit = refused === undefined ? undefined : merged[refused];
  if (!culprit || isRefusedIn(orderings, culprit)) return { steps: merged.map(({ step }) => step), left };
  const alone = orderings.findIndex(({ outcome }) => outcome === 'refused');
  const kept = alone < 0 ? merged.slice(0, refused) : merged.filter(({ family }) => family === alone);
  left.push({
    line: culprit.line,
    what: 'what the calls on several connections say together may depend on the order in which they took effect',
  });
  return { steps: kept.map(({ step }) => step), left };
}

/** Whether the step is the last one of a family whose calls no order explains. */
const isRefusedIn = (orderings: readonly Ordering[], { family, step }: Placed): boolean => {
  const { outcome, steps } = orderings[family] ?? {};
  return outcome === 'refused' && steps?.at(-1)?.step === step;
};

/** The lines of steps, in no other order than the steps: a later step is never at an earlier line. */
function placesOf({ calls }: Family, steps: readonly OrderedStep[]): readonly number[] {
  let last = 0;
  return steps.map(({ of }) => (last = Math.max(last, calls[of]?.began ?? 0)));
}

function merge(families: readonly Family[], orderings: readonly Ordering[]): readonly Placed[] {
  const placed = families.flatMap((one, family): Placed[] => {
    const steps = orderings[family]?.steps ?? [];
    const lines = placesOf(one, steps);
    return steps.map(({ step }, at) => ({ step, line: lines[at] ?? 0, family }));
  });
  return placed.sort((one, other) => one.line - other.line);
}
