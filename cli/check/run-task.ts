import { documentedRules, machineOf } from '../../model/machine.js';
import type { Limits } from '../../model/search/explore.js';
import { scopeNamed } from '../../model/search/scopes.js';
import { checkProperty, readingsFor } from '../../properties/check.js';
import { chooser } from '../../properties/commands/chooser.js';
import { runRandom } from '../../properties/commands/run.js';
import { properties } from '../../properties/index.js';
import { liveness } from '../../properties/liveness/index.js';
import { findLasso } from '../../properties/liveness/search.js';
import type { SealedProperty } from '../../properties/property.js';
import { checkSequences } from '../../properties/sequences.js';
import { faultNamed } from '../../providers/faulty/index.js';
import { faultyMachine } from '../../providers/faulty/machine.js';
import { machineProvider } from '../../providers/reference.js';
import { exploreScope } from '../explore.js';
import type { Found } from './found.js';
import { foundBySearch, foundEndless, plain } from './found.js';
import type { Outcome, Task, TaskOf } from './task.js';

/** The most commands of a random run. */
const longestRun = 40;

/** How far searches and walks go. */
interface Reach {
  /** States at which a search is truncated. */
  readonly states: number;
  /** Steps of the walks that go on where the search of a property was truncated, all together. */
  readonly walked: number;
}

/** With more states a search would not fit into memory beside those of the other threads. */
const usualReach: Reach = { states: 1_000_000, walked: 500_000 };

/** Steps of the longest walk. */
const longestWalk = 200;

/** Does one piece of the main job; its searches are truncated at a time of day in milliseconds. */
export async function runTask(task: Task, deadline: number, reach = usualReach): Promise<Outcome> {
  const limits: Limits = { states: reach.states, goOn: () => Date.now() < deadline };
  switch (task.kind) {
    case 'scope':
      return runScope(task, limits);
    case 'always':
      return runProperty(task, limits, deadline, reach);
    case 'eventually':
      return runLiveness(task, reach);
    case 'sometimes':
      return { kind: 'sometimes', task, ...checkSequences(task.profile) };
    case 'random':
      return runHealthy(task, deadline);
    case 'fault':
      return runFault(task, limits);
  }
}

function runScope(task: TaskOf<'scope'>, limits: Limits): Outcome {
  const { summary, fired } = exploreScope(task.profile, {}, scopeNamed(task.scope), limits);
  return { kind: 'scope', task, summary, fired: Object.fromEntries(fired) };
}

/** The property of that name. Throws if there is none. */
function propertyNamed(name: string): SealedProperty {
  const found = properties.find((property) => property.name === name);
  if (!found) throw new Error(`there is no property "${name}"`);
  return found;
}

function runProperty(task: TaskOf<'always'>, limits: Limits, deadline: number, { walked }: Reach): Outcome {
  const { profile } = task;
  const property = propertyNamed(task.property);
  const { exploration, triggered, holds, vacuous, truncated } = checkProperty(
    property,
    profile,
    documentedRules,
    limits,
    {
      longest: longestWalk,
      below: chooser(1),
      goOn: ({ steps }) => steps < walked && Date.now() < deadline,
    },
  );
  const { counterexample } = exploration;
  return {
    kind: 'always',
    task,
    states: exploration.states,
    verdict: holds ? 'holds' : truncated ? 'truncated' : vacuous ? 'vacuous' : 'broken',
    found:
      counterexample &&
      foundBySearch(property, profile, readingsFor(property, profile) ?? {}, counterexample),
    triggered,
    fired: Object.fromEntries(exploration.fired),
  };
}

/** A property of what must come is worth nothing unless a faulty provider breaks it. */
function runLiveness(task: TaskOf<'eventually'>, { states: most }: Reach): Outcome {
  const property = liveness.find(({ name }) => name === task.property);
  if (!property) throw new Error(`there is no property "${task.property}"`);
  const { lasso, complete, states, pending } = findLasso(machineOf(task.profile), property, most);
  const twin = findLasso(faultyMachine(faultNamed(property.twin)), property, most);
  const holds = complete ? (pending > 0 ? 'holds' : 'vacuous') : 'truncated';
  return {
    kind: 'eventually',
    task,
    states,
    verdict: lasso ? 'broken' : holds,
    lasso: lasso && { prefix: lasso.prefix.length, cycle: lasso.cycle.length },
    found: lasso && foundEndless(property, task.profile, lasso),
    twin: twin.lasso ? property.twin : null,
  };
}

async function runHealthy(task: TaskOf<'random'>, deadline: number): Promise<Outcome> {
  const machine = machineOf(task.profile);
  const { runs, steps, violations, interrupted } = await runRandom({
    system: { open: (seed) => machineProvider('reference', machine, chooser(seed)).open() },
    machine,
    properties,
    runs: task.runs,
    seed: task.seed,
    maxSteps: longestRun,
    time: Math.max(deadline - Date.now(), 0) / 1000,
  });
  const accusations = violations.map((finding): Found => ({
    ...plain(finding, finding.steps),
    profile: task.profile,
    readings: task.profile.readings,
    origin: {
      kind: 'provider',
      name: 'reference',
      seed: finding.seed,
      path: finding.path,
      runs: finding.runs,
    },
    shownBy: 'replay',
  }));
  return { kind: 'random', task, runs, steps, truncated: interrupted, accusations };
}

function runFault(task: TaskOf<'fault'>, limits: Limits): Outcome {
  const fault = faultNamed(task.fault);
  const { exploration, truncated } = checkProperty(
    propertyNamed(fault.caughtBy),
    fault.profile,
    faultyMachine(fault).rules,
    limits,
  );
  return { kind: 'fault', task, shortest: exploration.counterexample?.steps.length ?? null, truncated };
}
