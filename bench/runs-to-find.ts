import fc from 'fast-check';
import { machineOf } from '../model/machine.js';
import { Oracle } from '../model/oracle/oracle.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import type { Act } from '../properties/commands/act.js';
import { settling } from '../properties/commands/act.js';
import { choose } from '../properties/commands/pool.js';
import { callPools } from '../properties/commands/pools.js';
import { Recording } from '../properties/commands/recording.js';
import { steady } from '../properties/commands/steady.js';
import type { System, SystemSession } from '../properties/commands/system.js';
import type { Fault } from '../providers/faulty/index.js';
import { faultyProvider, faults } from '../providers/faulty/index.js';
import { callNames, socketName } from '../spec/trace/names.js';

/** Runs after which a fault counts as missed. */
const most = 1_000;

/** The most commands of a run. */
const maxSteps = 40;

const sockets = ['listener', 'client', 'client2', 'server', 'server2'].map(socketName);
const lot = fc.nat({ max: 65_535 });

/** A command as one writes it without a model: any call, on any socket, if the names allow it. */
class Plain implements fc.AsyncCommand<Recording, SystemSession> {
  readonly #act: Act | null;

  constructor(act: Act | null) {
    this.#act = act;
  }

  check({ names }: Readonly<Recording>): boolean {
    return this.#act !== null && ('settle' in this.#act || names.admits(this.#act));
  }

  async run(recording: Recording, session: SystemSession): Promise<void> {
    if (this.#act) await recording.perform(session, this.#act);
    if (recording.accusation) throw new Error('refused');
  }
}

const commandsFor = ({ profile }: Fault) =>
  fc
    .record({
      socket: fc.constantFrom(...sockets),
      name: fc.constantFrom(...callNames, 'settle' as const),
      lot,
      as: fc.constantFrom(...sockets),
    })
    .map(({ socket, name, lot: drawn, as }) => {
      if (name === 'settle') return new Plain(settling);
      const targets = sockets.map((one) => [1, one] as const);
      const role = socket.startsWith('listener') ? ('listener' as const) : ('connection' as const);
      const bytes = (length: number): string => 'abcdefgh'.repeat(length).slice(0, length);
      const call = choose(callPools[name]({ profile, role, targets, accepted: as, bytes }), drawn);
      return new Plain(call ? { socket, call } : null);
    });

/** How many runs of plain commands it takes; `most` if it is missed. */
async function plainly(fault: Fault, system: System, seed: number): Promise<number> {
  const oracle = new Oracle(machineOf(fault.profile));
  const commands = fc.commands([commandsFor(fault)], { maxCommands: maxSteps, size: 'max' });
  const property = fc.asyncProperty(fc.nat(), commands, async (opening, script) => {
    const real = await system.open(opening);
    await fc.asyncModelRun(() => ({ model: new Recording(oracle, []), real }), script);
  });
  const { failed, numRuns } = await fc.check(property, { seed, numRuns: most, endOnFailure: true });
  return failed ? numRuns : most;
}

/** How many runs of a campaign it takes; `most` if it is missed. */
async function guided(fault: Fault, system: System, seed: number): Promise<number> {
  const machine = machineOf(fault.profile);
  const report = await runCampaign({
    system,
    machine,
    runs: most,
    maxSteps,
    seed,
    stopAfter: 1,
    replays: 0,
    confirmations: 0,
  });
  return report.faults[0]?.runs ?? most;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
};

const [seeds = '20', ...names] = process.argv.slice(2);
const ratios: number[] = [];
for (const fault of faults.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const system = steady((chooseLot) => faultyProvider(fault, chooseLot).open());
  const plain: number[] = [];
  const ours: number[] = [];
  for (let seed = 1; seed <= Number(seeds); seed += 1) {
    plain.push(await plainly(fault, system, seed));
    ours.push(await guided(fault, system, seed));
  }
  const [before, after] = [median(plain), median(ours)];
  ratios.push(before / after);
  const missed = before === most ? 'at least ' : '';
  console.log(
    `${fault.name}: plain ${missed}${before}, guided ${after}: ${missed}${(before / after).toFixed(1)} times fewer`,
  );
}
console.log(
  `median of ${ratios.length} faults over ${seeds} seeds: ${median(ratios).toFixed(1)} times fewer runs`,
);
