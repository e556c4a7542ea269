import fc from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { tellStory } from '../model/story/tell.js';
import { profileNamed } from '../spec/profiles.js';
import { arbitraryBugReport } from './bug-report.arbitrary.js';
import { storyColumns } from './columns.js';
import { lateSendReport } from './example.fixture.js';
import { terminalReport } from './terminal.js';
import { terminalWidth } from './text.js';

const plain = picocolors.createColors(false);
const painted = picocolors.createColors(true);

describe('a bug report in a terminal', () => {
  it('says what happened, what was allowed, and how to see it again', () => {
    expect(terminalReport(lateSendReport, plain).join('\n')).toMatchInlineSnapshot(`
      "IO-01, GS-12: send after shutdown(SD_SEND) gave ok; the documents want
        WSAESHUTDOWN.

         1. listener: WSASocket() → ok
         2. listener: bind() → ok
         3. listener: listen(backlog=1) → ok
         4. client: WSASocket() → ok
         5. client: WSAConnect(to=listener) → ok
         6. listener: WSAAccept(as=server, condition=CF_DEFER) → WSATRY_AGAIN,
            condition function called with {"callerId":"client","callerData":null}
         7. settle
         8. listener: WSAAccept(as=server, condition=CF_ACCEPT) → ok, condition
            function called with {"callerId":"client"}
         9. server: recv(len=16) → pending
        10. client: shutdown(how=SD_SEND) → ok
        11. server: recv completes → ok {"data":""}
      > 12. client: send(data="too late") → ok {"sent":8}

        allowed   WSAESHUTDOWN
        seen      ok {"sent":8}
        IO-01     Send after shutdown with SD_SEND or SD_BOTH. [A:send, A:WSASend,
                  P:WSPSend]
        GS-12     A direction once shut down cannot be re-enabled on that connection.
                  [A:shutdown]
        provider  an example, profile tcp
        found by  driving the provider stdio (seed 1, path 0:3, after 57 runs)
        confirmed 5 of 5
        fixed     --reading AM-01=R1

      Readings under which this is explained
        AM-01   Is FD_ACCEPT re-enabled after CF_DEFER?
                R1: Exception wins: not re-enabled until an accept that is not
                deferred.
        AM-03a  Repeated deferral
                R1, R2 (all: still open)

      Run it again:
        npx halfclose replay reports/out/io-01/report.json --provider stdio -- ./provider"
    `);
  });

  it('says how many more results were allowed than it lists', () => {
    const lines = terminalReport({ ...lateSendReport, unlisted: 24 }, plain);
    expect(lines[lines.indexOf('  allowed   WSAESHUTDOWN') + 1]).toBe('       or   one of 24 more');
    expect(terminalReport({ ...lateSendReport, unlisted: 1 }, plain)).toContain('       or   one more');
  });

  it('tells its story in columns, where there is one', () => {
    const story = tellStory(machineOf(profileNamed('tcp')), lateSendReport.steps);
    const lines = terminalReport(lateSendReport, plain, story);
    expect(lines).toEqual(expect.arrayContaining([...storyColumns(lateSendReport, story, plain)]));
    expect(lines.join('\n')).toContain('  GS-12     A direction once shut down cannot be re-enabled');
  });

  it('is the same text with colour', () => {
    const lines = terminalReport(lateSendReport, painted).join('\n');
    expect(lines).not.toBe(stripVTControlCharacters(lines));
    expect(stripVTControlCharacters(lines)).toBe(terminalReport(lateSendReport, plain).join('\n'));
  });

  it('fits 80 columns, except for the command line, which is to be copied', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        for (const line of terminalReport(report, plain).slice(0, -1)) {
          expect(Array.from(line).length).toBeLessThanOrEqual(terminalWidth);
        }
      }),
    );
  });

  it('tells a terminal nothing that it would obey', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        expect(terminalReport(report, plain).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('shows the end of a long trace', () => {
    const steps = [
      ...lateSendReport.steps.slice(0, 6),
      ...Array.from({ length: 100 }, () => ({ settle: true }) as const),
    ];
    const lines = terminalReport({ ...lateSendReport, steps, at: 105 }, plain);
    expect(lines).toContain('  … 66 earlier steps');
    expect(lines).toContain('> 106. settle');
  });
});
