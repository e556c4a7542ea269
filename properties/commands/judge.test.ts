import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import type { Model } from '../../model/model.js';
import { Oracle } from '../../model/oracle/oracle.js';
import { client, connectedNonblocking, flat, server } from '../../model/testing.js';
import { profileNamed } from '../../spec/profiles.js';
import { socketName } from '../../spec/trace/names.js';
import type { Call, CallStep, Result, Step } from '../../spec/trace/step.js';
import { deferral } from '../deferral.js';
import type { Property, SealedProperty } from '../property.js';
import { sealed } from '../property.js';
import type { Accusation } from './judge.js';
import { Judge } from './judge.js';

const listener = socketName('listener');

const step = (call: Call, result: Result = { ok: {} }): CallStep => ({ socket: listener, ...call, result });
const made = step({ call: 'WSASocket', args: {} });
const bound = step({ call: 'bind', args: {} });
const accepting = step({ call: 'getsockopt', args: { option: 'SO_ACCEPTCONN' } }, { ok: { value: false } });
const polarity = step({ call: 'getsockopt', args: { option: 'SO_DONTLINGER' } }, { ok: { value: true } });

/** A property that must be asked for `SO_ACCEPTCONN` no second time, and remembers how often it was. */
const shy = (options: Partial<Property<number>> = {}): SealedProperty =>
  sealed({
    ...deferral,
    name: 'shy',
    says: 'Nobody asks twice.',
    clauses: ['LS-11'],
    under: {},
    monitor: () => ({
      start: 0,
      observe: (asked, seen) => {
        if (!('call' in seen) || seen.call !== 'getsockopt') return { memory: asked };
        return asked > 0 ? { broken: 'it was asked twice' } : { memory: asked + 1, triggered: true };
      },
    }),
    ...options,
  });

/** A property that nobody receives three bytes. */
const unlucky = sealed({
  ...deferral,
  name: 'unlucky',
  says: 'Nobody receives three bytes.',
  under: {},
  monitor: () => ({
    start: null,
    observe: (memory, seen) =>
      'call' in seen && seen.result && 'ok' in seen.result && seen.result.ok.data?.length === 3
        ? { broken: 'three bytes were received' }
        : { memory },
  }),
});

const judged = (
  steps: readonly Step[],
  properties: readonly SealedProperty[],
  readings: Model['readings'] = {},
): Accusation | null => {
  const judge = new Judge(new Oracle(machineOf(profileNamed('tcp'), { readings })), properties);
  for (const one of steps) {
    const accusation = judge.observe(one);
    if (accusation) return accusation;
  }
  return null;
};

const twice = [made, accepting, accepting];

describe('a step', () => {
  it('is accused where the documents do not allow it, whatever properties say', () => {
    const wrong = step({ call: 'listen', args: { backlog: 1 } });
    const accusation = judged([made, wrong], [shy()]);
    expect(accusation).toMatchObject({
      property: null,
      violation: { at: 1, step: wrong, expected: [{ error: 'WSAEINVAL' }], observed: { ok: {} } },
    });
    expect(accusation?.violation.clauses).toContain('LS-02');
  });

  it('is accused where it breaks a property', () => {
    expect(judged(twice, [shy()])).toMatchObject({
      property: { name: 'shy', says: 'Nobody asks twice.' },
      violation: {
        clauses: ['LS-11'],
        at: 2,
        summary: 'Nobody asks twice. Broken: it was asked twice.',
        expected: [],
        observed: { ok: { value: false } },
      },
    });
  });

  it('is not accused by a witness, who objects once, and says what is against it', () => {
    const judge = new Judge(new Oracle(machineOf(profileNamed('tcp'))), [shy()], 'witness');
    for (const one of [...twice, accepting]) expect(judge.observe(one)).toBeNull();
    expect(judge.objections).toEqual([{ property: 'shy', broken: 'it was asked twice' }]);
  });

  it('names the properties that it breaks where the documents do not allow it', () => {
    const judge = new Judge(new Oracle(machineOf(profileNamed('tcp'))), [shy()], 'witness');
    const wrong = step({ call: 'getsockopt', args: { option: 'SO_ACCEPTCONN' } }, { ok: { value: true } });
    for (const one of [made, accepting]) expect(judge.observe(one)).toBeNull();
    expect(judge.observe(wrong)).toMatchObject({ property: null, breaks: ['shy'] });
    expect(judge.objections).toEqual([]);
  });

  it('is accused with what the property allows, and with how much more of it than is listed', () => {
    const judge = new Judge(new Oracle(machineOf(profileNamed('tcp'))), [unlucky]);
    const accusation = flat([
      connectedNonblocking,
      client.send('a'.repeat(40)),
      server.recv(64, { data: 'aaa' }),
    ]).reduce<Accusation | null>((found, one) => found ?? judge.observe(one), null);
    expect(accusation?.violation.expected).toHaveLength(16);
    const { expected = [], further = [] } = accusation?.violation ?? {};
    for (let length = 1; length <= 40; length += 1) {
      const result = { ok: { data: 'a'.repeat(length) } };
      if (length === 3) expect([...expected, ...further]).not.toContainEqual(result);
      else expect([...expected, ...further]).toContainEqual(result);
    }
  });

  it('is not accused by a property of another profile', () => {
    expect(judged(twice, [shy({ appliesTo: ({ profile }) => profile === 'osi' })])).toBeNull();
  });

  it('is accused only under the readings under which the property is claimed', () => {
    const claimed = shy({ under: { 'AM-15': ['R1'] } });
    expect(judged(twice, [claimed])).toBeNull();
    expect(judged(twice, [claimed], { 'AM-15': ['R2'] })).toBeNull();
    expect(judged(twice, [claimed], { 'AM-15': ['R1'] })).not.toBeNull();
    expect(judged([made, polarity, accepting], [claimed])).not.toBeNull();
  });
});

describe('a property', () => {
  it('is counted whenever a step is one that it speaks of', () => {
    const judge = new Judge(new Oracle(machineOf(profileNamed('tcp'))), [shy()]);
    for (const one of [made, bound, accepting, accepting]) judge.observe(one);
    expect([...judge.triggered]).toEqual([['shy', 1]]);
  });
});
