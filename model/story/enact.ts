import type { NetworkEvent } from '../../spec/events.js';
import type { Sequence, SequenceEvent, Showing } from '../../spec/sequences.js';
import { socketName } from '../../spec/trace/names.js';
import type { CallStep, Result, SocketName, Step } from '../../spec/trace/step.js';
import type { Machine } from '../machine.js';
import type { Belief } from '../oracle/oracle.js';
import { Oracle } from '../oracle/oracle.js';
import { listening } from '../search/moves.js';
import { resultOf } from '../search/successors.js';

/** A documented sequence as a trace: the steps before it, and those of each event, some of which have none. */
export interface Enactment {
  readonly setup: readonly Step[];
  readonly events: readonly { readonly id: string; readonly steps: readonly Step[] }[];
}

const client = socketName('client');
const laterClient = socketName('client2');
const listener = socketName('listener');
const server = socketName('server');

/** Plays the events of a sequence in one of its orders, each in the first of its ways that is possible there; `null` if none is. */
export function enact(machine: Machine, sequence: Sequence, order: readonly string[]): Enactment | null {
  const stage = new Stage(new Oracle(machine), sequence);
  const start = stage.setup();
  const events = order.map((id) => {
    const event = sequence.events.find((one) => one.id === id);
    if (!event) throw new Error(`${sequence.id} has no event ${id}`);
    return event;
  });
  const played = stage.play(start.belief, events);
  return played && { setup: start.steps, events: played };
}

/** Steps, and what is known after them. */
interface Played {
  readonly steps: readonly Step[];
  readonly belief: Belief;
}

class Stage {
  readonly #oracle: Oracle;
  readonly #sequence: Sequence;

  constructor(oracle: Oracle, sequence: Sequence) {
    this.#oracle = oracle;
    this.#sequence = sequence;
  }

  play(belief: Belief, [event, ...rest]: readonly SequenceEvent[]): Enactment['events'] | null {
    if (!event) return [];
    for (const here of this.#shown(belief, event)) {
      const later = this.play(here.belief, rest);
      if (later) return [{ id: event.id, steps: here.steps }, ...later];
    }
    return null;
  }

  setup(): Played {
    const { starts } = this.#sequence;
    let at: Played = { steps: [], belief: this.#oracle.start };
    if (starts === 'from-nothing') return at;
    for (const step of listening(5)) at = this.#surely(at, step);
    at = this.#registered(at, listener);
    const clients = starts === 'listening' ? [client, laterClient] : [client];
    for (const name of clients) at = this.#surely(at, { socket: name, call: 'WSASocket', args: {} });
    if (starts === 'listening') return at;
    const steps: readonly Step[] = [
      { socket: client, call: 'WSAConnect', args: { to: listener }, result: { pending: true } },
      { settle: true },
      { socket: listener, call: 'WSAAccept', args: { as: server, condition: null } },
      { settle: true },
      { socket: client, completes: 'WSAConnect', result: { ok: {} } },
    ];
    for (const step of steps) at = this.#surely(at, step);
    return [client, server].reduce((before, name) => this.#registered(before, name), at);
  }

  /** The first ways in which an event may show itself. */
  *#shown(belief: Belief, { shows }: SequenceEvent): Generator<Played> {
    if (shows.length === 0) yield { steps: [], belief };
    for (const showing of shows)
      for (const seen of this.#enumerated(belief, showing))
        for (const called of this.#called(seen, showing))
          yield showing.does?.call === 'WSASocket' ? this.#registered(called, showing.socket) : called;
  }

  /** Enumerations that report at least what the showing sees, and nothing that it lacks. */
  *#enumerated(belief: Belief, { socket, sees, lacks }: Showing): Generator<Played> {
    if (!sees && !lacks) {
      yield { steps: [], belief };
      return;
    }
    const step: CallStep = { socket, call: 'WSAEnumNetworkEvents', args: {} };
    for (const result of this.#results(belief, step)) {
      if (!('ok' in result)) continue;
      const events = Object.entries(result.ok.events ?? {});
      const seen = Object.entries(sees ?? {}).every(([event, code]) =>
        events.some(([one, other]) => one === event && other === code),
      );
      if (seen && !lacks?.some((event) => events.some(([one]) => one === event)))
        yield* this.#if({ steps: [], belief }, { ...step, result });
    }
  }

  *#called(before: Played, { socket, does, answers }: Showing): Generator<Played> {
    if (!does) {
      yield before;
      return;
    }
    const step: CallStep = { socket, ...does };
    const results = answers ? [answers] : this.#results(before.belief, step);
    for (const result of results) yield* this.#if(before, { ...step, result });
  }

  *#if({ steps, belief }: Played, step: Step): Generator<Played> {
    const next = this.#oracle.follow(belief, step);
    if (next.length > 0) yield { steps: [...steps, step], belief: next };
  }

  /** A step that is certain to be possible, with the first of its results that is a success. */
  #surely(before: Played, step: Step): Played {
    const results = 'call' in step && step.result === undefined ? this.#results(before.belief, step) : [];
    const result = results.find((one) => 'ok' in one) ?? results[0];
    const whole: Step = 'call' in step && result ? { ...step, result } : step;
    const [after] = this.#if(before, whole);
    if (!after) throw new Error(`${this.#sequence.id}: the set-up cannot make ${JSON.stringify(step)}`);
    return after;
  }

  #results(belief: Belief, step: CallStep): readonly Result[] {
    const found = new Map<string, Result>();
    for (const { prediction } of this.#oracle.possibilities(belief, step)) {
      const result = resultOf(prediction);
      if (result) found.set(JSON.stringify(result), result);
    }
    return [...found.values()];
  }

  /** A socket registers for what the sequence will see on it, unless it does so itself. */
  #registered(before: Played, socket: SocketName): Played {
    const showings = this.#sequence.events
      .flatMap(({ shows }) => shows)
      .filter((showing) => showing.socket === socket);
    if (showings.some(({ does }) => does?.call === 'WSAEventSelect')) return before;
    const events = observable.filter((event) =>
      showings.some(({ sees, lacks }) => sees?.[event] !== undefined || lacks?.includes(event)),
    );
    if (events.length === 0) return before;
    return this.#surely(before, { socket, call: 'WSAEventSelect', args: { events } });
  }
}

const observable: readonly NetworkEvent[] = ['FD_ACCEPT', 'FD_CLOSE', 'FD_CONNECT', 'FD_READ', 'FD_WRITE'];
