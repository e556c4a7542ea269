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

  it('blames nobody for clauses that bind the application', async () => {
    const ended: Trace = [connectedNonblocking, client.shutdown('SD_SEND'), settle];
    const violation = await violationOf([ended, server.recv(8, { data: 'x' })]);
    expect(violation?.clauses).toContain('GS-06');
    expect(violation?.clauses.map((id) => clauseById(id).binds)).not.toContain('A');
  });
});
