import type { Step } from '../../spec/trace/step.js';

/** A step of a graph; `fair` names what may not be put off for ever, `null` where the application chooses. */
export interface FairEdge {
  readonly to: number;
  readonly step: Step | null;
  readonly fair: string | null;
  /** The index of the poll that it is. */
  readonly poll: number | null;
}

/** A state of a graph, in which states are numbered as they stand. */
export interface FairNode {
  /** What must come has not come yet. */
  readonly pending: boolean;
  /** How many steps are seen before it is reached. */
  readonly depth: number;
  readonly edges: readonly FairEdge[];
}

/** A way from a state to itself that may be gone for ever. */
export interface PlainCycle {
  readonly start: number;
  readonly steps: readonly Step[];
}

/** As many as the bits of a number that stays positive. */
const mostWants = 31;

/**
 * For each set of pending states that lead to each other, a cycle that makes every poll and is fair, if there is any: of all of
 * them one with the fewest steps that are seen before it and in it. Throws if more is due and polled than can be kept in mind.
 */
export const fairCyclesPlainly = (nodes: readonly FairNode[], polls: number): readonly PlainCycle[] =>
  componentsOf(nodes).flatMap((component) => fairCycle(nodes, component, polls) ?? []);

/** The strongly connected components of the states in which something is awaited (Tarjan, without recursion). */
function componentsOf(nodes: readonly FairNode[]): readonly (readonly number[])[] {
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
 * The least closed walk in a component that makes every poll and is weakly fair: whatever is due is either done on the
 * way, or not due in some state of the walk.
 */
function fairCycle(
  nodes: readonly FairNode[],
  component: readonly number[],
  polls: number,
): PlainCycle | null {
  const inside = new Set(component);
  const edgesIn = (node: number): readonly FairEdge[] =>
    (nodes[node]?.edges ?? []).filter(({ to }) => inside.has(to));
  const due = (node: number): ReadonlySet<string> =>
    new Set((nodes[node]?.edges ?? []).flatMap(({ fair }) => fair ?? []));
  const [some] = component;
  if (some === undefined) return null;
  const always = [...due(some)].filter((fair) => component.every((node) => due(node).has(fair)));
  const taken = new Set(component.flatMap((node) => edgesIn(node).flatMap(({ fair }) => fair ?? [])));
  const made = new Set(component.flatMap((node) => edgesIn(node).flatMap(({ poll }) => poll ?? [])));
  if (!always.every((fair) => taken.has(fair)) || made.size < polls) return null;
  const wants = [...new Set(component.flatMap((node) => [...due(node)]))];
  if (wants.length + polls > mostWants)
    throw new RangeError(`a fair run has to do ${wants.length + polls} things, of at most ${mostWants}`);
  const everything = 2 ** (wants.length + polls) - 1;
  const seenAt = (node: number): number => {
    const here = due(node);
    return wants.reduce((mask, fair, bit) => (here.has(fair) ? mask : mask | (1 << bit)), 0);
  };
  const seenBy = ({ fair, poll }: FairEdge): number =>
    (fair === null ? 0 : 1 << wants.indexOf(fair)) | (poll === null ? 0 : 1 << (wants.length + poll));
  let least: PlainCycle | null = null;
  let fewest = Infinity;
  for (const start of [...component].sort((one, other) => one - other)) {
    const steps = stepsThrough(start);
    const all = (nodes[start]?.depth ?? 0) + (steps?.length ?? Infinity);
    if (!steps || all >= fewest) continue;
    least = { start, steps };
    fewest = all;
  }
  return least;

  /** The steps of a fair cycle through a state, as few as there are; those that are not seen cost nothing. */
  function stepsThrough(start: number): readonly Step[] | null {
    const first: Walk = { node: start, mask: seenAt(start), from: null, step: null };
    const queues: Walk[][] = [[first]];
    const known = new Map([[keyOf(first), 0]]);
    for (const [steps, queue] of queues.entries()) {
      let closed: Walk | null = null;
      for (const walk of queue) {
        if (known.get(keyOf(walk)) !== steps) continue;
        for (const edge of edgesIn(walk.node)) {
          const mask = walk.mask | seenBy(edge) | seenAt(edge.to);
          const next: Walk = { node: edge.to, mask, from: walk, step: edge.step };
          const then = edge.step ? steps + 1 : steps;
          if (next.node === start && mask === everything) {
            if (then === steps) return stepsOf(next);
            closed ??= next;
          } else if ((known.get(keyOf(next)) ?? Infinity) > then) {
            known.set(keyOf(next), then);
            (queues[then] ??= []).push(next);
          }
        }
      }
      if (closed) return stepsOf(closed);
    }
    return null;
  }
}

const keyOf = ({ node, mask }: Walk): string => `${String(node)} ${String(mask)}`;

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
