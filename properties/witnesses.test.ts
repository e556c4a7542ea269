import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { checkTrace } from '../model/oracle/check-trace.js';
import { Oracle } from '../model/oracle/oracle.js';
import type { Trace } from '../model/testing.js';
import { client, connected, flat, listener, server } from '../model/testing.js';
import { profileNamed, profileOf } from '../spec/profiles.js';
import { parseTraceText } from '../spec/trace/parse.js';
import type { Step } from '../spec/trace/step.js';
import type { Objection } from './commands/judge.js';
import { Judge } from './commands/judge.js';
import { properties } from './index.js';
import { judge } from './judge.js';
import type { Testimony } from './witnesses.js';
import { Witnesses } from './witnesses.js';

/** Every trace that is checked in: those of a real implementation, and a witness for every documented result. */
const files = ['../model/oracle/fixtures/', '../model/witnesses/'].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith('.trace.jsonl'))
    .map((name) => new URL(`${folder}${name}`, import.meta.url)),
);

function traceIn(file: URL): { readonly profile: string; readonly steps: readonly Step[] } {
  const { header, steps } = parseTraceText(file.pathname, readFileSync(file, 'utf8'));
  const { profile } = profileOf(header.profile ?? 'tcp');
  return { profile, steps };
}

async function testimonyOf(profile: string, steps: readonly Step[], most?: number): Promise<Testimony> {
  const machine = machineOf(profileNamed(profile));
  const witnesses = new Witnesses(machine, properties, most);
  const numbered = steps.map((step, at) => ({ line: at + 2, at, step }));
  await checkTrace(machine, numbered, (at, { step, before, after }) => {
    witnesses.hear(at, step, before, after);
  });
  return witnesses.testimony;
}

describe('the properties as witnesses', () => {
  it('object to no recorded trace, and to no witness of a documented result', () => {
    // What the oracle has thought through once it remembers.
    const oracles = new Map<string, Oracle>();
    const spokenOf = new Set<string>();
    const objections: (readonly [file: string, objection: Objection])[] = [];
    for (const file of files) {
      const { profile, steps } = traceIn(file);
      const oracle = oracles.get(profile) ?? new Oracle(machineOf(profileNamed(profile)));
      oracles.set(profile, oracle);
      const judge = new Judge(oracle, properties, 'witness');
      for (const step of steps) if (judge.observe(step)) break;
      for (const objection of judge.objections) objections.push([file.pathname, objection]);
      for (const name of judge.triggered.keys()) spokenOf.add(name);
    }
    expect(objections).toEqual([]);
    expect(files.length).toBeGreaterThan(150);
    const silent = properties.map(({ name }) => name).filter((name) => !spokenOf.has(name));
    // What is cancelled or runs short in these traces shows in no later step.
    expect(silent).toEqual(['cancellation', 'shortages']);
  });

  it('say which of them a step breaks that the documents do not allow', async () => {
    const file = files.find(({ pathname }) => pathname.endsWith('wine-8.0-defer.trace.jsonl'));
    const { profile, steps } = traceIn(file ?? new URL('missing', import.meta.url));
    expect(profile).toBe('tcp');
    expect((await testimonyOf(profile, steps)).breaks).toContain('deferral');
  });

  it('watch no more than so much', async () => {
    const { steps } = traceIn(files[0] ?? new URL('missing', import.meta.url));
    const all = await testimonyOf('tcp', steps);
    const some = await testimonyOf('tcp', steps, 60);
    expect({ all: all.until, some: some.until }).toEqual({ all: null, some: 5 });
    expect(some.triggered.size).toBeLessThan(all.triggered.size);
  });
});

describe('a judgement', () => {
  const judged = (name: string, ...trace: Trace) => {
    const property = properties.find((one) => one.name === name);
    return property && judge(property, profileNamed('tcp'), flat(trace));
  };

  it('is silent on a trace that only readings explain under which the property is not claimed', () => {
    // FD_CLOSE beside data that are unread: AM-02/R3.
    const early: Trace = [
      [connected, server.nonblocking(), server.WSAEventSelect('FD_CLOSE')],
      [client.send('ab'), client.shutdown('SD_SEND')],
    ];
    expect(judged('fd-close-last', early, server.WSAEnumNetworkEvents({ FD_CLOSE: 0 }))?.broken).toBeNull();
    // A group: AM-18/R2.
    expect(judged('groups', listener.WSASocket('ok', 7))?.broken).toBeNull();
  });

  it('is passed on what the documents do not allow, by the readings that explain the steps before', () => {
    const wrong = judged('misuse', listener.WSASocket(), listener.listen(1));
    expect(wrong?.broken).toMatchObject({ at: 1 });
  });
});
