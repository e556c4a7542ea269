import type { BugReport } from './bug-report.js';
import { describeBroken } from './origin.js';
import { printable } from './text.js';

/** A text as a string literal, in which no line ends and nothing is taken for the end of a script. */
const literal = (text: string): string =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');

/**
 * A finding as a test for vitest: `report.test.ts`. It runs the command line of the report, from the folder in which the fault
 * was found. Of a provider, the fault must show no more; the steps of a recorded trace must be refused as they were.
 */
export function regressionTest(report: BugReport): string {
  const { origin, replay, summary } = report;
  const recorded = origin.kind === 'trace';
  // The suite may have another name by now, and then nothing is run.
  const ran = replay.startsWith('npx vitest ')
    ? `\n  expect(stdout, 'no test of that name was run').toMatch(/\\d passed/u);`
    : '';
  const title = `${describeBroken(report)}: ${printable(summary)}`;
  return `import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const replay = ${literal(printable(replay))};

/** What the exit code of a replay says. */
const meanings = ['the fault does not show', 'the fault shows', 'that could not be seen'];

it(${literal(recorded ? `what was recorded is refused: ${title}` : `is mended: ${title}`)}, { timeout: 120_000 }, () => {
  const { status, stdout, stderr } = spawnSync(replay, { shell: true, encoding: 'utf8', timeout: 110_000 });
  expect(meanings[status ?? 2], \`\${stdout}\\n\${stderr}\`).toBe(meanings[${recorded ? 1 : 0}]);${ran}
});
`;
}
