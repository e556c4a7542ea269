import { documentedRules, machineOf } from '../../model/machine.js';
import type { Limits } from '../../model/search/explore.js';
import { scopeNamed } from '../../model/search/scopes.js';
import { checkProperty } from '../../properties/check.js';
import { runRandom } from '../../properties/commands/run.js';
import { properties } from '../../properties/index.js';
import type { SealedProperty } from '../../properties/property.js';
import { checkSequences } from '../../properties/sequences.js';
import { faultNamed } from '../../providers/faulty/index.js';
import { faultyMachine } from '../../providers/faulty/machine.js';
import { machineProvider } from '../../providers/reference.js';
import { profileNamed } from '../../spec/profiles.js';
import { exploreScope } from '../explore.js';
import { chooser } from './chooser.js';
import type { Outcome, Task } from './task.js';

/** The most commands of a random run. */
const longestRun = 40;

/** Milliseconds after which a search on the ground of a property is truncated. */
const groundPatience = 20_000;

/** Seconds after which no further random run against a fault is begun. */
const faultPatience = 3;

/** Milliseconds after which the search of a scope is truncated. */
const scopePatience = 60_000;

/** Does one piece of the main job. */
export async function runTask(task: Task): Promise<Outcome> {
  switch (task.kind) {
    case 'scope':
      return runScope(task);
    case 'property':
      return runProperty(task);
    case 'sequences': {
      const { shown, refused } = checkSequences(profileNamed(task.profile));
      return { task, shown, refused };
    }
    case 'random':
      return runHealthy(task);
    case 'fault':
      return runFault(task);
  }
}

type TaskOf<Kind extends Task['kind']> = Extract<Task, { kind: Kind }>;

function within(milliseconds: number): Limits {
  const end = performance.now() + milliseconds;
  return { states: 1_000_000, goOn: () => performance.now() < end };
}

function runScope(task: TaskOf<'scope'>): Outcome {
  const { summary, fired } = exploreScope(
    profileNamed(task.profile),
    {},
    scopeNamed(task.scope),
    within(scopePatience),
  );
  return { task, summary, fired: Object.fromEntries(fired) };
}

/** The property of that name. Throws if there is none. */
function propertyNamed(name: string): SealedProperty {
  const found = properties.find((property) => property.name === name);
  if (!found) throw new Error(`there is no property "${name}"`);
  return found;
}

function runProperty(task: TaskOf<'property'>): Outcome {
  const property = propertyNamed(task.property);
  const { exploration, holds, vacuous, truncated } = checkProperty(
    property,
    profileNamed(task.profile),
    documentedRules,
    within(groundPatience),
  );
  const verdict = holds ? 'holds' : truncated ? 'truncated' : vacuous ? 'vacuous' : 'broken';
  return {
    task,
    states: exploration.states,
    verdict,
    reason: exploration.counterexample?.reason ?? '',
    triggered: exploration.triggered,
    fired: Object.fromEntries(exploration.fired),
  };
}

async function runHealthy(task: TaskOf<'random'>): Promise<Outcome> {
  const machine = machineOf(profileNamed(task.profile));
  const { runs, steps, violations } = await runRandom({
    system: { open: (seed) => machineProvider('reference', machine, chooser(seed)).open() },
    machine,
    runs: task.runs,
    seed: task.seed,
    maxSteps: longestRun,
  });
  return {
    task,
    runs,
    calls: steps,
    accusations: violations.map(({ violation }) => violation.summary),
    seed: task.seed,
  };
}

async function runFault(task: TaskOf<'fault'>): Promise<Outcome> {
  const fault = faultNamed(task.fault);
  const faulty = faultyMachine(fault);
  const { exploration } = checkProperty(
    propertyNamed(fault.caughtBy),
    fault.profile,
    faulty.rules,
    within(groundPatience),
  );
  const { violations } = await runRandom({
    system: { open: (seed) => machineProvider(fault.name, faulty, chooser(seed)).open() },
    machine: machineOf(fault.profile),
    runs: task.runs,
    seed: task.seed,
    maxSteps: longestRun,
    replays: 0,
    time: faultPatience,
  });
  return {
    task,
    shortest: exploration.counterexample?.steps.length ?? null,
    runs: violations[0]?.runs ?? null,
  };
}
