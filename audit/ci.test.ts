import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { profileNamed } from '../spec/profiles.js';

/** The scripts of `.ci/`: what they take for a pass. */
describe.skipIf(process.platform === 'win32')('continuous integration', () => {
  let folder: string;

  const program = (name: string, script: string): void => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  };
  /** What a bash script comes to, with the programs of the test first on the PATH. */
  const ran = (...words: readonly string[]): { readonly code: number | null; readonly out: string } => {
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}`, WINE: '' };
    const cwd = fileURLToPath(new URL('..', import.meta.url));
    const { status, stdout, stderr } = spawnSync('bash', words, { cwd, env, encoding: 'utf8' });
    return { code: status, out: `${stdout}${stderr}` };
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'halfclose-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  describe('the programs of the findings', () => {
    const findingsUnder = (version: string, running: string): ReturnType<typeof ran> => {
      program('x86_64-w64-mingw32-gcc', 'exit 0');
      program('wine64', `case $1 in --version) ${version};; *) ${running};; esac`);
      return ran('.ci/findings');
    };
    const wine8 = "echo 'wine-8.0 (Debian 8.0)'";

    it('pass where each says that its fault shows, and exits with 1', () => {
      const { code, out } = findingsUnder(wine8, String.raw`printf 'seen\r\nThe fault shows.\r\n'; exit 1`);
      expect(out).toMatch(/^Wine 8\.0: [1-9]\d* programs, 0 of them do not show their fault/u);
      expect(code).toBe(0);
    });

    it.each([
      ['Wine cannot start them', 'exit 1'],
      ['they exit with 0', "echo 'The fault shows.'; exit 0"],
      ['they say that the fault does not show', "echo 'The fault does not show.'; exit 1"],
    ])('fail where %s', (_, answer) => {
      const { code, out } = findingsUnder(wine8, answer);
      expect(out).not.toContain(' 0 of them');
      expect(out).toContain('do not show their fault');
      expect(code).toBe(1);
    });

    it.each(['echo garbage', "echo 'wine-'", 'exit 1'])('fail where Wine tells no version: %s', (version) => {
      const { code, out } = findingsUnder(version, 'exit 0');
      expect(out).toContain('does not say which Wine it is');
      expect(code).toBe(1);
    });

    it('are skipped, which is no pass, under a Wine that has none', () => {
      const { code, out } = findingsUnder('echo wine-9.0', 'exit 1');
      expect(out).toContain('Nothing is shown');
      expect(code).toBe(77);
    });
  });

  describe('a provider that is driven', () => {
    const whole = {
      provider: 'a test',
      runs: 3,
      steps: 9,
      violations: [],
      withheld: 0,
      complete: true,
      unsupported: [],
      ended: 'all runs',
    };
    const driven = (status: number, found: object | null): ReturnType<typeof ran> => {
      const json = found === null ? '' : JSON.stringify(found);
      program(
        'node',
        `case $1 in -e) exec '${process.execPath}' "$@";; esac\nprintf '%s' '${json}'\nexit ${status}`,
      );
      return ran('.ci/conform', join(folder, 'found.json'), '--provider', 'a-test');
    };

    it('passes with the faults that it has, and where time ran out', () => {
      const cut = { complete: false, ended: 'time' };
      const found = driven(1, { ...whole, ...cut, violations: [{ summary: 'one fault' }] });
      expect(found.out).toBe(
        'one fault\n' +
          'a test: 3 runs, 9 steps, 1 faults, 0 withheld, complete: false, ended by: time, without: nothing\n',
      );
      expect(found.code).toBe(0);
    });

    it('is told of with what is withheld, and with the calls that it does not have', () => {
      const less = { withheld: 2, complete: false, unsupported: ['WSASendDisconnect', 'WSARecvDisconnect'] };
      const found = driven(0, { ...whole, ...less });
      expect(found.out).toBe(
        'a test: 3 runs, 9 steps, 0 faults, 2 withheld, complete: false, ended by: all runs, ' +
          'without: WSASendDisconnect, WSARecvDisconnect\n',
      );
      expect(found.code).toBe(0);
    });

    it.each([
      ['without a run', 0, { ...whole, runs: 0, ended: 'time' }, 'nothing was driven'],
      ['that is cut short by a failure', 1, { ...whole, ended: 'failure' }, 'cut short'],
      ['that is interrupted', 0, { ...whole, ended: 'interrupted' }, 'cut short'],
      ['that cannot be driven', 2, whole, 'conform exits with 2'],
      ['of which nothing is told', 0, { readings: {} }, 'TypeError'],
      ['without a document', 0, null, 'SyntaxError'],
    ])('fails %s', (_, status, found, why) => {
      const { code, out } = driven(status, found);
      expect(out).toContain(why);
      expect(code).not.toBe(0);
    });
  });

  describe('the known readings', () => {
    const { readings } = profileNamed('tcp-windows');
    const compared = (found: object): ReturnType<typeof ran> => {
      const file = join(folder, 'found.json');
      writeFileSync(file, JSON.stringify({ readings: found }));
      return ran('.ci/known-readings', file);
    };

    it('pass where they are among those that were seen', () => {
      const found = { ...readings, 'AM-02': ['R1', ...(readings['AM-02'] ?? [])] };
      expect(compared(found).code).toBe(0);
      expect(compared({ 'AM-02': readings['AM-02'] }).out).toContain('1 known readings compared');
    });

    it('fail where another one was seen', () => {
      const { code, out } = compared({ ...readings, 'AM-02': ['R1'] });
      expect(out).toContain('AM-02 is');
      expect(code).toBe(1);
    });

    it.each([{}, { 'AM-01': ['R1'] }])('fail where there is none to compare: %j', (found) => {
      const { code, out } = compared(found);
      expect(out).toContain('0 known readings compared');
      expect(code).toBe(1);
    });
  });

  describe('the summary of the checks', () => {
    const concluded = (checks: string): ReturnType<typeof ran> =>
      ran('-c', `set -euo pipefail\n. .ci/steps\n${checks}\nconclude`);

    it('passes, and names what was skipped and why', () => {
      const { code, out } = concluded(
        "step good true; step findings sh -c 'exit 77'; skip Winsock 'no Wine'; needs SPIN sh no-such-program",
      );
      expect(out.split('\n').filter((line) => line.startsWith('SKIPPED'))).toEqual([
        'SKIPPED: findings: nothing to look at here',
        'SKIPPED: Winsock: no Wine',
        'SKIPPED: SPIN: there is no no-such-program here',
      ]);
      expect(out).not.toContain('FAILED');
      expect(code).toBe(0);
    });

    it('says which tests were left to the one Node that runs all', () => {
      const { out } = concluded('results 20 20 9 0 1; results 22 20 7 0 1');
      expect(out).toBe(
        'Node 20: 9 tests passed, 0 failed, 1 skipped\n' +
          'Node 22: 7 tests passed, 0 failed, 1 skipped, not run: pages/** reports/c-program/program.test.ts model/** properties/** audit/**\n',
      );
    });

    it.each([
      ['passes', 'exit 0', 0],
      ['fails', 'exit 3', 1],
    ])('tells what a check has printed that ran beside others, and that it %s', (_, ends, code) => {
      const output = join(folder, 'output');
      const checks = `beside ${output} sh -c 'echo slow; ${ends}'; step quick echo quick; step slow joined`;
      const found = concluded(checks);
      expect(found.out).toMatch(/^\n== quick\nquick\n== quick: \d+ s\n\n== slow\nslow\n/u);
      expect(found.out.includes('FAILED: slow\n')).toBe(code === 1);
      expect(found.code).toBe(code);
    });

    it('fails where a check has failed, and goes on behind it', () => {
      const { code, out } = concluded('step bad false; step good echo done; needs all sh');
      expect(out).toContain('done');
      expect(out).toContain('FAILED: bad\n');
      expect(out).not.toContain('SKIPPED');
      expect(code).toBe(1);
    });
  });
});
