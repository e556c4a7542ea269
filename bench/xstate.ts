import { getAdjacencyMap } from '@xstate/graph';
import type { ActorLogic, EventObject, Snapshot } from 'xstate';
import { Keys } from '../model/key.js';
import type { Machine } from '../model/machine.js';
import { countedMoves, noneMade } from '../model/search/counted.js';
import { indifferent } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import { afterSetup } from '../model/search/setup.js';
import { completionSuccessors, silentSuccessors } from '../model/search/successors.js';
import type { World } from '../model/world.js';
import type { Timed } from './timed.js';

/** A world and the bounded moves that were made, as what `@xstate/graph` calls a snapshot. */
type State = Snapshot<unknown> & { readonly world: World; readonly made: readonly number[] };

/** The state that a step leads to. */
interface Taken extends EventObject {
  readonly type: string;
  readonly to: State;
}

/**
 * Lets `@xstate/graph` map a scope that has no rests, and expand the first so many states of it. Its events are the steps, evaluated once for each
 * state, and equal worlds have equal keys without being written out: it has nothing else to do than to keep the map.
 */
export function xstateOn(documents: Machine, scope: Scope, most: number): Omit<Timed, 'engine' | 'seconds'> {
  const machine = { ...documents, room: scope.room };
  const keys = new Keys();
  const snapshot = (world: World, made: readonly number[]): State => ({
    status: 'active',
    output: undefined,
    error: undefined,
    world,
    made,
  });
  const first = snapshot(afterSetup(machine, scope, indifferent).world, noneMade(scope));
  const stepsFrom = ({ world, made }: State): readonly Taken[] => {
    const steps = [...silentSuccessors(machine, world, scope), ...completionSuccessors(machine, world)].map(
      (next) => ({ world: next.world, made }),
    );
    for (const next of countedMoves(machine, scope, { world, made }))
      steps.push({ world: next.world, made: next.made });
    return steps.map((to, index) => ({ type: String(index), to: snapshot(to.world, to.made) }));
  };
  const logic: ActorLogic<State, Taken> = {
    getInitialSnapshot: () => first,
    getPersistedSnapshot: (state) => state,
    transition: (_, { to }) => to,
  };
  let states = 0;
  let transitions = 0;
  getAdjacencyMap(logic, {
    events: (state) => {
      const steps = stepsFrom(state);
      transitions += steps.length;
      return steps;
    },
    serializeState: ({ world, made }) => `${keys.world(world)} ${made.join()}`,
    serializeEvent: ({ type }) => type,
    stopWhen: () => {
      states += 1;
      return states > most;
    },
  });
  return { states, transitions, complete: states <= most };
}
