import type { Frame } from '../../model/story.js';
import { arrivalRules, deliveryBetween } from '../../model/story/tell.js';
import { viewOf } from '../../model/story/view.js';
import type { Machine } from '../../model/machine.js';
import type { Step } from '../../spec/trace/step.js';
import type { Node } from './history.js';
import { begunAt, pathTo, stepAfter } from './history.js';

/** The moments up to one as a story, with its steps. */
export function storyTo(
  machine: Machine,
  node: Node,
): { readonly frames: readonly Frame[]; readonly steps: readonly Step[] } {
  const arrivals = arrivalRules(machine);
  const steps: Step[] = [];
  const frames = pathTo(node).flatMap(({ happened, world, parent }): readonly Frame[] => {
    if (!happened || !parent) return [];
    const { rule, clauses } = happened;
    if (happened.is === 'silent') {
      const delivered = arrivals.has(rule) ? deliveryBetween(parent.world, world) : null;
      return [{ is: 'silent', rule, clauses, delivered, world: viewOf(world) }];
    }
    if (happened.is === 'begun') {
      // Its step of the trace is the next one.
      return [{ is: 'begun', at: steps.length, rule, clauses, world: viewOf(world) }];
    }
    steps.push(stepAfter(begunAt(parent), happened.step));
    return [{ is: 'step', at: steps.length - 1, rule, clauses, allowed: [], world: viewOf(world) }];
  });
  const begun = begunAt(node);
  return { frames, steps: begun ? [...steps, begun] : steps };
}
