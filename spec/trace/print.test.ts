import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callNames } from './names.js';
import { parseTraceText } from './parse.js';
import { printStep, printTrace } from './print.js';
import { parseStep } from './schema.js';
import { arbitraryTrace } from './trace.arbitrary.js';

describe('a printed trace', () => {
  it('reads back as it was', () => {
    fc.assert(
      fc.property(arbitraryTrace, ({ header, steps }) => {
        expect(parseTraceText('f', printTrace(header, steps))).toStrictEqual({ header, steps });
      }),
      { numRuns: 500 },
    );
  });

  it('prints again as it was', () => {
    fc.assert(
      fc.property(arbitraryTrace, ({ header, steps }) => {
        const text = printTrace(header, steps);
        const again = parseTraceText('f', text);
        expect(printTrace(again.header, again.steps)).toBe(text);
      }),
    );
  });

  it('is made of every kind of step, so that the two above say something', () => {
    const seen = new Set<string>();
    for (const { steps } of fc.sample(arbitraryTrace, { numRuns: 1000, seed: 1 })) {
      for (const step of steps) {
        if ('settle' in step) seen.add('settle');
        else if ('completes' in step) seen.add(`${step.completes} completes`);
        else if (step.result === undefined) seen.add(`${step.call} unseen`);
        else for (const kind of Object.keys(step.result)) seen.add(`${step.call} ${kind}`);
      }
    }
    const kinds = callNames.flatMap((name) =>
      ['ok', 'error', 'pending', 'unseen', 'completes'].map((kind) => `${name} ${kind}`),
    );
    expect([...seen].sort()).toEqual([...kinds, 'settle', 'WSAAccept condition'].sort());
  });

  it('has its fields in the order of the contract, whatever the order in which they were given', () => {
    const printed = (raw: object) => {
      const step = parseStep(raw);
      return step.ok ? printStep(step.value) : step.problem.expected;
    };
    expect(
      printed({
        comment: 'c',
        result: { condition: { callerData: null, callerId: 'c', called: true }, ok: {} },
        args: { calleeData: '', condition: 0, as: 'a' },
        call: 'WSPAccept',
        socket: 'l',
      }),
    ).toBe(
      '{"socket":"l","call":"WSAAccept","args":{"as":"a","condition":"CF_ACCEPT","calleeData":""},' +
        '"result":{"ok":{},"condition":{"called":true,"callerId":"c","callerData":null}},"comment":"c"}',
    );
    expect(
      printed({
        result: { ok: { events: { FD_CLOSE: 0, FD_READ: 0 } } },
        args: {},
        call: 'WSPEnumNetworkEvents',
        socket: 's',
      }),
    ).toBe(
      '{"socket":"s","call":"WSAEnumNetworkEvents","result":{"ok":{"events":{"FD_READ":0,"FD_CLOSE":0}}}}',
    );
  });

  it('keeps the lines of a recorded trace', () => {
    const recorded = [
      '{"trace":1,"profile":"tcp","provider":"wine 8.0","comment":"who waits is told"}',
      '{"socket":"s","call":"WSASocket","result":{"ok":{}}}',
      '{"socket":"s","call":"recv","args":{"len":64},"result":{"pending":true}}',
      '{"settle":true}',
      '{"socket":"s","completes":"recv","result":{"error":"WSAENOTCONN"}}',
      '',
    ].join('\n');
    const { header, steps } = parseTraceText('f', recorded);
    expect(printTrace(header, steps)).toBe(recorded);
  });
});
