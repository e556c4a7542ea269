import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { lateSend, lateSendReport } from './example.fixture.js';
import type { CheckedTrace } from './trace-verdicts.js';
import { traceVerdictLines, traceVerdictsJson } from './trace-verdicts.js';

const plain = picocolors.createColors(false);
const held = { hypotheses: 1, possibilities: 1 };
const silent = { triggered: new Map<string, number>(), breaks: [], objections: [], until: null };

const allowed: CheckedTrace = {
  file: 'graceful.trace.jsonl',
  verdict: {
    verdict: 'allowed',
    violation: null,
    steps: 20,
    answered: 19,
    unfollowed: [],
    readings: { 'AM-01': ['R1', 'R2'] },
    held,
  },
  testimony: {
    ...silent,
    triggered: new Map([
      ['graceful', 1],
      ['bytes', 1200],
    ]),
  },
};
const refused: CheckedTrace = {
  file: 'late-send.trace.jsonl',
  verdict: {
    verdict: 'violation',
    violation: lateSend,
    steps: 11,
    answered: 11,
    unfollowed: [],
    readings: lateSendReport.followed,
    held,
  },
  testimony: { ...silent, breaks: ['half-close', 'misuse'] },
};

describe('checked traces', () => {
  it('are told one by one, then the readings that explain all of them', () => {
    expect(traceVerdictLines([allowed, refused], plain).join('\n')).toMatchInlineSnapshot(`
      "graceful.trace.jsonl: allowed (20 steps)
        the properties that it speaks of, and how often: bytes 1,200, graceful 1
      late-send.trace.jsonl:13: violation (IO-01, GS-12)
        send after shutdown(SD_SEND) gave ok; the documents want WSAESHUTDOWN.
        step      client: send(data="too late")
        allowed   WSAESHUTDOWN
        seen      ok {"sent":8}
        IO-01     Send after shutdown with SD_SEND or SD_BOTH. [A:send, A:WSASend,
                  P:WSPSend]
        GS-12     A direction once shut down cannot be re-enabled on that connection.
                  [A:shutdown]
        breaks    half-close, misuse

      Readings under which this is explained
        AM-01   Is FD_ACCEPT re-enabled after CF_DEFER?
                R1: Exception wins: not re-enabled until an accept that is not
                deferred.
        AM-03a  Repeated deferral
                R1, R2 (all: still open)"
    `);
  });

  it('have the JSON of the contract', () => {
    expect(traceVerdictsJson([allowed, refused])).toEqual({
      verdict: 'violation',
      traces: [
        {
          file: 'graceful.trace.jsonl',
          verdict: 'allowed',
          clauses: [],
          steps: 20,
          answered: 19,
          unfollowed: [],
          spokenOf: { bytes: 1200, graceful: 1 },
          objections: [],
        },
        {
          file: 'late-send.trace.jsonl',
          verdict: 'violation',
          clauses: ['IO-01', 'GS-12'],
          at: 11,
          expected: lateSend.expected,
          observed: { ok: { sent: 8 } },
          breaks: ['half-close', 'misuse'],
          spokenOf: {},
          objections: [],
        },
      ],
    });
  });

  it('say how many more results were allowed than they list', () => {
    const violation = { ...lateSend, further: [{ error: 'WSAENOTCONN' }, { error: '*' }] } as const;
    const cut: CheckedTrace = { ...refused, verdict: { ...refused.verdict, violation } };
    expect(traceVerdictLines([cut], plain).join('\n')).toContain('or   one of 2 more');
    expect(traceVerdictsJson([cut]).traces).toMatchObject([{ expected: lateSend.expected, unlisted: 2 }]);
  });

  it.each([
    ['no step', { steps: 0, answered: 0 }, 'nothing was shown: it does not say what came of any call'],
    ['no result', { steps: 1, answered: 0 }, 'nothing was shown: it does not say what came of any call'],
    ['sockets that are left open', { unfollowed: ['client'] }, 'nothing is concluded of client'],
  ])('are allowed with a reserve, and never plainly, if there is %s', (_, less, said) => {
    const colored = picocolors.createColors(true);
    const lines = traceVerdictLines([{ ...allowed, verdict: { ...allowed.verdict, ...less } }], colored);
    expect(lines[0]).toContain(colored.yellow('allowed'));
    expect(lines[1]).toContain(said);
    expect(traceVerdictLines([allowed], colored)[0]).toContain(colored.green('allowed'));
  });

  it('are allowed with a reserve where a property objects, which is a fault of ours', () => {
    const colored = picocolors.createColors(true);
    const objections = [{ property: 'bytes', broken: 'one byte too many', at: 6 }];
    const doubted = { ...allowed, testimony: { ...silent, objections } };
    expect(traceVerdictLines([doubted], colored)[0]).toContain(colored.yellow('allowed'));
    expect(traceVerdictLines([doubted], plain).join(' ').replace(/\s+/g, ' ')).toContain(
      'halfclose is at fault, not the provider: in step 7 the documents allow what the property bytes objects to: one byte too many.',
    );
    expect(traceVerdictsJson([doubted])).toMatchObject({ verdict: 'allowed', traces: [{ objections }] });
  });

  it('say how far the properties have watched, if not to the end', () => {
    const cut = { ...allowed, testimony: { ...silent, until: 7 } };
    expect(traceVerdictLines([cut], plain)[1]).toContain('the properties have watched 7 steps');
    expect(traceVerdictsJson([cut]).traces).toMatchObject([{ watched: 7 }]);
  });

  it('are allowed if each of them is', () => {
    expect(traceVerdictsJson([allowed]).verdict).toBe('allowed');
  });
});
