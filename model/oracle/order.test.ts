import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileOf } from '../../spec/profiles.js';
import { socketName } from '../../spec/trace/names.js';
import { parseTraceText } from '../../spec/trace/parse.js';
import type { Call, Ended, Step } from '../../spec/trace/step.js';
import { machineOf } from '../machine.js';
import type { TimedCall } from './order.js';
import { orderCalls } from './order.js';

const machine = machineOf(profileOf('tcp'));
const listener = socketName('listener');
const client = socketName('client');
const server = socketName('server');

type Line = readonly [string, Call, Ended?];
const ok: Ended = { ok: {} };

/** A call that began and ended at these times. */
const timed = (began: number, ended: number, [socket, call, result]: Line): TimedCall => ({
  step: { socket: socketName(socket), ...call, ...(result ? { result } : {}) },
  began,
  ended,
});

/** Calls one after the other, from time 0 on. */
const inTurn = (...lines: readonly Line[]): readonly TimedCall[] =>
  lines.map((line, at) => timed(2 * at, 2 * at + 1, line));

const connected = inTurn(
  [listener, { call: 'WSASocket', args: {} }, ok],
  [listener, { call: 'bind', args: {} }, ok],
  [listener, { call: 'listen', args: { backlog: 1 } }, ok],
  [client, { call: 'WSASocket', args: {} }, ok],
  [client, { call: 'WSAConnect', args: { to: listener } }, ok],
  [listener, { call: 'WSAAccept', args: { as: server, condition: null } }, ok],
);

const sends: Line = [client, { call: 'send', args: { data: 'a' } }, { ok: { sent: 1 } }];
const receives: Line = [server, { call: 'recv', args: { len: 8 } }, { ok: { data: 'a' } }];

const shown = (steps: readonly { readonly step: Step }[]): readonly string[] =>
  steps.map(({ step }) => {
    if ('settle' in step) return 'settle';
    if ('completes' in step) return `${step.socket}: ${step.completes} ends`;
    return `${step.socket}: ${step.call}${step.result && 'pending' in step.result ? ' waits' : ''}`;
  });

/** What comes after the connection is made. */
const ordered = (...calls: readonly TimedCall[]) => {
  const { outcome, steps } = orderCalls(machine, [...connected, ...calls]);
  return { outcome, then: shown(steps.slice(connected.length)) };
};

describe('calls that overlap', () => {
  it('stand in the order in which they came back, if that is allowed', () => {
    expect(ordered(timed(20, 30, receives), timed(21, 22, sends))).toEqual({
      outcome: 'explained',
      then: ['client: send', 'server: recv'],
    });
  });

  it('take effect before others that came back sooner, if nothing else explains what those gave', () => {
    expect(ordered(timed(20, 30, sends), timed(21, 22, receives))).toEqual({
      outcome: 'explained',
      then: ['client: send', 'server: recv'],
    });
  });

  it('are refused if no order explains them', () => {
    const two: Line = [server, { call: 'recv', args: { len: 8 } }, { ok: { data: 'ab' } }];
    expect(ordered(timed(20, 30, sends), timed(21, 22, two))).toEqual({
      outcome: 'refused',
      then: ['client: send', 'server: recv'],
    });
  });

  it('are refused where one that had come back before could have explained them', () => {
    expect(ordered(timed(20, 21, receives), timed(22, 23, sends))).toEqual({
      outcome: 'refused',
      then: ['server: recv'],
    });
  });

  it('wait, if the end of one is explained only by its having begun (CL-05)', () => {
    const cancelled: Line = [server, { call: 'recv', args: { len: 8 } }, { error: 'WSAEINVAL' }];
    expect(
      ordered(timed(20, 30, cancelled), timed(21, 22, [server, { call: 'closesocket', args: {} }, ok])),
    ).toEqual({
      outcome: 'explained',
      then: ['server: recv waits', 'server: closesocket', 'server: recv ends'],
    });
  });

  it('wait, if what a send that fails has sent was received before (AS-01)', () => {
    const cutOff: Line = [client, { call: 'send', args: { data: 'abcd' } }, { error: 'WSAECONNRESET' }];
    const some: Line = [server, { call: 'recv', args: { len: 2 } }, { ok: { data: 'ab' } }];
    expect(
      ordered(
        timed(20, 40, cutOff),
        timed(21, 22, some),
        timed(23, 24, [server, { call: 'closesocket', args: {} }, ok]),
      ),
    ).toEqual({
      outcome: 'explained',
      then: ['client: send waits', 'server: recv', 'server: closesocket', 'client: send ends'],
    });
  });

  it('may have taken effect though they never came back', () => {
    const unseen: Line = [client, sends[1]];
    expect(ordered(timed(20, Infinity, unseen), timed(21, 22, receives))).toEqual({
      outcome: 'explained',
      then: ['client: send', 'server: recv'],
    });
  });
});

/** The calls of a recorded trace that the documents allow. */
function recordedCalls(name: string): readonly TimedCall['step'][] {
  const file = `wine-8.0-${name}.trace.jsonl`;
  const text = readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8');
  return parseTraceText(file, text).steps.flatMap((step) => {
    if (!('call' in step)) return [];
    const { result, ...made } = step;
    return [result && !('pending' in result) ? { ...made, result } : made];
  });
}

describe('the search for an order', () => {
  it.each(['half-close', 'disconnect'])('never refuses what took effect in an allowed one: %s', (name) => {
    const calls = recordedCalls(name);
    const stretched = fc.array(fc.tuple(fc.nat(14), fc.nat(14)), {
      minLength: calls.length,
      maxLength: calls.length,
    });
    fc.assert(
      fc.property(stretched, (margins) => {
        const overlapping = calls.map((step, at): TimedCall => {
          const [before, after] = margins[at] ?? [0, 0];
          return { step, began: 10 * at - before - at / 1000, ended: 10 * at + 1 + after + at / 1000 };
        });
        const sorted = overlapping.sort((one, other) => one.began - other.began);
        expect(orderCalls(machine, sorted).outcome).toBe('explained');
      }),
      { numRuns: 3, seed: 1 },
    );
  });

  it('says how far it came where there are too many', () => {
    const { outcome, steps } = orderCalls(machine, connected, 3);
    expect(outcome).toBe('open');
    expect(shown(steps)).toEqual(['listener: WSASocket', 'listener: bind', 'listener: listen']);
  });

  it('is done where there are no calls', () => {
    expect(orderCalls(machine, [])).toEqual({ outcome: 'explained', steps: [] });
  });
});
