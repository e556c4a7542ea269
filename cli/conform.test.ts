import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder, ran } from './testing.js';

/** A program in JavaScript that answers each call as the text of a function says, and everything else obligingly. */
const programOf = (answer: string): readonly [string, ...string[]] => [
  process.execPath,
  '-e',
  `const answer = ${answer};
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    const request = JSON.parse(line);
    const { id, op } = request;
    if (op === 'bye') process.exit(0);
    const ok = op === 'hello' ? { protocol: 1, provider: 'a test', profile: 'tcp' } : {};
    process.stdout.write(JSON.stringify(op === 'call' ? answer(request) : { id, ok }) + '\\n');
  });`,
];

const setUp = ['WSASocket', 'bind', 'listen'];

/** A program that has only a few calls, of which one is answered otherwise. */
const answering = (call: string, answer: string): readonly [string, ...string[]] =>
  programOf(
    `({ id, call }) => call === '${call}'
      ? ${answer}
      : { id, result: ${JSON.stringify(setUp)}.includes(call) ? { ok: {} } : { unsupported: true } }`,
  );

describe('conform', () => {
  it('says of a conforming provider that it conforms, and which readings it follows', async () => {
    const { code, out, err } = await ran('conform', '--runs', '8', '--json');
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'conforms',
      provider: 'reference',
      profile: 'tcp',
      runs: 8,
      violations: [],
      readings: { 'AM-06': ['R1'] },
    });
    expect(code).toBe(0);
  });

  it('reports a fault, repeats the run from its seed, and counts it once it is accepted', async () => {
    await inFolder(async ({ path }) => {
      const words = ['conform', '--runs', '8', '--seed', '12', '--json', '--out', path, '--provider'];
      const faulty = 'connect-listening-says-connected';
      const { code, out } = await ran(...words, faulty);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ verdict: 'violates', seed: 12 });
      expect(await ran(...words, faulty)).toMatchObject({ code, out });
      const accepted = ['--known', join(path, 'faults.known.json')];
      const again = await ran(...words, faulty, ...accepted);
      expect(again.code).toBe(0);
      expect(JSON.parse(again.out)).toMatchObject({ verdict: 'conforms', violations: [] });
      expect(again.out).toMatch(/"known":\[.*"found":[1-9]/u);
      // It says which deviations no longer occur.
      expect((await ran(...words, 'reference', ...accepted)).out).toMatch(/"known":\[.*"found":0\}/u);
    });
  });

  it('reports a call that ends the program, with the trace that does it', async () => {
    await inFolder(async ({ path }) => {
      const program = answering('bind', `(process.stderr.write('oops'), process.exit(3))`);
      const { code, out } = await ran(
        'conform',
        '--provider',
        'stdio',
        '--runs',
        '6',
        '--json',
        '--out',
        path,
        '--',
        ...program,
      );
      expect(out).toContain('"summary":"the program died: exit code 3, asked for bind on \\"client\\"."');
      expect(out).toContain(
        '"steps":[{"socket":"client","call":"WSASocket","args":{},"result":{"ok":{}}},' +
          '{"socket":"client","call":"bind","args":{}}],"at":1',
      );
      const reports = (await readdir(path)).filter((one) => one !== 'faults.known.json');
      const texts = await Promise.all(reports.map((one) => readFile(join(path, one, 'report.md'), 'utf8')));
      expect(texts.filter((text) => text.includes('exit code 3'))).toEqual([
        expect.stringContaining('5 of 5'),
      ]);
      expect(code).toBe(1);
    });
  });

  it.each([
    [
      'answers nonsense',
      answering('bind', `{ id, result: 'fine' }`),
      'answered nonsense: to bind on "listener"',
    ],
    [
      'cannot carry out a request',
      answering('bind', `{ id, failure: 'no bind' }`),
      'bind on "listener": no bind',
    ],
    ['does not start', ['/no/such/program'], 'did not start'],
    [
      'ends at once',
      [process.execPath, '-e', `console.error('sorry'); process.exit(4)`],
      'died: exit code 4, asked for hello',
    ],
  ])('exits with 2 where a program %s', async (_, program, said) => {
    const { code, err, out } = await ran('conform', '--provider', 'stdio', '--json', '--', ...program);
    expect(err).toContain(said);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  it('says of a program that has no call at all that nothing was shown, and exits with 2', async () => {
    const program = programOf('({ id }) => ({ id, result: { unsupported: true } })');
    const words = ['conform', '--provider', 'stdio', '--runs', '20'];
    const { code, out } = await ran(...words, '--', ...program);
    expect(out.replace(/\s+/gu, ' ')).toContain(
      'incomplete: no call was carried out, so that nothing was shown',
    );
    expect(out).not.toContain('conforms');
    expect(code).toBe(2);
    const json = await ran(...words, '--json', '--', ...program);
    expect(json).toMatchObject({ out: '', code: 2 });
    expect(json.err).toContain('no call was carried out');
  });

  it('takes no runs at all for wrong usage', async () => {
    const { code, err } = await ran('conform', '--runs', '0');
    expect(err).toContain('expected a whole number from 1 on');
    expect(code).toBe(2);
  });

  it('shows what a program that could not be driven wrote to its standard error', async () => {
    const program = [process.execPath, '-e', `console.error('sorry'); process.exit(4)`];
    const { err } = await ran('conform', '--provider', 'stdio', '--', ...program);
    expect(err).toContain('Its standard error ends with:\n  sorry');
  });

  it.each([
    [['--provider', 'stdio'], 'expected a command after --'],
    [['--provider', 'perfect'], '--provider: expected reference, stdio, winsock, or a faulty one by name'],
    [['--provider', 'reference', '--', 'ls'], 'expected no command, found "ls"'],
  ])('%j is wrong usage', async (words, said) => {
    const { code, err } = await ran('conform', ...words);
    expect(err).toContain(said);
    expect(code).toBe(2);
  });
});
