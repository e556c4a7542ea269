import type { Step } from '../../spec/trace/step.js';
import type { Machine } from '../machine.js';
import type { Ground } from './engine/ground.js';
import type { Knowledge, LocalSteps } from './engine/local-steps.js';
import type { Exploration, Limits } from './exploration.js';
import { measuredOn } from './measured.js';
import type { Observer } from './observer.js';
import { indifferent } from './observer.js';
import { onGround } from './on-ground.js';
import type { Scope } from './scope.js';

/** Something of which a state consists: one of so many values, which are numbered from 0. */
export interface SystemPart {
  readonly name: string;
  readonly values: number;
  readonly start: number;
}

/** What one step does: the parts that get another value, and its position among the edges. */
export interface SystemStep {
  readonly edge: number;
  readonly changes: readonly (readonly [part: number, value: number])[];
}

/** Which steps there are, decided by one part after the other. */
export type Decision =
  | { readonly steps: readonly SystemStep[] }
  | { readonly part: number; readonly next: ReadonlyMap<number, Decision> };

/** What the observer remembers after a step that is seen. */
export interface Remembering {
  readonly before: number;
  readonly edge: number;
  readonly after: number;
}

/** The transition system of a scope as tables: each state has, for every action, the steps that its decision leads to. */
export interface TransitionSystem {
  /** The parts that ever change; the last one is what the observer remembers. */
  readonly parts: readonly SystemPart[];
  readonly actions: readonly Decision[];
  readonly edges: readonly { readonly rule: string; readonly step: Step | null }[];
  readonly remembering: readonly Remembering[];
  /** What is remembered once what is observed is broken, with the reason. */
  readonly broken: ReadonlyMap<number, string>;
  readonly exploration: Exploration;
}

/**
 * The tables of a scope, as a complete search has filled them; `null` if the search was cut short. Throws on a scope that
 * settles: coming to rest is no step of single parts.
 */
export const systemOf = (machine: Machine, scope: Scope, limits: Limits): TransitionSystem | null =>
  tabulated(machine, scope, indifferent, limits, () => null);

/**
 * The same with an observer. What is broken does not end this search: the tables hold what comes after it, and
 * `exploration` counts that.
 */
export const watchedSystemOf = <Memory>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
  limits: Limits,
): TransitionSystem | null =>
  tabulated(machine, scope, keptOn(observer), limits, (kept) => ('broken' in kept ? kept.broken : null));

function tabulated<Memory>(
  machine: Machine,
  scope: Scope,
  observer: Observer<Memory>,
  limits: Limits,
  reasonOf: (memory: Memory) => string | null,
): TransitionSystem | null {
  if (scope.settles) throw new Error('a scope that settles has no tables');
  return onGround(machine, scope, observer, (ground) => {
    const { exploration } = measuredOn(ground, limits);
    return exploration.complete ? tablesOf(ground, exploration, reasonOf) : null;
  });
}

/** A memory, or why there is nothing more to remember. */
type Kept<Memory> = { readonly memory: Memory } | { readonly broken: string };

function keptOn<Memory>({ start, observe }: Observer<Memory>): Observer<Kept<Memory>> {
  return {
    start: { memory: start },
    observe: (kept, step) => {
      if ('broken' in kept) return { memory: kept };
      const observation = observe(kept.memory, step);
      return 'broken' in observation
        ? { memory: { broken: observation.broken } }
        : { ...observation, memory: { memory: observation.memory } };
    },
  };
}

function tablesOf<Memory>(
  ground: Ground<Memory>,
  exploration: Exploration,
  reasonOf: (memory: Memory) => string | null,
): TransitionSystem {
  const { parts, memories } = ground;
  const actions = [...ground.silent, ...ground.seen].map(knowledgeOf);
  const most = new Map<number, number>();
  for (const [slot, number] of actions.flatMap(changesIn))
    most.set(slot, Math.max(most.get(slot) ?? ground.start[slot] ?? 0, number));
  const varying = [...most.keys()].sort((one, other) => one - other);
  const edges = Array.from({ length: ground.edges.size }, (_, edge) => ground.edges.edge(edge));
  const numbers = Array.from({ length: memories.size }, (_, number) => number);
  return {
    parts: [
      ...varying.map((slot) => ({
        name: parts.names[slot] ?? '',
        values: (most.get(slot) ?? 0) + 1,
        start: ground.start[slot] ?? 0,
      })),
      { name: 'what the observer remembers', values: memories.size, start: ground.memory },
    ],
    actions: actions.map((action) => decisionOf(action, ground.start, varying)),
    edges,
    remembering: numbers.flatMap((before) =>
      edges.flatMap((_, edge) => {
        const after = memories.after(before, edge);
        return after === null ? [] : [{ before, edge, after }];
      }),
    ),
    broken: new Map(
      numbers.flatMap((number) => {
        const reason = reasonOf(memories.memory(number));
        return reason === null ? [] : [[number, reason] as const];
      }),
    ),
    exploration,
  };
}

function knowledgeOf({ knowledge }: LocalSteps): Knowledge {
  if (!knowledge) throw new Error('an action that no search has looked at');
  return knowledge;
}

function changesIn(knowledge: Knowledge): readonly (readonly [slot: number, number: number])[] {
  if ('steps' in knowledge) return knowledge.steps.flatMap(({ changes }) => changes);
  return [...knowledge.next.values()].flatMap(changesIn);
}

/** A decision about the parts that vary; what is at the others is known. */
function decisionOf(knowledge: Knowledge, start: Int32Array, varying: readonly number[]): Decision {
  if ('steps' in knowledge)
    return {
      steps: knowledge.steps.map(({ edge, changes }) => ({
        edge,
        changes: changes.map(([slot, value]) => [varying.indexOf(slot), value] as const),
      })),
    };
  const part = varying.indexOf(knowledge.slot);
  if (part < 0) {
    const only = knowledge.next.get(start[knowledge.slot] ?? 0);
    if (!only) throw new Error('an action that was not looked at where it begins');
    return decisionOf(only, start, varying);
  }
  const next = [...knowledge.next].map(
    ([value, after]) => [value, decisionOf(after, start, varying)] as const,
  );
  return { part, next: new Map(next) };
}
