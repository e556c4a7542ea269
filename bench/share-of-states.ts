import fc from 'fast-check';
import { asked, countFrom } from '../audit/asked.js';
import { Keys } from '../model/key.js';
import { machineOf } from '../model/machine.js';
import { reached } from '../model/search/reached.js';
import { medium } from '../model/search/scopes.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import type { Act } from '../properties/commands/act.js';
import { actsOf, settling } from '../properties/commands/act.js';
import { Names } from '../properties/commands/names.js';
import { steady } from '../properties/commands/steady.js';
import type { Completed, System, SystemSession } from '../properties/commands/system.js';
import { machineProvider } from '../providers/reference.js';
import { profileNamed } from '../spec/profiles.js';
import { Plain, plainCommand } from './plain-commands.js';

/**
 * How many worlds of scope `medium` random runs come to: `node dist/bench/share-of-states.js [RUNS] [SEED]`. Plain
 * `fc.commands` with every call there is, plain ones that know the set-up and the moves of the scope, and a campaign within it.
 */
const { runs, seed } = asked(() => {
  const [many = '10000', one = '1'] = process.argv.slice(2);
  return { runs: countFrom(many, 'runs'), seed: countFrom(one, 'the seed') };
});
const maxSteps = 40;

const profile = profileNamed('tcp');
const machine = { ...machineOf(profile), room: medium.room };
const keys = new Keys();
const known = new Set(reached(machine, medium, Infinity).worlds.map((world) => keys.world(world)));

/** The reference, and the worlds of the scope that it comes to. */
function watched(): { readonly system: System; readonly met: ReadonlySet<string> } {
  const met = new Set<string>();
  const onWorld = (world: Parameters<Keys['world']>[0]): void => {
    const key = keys.world(world);
    if (known.has(key)) met.add(key);
  };
  const manner = { timers: medium.timers, onWorld };
  return { system: steady((choose) => machineProvider('reference', machine, choose, manner).open()), met };
}

/** A run of which nobody judges what came of it. */
class Unjudged {
  readonly names = new Names();
  readonly accusation = null;

  async perform(session: SystemSession, act: Act): Promise<void> {
    if ('settle' in act) {
      this.#note(await session.settle());
      return;
    }
    const { socket, call } = act;
    const { result, completed = [] } = await session.call(socket, call);
    if (result !== 'unsupported') this.names.note({ socket, ...call, result });
    this.#note({ completed });
  }

  #note({ completed = [] }: Completed): void {
    for (const step of completed) this.names.note(step);
  }
}

async function plainly(command: fc.Arbitrary<Plain>, setUp: readonly Act[]): Promise<number> {
  const { system, met } = watched();
  const commands = fc.commands([command], { maxCommands: maxSteps, size: 'max' });
  const property = fc.asyncProperty(fc.nat(), commands, async (opening, script) => {
    const real = await system.open(opening);
    const model = new Unjudged();
    for (const act of setUp) await model.perform(real, act);
    await fc.asyncModelRun(() => ({ model, real }), script);
  });
  await fc.assert(property, { seed, numRuns: runs });
  return met.size;
}

async function guided(): Promise<number> {
  const { system, met } = watched();
  const { faults } = await runCampaign({ system, machine, runs, seed, maxSteps, within: medium });
  if (faults.length > 0) throw new Error('the reference was accused');
  return met.size;
}

const moves: readonly Act[] = [...medium.moves.map(({ socket, call }) => ({ socket, call })), settling];

const told = (how: string, met: number): void => {
  console.log(
    `${how}: ${String(met)} of ${String(known.size)} worlds, ${((100 * met) / known.size).toFixed(2)} %`,
  );
};

console.log(
  `scope medium, tcp, ${String(runs)} runs of at most ${String(maxSteps)} commands, seed ${String(seed)}`,
);
told('plain fc.commands, every call', await plainly(plainCommand(profile), []));
told(
  'plain fc.commands, set-up and moves of the scope',
  await plainly(
    fc.constantFrom(...moves).map((act) => new Plain(act)),
    actsOf(medium.setup),
  ),
);
told('a campaign within the scope', await guided());
