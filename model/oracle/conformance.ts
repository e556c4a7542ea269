import type { Step } from '../../spec/trace/step.js';
import { canonical } from '../key.js';
import type { Machine } from '../machine.js';
import type { Observer } from '../search/observer.js';
import { BeliefKeys } from './belief-keys.js';
import type { Belief } from './oracle.js';
import { Oracle } from './oracle.js';

/**
 * Holds every run against the documents: broken at the first step that they do not allow. An exploration that is watched by
 * it and finds nothing has shown that each of its runs is one of `machine`. It remembers which of the beliefs it has
 * met it is at, so that it serves any number of explorations, one after the other.
 */
export function conformance(machine: Machine): Observer<number> {
  const oracle = new Oracle(machine);
  const keys = new BeliefKeys();
  const beliefs: Belief[] = [];
  const known = new Map<string, number>();
  const followed = new Map<string, number | null>();

  const numberOf = (belief: Belief): number => {
    const key = keys.keyOf(belief);
    const number = known.get(key) ?? beliefs.push(belief) - 1;
    known.set(key, number);
    return number;
  };

  const follow = (from: number, step: Step): number | null => {
    const belief = oracle.follow(beliefs[from] ?? [], step);
    return belief.length === 0 ? null : numberOf(belief);
  };

  return {
    start: numberOf(oracle.start),
    observe: (memory, step) => {
      const key = `${String(memory)} ${canonical(step)}`;
      const seen = followed.get(key);
      const next = seen === undefined ? follow(memory, step) : seen;
      followed.set(key, next);
      return next === null ? { broken: 'the documents do not allow it' } : { memory: next };
    },
  };
}
