import { describe, expect, it } from 'vitest';
import { lateSendReport } from '../reports/example.fixture.js';
import type { BugReport } from '../reports/index.js';
import { printBugReport } from '../reports/index.js';
import type { Ran } from './testing.js';
import { inFolder, ran } from './testing.js';

/** A client that sends after it has shut down sending, and is said to have succeeded. */
const recorded: BugReport = {
  ...lateSendReport,
  origin: { kind: 'trace', file: 'late-send.trace.jsonl' },
};

/** Runs a report again, and gives it to a test beside what came of it. */
async function replayed(
  report: string | Uint8Array | BugReport,
  options: readonly string[],
  use: (result: Ran, path: string) => void,
): Promise<void> {
  await inFolder(async ({ file }) => {
    const isText = typeof report === 'string' || report instanceof Uint8Array;
    const path = await file('report.json', isText ? report : printBugReport(report));
    use(await ran('replay', path, ...options), path);
  });
}

/** A program that has sockets, and of all calls on them `bind` and `listen`, which it answers as it is told. */
const binding = (answer: string): readonly string[] => [
  process.execPath,
  '-e',
  `require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const { id, op, call } = JSON.parse(line);
    if (op === 'bye') process.exit(0);
    const result =
      call === 'WSASocket' ? { ok: {} } : ['bind', 'listen'].includes(call) ? ${answer} : { unsupported: true };
    const ok = op === 'hello' ? { protocol: 1, provider: 'a test', profile: 'tcp' } : {};
    process.stdout.write(JSON.stringify(op === 'call' ? { id, result } : { id, ok }) + '\\n');
  });`,
];

describe('halfclose replay', () => {
  it('judges a recorded trace again', async () => {
    await replayed(recorded, [], ({ code, out }) => {
      expect(code).toBe(1);
      expect(out).toContain('WSAESHUTDOWN');
    });
  });

  it('says so where the trace is allowed', async () => {
    const sound = { ...recorded, steps: recorded.steps.slice(0, 11), at: 10, expected: [], clauses: [] };
    const { observed: _, ...allowed } = sound;
    await replayed(allowed, [], ({ code, out }, path) => {
      expect({ code, out }).toEqual({ code: 0, out: `${path}: the fault does not show` });
    });
  });

  it('drives a provider that the report names', async () => {
    const origin = { kind: 'provider', name: 'send-after-shutdown-succeeds' } as const;
    await replayed({ ...recorded, origin }, ['--json'], ({ code, out }) => {
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        verdict: 'violates',
        report: { provider: origin.name, origin, observed: { ok: { sent: 8 } } },
      });
    });
  });

  it('drives another provider', async () => {
    await replayed(recorded, ['--provider', 'reference'], ({ code, out }, path) => {
      expect({ code, out }).toEqual({ code: 0, out: `${path}: the fault does not show on reference` });
    });
  });

  it('reports under the profile under which it judges', async () => {
    await replayed(recorded, ['--profile', 'osi', '--json'], ({ code, out }, path) => {
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        report: {
          profile: 'osi',
          // Where a connection is confirmed on acceptance, what is wrong is wrong earlier.
          at: 4,
          origin: recorded.origin,
          provider: 'an example',
          replay: `npx halfclose replay ${path} --profile osi`,
        },
      });
      expect(JSON.parse(out)).not.toHaveProperty('report.followed', recorded.followed);
      expect(JSON.parse(out)).not.toHaveProperty('report.confirmed');
    });
    await replayed(recorded, ['--profile', 'osi'], ({ out }) => {
      expect(out).toContain('an example, profile osi');
      expect(out).toContain('> 5. WSAConnect(listener)');
      expect(out).not.toContain('confirmed');
    });
  });

  it('credits no search with what shows under another profile', async () => {
    const explored: BugReport = { ...recorded, origin: { kind: 'exploration', scope: 'small' } };
    await replayed(explored, ['--json'], ({ out }) => {
      expect(JSON.parse(out)).toMatchObject({ report: { origin: explored.origin } });
    });
    await replayed(explored, ['--json', '--profile', 'osi'], ({ out }, path) => {
      expect(JSON.parse(out)).toMatchObject({ report: { origin: { kind: 'trace', file: path } } });
    });
  });

  it('says of another provider only what it has shown', async () => {
    const provider = 'send-after-shutdown-succeeds';
    const found: BugReport = { ...lateSendReport, observed: { error: 'WSAENOTCONN' } };
    const options = ['--provider', provider, '--seed', '7', '--json'];
    await replayed(found, options, ({ code, out }, path) => {
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({
        report: {
          provider,
          profile: 'tcp',
          observed: { ok: { sent: 8 } },
          origin: { kind: 'provider', name: provider, seed: 7 },
          replay: `npx halfclose replay ${path} --seed 7 --provider ${provider}`,
        },
      });
      expect(JSON.parse(out)).not.toHaveProperty('report.confirmed');
    });
    await replayed(found, options.slice(0, 2), ({ out }) => {
      expect(out).toContain(`provider  ${provider}, profile tcp`);
      expect(out).not.toContain('confirmed');
    });
  });

  it.each([
    ['does not have its calls', '{ ok: {} }', 'it does not have WSAConnect, '],
    [
      'lets none of its connections begin',
      `{ error: 'WSAENOBUFS' }`,
      'its answers left no way to make every call of the report',
    ],
  ])('does not call a fault gone that was not tried, as the provider %s', async (_, answer, why) => {
    const words = ['--provider', 'stdio', '--json', '--', ...binding(answer)];
    await replayed(recorded, words, ({ code, out, err }, path) => {
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(`${path}: the fault was not tried on a test: ${why}`);
    });
  });

  it('watches the property that was broken', async () => {
    const property = { name: 'misuse', says: 'as it was said then' };
    await replayed({ ...recorded, property }, ['--provider', 'reference'], ({ code }) => {
      expect(code).toBe(0);
    });
    await replayed({ ...recorded, property: { ...property, name: 'luck' } }, [], ({ code, err }, path) => {
      expect(code).toBe(2);
      expect(err).toContain(`${path}: property.name: expected one of abortive, `);
    });
  });

  it('does not pretend to drive what it cannot', async () => {
    await replayed(lateSendReport, [], ({ code, err }) => {
      expect(code).toBe(2);
      expect(err).toContain('--provider stdio: expected a command after --');
    });
  });

  it.each([
    ['an empty file', '', ':1: expected a JSON document, found an empty file'],
    ['broken JSON', '{\n"report": 1,\n', ':3: expected a JSON document, found broken JSON'],
    [
      'another document',
      '{"trace":1}',
      ':1: report: expected 1, the version of the format that is read here',
    ],
    ['a binary file', Uint8Array.of(0xff), ':1: expected a text file in UTF-8'],
    [
      'a wrong step',
      printBugReport(recorded).replace('"WSASocket"', '"WSASock"'),
      ':14: steps[0].call: expected the name of a call',
    ],
  ])('refuses %s', async (_, content, message) => {
    await replayed(content, [], ({ code, out, err }, path) => {
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(`${path}${message}`);
    });
  });
});
