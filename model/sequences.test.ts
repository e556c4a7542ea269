import { describe, expect, it } from 'vitest';
import { builtInProfiles } from '../spec/profiles.js';
import type { Sequence, SequenceEvent, Showing } from '../spec/sequences.js';
import { linearisations, sequencesFor } from '../spec/sequences.js';
import type { CallStep, RecordedEvents, Step } from '../spec/trace/step.js';
import { machineOf } from './machine.js';
import { Oracle } from './oracle/oracle.js';
import type { Belief } from './oracle/oracle.js';
import type { Trace } from './testing.js';
import { client, client2, flat, listener, server } from './testing.js';

const listening: Trace = [listener.WSASocket(), listener.bind(), listener.listen(5)];
const watches = listener.WSAEventSelect('FD_ACCEPT');
const everything = ['FD_CONNECT', 'FD_READ', 'FD_WRITE', 'FD_CLOSE'] as const;

/** What has happened before the first event of a sequence. */
const starts: { readonly [Start in Sequence['starts']]: Trace } = {
  'from-nothing': [],
  listening: [
    [listening, watches],
    [client.WSASocket(), client.nonblocking(), client2.WSASocket(), client2.nonblocking()],
  ],
  connected: [
    [listening, client.WSASocket(), client.WSAConnect(listener, 'pending')],
    [listener.accept(server), client.completes('WSAConnect', 'ok')],
    [client.WSAEventSelect(...everything), server.WSAEventSelect(...everything)],
  ],
};

/** Registrations that make the sockets of SQ-4 nonblocking, and their events visible. */
const onceMade: ReadonlyMap<string, Step> = new Map([
  ['s3', watches],
  ['c1', client.WSAEventSelect('FD_CONNECT')],
]);

class Follower {
  readonly oracle: Oracle;

  constructor(oracle: Oracle) {
    this.oracle = oracle;
  }

  after(belief: Belief, trace: Trace): Belief {
    return flat(trace).reduce((now, step) => this.oracle.follow(now, step), belief);
  }

  /** An enumeration that reports at least some events and lacks others, if one is allowed. */
  enumerated(belief: Belief, { socket, sees = {}, lacks = [] }: Showing): Belief {
    const step: CallStep = { socket, call: 'WSAEnumNetworkEvents', args: {} };
    const reports = this.oracle.possibilities(belief, step).flatMap(({ prediction }): RecordedEvents[] => {
      if (prediction === 'anything' || !('ok' in prediction)) return [];
      const { events = {} } = prediction.ok;
      const fits =
        Object.entries(sees).every(([event, code]) =>
          Object.entries(events).some(([e, c]) => e === event && c === code),
        ) && lacks.every((event) => events[event] === undefined);
      return fits ? [events] : [];
    });
    for (const events of reports) {
      const next = this.oracle.follow(belief, { ...step, result: { ok: { events } } });
      if (next.length > 0) return next;
    }
    return [];
  }

  shown(belief: Belief, showing: Showing): Belief {
    const { socket, sees, lacks, does, answers } = showing;
    const told = (sees ?? lacks) ? this.enumerated(belief, showing) : belief;
    if (!does) return told;
    return this.oracle.follow(told, { ...does, socket, ...(answers ? { result: answers } : {}) });
  }

  /** Whether the events can happen in this order, each in one of its ways. */
  allows(belief: Belief, events: readonly SequenceEvent[]): boolean {
    const [event, ...rest] = events;
    if (belief.length === 0) return false;
    if (!event) return true;
    const made = onceMade.get(event.id);
    const goOn = (next: Belief) => this.allows(made ? this.after(next, [made]) : next, rest);
    return event.shows.length === 0
      ? goOn(belief)
      : event.shows.some((showing) => goOn(this.shown(belief, showing)));
  }

  /** Whether each way of each event is possible in some course of the sequence. */
  shows(belief: Belief, events: readonly SequenceEvent[], chosen: Showing): boolean {
    const narrowed = events.map((event) =>
      event.shows.includes(chosen) ? { ...event, shows: [chosen] } : event,
    );
    return this.allows(belief, narrowed);
  }
}

describe.each(builtInProfiles.map((profile) => ({ profile, name: profile.profile })))(
  'on $name',
  ({ profile }) => {
    const follower = new Follower(new Oracle(machineOf(profile)));

    for (const sequence of sequencesFor(profile)) {
      const start = follower.after(follower.oracle.start, starts[sequence.starts]);

      it(`every linearisation of ${sequence.id} is allowed (${sequence.title})`, () => {
        const byId = new Map(sequence.events.map((event) => [event.id, event]));
        const orders = [...linearisations(sequence)];
        expect(orders.length).toBeGreaterThan(0);
        for (const order of orders) {
          const events = order.flatMap((id) => byId.get(id) ?? []);
          expect([order.join(), follower.allows(start, events)]).toEqual([order.join(), true]);
        }
      });

      it(`each event of ${sequence.id} may show itself in each of its ways (${sequence.title})`, () => {
        for (const event of sequence.events)
          for (const showing of event.shows)
            expect([event.id, follower.shows(start, sequence.events, showing)]).toEqual([event.id, true]);
      });
    }
  },
);
