import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { runCampaign } from '../../properties/campaign/campaign.js';
import type { Allowed } from '../../model/verdict.js';
import type { CampaignReport } from '../../properties/campaign/report.js';
import type { Terminal } from '../terminal.js';
import { profileOf } from '../../spec/profiles.js';
import { inFolder } from '../testing.js';
import type { Filed, Filing } from './file-findings.js';
import { fileFindings } from './file-findings.js';
import { subjectOf } from './subject.js';

/** What a faulty provider gives, and who it is. */
async function driven() {
  const subject = await subjectOf({
    provider: 'connect-listening-says-connected',
    command: [],
    profile: undefined,
    jobs: 1,
  });
  const machine = machineOf(profileOf(subject.profile));
  const found = await runCampaign({ system: subject.system, machine, runs: 8, maxSteps: 40, seed: 10 });
  expect(found.faults.length).toBeGreaterThan(0);
  return { subject, found };
}

interface Given {
  readonly signal?: AbortSignal;
  readonly doubt?: boolean;
  /** Results that were allowed too, and that no report lists. */
  readonly further?: readonly Allowed[];
}

/** Files what was found as findings on Winsock are, of which a program is asked for. */
async function filed(
  show: Filing['show'],
  { signal = new AbortController().signal, doubt = false, further }: Given = {},
): Promise<Filed & { readonly said: string; readonly count: number }> {
  const { subject, found } = await driven();
  const faults = found.faults.map((fault) =>
    further ? { ...fault, violation: { ...fault.violation, further } } : fault,
  );
  const given: CampaignReport = doubt ? { ...found, faults: [], doubtful: faults } : { ...found, faults };
  const said: string[] = [];
  const terminal: Pick<Terminal, 'remark'> = { remark: (line) => said.push(line) };
  let became: Filed | undefined;
  await inFolder(async ({ path }) => {
    became = await fileFindings(given, { subject, readings: {}, out: path, show, signal, terminal });
  });
  if (!became) throw new Error('nothing was filed');
  return { ...became, said: said.join('\n'), count: found.faults.length };
}

describe('findings', () => {
  it('are reported with the program that shows them', async () => {
    const { violations, withheld, count } = await filed(() => Promise.resolve('int main(void) {}'));
    expect(violations).toHaveLength(count);
    expect(withheld).toBe(0);
  });

  it('are shown by a program that knows also what their reports do not list', async () => {
    const further = [{ error: 'WSAENOTCONN' }] as const;
    const { violations } = await filed((_, __, known) => Promise.resolve(JSON.stringify(known)), { further });
    expect(violations.map(({ report }) => report.unlisted)).toEqual(violations.map(() => further.length));
    const blind = await filed((_, __, known) => Promise.resolve(known === undefined ? 'int' : null), {
      further,
    });
    expect(blind.violations).toEqual([]);
  });

  it('that no C program shows are withheld, counted and told of', async () => {
    const { violations, withheld, isCut, said, count } = await filed(() => Promise.resolve(null));
    expect({ violations, withheld, isCut }).toEqual({ violations: [], withheld: count, isCut: false });
    expect(said).toContain('not reported, as no C program shows it: ');
  });

  it('that never came back are withheld as well', async () => {
    const { violations, withheld, said, count } = await filed(null, { doubt: true });
    expect({ violations, withheld }).toEqual({ violations: [], withheld: count });
    expect(said).toContain('not reported, as it did not come back with longer settles: ');
  });

  it('are withheld once an interrupt ends the program that was to show them', async () => {
    const controller = new AbortController();
    let asked = 0;
    const { violations, withheld, isCut, said, count } = await filed(
      (_, signal) => {
        asked += 1;
        controller.abort();
        return Promise.reject(new DOMException(String(signal.aborted), 'AbortError'));
      },
      { signal: controller.signal },
    );
    expect({ violations, withheld, isCut, asked }).toEqual({
      violations: [],
      withheld: count,
      isCut: true,
      asked: 1,
    });
    expect(said).toContain('not reported, as it was interrupted before a C program had shown it: ');
  });
});
