import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documents } from '../model/testing.js';
import { parseBugReport } from '../reports/bug-report.js';
import { profileOf } from '../spec/profiles.js';
import type { Accusation } from './commands/judge.js';
import { Judge } from './commands/judge.js';
import { properties } from './index.js';

const base = 'docs/wine-8.0';
const findings = readdirSync(base, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** Those that the documents refuse and no property speaks against, each with the reason. */
const refusedOnly: { readonly [finding: string]: string } = {
  'deferral-does-not-silence':
    'The property about deferral is claimed under AM-01/R1 and R2, and R3 is open as long as nothing tells the readings apart.',
};

/** What is said against the last step of a finding. */
function accusationOf(finding: string): Accusation | null {
  const file = `${base}/${finding}/report.json`;
  const { profile, steps } = parseBugReport(file, readFileSync(file, 'utf8'));
  const judge = new Judge(documents(profileOf(profile)).oracle, properties);
  for (const step of steps) {
    const accusation = judge.observe(step);
    if (accusation) return accusation;
  }
  return null;
}

describe('what was found in Wine 8.0', () => {
  it.each(findings)('%s is refused by the documents, and breaks a property or is listed', (finding) => {
    const accusation = accusationOf(finding);
    expect(accusation).toMatchObject({ property: null });
    expect(accusation?.breaks === undefined).toBe(refusedOnly[finding] !== undefined);
  });

  it('is there for everything that is listed', () => {
    expect(Object.keys(refusedOnly).filter((finding) => !findings.includes(finding))).toEqual([]);
  });
});
