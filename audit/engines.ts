import { z } from 'zod';
import { asked, chosenFrom, countFrom } from './asked.js';
import { eachOnThreads } from './pool.js';
import type { RandomShare } from './random-share.js';
import { scopesUnder } from './share-worker.js';

/**
 * Says which share of each scope's worlds random runs come to, under a byte stream, a message-oriented transport and one without a
 * graceful close; fails if they come to any that the exhaustive search has not reached, or to fewer than {@link enough}. Run
 * as `node dist/audit/engines.js [RUNS [SCOPE…]]`.
 */
const profiles = ['tcp', 'osi', 'bluetooth'];

const { runs, names } = asked(() => {
  const [count = '500', ...only] = process.argv.slice(2);
  const all = new Set(profiles.flatMap((profile) => scopesUnder(profile).map(({ name }) => name)));
  return { runs: countFrom(count, 'runs'), names: chosenFrom(only, [...all], 'scope') };
});

const share: z.ZodType<RandomShare> = z.object({
  worlds: z.number(),
  met: z.number(),
  strangers: z.number(),
  refused: z.number(),
  states: z.object({ walked: z.number(), searched: z.number() }),
});

const inputs = profiles.flatMap((profile) =>
  scopesUnder(profile).flatMap(({ name }) =>
    names.includes(name) ? [`${profile}/${String(runs)}/${name}`] : [],
  ),
);
const found = await eachOnThreads('share-worker.js', inputs, (input, done) => {
  console.error(`${String(done)} of ${String(inputs.length)}: ${input}`);
});
for (const [index, one] of found.entries()) {
  const { worlds, met, strangers, refused, states } = share.parse(one);
  const percent = ((100 * met) / worlds).toFixed(1);
  const [profile, , scope] = (inputs[index] ?? '').split('/');
  console.log(
    `${String(scope)} (${String(profile)}): ${String(met)} of ${String(worlds)} worlds in ${String(runs)} random runs, ${percent} %`,
  );
  if (met >= enough(worlds) && strangers === 0 && refused === 0 && states.walked === states.searched)
    continue;
  console.error(
    `${String(met)} worlds met, ${String(strangers)} that the exhaustive search has not reached, ${String(refused)} refusals; ` +
      `${String(states.searched)} states searched of ${String(states.walked)}`,
  );
  process.exitCode = 1;
}

/** So many of a scope's worlds random runs come to at least: a hundredth, or one with each run. */
function enough(worlds: number): number {
  return Math.min(worlds / 100, runs);
}
