import { machineOf } from '../model/machine.js';
import type { Beyond, Walking } from '../model/search/beyond.js';
import { exploreBeyond } from '../model/search/beyond.js';
import { bitsIn } from '../model/search/engine/bit-table.js';
import type { Exploration, Limits, Progress } from '../model/search/explore.js';
import { indifferent } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import { scopeNamed } from '../model/search/scopes.js';
import { chooser } from '../properties/commands/chooser.js';
import type { ExplorationSummary } from '../reports/index.js';
import { explorationJson, explorationLines, grouped } from '../reports/index.js';
import type { Profile } from '../spec/profiles.js';
import type { Model } from '../model/model.js';
import type { Options } from './options.js';
import { graphFormatFrom, writeGraph } from './export.js';
import { messageOf } from './input.js';
import { chosenProfile, defaultOut, readingsFrom } from './options.js';
import { paceFrom } from './pace.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Seconds after which an exploration stops unless `--time` says otherwise. */
const patience = 60;

/** Mebibytes that an exploration may take unless `--memory` says otherwise. */
const spacious = 2048;

/** Bytes of a mebibyte. */
const mebibyte = 1 << 20;

/** Bytes by which a process may grow between two questions whether to go on. */
const margin = 8 * mebibyte;

/** Mebibytes that the rules need besides the states. */
const leastMemory = 256;

/** Bytes that a search leaves to the walks that go on from its frontier, and the share of the time. */
const memoryOfWalks = 32 * mebibyte;
const timeOfWalks = 0.1;

/** Steps of the longest walk, silent ones included. */
const longestWalk = 200;

/** The seed of the walks unless `--seed` says otherwise. */
const usualSeed = 1;

/** Walks between two looks at the memory. */
const breath = 64;

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
  const limits = limitsFrom(options, ({ states, depth, frontier }) => {
    progress.update(
      `${grouped(states)} states${pace.after(states)}; depth ${depth}, ${grouped(frontier)} in the frontier`,
    );
  });
  const readings = readingsFrom(options.reading);
  // Of walks there is no graph to be written.
  const walks =
    format === null
      ? walksFrom(options, (walked) => {
          progress.update(`${grouped(walked)} steps of walks from the frontier`);
        })
      : undefined;
  const { summary } = exploreScope(profile, readings, scope, limits, walks);
  progress.end();
  const { extent } = summary;
  const isStopped = extent !== 'complete' && extent.by === 'time or memory';
  if (isStopped && summary.seconds < (options.time ?? patience) * (1 - timeOfWalks))
    terminal.remark(
      `stopped before more than ${options.memory ?? spacious} MiB of memory were taken (--memory)`,
    );
  if (format !== null) {
    // It is made again from the beginning, and may take as long as the search.
    const again = limitsFrom(options, () => undefined);
    const explored = { machine: machineOf(profile, { readings }), scope, limits: again, summary };
    terminal.remark(`written: ${await writeGraph(format, explored, options.out ?? defaultOut)}`);
  }
  if (options.json) terminal.printJson(explorationJson(summary));
  else terminal.print(explorationLines(summary, terminal.colors));
  return 0;
}

/** Random walks, and the seed that they come from. */
export interface SeededWalking extends Walking {
  readonly seed: number;
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
  let end = start;
  const { exploration, beyond } = exploreBeyond(
    machineOf(profile, { readings }),
    scope,
    indifferent,
    limits,
    {
      longest: walking?.longest ?? 0,
      below: (bound) => walking?.below(bound) ?? 0,
      goOn: (progress) => {
        if (progress.walks === 0) end = performance.now();
        return walking?.goOn(progress) ?? false;
      },
    },
  );
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

/** The limits that `--max-steps`, `--time` and `--memory` set. */
function limitsFrom(
  { maxSteps, time = patience, memory = spacious, bitstate }: Options,
  onProgress: (progress: Progress) => void,
): Limits {
  if (memory < leastMemory)
    throw new UsageError(`--memory: expected at least ${leastMemory} MiB, found ${memory}`);
  const end = performance.now() + time * (1 - timeOfWalks) * 1000;
  const most = memory * mebibyte;
  const bytes = most - leastMemory * mebibyte;
  return {
    states: Infinity,
    bytes,
    // The other half is for the states whose steps are still to be taken.
    ...(bitstate ? { bits: bitsIn(bytes / 2) } : {}),
    ...(maxSteps === undefined ? {} : { depth: maxSteps }),
    goOn: (progress) => {
      onProgress(progress);
      return performance.now() < end && process.memoryUsage.rss() < most - margin - memoryOfWalks;
    },
  };
}

/** Walks for what is left of `--time`; if that is not given, for as long as the search has taken. */
function walksFrom(
  { time, memory = spacious, seed = usualSeed }: Options,
  onProgress: (steps: number) => void,
): SeededWalking {
  const start = performance.now();
  const last = start + (time ?? patience) * 1000;
  let end = last;
  return {
    seed,
    longest: longestWalk,
    below: chooser(seed),
    goOn: ({ walks, steps }) => {
      const now = performance.now();
      if (walks === 0 && time === undefined) end = Math.min(last, 2 * now - start);
      if (walks % breath > 0) return now < end;
      onProgress(steps);
      return now < end && process.memoryUsage.rss() < memory * mebibyte - margin;
    },
  };
}
