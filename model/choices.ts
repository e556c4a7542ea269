import type { Draft } from 'immer';
import type { Candidate } from '../spec/readings.js';
import { candidatesOf } from '../spec/readings.js';
import type { Result } from '../spec/trace/step.js';
import { Impossible } from './choose.js';
import type { Decide } from './choose.js';
import type { Model } from './model.js';
import { openCandidates } from './model.js';
import type { Choices } from './rule.js';
import type { World } from './world.js';

/** The choices of one path through an effect on `world`; what a reading decides is kept in the world. */
export function choicesOn(
  model: Model,
  world: Draft<World>,
  decide: Decide,
  observed: Result | null,
): Choices {
  const pick = <T>(options: readonly T[]): T => {
    const chosen = options[options.length > 1 ? decide(options.length) : 0];
    if (chosen === undefined) throw new Impossible();
    return chosen;
  };
  return {
    observed,
    oneOf: (options) => {
      const index = options.length > 1 ? decide(options.length) : 0;
      return options[index] ?? options[0];
    },
    reading: (key, groups) => {
      const open = openCandidates(model, world, key);
      const labels = Object.keys(groups)
        .filter(isLabelOf(groups))
        .filter((label) => overlap(groups[label], open).length > 0);
      const label = pick(labels);
      const kept = overlap(open, groups[label]);
      if (kept.length < open.length || kept.length < candidatesOf(key).length) world.readings[key] = kept;
      return label;
    },
    amount: (most) => {
      const seen = observed && 'ok' in observed ? observed.ok.sent : undefined;
      return seen === undefined || seen >= most || seen < 1 ? most : pick([most, seen]);
    },
  };
}

const overlap = (one: readonly Candidate[], other: readonly Candidate[]): Candidate[] =>
  one.filter((candidate) => other.includes(candidate));

const isLabelOf =
  <Label extends string>(groups: { readonly [L in Label]: unknown }) =>
  (text: string): text is Label =>
    text in groups;
