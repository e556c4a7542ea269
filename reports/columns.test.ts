import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { machineOf } from '../model/machine.js';
import { tellStory } from '../model/story/tell.js';
import { profileNamed, profileOf } from '../spec/profiles.js';
import { parseTraceText } from '../spec/trace/parse.js';
import { arbitraryBugReport } from './bug-report.arbitrary.js';
import { storyColumns } from './columns.js';
import { terminalWidth } from './text.js';

const plain = picocolors.createColors(false);
const painted = picocolors.createColors(true);

/** A trace of a real implementation that indicated a request behind a deferred one. */
const file = new URL('../model/oracle/fixtures/wine-8.0-defer.trace.jsonl', import.meta.url);
const { steps } = parseTraceText('wine-8.0-defer.trace.jsonl', readFileSync(file, 'utf8'));
const story = tellStory(machineOf(profileNamed('tcp')), steps);

describe('a story in columns', () => {
  it('shows at each step only what has changed, and marks the refused one', () => {
    expect(storyColumns({ steps, at: 14 }, story, plain).join('\n')).toMatchInlineSnapshot(`
      "      clients                 wire             backlog   servers
         1.                                                    listener: WSASocket
                                                                 → ok
         2.                                                    listener: bind → ok
         3.                                                    listener: listen(5)
                                                                 → ok
         4.                                                    listener:
                                                                 WSAEventSelect(
                                                                 FD_ACCEPT) → ok
         5. client1: WSASocket
              → ok
         6. client1:                request →
              WSAConnect(listener)  |← confirmation
              → ok
                                    request →|       client1   listener: indicated:
                                                                 FD_ACCEPT soon
         7. settle                                             listener: indicated:
                                                                 FD_ACCEPT
         8.                                                    listener:
                                                                 WSAEnumNetworkEvents
                                                                 → FD_ACCEPT
         9.                                          client1   listener:
                                                      deferred   WSAAccept(server1,
                                                                 CF_DEFER)
                                                                 → WSATRY_AGAIN, asked
                                                                 about client1
                                                                 indicated:
                                                                   FD_ACCEPT soon if
                                                                   AM-01=R3
        10. settle                                             listener: indicated:
                                                                 FD_ACCEPT if AM-01=R3
        11.                                                    listener:
                                                                 WSAEnumNetworkEvents
                                                                 → no events
        12. client2: WSASocket
              → ok
        13. client2:                request →
              WSAConnect(listener)  |← confirmation
              → ok
                                    request →|       client1
                                                      deferred
                                                     client2
        14. settle
      > 15.                                                    listener:
                                                                 WSAEnumNetworkEvents
                                                                 → FD_ACCEPT
        One explanation of what was seen; the verdict rests on all of them."
    `);
  });

  it('is the same text with colour', () => {
    const lines = storyColumns({ steps, at: 14 }, story, painted).join('\n');
    expect(lines).not.toBe(stripVTControlCharacters(lines));
    expect(stripVTControlCharacters(lines)).toBe(storyColumns({ steps, at: 14 }, story, plain).join('\n'));
  });

  it('fits 80 columns, and tells a terminal nothing that it would obey, whatever the trace', () => {
    fc.assert(
      fc.property(arbitraryBugReport, (report) => {
        const told = tellStory(machineOf(profileOf(report.profile)), report.steps);
        for (const line of storyColumns(report, told, plain)) {
          expect(Array.from(line).length).toBeLessThanOrEqual(terminalWidth);
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('does not say that it is one of several explanations where it shows none', () => {
    const lines = storyColumns({ steps, at: 14 }, { frames: [], lostAt: 0 }, plain);
    expect(lines.at(-1)).toBe('  no single explanation is shown from step 1 on');
  });

  it('shows the end of a long trace', () => {
    const long = [...steps.slice(0, 14), ...Array.from({ length: 60 }, () => ({ settle: true }) as const)];
    const told = tellStory(machineOf(profileNamed('tcp')), long);
    const lines = storyColumns({ steps: long, at: 73 }, told, plain);
    expect(lines[1]).toBe('  … 34 earlier steps');
    expect(lines.at(-2)).toBe('> 74. settle');
    expect(lines.at(-1)).toBe('  One explanation of what was seen; the verdict rests on all of them.');
    expect(lines).toHaveLength(43);
  });
});
