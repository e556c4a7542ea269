import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../spec/profiles.js';
import { parseTraceText } from '../../spec/trace/parse.js';
import { machineOf } from '../machine.js';
import { checkTrace } from './check-trace.js';

/** Six scenarios recorded on a real implementation, with what the documents say of each. */
const verdicts = [
  { file: 'half-close', at: null, clauses: [] },
  { file: 'disconnect', at: null, clauses: [] },
  // Once the reset was told, the stream did not end: zero bytes would mean that it had.
  { file: 'abort', at: 15, clauses: ['AS-01'] },
  // The second request is indicated while the first one is deferred.
  { file: 'defer', at: 14, clauses: ['CA-12', 'CA-13'] },
  // Three of six bytes were read: FD_READ is level-triggered, and must be recorded again.
  { file: 'graceful', at: 24, clauses: ['NE-14', 'NE-18'] },
  // A refused connection that was established already is reset: FD_CLOSE with an error.
  { file: 'reject', at: 12, clauses: ['NE-27', 'AS-06'] },
] as const;

const check = async (file: string, readings = {}) => {
  const name = `wine-8.0-${file}.trace.jsonl`;
  const { steps } = parseTraceText(
    name,
    readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'),
  );
  const numbered = steps.map((step, at) => ({ line: at + 2, at, step }));
  return checkTrace(machineOf(profileNamed('tcp'), { readings }), numbered);
};

describe('recorded traces', () => {
  it.each(verdicts)('of $file', async ({ file, at, clauses }) => {
    const { violation } = await check(file);
    expect(violation?.at ?? null).toBe(at);
    expect(violation?.clauses ?? []).toEqual(expect.arrayContaining([...clauses]));
  });

  it('say which readings the provider follows', async () => {
    expect((await check('graceful')).readings).toEqual({ 'AM-02': ['R3'] });
    expect((await check('defer')).readings).toEqual({ 'AM-01': ['R1', 'R2'] });
  });

  it('are refused where a fixed reading excludes what they show', async () => {
    const { violation } = await check('graceful', { 'AM-02': ['R1'] });
    expect(violation?.at).toBe(21);
    expect(violation?.clauses).toContain('NE-23');
  });

  it('need few worlds at a time', async () => {
    for (const { file } of verdicts) expect((await check(file)).held.possibilities).toBeLessThan(4);
  });
});
