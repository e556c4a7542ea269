import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inFolder, ran } from './testing.js';

const recorded = (name: string): string =>
  fileURLToPath(new URL(`import/wine-log/fixtures/${name}.log`, import.meta.url));

/** Imports a log, and gives the verdict on the trace. */
async function judged(name: string) {
  const imported = await ran('import', 'wine-log', recorded(name));
  expect(imported.code).toBe(0);
  let verdict = { code: -1, out: '' };
  await inFolder(async ({ path, file }) => {
    verdict = await ran('trace', await file('a.trace.jsonl', imported.out), '--out', path);
  });
  return { ...imported, verdict };
}

describe('halfclose import wine-log', () => {
  it('makes an allowed trace of a chat server and its clients, programs of LuaSocket, in three processes', async () => {
    const { out, err, verdict } = await judged('tinyirc');
    expect(verdict).toMatchObject({ code: 0 });
    expect(out.split('\n')).toHaveLength(46);
    expect(out).toContain(
      '{"socket":"listener2","call":"WSAAccept","args":{"as":"server2","condition":null}',
    );
    expect(err).toContain('taken for granted: whoever connected to listener2 is in the log as well');
    expect(err).not.toContain('left open');
  });

  it('finds in the log of a server of many threads what no order of its calls explains', async () => {
    const { verdict } = await judged('echo');
    expect(verdict.code).toBe(1);
    expect(verdict.out).toContain('AS-01, AS-03');
    expect(verdict.out).toContain('recv gave ok {"data":""}');
  });

  it('gives header, steps and what is left open as one JSON document', async () => {
    const { out } = await ran('import', 'wine-log', recorded('tinyirc'), '--json');
    expect(JSON.parse(out)).toMatchObject({ trace: 1, profile: 'tcp', provider: 'wine', left: [] });
  });

  it.each([
    [
      '',
      ':1: expected a log of Wine with calls of ws2_32 (WINEDEBUG=+pid,+winsock,+relay), found an empty file',
    ],
    [
      'no log\n',
      ':1: expected a log of Wine with calls of ws2_32 (WINEDEBUG=+pid,+winsock,+relay), found none',
    ],
    ['\n0024:Call ws2_32.listen(30,1) ret=1\n', ':2: process: expected the number of the process'],
    ['0020:0024:Call ws2_32.listen(30,', ':1: ret: expected a call with its arguments'],
  ])('exits with 2 where the log is none, and says where: %j', async (text, message) => {
    await inFolder(async ({ file }) => {
      const { code, out, err } = await ran('import', 'wine-log', await file('a.log', text));
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).toContain(message);
    });
  });

  it('says that no step came of a log whose calls are on nothing that it saw begin', async () => {
    const lines = [
      'Call ws2_32.listen(00000030,00000001) ret=1',
      'Ret  ws2_32.listen() retval=00000000 ret=1',
    ];
    await inFolder(async ({ file }) => {
      const log = await file('a.log', lines.map((line) => `0020:0024:${line}\n`).join(''));
      const { code, out, err } = await ran('import', 'wine-log', log);
      expect(out.split('\n')).toHaveLength(1);
      expect(err).toContain('no step came of it');
      expect(code).toBe(0);
    });
  });

  it('exits with 2 where there is no such file, and where the format is unknown', async () => {
    expect(await ran('import', 'wine-log', 'nowhere.log')).toMatchObject({
      code: 2,
      err: 'halfclose: nowhere.log: expected a log of Wine, found no such file',
    });
    expect(await ran('import', 'pcap', 'a.pcap')).toMatchObject({ code: 2 });
  });
});
