import { callOf } from '../../spec/trace/call-of.js';
import type { Step } from '../../spec/trace/step.js';
import { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { World } from '../world.js';
import { emptyWorld } from '../world.js';
import type { Observer } from './observer.js';
import type { Scope } from './scope.js';
import type { Successor } from './successors.js';
import { completionSuccessors, moveSuccessors, settleSuccessors } from './successors.js';

/** Where an exploration begins. */
export interface Beginning<Memory> {
  readonly world: World;
  readonly memory: Memory;
  /** The steps that have led there. */
  readonly steps: readonly Step[];
}

/** Makes the set-up of a scope. Throws if it cannot be made, or if it breaks what is observed. */
export function afterSetup<Memory>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
): Beginning<Memory> {
  const keys = new Keys();
  const steps: Step[] = [];
  let world = emptyWorld;
  let memory = observer.start;
  for (const wanted of scope.setup) {
    const [next] = waysOf(machine, world, wanted, keys);
    const step = next?.step;
    if (!step) throw new Error(`scope ${scope.name}: the set-up cannot make ${JSON.stringify(wanted)}`);
    const observation = observer.observe(memory, step);
    if ('broken' in observation) throw new Error(`scope ${scope.name}: the set-up ${observation.broken}`);
    ({ world } = next);
    ({ memory } = observation);
    steps.push(step);
  }
  return { world, memory, steps };
}

function waysOf(machine: Machine, world: World, step: Step, keys: Keys): readonly Successor[] {
  if ('settle' in step) return settleSuccessors(machine, world, keys);
  if ('completes' in step) return completionSuccessors(machine, world);
  return moveSuccessors(machine, world, { socket: step.socket, call: callOf(step), times: 1 });
}
