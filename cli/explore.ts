import { machineOf } from '../model/machine.js';
import type { Limits, Progress } from '../model/search/explore.js';
import { explore } from '../model/search/explore.js';
import { indifferent } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import { scopeNamed } from '../model/search/scopes.js';
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

/**
 * `halfclose explore`: the exhaustive search alone. Exit code 0: what it covered, and whether that is all, is in the
 * result. It watches no property: each has a ground of its own, which `check` searches.
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
  const { summary } = exploreScope(profile, readings, scope, limits);
  progress.end();
  const { extent } = summary;
  const isStopped = extent !== 'complete' && extent.by === 'time or memory';
  if (isStopped && summary.seconds < (options.time ?? patience))
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

/** Explores a scope under a profile; also says how often each rule fired. */
export function exploreScope(
  profile: Profile,
  readings: Model['readings'],
  scope: Scope,
  limits: Limits,
): { readonly summary: ExplorationSummary; readonly fired: ReadonlyMap<string, number> } {
  const start = performance.now();
  const { states, transitions, depth, frontier, complete, stopped, fired } = explore(
    machineOf(profile, { readings }),
    scope,
    indifferent,
    limits,
  );
  const seconds = (performance.now() - start) / 1000;
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
    extent: complete ? 'complete' : { frontier, by: stopped ? 'time or memory' : 'steps' },
    violations: [],
  };
  return { summary, fired };
}

function scopeFrom(name: string): Scope {
  try {
    return scopeNamed(name);
  } catch (error) {
    throw new UsageError(`--scope: ${messageOf(error)}`);
  }
}

/** The limits that `--max-steps`, `--time` and `--memory` set. */
function limitsFrom(
  { maxSteps, time, memory = spacious }: Options,
  onProgress: (progress: Progress) => void,
): Limits {
  if (memory < leastMemory)
    throw new UsageError(`--memory: expected at least ${leastMemory} MiB, found ${memory}`);
  const end = performance.now() + (time ?? patience) * 1000;
  const most = memory * mebibyte;
  return {
    states: Infinity,
    bytes: most - leastMemory * mebibyte,
    ...(maxSteps === undefined ? {} : { depth: maxSteps }),
    goOn: (progress) => {
      onProgress(progress);
      return performance.now() < end && process.memoryUsage.rss() < most - margin;
    },
  };
}
