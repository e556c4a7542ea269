import type { Event } from '../../model/story/path.js';
import type { World } from '../../model/world.js';
import { emptyWorld } from '../../model/world.js';
import type { CallStep, Step } from '../../spec/trace/step.js';

/** A moment of an exploration: a world, and what led to it from the moment before. */
export interface Node {
  readonly id: number;
  readonly parent: Node | null;
  readonly world: World;
  /** `null` at the beginning. */
  readonly happened: Happening | null;
}

/**
 * What led from one moment to the next: a step that a trace would show, something in silence, or the beginning of a call whose
 * end belongs to the same step of a trace.
 */
export type Happening = Pick<Event, 'rule' | 'clauses'> &
  (
    | { readonly is: 'silent' }
    | { readonly is: 'begun'; readonly step: CallStep }
    | { readonly is: 'step'; readonly step: Step }
  );

/** Everything that was tried: all moments, the one that is looked at, and the end of the course on which it lies. */
export interface History {
  readonly nodes: readonly Node[];
  readonly current: Node;
  readonly tip: Node;
}

const root: Node = { id: 0, parent: null, world: emptyWorld, happened: null };

/** Before anything has happened. */
export const beginning: History = { nodes: [root], current: root, tip: root };

/** The moments that follow one directly, the oldest first. */
export const childrenOf = ({ nodes }: History, node: Node): readonly Node[] =>
  nodes.filter(({ parent }) => parent?.id === node.id);

/** The moments from the beginning to one, without the beginning. */
export function pathTo(node: Node): readonly Node[] {
  const path: Node[] = [];
  for (let at: Node | null = node; at.parent; at = at.parent) path.push(at);
  return path.reverse();
}

/** Goes on from the current moment; what has happened there before is not told twice. */
export function goOn(history: History, happened: Happening, world: World): History {
  const { current, nodes } = history;
  const text = JSON.stringify([happened, world]);
  const known = childrenOf(history, current).find(
    (one) => JSON.stringify([one.happened, one.world]) === text,
  );
  if (known) return lookAt(history, known);
  const next: Node = { id: nodes.length, parent: current, world, happened };
  return { nodes: [...nodes, next], current: next, tip: next };
}

/** Looks at another moment; one that lies on another course brings that course to the fore. */
export function lookAt(history: History, current: Node): History {
  const onCourse = current.parent === null || pathTo(history.tip).includes(current);
  return { ...history, current, tip: onCourse ? history.tip : endOfCourse(history, current) };
}

function endOfCourse(history: History, from: Node): Node {
  let at = from;
  for (let next = childrenOf(history, at).at(-1); next; next = childrenOf(history, at).at(-1)) at = next;
  return at;
}

/** The ends of all courses but the one that is looked at. */
export const otherCourses = (history: History): readonly Node[] =>
  history.nodes.filter(
    (node) => node.parent !== null && node !== history.tip && childrenOf(history, node).length === 0,
  );

/** The call that has begun at a moment and has to end before anything else is called. */
export function begunAt(node: Node): CallStep | null {
  for (let at: Node | null = node; at?.happened; at = at.parent) {
    if (at.happened.is === 'begun') return at.happened.step;
    if (at.happened.is === 'step') return null;
  }
  return null;
}

/** The step of a trace that a happening completes: the end of a call that has begun is that call with its result. */
export function stepAfter(begun: CallStep | null, step: Step): Step {
  if (begun === null || !('completes' in step)) return step;
  return { ...begun, result: step.result };
}

/** The steps of a trace that ends at a moment. */
export const stepsTo = (node: Node): readonly Step[] =>
  pathTo(node).flatMap(({ happened, parent }) =>
    happened?.is === 'step' ? [stepAfter(parent && begunAt(parent), happened.step)] : [],
  );
