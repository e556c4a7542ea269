import type { Candidate, ReadingKey } from '../../spec/readings.js';
import { readingKeys } from '../../spec/readings.js';
import type { NumberedStep } from '../../spec/trace/parse.js';
import type { Step } from '../../spec/trace/step.js';
import type { Machine } from '../machine.js';
import { openCandidates } from '../model.js';
import type { ReadingsFollowed, TraceVerdict, Violation } from '../verdict.js';
import { explain } from './explain.js';
import type { Belief } from './oracle.js';
import { Oracle } from './oracle.js';

/** A step that was followed, and what explains the trace before and after it: nothing does after one that is not allowed. */
export interface FollowedStep {
  readonly step: Step;
  readonly before: Belief;
  readonly after: Belief;
}

/**
 * Follows a whole trace, and says at which step, if any, the documents do not allow it; that one is the last of which
 * `onStep` hears.
 */
export async function checkTrace(
  machine: Machine,
  steps: AsyncIterable<NumberedStep> | Iterable<NumberedStep>,
  onStep: (at: number, followed: FollowedStep) => void = () => undefined,
): Promise<TraceVerdict> {
  const oracle = new Oracle(machine);
  let belief = oracle.start;
  let violation: Violation | null = null;
  let followed = 0;
  let answered = 0;
  const held = { hypotheses: 0, possibilities: 0 };
  for await (const { at, step } of steps) {
    followed += 1;
    if ('result' in step) answered += 1;
    if (violation) continue;
    const before = belief;
    const after = oracle.follow(before, step);
    if (after.length === 0) violation = explain(oracle, before, step, at);
    else belief = after;
    held.hypotheses = Math.max(held.hypotheses, belief.length);
    for (const { summary } of belief) held.possibilities = Math.max(held.possibilities, summary.most);
    onStep(at, { step, before, after });
  }
  return {
    verdict: violation ? 'violation' : 'allowed',
    violation,
    steps: followed,
    answered,
    readings: readingsOf(machine, belief),
    unfollowed: unfollowedIn(belief),
    held,
  };
}

/** For each ambiguity that mattered, the candidates that some explanation uses. */
export function readingsOf(machine: Machine, belief: Belief): ReadingsFollowed {
  const touched = readingKeys.filter((key) => belief.some(({ readings }) => readings[key] !== undefined));
  const followed: { [Key in ReadingKey]?: readonly Candidate[] } = {};
  for (const key of touched) {
    const open = belief.flatMap((hypothesis) => openCandidates(machine, hypothesis, key));
    followed[key] = [...new Set(open)].sort();
  }
  return followed;
}

/** The sockets of which nothing is concluded any more. */
function unfollowedIn(belief: Belief): readonly string[] {
  const names = new Set<string>();
  for (const { clusters } of belief)
    for (const { parts } of clusters)
      for (const { sockets } of parts)
        for (const [name, { phase }] of Object.entries(sockets))
          if (phase.is === 'unspecified') names.add(name);
  return [...names].sort();
}
