import { machineOf } from '../model/machine.js';
import type { Belief } from '../model/oracle/oracle.js';
import { Oracle } from '../model/oracle/oracle.js';
import { listener, listening, made, socketNamed } from '../model/search/moves.js';
import type { NetworkEvent } from '../spec/events.js';
import type { Profile } from '../spec/profiles.js';
import type { Sequence, SequenceEvent, Showing } from '../spec/sequences.js';
import { linearisations, sequencesFor } from '../spec/sequences.js';
import { socketName } from '../spec/trace/names.js';
import type { CallStep, Result, SocketName, Step } from '../spec/trace/step.js';

const client = socketName('client');
const laterClient = socketName('client2');
const server = socketName('server');

/** How the documented sequences fare under a profile. */
export interface SequencesShown {
  /** Linearisations that are traces of the model. */
  readonly shown: number;
  /** Those that are not, by sequence and order. */
  readonly refused: readonly string[];
  /** The readings on which any of them may rest: under every candidate of the others it is a trace as well. */
  readonly restsOn: ReadonlySet<string>;
}

/** Whether every linearisation of every documented sequence is a trace of the model (SQ-1 … SQ-5). */
export function checkSequences(profile: Profile): SequencesShown {
  const oracle = new Oracle(machineOf(profile));
  const refused: string[] = [];
  const restsOn = new Set<string>();
  let shown = 0;
  for (const sequence of sequencesFor(profile))
    for (const order of linearisations(sequence)) {
      const beliefs = explanations(oracle, sequence, order);
      if (beliefs.length > 0) shown += 1;
      else refused.push(`${sequence.id} in the order ${order.join(' ')}`);
      for (const { readings } of beliefs.flat()) for (const key of Object.keys(readings)) restsOn.add(key);
    }
  return { shown, refused, restsOn };
}

/** What may be believed after the events of a sequence in this order; nothing if they are no trace of the model. */
function explanations(oracle: Oracle, sequence: Sequence, order: readonly string[]): readonly Belief[] {
  let beliefs: readonly Belief[] = [startOf(oracle, sequence)];
  for (const id of order) {
    const event = sequence.events.find((one) => one.id === id);
    if (!event) throw new Error(`${sequence.id} has no event ${id}`);
    beliefs = beliefs.flatMap((belief) => show(oracle, sequence, event, belief));
  }
  return beliefs;
}

/** The beliefs after an event has shown itself in one of its ways. */
function show(
  oracle: Oracle,
  sequence: Sequence,
  { shows }: SequenceEvent,
  belief: Belief,
): readonly Belief[] {
  if (shows.length === 0) return [belief];
  return shows.flatMap((showing) =>
    enumerations(oracle, showing, belief)
      .flatMap((after) => called(oracle, showing, after))
      .map((after) => registered(oracle, sequence, showing, after)),
  );
}

/** What was recorded: at least what the showing sees, and nothing that it lacks. */
function enumerations(oracle: Oracle, { socket, sees, lacks }: Showing, belief: Belief): readonly Belief[] {
  if (!sees && !lacks) return [belief];
  const step: CallStep = { socket, call: 'WSAEnumNetworkEvents', args: {} };
  const results = new Map<string, Result>();
  for (const { prediction } of oracle.possibilities(belief, step)) {
    if (prediction === 'anything' || !('ok' in prediction)) continue;
    const events = prediction.ok.events ?? {};
    const seen = Object.entries(sees ?? {}).every(([event, code]) =>
      Object.entries(events).some(([one, other]) => one === event && other === code),
    );
    if (seen && !lacks?.some((event) => events[event] !== undefined))
      results.set(JSON.stringify(events), { ok: { events } });
  }
  return [...results.values()].map((result) => oracle.follow(belief, { ...step, result })).filter(isPossible);
}

function called(oracle: Oracle, { socket, does, answers }: Showing, belief: Belief): readonly Belief[] {
  if (!does) return [belief];
  const step: CallStep = { socket, ...does, ...(answers ? { result: answers } : {}) };
  return [oracle.follow(belief, step)].filter(isPossible);
}

const isPossible = (belief: Belief): boolean => belief.length > 0;

/** A socket that has just been made registers for what the sequence will see on it. */
function registered(oracle: Oracle, sequence: Sequence, { socket, does }: Showing, belief: Belief): Belief {
  return does?.call === 'WSASocket' ? follow(oracle, belief, registrations(sequence, socket)) : belief;
}

/** What a socket must register for, so that the sequence can see it; nothing if it registers itself. */
function registrations(sequence: Sequence, socket: SocketName): readonly Step[] {
  const showings = sequence.events
    .flatMap(({ shows }) => shows)
    .filter((showing) => showing.socket === socket);
  if (showings.some(({ does }) => does?.call === 'WSAEventSelect')) return [];
  const events = new Set<NetworkEvent>(showings.flatMap(({ lacks = [] }) => lacks));
  for (const { sees = {} } of showings)
    for (const event of observable) if (sees[event] !== undefined) events.add(event);
  return events.size === 0 ? [] : [made(socket, { call: 'WSAEventSelect', args: { events: [...events] } })];
}

const observable: readonly NetworkEvent[] = ['FD_ACCEPT', 'FD_CLOSE', 'FD_CONNECT', 'FD_READ', 'FD_WRITE'];

function startOf(oracle: Oracle, sequence: Sequence): Belief {
  if (sequence.starts === 'from-nothing') return oracle.start;
  const ready = [
    ...listening(5),
    ...registrations(sequence, listener),
    ...[client, laterClient].flatMap(socketNamed),
  ];
  if (sequence.starts === 'listening') return follow(oracle, oracle.start, ready);
  return follow(oracle, oracle.start, [
    ...ready,
    made(client, { call: 'WSAConnect', args: { to: listener } }),
    { settle: true },
    { socket: listener, call: 'WSAAccept', args: { as: server, condition: null }, result: { ok: {} } },
    { settle: true },
    { socket: client, completes: 'WSAConnect', result: { ok: {} } },
    ...registrations(sequence, client),
    ...registrations(sequence, server),
  ]);
}

/** The belief after steps that are certain to be possible. */
function follow(oracle: Oracle, belief: Belief, steps: readonly Step[]): Belief {
  return steps.reduce((before, step) => {
    const after = oracle.follow(before, step);
    if (after.length === 0) throw new Error(`a set-up cannot make the step ${JSON.stringify(step)}`);
    return after;
  }, belief);
}
