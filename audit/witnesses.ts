import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { machineOf } from '../model/machine.js';
import { corners } from '../model/search/corners.js';
import { client, connectedBlocking, send, upTo } from '../model/search/moves.js';
import type { Scope } from '../model/search/scope.js';
import { trailsTo } from '../model/search/trails.js';
import { documentedResultsOf } from '../spec/documented-results.js';
import { profileNamed } from '../spec/profiles.js';
import { callNames } from '../spec/trace/names.js';
import { printTrace } from '../spec/trace/print.js';
import type { Step } from '../spec/trace/step.js';

/**
 * Writes a witness for every result that the documents name for a call: a shortest trace of the corners that ends with it.
 * Run from the root of the repository: `node dist/audit/witnesses.js`.
 */
const folder = 'model/witnesses';

/** What a corner has with a twin of another name only. */
const cut: Scope = {
  name: 'a send that is cancelled',
  setup: connectedBlocking,
  moves: [upTo(1, client, send('a'))],
  settles: false,
  timers: false,
  surroundings: 'may fail',
  room: 4,
};

/** States of each corner that are looked at. */
const most = 1_200;

function labelOf(step: Step): string | null {
  if ('settle' in step || !step.result) return null;
  const { result } = step;
  const call = 'completes' in step ? step.completes : step.call;
  return `${call} ${'pending' in result ? 'pending' : 'error' in result ? result.error : 'ok'}`;
}

const witnesses = new Map<string, { readonly profile: string; readonly steps: readonly Step[] }>();
for (const profile of ['tcp', 'osi']) {
  const machine = machineOf(profileNamed(profile));
  for (const scope of [...corners(machine.profile), cut])
    for (const [label, steps] of trailsTo(machine, scope, most, labelOf)) {
      const known = witnesses.get(label);
      if (!known || steps.length < known.steps.length) witnesses.set(label, { profile, steps });
    }
}
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder)) if (name.endsWith('.trace.jsonl')) rmSync(`${folder}/${name}`);
const missing: string[] = [];
for (const call of callNames)
  for (const { result } of documentedResultsOf(call)) {
    const witness = witnesses.get(`${call} ${result}`);
    if (!witness) {
      missing.push(`${call} ${result}`);
      continue;
    }
    const { profile, steps } = witness;
    const header = { trace: 1 as const, profile, comment: `${call} gives ${result}` };
    writeFileSync(`${folder}/${call}-${result}.trace.jsonl`, printTrace(header, steps));
  }
console.log(`${String(witnesses.size)} results seen; without a witness: ${missing.join(', ') || 'none'}`);
