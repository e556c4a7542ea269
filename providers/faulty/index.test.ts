import { describe, expect, it } from 'vitest';
import { client, listener, server } from '../../model/testing.js';
import { clauses, foundingClauses } from '../../spec/clauses/index.js';
import { callOf } from '../../spec/trace/call-of.js';
import type { CallStep } from '../../spec/trace/step.js';
import { waivedClauses } from '../../spec/waivers.js';
import { faultNamed, faultyProvider, faults } from './index.js';

describe('the faults', () => {
  it('have names of their own', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  });

  it('break only clauses that are modelled', () => {
    const modelled = new Set(clauses.filter(({ status }) => status.modelled).map(({ id }) => id));
    expect(faults.flatMap((fault) => fault.clauses.filter((id) => !modelled.has(id)))).toEqual([]);
  });

  it('break every clause of the founding pages', () => {
    const broken = new Set(faults.flatMap((fault) => fault.clauses));
    expect(foundingClauses.filter(({ id }) => !broken.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('break every obligation of a provider that the protocol can show', () => {
    const broken = new Set(faults.flatMap((fault) => fault.clauses));
    const obligations = clauses.filter(({ binds, status }) => binds === 'P' && status.modelled);
    const unbroken = obligations.filter(({ id }) => !broken.has(id)).map(({ id }) => id);
    expect(unbroken.filter((id) => waivedClauses[id] === undefined)).toEqual([]);
  });
});

describe('a faulty provider', () => {
  it('does what its fault says', () => {
    const session = faultyProvider(faultNamed('defer-drops-request'), () => 0).open();
    const made = (step: CallStep) => session.call(step.socket, callOf(step)).result;
    for (const step of [
      listener.WSASocket(),
      listener.bind(),
      listener.listen(5),
      listener.nonblocking(),
      client.WSASocket(),
      client.WSAConnect(listener),
    ])
      made(step);
    expect(made(listener.WSAAccept({ as: server, condition: 'CF_DEFER' }))).toMatchObject({
      error: 'WSATRY_AGAIN',
    });
    expect(made(listener.WSAAccept({ as: server, condition: 'CF_ACCEPT' }))).toEqual({
      error: 'WSAEWOULDBLOCK',
    });
  });

  it('that does not exist is answered with the names of those that do', () => {
    expect(() => faultNamed('defer-nothing')).toThrow(/“defer-nothing”.*defer-drops-request, /);
  });
});
