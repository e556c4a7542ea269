import { callTransitions } from '../../model/call.js';
import { Keys } from '../../model/key.js';
import type { Machine } from '../../model/machine.js';
import { resultOf, completionSuccessors, settleSuccessors } from '../../model/search/successors.js';
import { connectionsOf, silentTransitions } from '../../model/silent.js';
import type { Delivery } from '../../model/story.js';
import { arrivalRules, deliveryBetween } from '../../model/story/tell.js';
import { describePrediction } from '../../model/story/view.js';
import type { Prediction, World } from '../../model/world.js';
import { briefResult } from '../../reports/brief.js';
import type { ClauseId } from '../../spec/clauses/index.js';
import type { Candidate, ReadingKey } from '../../spec/readings.js';
import { candidatesOf, readingKeys } from '../../spec/readings.js';
import type { Call, CallStep, SocketName } from '../../spec/trace/step.js';
import type { Happening } from './history.js';

/** One way in which things may go on. */
export interface Choice {
  readonly label: string;
  readonly rule: string;
  readonly clauses: readonly ClauseId[];
  /** The readings under which it goes this way, as far as they were open before. */
  readonly under: readonly Under[];
  readonly happened: Happening;
  readonly world: World;
}

/** An ambiguity with the candidates that remain. */
export interface Under {
  readonly key: ReadingKey;
  readonly candidates: readonly Candidate[];
}

/** What has become narrower between two worlds. */
function decided(machine: Machine, before: World, after: World): readonly Under[] {
  return readingKeys.flatMap((key): readonly Under[] => {
    const open = before.readings[key] ?? machine.readings[key] ?? candidatesOf(key);
    const left = after.readings[key];
    return left === undefined || left.length === open.length ? [] : [{ key, candidates: left }];
  });
}

/** The same choice once, whichever rule gives it. */
function distinct(choices: readonly Choice[], keys: Keys): readonly Choice[] {
  const found = new Map<string, Choice>();
  for (const choice of choices) {
    const key = `${choice.label}|${choice.rule}|${keys.world(choice.world)}`;
    if (!found.has(key)) found.set(key, choice);
  }
  return [...found.values()];
}

/** Every result that the documents allow a call, with the world that follows. */
export function outcomesOf(
  machine: Machine,
  world: World,
  socket: SocketName,
  call: Call,
): readonly Choice[] {
  const choices = callTransitions(machine, world, socket, call).map((way): Choice => {
    const { rule, clauses, prediction, world: next } = way;
    const under = decided(machine, world, next);
    if (prediction === null) {
      const happened: Happening = { is: 'begun', step: { socket, ...call }, rule, clauses };
      return { label: 'its outcome, at once', rule, clauses, under, happened, world: next };
    }
    const result = resultOf(prediction);
    const step: CallStep = result ? { socket, ...call, result } : { socket, ...call };
    const label = result && !isVague(prediction) ? briefResult(result) : describePrediction(prediction);
    return { label, rule, clauses, under, happened: { is: 'step', step, rule, clauses }, world: next };
  });
  return distinct(choices, new Keys());
}

const isVague = (prediction: Prediction): boolean =>
  typeof prediction === 'object' &&
  ('cancelled' in prediction || ('error' in prediction && prediction.error === '*'));

/** What may happen without a call: deliveries, timers, calls that end, and everything coming to rest. */
export function silentChoices(machine: Machine, world: World): readonly Choice[] {
  const keys = new Keys();
  const here = keys.world(world);
  const arrivals = arrivalRules(machine);
  const silent = connectionsOf(world).flatMap((id) =>
    silentTransitions(machine, world, id)
      .filter((way) => keys.world(way.world) !== here)
      .map((way): Choice => {
        const { rule, clauses } = way;
        const delivered = arrivals.has(rule) ? deliveryBetween(world, way.world) : null;
        return {
          label: delivered ? `${delivered.item} reaches ${endOf(world, delivered)}` : rule,
          rule,
          clauses,
          under: decided(machine, world, way.world),
          happened: { is: 'silent', rule, clauses },
          world: way.world,
        };
      }),
  );
  return distinct(silent, keys);
}

/** Where something arrives, by the name of the socket or of the backlog. */
function endOf({ connections }: World, { connection, toward, item }: Delivery): string {
  const found = connections[connection];
  if (!found) return `the ${toward}`;
  if (toward === 'client') return found.client;
  if (found.listener !== null && (found.server === null || item === 'request'))
    return `the backlog of ${found.listener}`;
  return found.server ?? 'nobody';
}

/** Calls under way that return now. */
export function returns(machine: Machine, world: World): readonly Choice[] {
  return completionSuccessors(machine, world).flatMap(
    ({ step, world: next, rule, clauses }): readonly Choice[] => {
      if (!step || !('completes' in step)) return [];
      return [
        {
          label: `${step.socket}: ${step.completes} returns ${briefResult(step.result)}`,
          rule,
          clauses,
          under: decided(machine, world, next),
          happened: { is: 'step', step, rule, clauses },
          world: next,
        },
      ];
    },
  );
}

/** The ways in which everything may come to rest. */
export function rests(machine: Machine, world: World): readonly Choice[] {
  return settleSuccessors(machine, world, new Keys()).map(({ rule, clauses, world: next }): Choice => ({
    label: 'settle',
    rule,
    clauses,
    under: decided(machine, world, next),
    happened: { is: 'step', step: { settle: true }, rule, clauses },
    world: next,
  }));
}
