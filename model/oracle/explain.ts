import type { ClauseId } from '../../spec/clauses/index.js';
import { clauseById } from '../../spec/clauses/index.js';
import type { NetworkEvent } from '../../spec/events.js';
import { describeOutcome } from '../../spec/trace/describe.js';
import type { CallStep, CompletionStep, RecordedEvents, Result, Step } from '../../spec/trace/step.js';
import { canonical } from '../key.js';
import type { Allowed, Violation } from '../verdict.js';
import { describeAllowed } from '../verdict.js';
import type { Prediction, World } from '../world.js';
import type { Belief, Oracle } from './oracle.js';
import type { Possibility } from './possibility.js';

/** How many allowed results a violation lists at most. */
const mostExpected = 16;

/** Says why a step is not allowed: what could have been seen in its place, and by which clauses. */
export function explain(oracle: Oracle, belief: Belief, step: Step, at: number): Violation {
  if ('settle' in step) throw new Error('a settle is never refused');
  const possibilities = oracle.possibilities(belief, step);
  const expected = distinctResults(possibilities);
  const rules = [...new Set(possibilities.map(({ rule }) => rule))];
  const closest = step.result && eventClauses(step, step.result, possibilities);
  const clauses = [
    ...new Set([...(closest ?? []), ...possibilities.flatMap((possible) => possible.clauses)]),
  ].filter((id) => clauseById(id).binds !== 'A');
  const seen = step.result ? describeOutcome(step.result) : 'nothing';
  const name = 'completes' in step ? `the end of ${step.completes}` : step.call;
  const allowed = expected.slice(0, 3).map(describeAllowed).join(', or ');
  return {
    clauses: closest && closest.length > 0 ? closest : clauses,
    summary: `${step.socket}: ${name} gave ${seen}; allowed: ${allowed || 'nothing that could be ended'}.`,
    at,
    step,
    expected,
    observed: step.result,
    rules,
  };
}

function distinctResults(possibilities: readonly Possibility[]): Allowed[] {
  const found = new Map<string, Allowed>();
  for (const { prediction } of possibilities) {
    const allowed = allowedOf(prediction);
    found.set(canonical(allowed), allowed);
  }
  return [...found.values()].slice(0, mostExpected);
}

/** The result of a prediction, as a violation lists it. */
export function allowedOf(prediction: Prediction): Allowed {
  if (prediction === 'anything') return prediction;
  if ('cancelled' in prediction) return { error: '*' };
  if (!('error' in prediction)) return prediction;
  const { error, condition } = prediction;
  if (error === '*') return { error };
  return condition ? { error, condition } : { error };
}

/** For an enumeration: the clauses about the events that are missing or should not be there. */
function eventClauses(
  step: CallStep | CompletionStep,
  observed: Result,
  possibilities: readonly Possibility[],
): ClauseId[] {
  if (!('call' in step) || step.call !== 'WSAEnumNetworkEvents' || !('ok' in observed)) return [];
  const seen = observed.ok.events ?? {};
  const closest = [...possibilities].sort((one, other) => distance(one, seen) - distance(other, seen))[0];
  if (!closest) return [];
  const allowed = eventsOf(closest);
  return [...new Set([...names(seen), ...names(allowed)])]
    .filter((event) => seen[event] !== allowed[event])
    .flatMap((event) =>
      clausesOf(event, seen[event] !== undefined, allowed[event] !== undefined, closest.world, step),
    );
}

const names = (events: RecordedEvents): NetworkEvent[] =>
  eventNames.filter((event) => events[event] !== undefined);

const eventNames: readonly NetworkEvent[] = [
  'FD_ACCEPT',
  'FD_CONNECT',
  'FD_READ',
  'FD_WRITE',
  'FD_CLOSE',
  'FD_OOB',
  'FD_QOS',
];

const eventsOf = ({ prediction }: Possibility): RecordedEvents =>
  prediction !== 'anything' && 'ok' in prediction ? (prediction.ok.events ?? {}) : {};

function distance(possibility: Possibility, seen: RecordedEvents): number {
  const allowed = eventsOf(possibility);
  return eventNames.filter((event) => allowed[event] !== seen[event]).length;
}

function clausesOf(
  event: NetworkEvent,
  seen: boolean,
  allowed: boolean,
  { sockets }: World,
  { socket }: Pick<CallStep, 'socket'>,
): readonly ClauseId[] {
  if (seen && allowed) return wrongCode[event] ?? ['NE-07'];
  if (!seen) return missing[event] ?? ['NE-07'];
  const self = sockets[socket];
  if (!self?.registration?.mask.includes(event)) return ['NE-06'];
  if (event === 'FD_ACCEPT' && self.phase.is === 'listening' && self.phase.deferred !== null)
    return ['CA-12', 'CA-13'];
  if (self.told.includes(event)) return ['NE-11', 'NE-12'];
  return unexpected[event] ?? ['NE-07'];
}

type ByEvent = { readonly [Event in NetworkEvent]?: readonly ClauseId[] };

const wrongCode: ByEvent = {
  FD_CLOSE: ['NE-27', 'AS-06', 'GS-05'],
  FD_CONNECT: ['NE-20', 'CN-03'],
  FD_ACCEPT: ['NE-17'],
  FD_READ: ['NE-18'],
  FD_WRITE: ['NE-21'],
};

const missing: ByEvent = {
  FD_ACCEPT: ['NE-17', 'NE-14'],
  FD_CONNECT: ['NE-19', 'CN-03'],
  FD_READ: ['NE-14', 'NE-18'],
  FD_WRITE: ['NE-21'],
  FD_CLOSE: ['NE-22', 'GS-05'],
};

const unexpected: ByEvent = {
  FD_ACCEPT: ['NE-17'],
  FD_CONNECT: ['NE-19'],
  FD_READ: ['NE-18', 'NE-25'],
  FD_WRITE: ['NE-21'],
  FD_CLOSE: ['NE-22', 'NE-23'],
};
