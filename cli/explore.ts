import { machineOf } from '../model/machine.js';
import type { Beyond, WalkProgress } from '../model/search/beyond.js';
import { exploreBeyond } from '../model/search/beyond.js';
import type { Exploration, Limits } from '../model/search/explore.js';
import { explore } from '../model/search/explore.js';
import { indifferent } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import { scopeNamed } from '../model/search/scopes.js';
import type { ExplorationSummary } from '../reports/index.js';
import { explorationJson, explorationLines, grouped } from '../reports/index.js';
import type { Profile } from '../spec/profiles.js';
import type { Model } from '../model/model.js';
import type { Options } from './options.js';
import type { SeededWalking } from './explore-bounds.js';
import { limitsFrom, patience, spacious, walksFrom } from './explore-bounds.js';
import { graphFormatFrom, writeGraph } from './export.js';
import { messageOf } from './input.js';
import { chosenProfile, defaultOut, readingsFrom } from './options.js';
import { paceFrom } from './pace.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/**
 * `halfclose explore`: the exhaustive search alone, and where it is cut short, random walks from its frontier. Exit code 0: what
 * it covered, and whether that is all, is in the result. It watches no property: each has a ground of its own, which `check`
 * searches.
 */
export async function exploreVerb(options: Options, terminal: Terminal): Promise<number> {
  const profile = chosenProfile(options);
  const scope = scopeFrom(options.scope ?? 'small');
  const format = graphFormatFrom(options.export, scope);
  const progress = terminal.progress(`${profile.profile}, scope ${scope.name}`);
  const pace = paceFrom(options.time ?? patience);
  // Of walks there is no graph to be written.
  const then = format === null ? 'walks' : 'nothing';
  const limits = limitsFrom(options, then, ({ states, depth, frontier }) => {
    progress.update(
      `${grouped(states)} states${pace.after(states)}; depth ${depth}, ${grouped(frontier)} in the frontier`,
    );
  });
  const readings = readingsFrom(options.reading);
  const walks =
    then === 'walks'
      ? walksFrom(options, (walked) => {
          progress.update(`${grouped(walked)} steps of walks from the frontier`);
        })
      : undefined;
  const { summary } = exploreScope(profile, readings, scope, limits, walks);
  progress.end();
  const { extent } = summary;
  const isStopped = extent !== 'complete' && extent.by === 'time or memory';
  if (isStopped && !limits.isOver())
    terminal.remark(
      `stopped before more than ${options.memory ?? spacious} MiB of memory were taken (--memory)`,
    );
  if (format !== null) {
    // It is made again from the beginning, and may take as long as the search.
    const again = limitsFrom(options, 'nothing', () => undefined);
    const explored = { machine: machineOf(profile, { readings }), scope, limits: again, summary };
    terminal.remark(`written: ${await writeGraph(format, explored, options.out ?? defaultOut)}`);
  }
  if (options.json) terminal.printJson(explorationJson(summary));
  else terminal.print(explorationLines(summary, terminal.colors));
  return 0;
}

/** Explores a scope under a profile, and walks on if that is asked for; also says how often each rule fired. */
export function exploreScope(
  profile: Profile,
  readings: Model['readings'],
  scope: Scope,
  limits: Limits,
  walking?: SeededWalking,
): { readonly summary: ExplorationSummary; readonly fired: ReadonlyMap<string, number> } {
  const start = performance.now();
  const machine = machineOf(profile, { readings });
  let end = start;
  const timed = walking && {
    ...walking,
    goOn: (progress: WalkProgress): boolean => {
      if (progress.walks === 0) end = performance.now();
      return walking.goOn(progress);
    },
  };
  const { exploration, beyond } = timed
    ? exploreBeyond(machine, scope, indifferent, limits, timed)
    : { exploration: explore(machine, scope, indifferent, limits), beyond: null };
  const done = performance.now();
  const { states, transitions, depth, bitTable, fired } = exploration;
  const seconds = ((beyond ? end : done) - start) / 1000;
  const summary: ExplorationSummary = {
    profile: profile.profile,
    scope: scope.name,
    bounds: {
      moves: scope.moves.length,
      settles: scope.settles,
      timers: scope.timers,
      room: scope.room,
      ...(limits.depth === undefined ? {} : { maxSteps: limits.depth }),
    },
    states,
    transitions,
    depth,
    seconds,
    statesPerSecond: Math.round(states / seconds),
    extent: extentOf(exploration),
    ...(bitTable ? { bitTable } : {}),
    ...(walking && beyond ? { walks: walksOf(beyond, exploration, walking.seed, (done - end) / 1000) } : {}),
    violations: [],
  };
  return { summary, fired };
}

function extentOf({ complete, stopped, frontier, bitTable }: Exploration): ExplorationSummary['extent'] {
  if (complete) return 'complete';
  if (stopped) return { frontier, by: 'time or memory' };
  return { frontier, by: bitTable && frontier === 0 ? 'bits' : 'steps' };
}

const walksOf = (
  { walks, steps, depth, fired }: Beyond,
  search: Exploration,
  seed: number,
  seconds: number,
): NonNullable<ExplorationSummary['walks']> => ({
  seed,
  walks,
  steps,
  depth,
  seconds,
  rules: [...fired.keys()].filter((rule) => !search.fired.has(rule)).sort(),
});

function scopeFrom(name: string): Scope {
  try {
    return scopeNamed(name);
  } catch (error) {
    throw new UsageError(`--scope: ${messageOf(error)}`);
  }
}
