import { describe, expect, it } from 'vitest';
import { clauseById } from '../../spec/clauses/index.js';
import type { Trace } from '../testing.js';
import { client, connectedNonblocking, flat, server, settle, tcp } from '../testing.js';
import { checkTrace } from './check-trace.js';

/** The violation of a trace that is refused in its last step. */
async function violationOf(trace: Trace) {
  const steps = flat(trace).map((step, at) => ({ line: at + 2, at, step }));
  const { violation } = await checkTrace(tcp.machine, steps);
  expect(violation?.at).toBe(steps.length - 1);
  return violation;
}

describe('a violation', () => {
  it('says what was allowed', async () => {
    const late: Trace = [connectedNonblocking, client.shutdown('SD_SEND'), client.send('late')];
    expect(await violationOf(late)).toMatchObject({ expected: [{ error: 'WSAESHUTDOWN' }] });
  });

  it('says how many results it does not list', async () => {
    const sent: Trace = [connectedNonblocking, client.send('a'.repeat(20)), client.send('b'.repeat(20))];
    const violation = await violationOf([sent, server.recv(64, { data: 'ba' })]);
    expect(violation?.expected).toHaveLength(16);
    const all = [...(violation?.expected ?? []), ...(violation?.further ?? [])];
    const whole = 'a'.repeat(20) + 'b'.repeat(20);
    for (let length = 1; length <= whole.length; length += 1)
      expect(all).toContainEqual({ ok: { data: whole.slice(0, length) } });
    expect(violation?.summary).toMatch(new RegExp(`, or one of ${String(all.length - 3)} more\\.$`, 'u'));
  });

  it('blames nobody for clauses that bind the application', async () => {
    const ended: Trace = [connectedNonblocking, client.shutdown('SD_SEND'), settle];
    const violation = await violationOf([ended, server.recv(8, { data: 'x' })]);
    expect(violation?.clauses).toContain('GS-06');
    expect(violation?.clauses.map((id) => clauseById(id).binds)).not.toContain('A');
  });
});
