import { machineOf } from '../model/machine.js';
import { medium, small } from '../model/search/scopes.js';
import { profileNamed } from '../spec/profiles.js';
import { randomShare } from './random-share.js';

/**
 * Says which share of each scope's worlds random runs come to, and fails if they come to any that the exhaustive search
 * has not reached. Run as `node dist/audit/engines.js [RUNS]`.
 */
const runs = Number(process.argv[2] ?? 500);

for (const profile of ['tcp', 'osi'])
  for (const scope of [small, medium]) {
    const { worlds, met, strangers, refused, states } = await randomShare(
      machineOf(profileNamed(profile)),
      scope,
      {
        runs,
        seed: 1,
      },
    );
    const share = ((100 * met) / worlds).toFixed(1);
    console.log(
      `${scope.name} (${profile}): ${String(met)} of ${String(worlds)} worlds in ${String(runs)} random runs, ${share} %`,
    );
    if (strangers === 0 && refused === 0 && states.walked === states.searched) continue;
    console.error(
      `${String(strangers)} worlds that the exhaustive search has not reached, ${String(refused)} refusals; ` +
        `${String(states.searched)} states searched of ${String(states.walked)}`,
    );
    process.exitCode = 1;
  }
