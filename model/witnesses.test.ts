import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { documentedResultsOf } from '../spec/documented-results.js';
import { profileNamed } from '../spec/profiles.js';
import { callNames } from '../spec/trace/names.js';
import { parseTraceText } from '../spec/trace/parse.js';
import { waivedResults } from '../spec/waivers.js';
import { machineOf } from './machine.js';
import { Oracle } from './oracle/oracle.js';

const folder = new URL('witnesses/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.trace.jsonl'));

describe('the witnesses', () => {
  it.each(files)('%s is a trace that the documents allow, and ends with what its name says', (name) => {
    const { header, steps } = parseTraceText(name, readFileSync(new URL(name, folder), 'utf8'));
    const profile = header.profile;
    if (typeof profile !== 'string') throw new Error('a witness names its profile');
    // Some show what happens where there is hardly any room.
    const oracle = new Oracle(machineOf(profileNamed(profile), { room: 1 }));
    const refused = [];
    let belief = oracle.start;
    for (const step of steps) {
      belief = oracle.follow(belief, step);
      if (belief.length === 0) refused.push(step);
    }
    expect(refused).toEqual([]);
    const last = steps.at(-1);
    if (!last || 'settle' in last || !last.result) throw new Error('a witness ends with a result');
    const call = 'completes' in last ? last.completes : last.call;
    const { result } = last;
    const gave = 'pending' in result ? 'pending' : 'error' in result ? result.error : 'ok';
    expect(`${call}-${gave}.trace.jsonl`).toBe(name);
  });

  it('show every result that the documents name for a call, unless it is waived', () => {
    const missing = callNames.flatMap((call) =>
      documentedResultsOf(call)
        .filter(({ result }) => waivedResults[call]?.[result] === undefined)
        .map(({ result }) => `${call}-${result}.trace.jsonl`)
        .filter((name) => !files.includes(name)),
    );
    expect(missing).toEqual([]);
  });
});
