import { builtInProfiles } from '../spec/profiles.js';
import { keep } from './keep.js';
import { eachOnThreads } from './pool.js';

/**
 * Pins the graph of every scope under every built-in profile, so that a model that quietly lost behaviour fails. Run from
 * the root of the repository: `node dist/audit/graphs.js [--check]`.
 */
const names = builtInProfiles.map(({ profile }) => profile);
const texts = await eachOnThreads('graph-worker.js', names, (name, done) => {
  console.log(`${String(done)} of ${String(names.length)}: ${name}`);
});
for (const [index, name] of names.entries()) keep(`audit/graphs/${name}.json`, String(texts[index]));
