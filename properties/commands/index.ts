/** The random engine: commands that know the model, a judge for every step, and counterexamples that cannot be shorter. */
export { canonicalTrace } from './identity.js';
export type { RandomOptions, RandomReport } from './report.js';
export { runRandom } from './run.js';
export { shrink } from './shrink.js';
