import type { CompletionStep, CallStep, Step } from '../../spec/trace/step.js';
import { canonical, Keys } from '../key.js';
import type { Machine } from '../machine.js';
import { allowedOf } from '../oracle/explain.js';
import { listedOf } from '../oracle/listed.js';
import type { Belief } from '../oracle/oracle.js';
import { Oracle } from '../oracle/oracle.js';
import { receivedInPart } from '../oracle/received-in-part.js';
import type { AllowedResult, Delivery, Frame, Reason, StepFrame, Story } from '../story.js';
import type { Item, World } from '../world.js';
import { emptyWorld } from '../world.js';
import type { Patience } from './follow.js';
import { follow } from './follow.js';
import type { Path } from './path.js';
import { along, startAt } from './path.js';
import { describeItem, viewOf } from './view.js';

/** First few explanations are followed, and many more if that was too few. */
const patiences: readonly Patience[] = [
  { paths: 4, worlds: 60 },
  { paths: 60, worlds: 600 },
];

/** Steps of which every allowed result is told; of a longer trace only the last ones. */
const mostExplained = 300;

/** Steps of a trace of which a story is told at all. */
const longestStory = 2_000;

/**
 * Tells a trace frame by frame, each step with what was allowed there. Where the documents refuse a step, the story ends
 * with it.
 */
export function tellStory(machine: Machine, steps: readonly Step[]): Story {
  if (steps.length > longestStory) return { frames: [], lostAt: 0 };
  const allowed = allowedAlong(machine, steps);
  const told = steps.slice(0, allowed.refusedAt ?? steps.length);
  const { path, lostAt } = explained(machine, told);
  const arrivals = arrivalRules(machine);
  const frames = along(path).map((one) => frameOf(one, allowed.results, arrivals));
  if (lostAt !== null || allowed.refusedAt === null) return { frames, lostAt };
  const at = allowed.refusedAt;
  const refused: Frame = {
    is: 'refused',
    at,
    ...(allowed.results[at] ?? nothingTold),
    world: viewOf(path.world),
  };
  return { frames: [...frames, refused], lostAt };
}

/** The most believable path through all the steps, or through as many as one was found for. */
export function explained(
  machine: Machine,
  steps: readonly Step[],
): { readonly path: Path; readonly lostAt: number | null } {
  let furthest: { readonly path: Path; readonly lostAt: number | null } = {
    path: startAt(emptyWorld),
    lostAt: steps.length === 0 ? null : 0,
  };
  for (const patience of patiences) {
    const keys = new Keys();
    let paths: readonly Path[] = [startAt(emptyWorld)];
    for (const [at, step] of steps.entries()) {
      const next = follow(machine, keys, paths, step, at, patience);
      const [best] = next;
      if (!best) break;
      paths = next;
      if (furthest.lostAt !== null && at >= furthest.lostAt)
        furthest = { path: best, lostAt: at + 1 < steps.length ? at + 1 : null };
    }
    if (furthest.lostAt === null) break;
  }
  return furthest;
}

/** What is told of the results that were allowed at a step. */
type AllowedThere = Pick<StepFrame, 'allowed' | 'unlisted'>;

const nothingTold: AllowedThere = { allowed: [] };

/** What was allowed at each step, up to the first one that the documents refuse. */
function allowedAlong(
  machine: Machine,
  steps: readonly Step[],
): { readonly results: readonly AllowedThere[]; readonly refusedAt: number | null } {
  const oracle = new Oracle(machine);
  const results: AllowedThere[] = [];
  let belief: Belief = oracle.start;
  for (const [at, step] of steps.entries()) {
    const next = oracle.follow(belief, step);
    const told = next.length === 0 || at >= steps.length - mostExplained;
    results.push('settle' in step || !told ? nothingTold : allowedAt(oracle, belief, step));
    if (next.length === 0) return { results, refusedAt: at };
    belief = next;
  }
  return { results, refusedAt: null };
}

/** The results that are possible at a step, each with every rule that allows it. */
function allowedAt(oracle: Oracle, belief: Belief, step: CallStep | CompletionStep): AllowedThere {
  const found = new Map<string, { result: AllowedResult['result']; by: Map<string, Reason> }>();
  for (const { prediction, rule, clauses } of oracle.possibilities(belief, step)) {
    const result = allowedOf(prediction);
    const key = canonical(result);
    const known = found.get(key) ?? { result, by: new Map<string, Reason>() };
    known.by.set(rule, { rule, clauses });
    found.set(key, known);
  }
  const wholes = [...found.values()];
  const parts = receivedInPart(
    oracle,
    belief,
    step,
    wholes.map(({ result }) => result),
  ).map(({ result, of }) => ({
    result,
    by: wholes.find((one) => one.result === of)?.by ?? new Map<string, Reason>(),
  }));
  const { listed, further } = listedOf([...wholes, ...parts]);
  return {
    allowed: listed.map(({ result, by }) => ({ result, by: [...by.values()] })),
    ...(further.length === 0 ? {} : { unlisted: further.length }),
  };
}

/** The rules by which something arrives. */
export const arrivalRules = ({ rules }: Machine): ReadonlySet<string> =>
  new Set(Object.values(rules.deliveries).flatMap((table) => table.map(({ name }) => name)));

function frameOf(
  { event, world, before }: Path,
  allowed: readonly AllowedThere[],
  arrivals: ReadonlySet<string>,
): Frame {
  if (!event) throw new Error('a path begins without an event');
  const { rule, clauses } = event;
  const view = viewOf(world);
  if (event.is === 'silent') {
    const delivered = before && arrivals.has(rule) ? deliveryBetween(before.world, world) : null;
    return { is: 'silent', rule, clauses, delivered, world: view };
  }
  const { at } = event;
  if (event.is === 'begun') return { is: 'begun', at, rule, clauses, world: view };
  return { is: 'step', at, rule, clauses, ...(allowed[at] ?? nothingTold), world: view };
}

/** What has left a wire between two worlds. */
export function deliveryBetween(before: World, after: World): Delivery | null {
  for (const [id, { wires }] of Object.entries(before.connections))
    for (const toward of ['client', 'server'] as const) {
      const left = after.connections[id]?.wires[toward] ?? [];
      const item = takenFrom(wires[toward], left);
      if (item) return { connection: id, toward, item: describeItem(item) };
    }
  return null;
}

/** What was taken from a wire: its first item or a part of it, or a reset that has overtaken the others. */
function takenFrom(before: readonly Item[], after: readonly Item[]): Item | null {
  const [first] = before;
  if (!first) return null;
  const [left] = after;
  if (before.length > after.length) {
    const last = before.at(-1);
    return last?.is === 'reset' && left === first ? last : first;
  }
  if (first.is !== 'data' || left?.is !== 'data' || first.bytes.length <= left.bytes.length) return null;
  return { is: 'data', bytes: first.bytes.slice(0, first.bytes.length - left.bytes.length) };
}
