import type { Draft } from 'immer';
import type { ClauseId } from '../spec/clauses/index.js';
import { choicesOn } from './choices.js';
import { everyWay } from './choose.js';
import type { Model } from './model.js';
import type { Choices } from './rule.js';
import type { Result } from '../spec/trace/step.js';
import type { World } from './world.js';

/** Which rule fired, and the clauses that it implements. */
export interface Fired {
  readonly rule: string;
  readonly clauses: readonly ClauseId[];
}

/** Every world that an effect may leave, with what the effect gave. */
export function everyWorld<T>(
  model: Model,
  world: World,
  observed: Result | null,
  effect: (draft: Draft<World>, choices: Choices) => T,
): { readonly world: World; readonly gave: T }[] {
  return everyWay((decide) => {
    let gave: { readonly value: T } | undefined;
    const next = model.produce(world, (draft) => {
      gave = { value: effect(draft, choicesOn(model, draft, decide, observed)) };
    });
    if (!gave) throw new Error('the effect did not run');
    return { world: next, gave: gave.value };
  });
}
