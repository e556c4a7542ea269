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

/** What the search for a run without end has found. */
export interface LivenessCheck {
  /** A fair run in which what must come never comes; `null` if there is none. */
  readonly lasso: Lasso | null;
  /** Every state within the bounds was visited. */
  readonly complete: boolean;
  readonly states: number;
  /** States in which something has begun that has to end. */
  readonly pending: number;
}

/** A step of the graph; `fair` names what may not be put off for ever, `null` where the application chooses. */
interface Edge {
  readonly to: number;
  readonly step: Step | null;
  readonly fair: string | null;
  /** The index of the poll that it is. */
  readonly poll: number | null;
}

interface Node {
  readonly world: World;
  readonly made: readonly number[];
  /** What must come has not come yet. */
  readonly pending: boolean;
  readonly from: number | null;
  readonly step: Step | null;
  edges: readonly Edge[];
}

/**
 * Looks for a fair run in which what must come never comes: a cycle of states in which it is awaited, that makes every
 * poll, and in which nothing that is due in all of its states is put off for ever.
 */
export function findLasso(documents: Machine, property: Eventually, most: number): LivenessCheck {
  const scope = property.ground(documents.profile);
  const graph = new Graph({ ...documents, room: scope.room }, scope, property, most);
  const { nodes, complete } = graph.built();
  const pending = nodes.filter((node) => node.pending).length;
  let lasso: Lasso | null = null;
  for (const component of componentsOf(nodes)) {
    const cycle = fairCycle(nodes, component, property);
    if (!cycle) continue;
    const found = { prefix: [...scope.setup, ...stepsTo(nodes, cycle.start)], cycle: cycle.steps };
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
    const number = this.#nodes.push({ world, made, pending, from, step, edges: [] }) - 1;
    this.#known.set(key, number);
    return number;
  }

  #edgesOf(index: number, { world, made, pending }: Node): readonly Edge[] {
    const { until, from, polls } = this.#property;
    const go = (
      next: World,
      step: Step | null,
      fair: string | null,
      counted: readonly number[] = made,
    ): Edge => {
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

/** The strongly connected components of the states in which something is awaited (Tarjan, without recursion). */
function componentsOf(nodes: readonly Node[]): readonly (readonly number[])[] {
  const order = new Map<number, number>();
  const low = new Map<number, number>();
  const stack: number[] = [];
  const onStack = new Set<number>();
  const components: number[][] = [];
  const next = (node: number): readonly number[] =>
    (nodes[node]?.edges ?? []).map(({ to }) => to).filter((to) => nodes[to]?.pending);
  const enter = (node: number): void => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    stack.push(node);
    onStack.add(node);
  };
  for (const [root, { pending }] of nodes.entries()) {
    if (!pending || order.has(root)) continue;
    enter(root);
    const work: { readonly node: number; readonly rest: number[] }[] = [
      { node: root, rest: [...next(root)] },
    ];
    for (let top = work.at(-1); top; top = work.at(-1)) {
      const { node, rest } = top;
      const to = rest.pop();
      if (to === undefined) {
        work.pop();
        const mine = low.get(node) ?? 0;
        const parent = work.at(-1)?.node;
        if (parent !== undefined) low.set(parent, Math.min(low.get(parent) ?? mine, mine));
        if (mine === order.get(node)) {
          const component = stack.splice(stack.indexOf(node));
          for (const one of component) onStack.delete(one);
          components.push(component);
        }
      } else if (!order.has(to)) {
        enter(to);
        work.push({ node: to, rest: [...next(to)] });
      } else if (onStack.has(to)) low.set(node, Math.min(low.get(node) ?? 0, order.get(to) ?? 0));
    }
  }
  return components;
}

/**
 * A shortest closed walk in a component that makes every poll and is weakly fair: whatever is due is either done on the
 * way, or not due in some state of the walk.
 */
function fairCycle(
  nodes: readonly Node[],
  component: readonly number[],
  { polls }: Eventually,
): { readonly start: number; readonly steps: readonly Step[] } | null {
  const inside = new Set(component);
  const edgesIn = (node: number): readonly Edge[] =>
    (nodes[node]?.edges ?? []).filter(({ to }) => inside.has(to));
  const due = (node: number): ReadonlySet<string> =>
    new Set((nodes[node]?.edges ?? []).flatMap(({ fair }) => fair ?? []));
  const [first] = component;
  if (first === undefined) return null;
  const always = [...due(first)].filter((fair) => component.every((node) => due(node).has(fair)));
  const taken = new Set(component.flatMap((node) => edgesIn(node).flatMap(({ fair }) => fair ?? [])));
  const made = new Set(component.flatMap((node) => edgesIn(node).flatMap(({ poll }) => poll ?? [])));
  if (!always.every((fair) => taken.has(fair)) || made.size < polls.length) return null;
  const wants = [...new Set(component.flatMap((node) => [...due(node)]))];
  const everything = 2 ** (wants.length + polls.length) - 1;
  const seenAt = (node: number): number => {
    const here = due(node);
    return wants.reduce((mask, fair, bit) => (here.has(fair) ? mask : mask | (1 << bit)), 0);
  };
  const seenBy = ({ fair, poll }: Edge): number =>
    (fair === null ? 0 : 1 << wants.indexOf(fair)) | (poll === null ? 0 : 1 << (wants.length + poll));
  const start = component.reduce((one, other) => Math.min(one, other), first);
  const queue: Walk[] = [{ node: start, mask: seenAt(start), from: null, step: null }];
  const seen = new Set<string>();
  for (const walk of queue)
    for (const edge of edgesIn(walk.node)) {
      const next: Walk = {
        node: edge.to,
        mask: walk.mask | seenBy(edge) | seenAt(edge.to),
        from: walk,
        step: edge.step,
      };
      if (next.node === start && next.mask === everything) return { start, steps: stepsOf(next) };
      const key = `${String(next.node)} ${String(next.mask)}`;
      if (!seen.has(key)) {
        seen.add(key);
        queue.push(next);
      }
    }
  return null;
}

/** A walk through a component, by its last step. */
interface Walk {
  readonly node: number;
  /** What it has made or seen not to be due. */
  readonly mask: number;
  readonly from: Walk | null;
  readonly step: Step | null;
}

function stepsOf(last: Walk): readonly Step[] {
  const steps: Step[] = [];
  for (let walk: Walk | null = last; walk; walk = walk.from) if (walk.step) steps.push(walk.step);
  return steps.reverse();
}
