import { Keys } from '../../model/key.js';
import type { Machine } from '../../model/machine.js';
import { countedMoves, noneMade } from '../../model/search/counted.js';
import { indifferent } from '../../model/search/observer.js';
import type { Scope } from '../../model/search/scope.js';
import { afterSetup } from '../../model/search/setup.js';
import { completionSuccessors, settleSuccessors } from '../../model/search/successors.js';
import { connectionsOf, silentTransitions } from '../../model/silent.js';
import type { World } from '../../model/world.js';
import type { Step } from '../../spec/trace/step.js';
import type { Eventually, Lasso } from './eventually.js';
import type { LivenessCheck } from './search.js';
import type { FairEdge, FairNode } from './plain-fair.js';
import { fairCyclesPlainly } from './plain-fair.js';

interface Node extends FairNode {
  readonly world: World;
  readonly made: readonly number[];
  readonly from: number | null;
  readonly step: Step | null;
  edges: readonly FairEdge[];
}

/** Does what `findLasso` does, world by world and without any shortcut: what is quick is compared with it. */
export function findLassoPlainly(documents: Machine, property: Eventually, most: number): LivenessCheck {
  const scope = property.ground(documents.profile);
  const graph = new Graph({ ...documents, room: scope.room }, scope, property, most);
  const { nodes, complete } = graph.built();
  const pending = nodes.filter((node) => node.pending).length;
  let lasso: Lasso | null = null;
  for (const { start, steps } of fairCyclesPlainly(nodes, property.polls.length)) {
    const found = { prefix: [...scope.setup, ...stepsTo(nodes, start)], cycle: steps };
    if (!lasso || lengthOf(found) < lengthOf(lasso)) lasso = found;
  }
  return { lasso, complete, states: nodes.length, pending };
}

const lengthOf = ({ prefix, cycle }: Lasso): number => prefix.length + cycle.length;

class Graph {
  readonly #machine: Machine;
  readonly #scope: Scope;
  readonly #property: Eventually;
  readonly #most: number;
  readonly #keys = new Keys();
  readonly #known = new Map<string, number>();
  readonly #nodes: Node[] = [];

  constructor(machine: Machine, scope: Scope, property: Eventually, most: number) {
    this.#machine = machine;
    this.#scope = scope;
    this.#property = property;
    this.#most = most;
  }

  built(): { readonly nodes: readonly Node[]; readonly complete: boolean } {
    const start = afterSetup(this.#machine, this.#scope, indifferent).world;
    this.#visit(start, noneMade(this.#scope), false, null, null);
    for (const [index, node] of this.#nodes.entries()) {
      if (this.#nodes.length > this.#most) return { nodes: this.#nodes, complete: false };
      node.edges = this.#edgesOf(index, node);
    }
    return { nodes: this.#nodes, complete: true };
  }

  #visit(
    world: World,
    made: readonly number[],
    pending: boolean,
    from: number | null,
    step: Step | null,
  ): number {
    const key = `${this.#keys.world(world)} ${made.join()} ${String(pending)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const depth = (from === null ? 0 : (this.#nodes[from]?.depth ?? 0)) + (step ? 1 : 0);
    const number = this.#nodes.push({ world, made, pending, from, step, depth, edges: [] }) - 1;
    this.#known.set(key, number);
    return number;
  }

  #edgesOf(index: number, { world, made, pending }: Node): readonly FairEdge[] {
    const { until, from, polls } = this.#property;
    const go = (
      next: World,
      step: Step | null,
      fair: string | null,
      counted: readonly number[] = made,
    ): FairEdge => {
      const awaits = step === null ? pending : pending ? !until(step) : from(step);
      const poll = step === null ? -1 : polls.findIndex((isPoll) => isPoll(step));
      const to = this.#visit(next, counted, awaits, index, step);
      return { to, step, fair, poll: poll < 0 ? null : poll };
    };
    const silent = connectionsOf(world).flatMap((id) =>
      silentTransitions(this.#machine, world, id)
        .filter(({ urgency }) => this.#scope.timers || urgency !== 'timer')
        .map(({ rule, urgency, world: next }) => {
          const comes = urgency === 'due' || (urgency === 'timer' && this.#property.timeOutsCome);
          return go(next, null, comes ? `${id}: ${rule}` : null);
        }),
    );
    const ends = completionSuccessors(this.#machine, world).map(({ step, world: next }) =>
      go(next, step, step && 'completes' in step ? `${step.socket}: ${step.completes} ends` : null),
    );
    const moves = [...countedMoves(this.#machine, this.#scope, { world, made })].map((next) =>
      go(next.world, next.step, null, next.made),
    );
    const rests = settleSuccessors(this.#machine, world, this.#keys).map(({ step, world: next }) =>
      go(next, step, null),
    );
    return [...silent, ...ends, ...moves, ...rests];
  }
}

function stepsTo(nodes: readonly Node[], at: number): readonly Step[] {
  const steps: Step[] = [];
  for (let node = nodes[at]; node; node = node.from === null ? undefined : nodes[node.from])
    if (node.step) steps.push(node.step);
  return steps.reverse();
}
