import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { median } from '../audit/median.js';
import { machineOf } from '../model/machine.js';
import { explore } from '../model/search/explore.js';
import { indifferent } from '../model/search/observer.js';
import { grouped } from '../reports/text.js';
import { profileNamed } from '../spec/profiles.js';
import { secondThread } from '../threads/second-thread.js';
import { threeConversations } from './three-conversations.js';
import { twoConversations } from './two-conversations.js';

/** A search by one thread or by two, and how long it took by the clock. */
const clocked = z.object({
  seconds: z.number(),
  states: z.number(),
  transitions: z.number(),
  depth: z.number(),
  fired: z.array(z.tuple([z.string(), z.number()])),
});

const scopes = [twoConversations, threeConversations];
const machine = machineOf(profileNamed('tcp'));

function searched(name: string, threads: string): z.infer<typeof clocked> {
  const scope = scopes.find((one) => one.name === name);
  if (!scope) throw new Error(`there is no scope “${name}”`);
  const helper = threads === '2' ? { helper: secondThread } : {};
  const start = performance.now();
  const found = explore(machine, scope, indifferent, { states: Infinity, goOn: () => true, ...helper });
  const seconds = (performance.now() - start) / 1000;
  const { states, transitions, depth, complete } = found;
  if (!complete) throw new Error(`the search of ${name} has not come to its end`);
  return { seconds, states, transitions, depth, fired: [...found.fired].sort() };
}

/** A search in a process of its own: what was compiled for another one changes how long it takes. */
const apart = (name: string, threads: string): z.infer<typeof clocked> =>
  clocked.parse(
    JSON.parse(
      execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, threads], { encoding: 'utf8' }),
    ),
  );

/** Searches in turn by one thread and by two, so many times; throws if they differ in what they find. */
function compare(name: string, pairs: number): void {
  const all = Array.from({ length: pairs }, () => [apart(name, '1'), apart(name, '2')] as const);
  const found = all.flat().map(({ seconds: _, ...rest }) => JSON.stringify(rest));
  if (new Set(found).size > 1) throw new Error(`one thread and two do not find the same in ${name}`);
  const secondsOf = (threads: 0 | 1): string =>
    all.map((pair) => pair[threads].seconds.toFixed(1)).join(', ');
  const ratio = median(all.map(([one, two]) => one.seconds / two.seconds));
  const states = grouped(all[0]?.[0].states ?? 0);
  console.log(`| ${[name, states, secondsOf(0), secondsOf(1), ratio.toFixed(2)].join(' | ')} |`);
}

const [first = '3', threads] = process.argv.slice(2);
if (threads !== undefined) console.log(JSON.stringify(searched(first, threads)));
else {
  console.log('| scope | states | one thread, s | two threads, s | times as fast, median |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const { name } of scopes) compare(name, Number(first));
}
