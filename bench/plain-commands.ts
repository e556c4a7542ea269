import fc from 'fast-check';
import type { Act } from '../properties/commands/act.js';
import { settling } from '../properties/commands/act.js';
import { choose } from '../properties/commands/pool.js';
import { callPools } from '../properties/commands/pools.js';
import type { Recording } from '../properties/commands/recording.js';
import type { SystemSession } from '../properties/commands/system.js';
import type { Profile } from '../spec/profiles.js';
import { callNames, socketName } from '../spec/trace/names.js';

const sockets = ['listener', 'client', 'client2', 'server', 'server2'].map(socketName);
const lot = fc.nat({ max: 65_535 });

/** What commands know of a run. */
type Run = Pick<Recording, 'names' | 'perform' | 'accusation'>;

/** A command as one writes it without a model: any call, on any socket, if the names allow it. */
export class Plain implements fc.AsyncCommand<Run, SystemSession> {
  readonly #act: Act | null;

  constructor(act: Act | null) {
    this.#act = act;
  }

  check({ names }: Readonly<Run>): boolean {
    return this.#act !== null && ('settle' in this.#act || names.admits(this.#act));
  }

  async run(recording: Run, session: SystemSession): Promise<void> {
    if (this.#act) await recording.perform(session, this.#act);
    if (recording.accusation) throw new Error('refused');
  }
}

/** Commands of plain `fc.commands`: the arguments are as sensible as ours, which call of which socket is anyone's guess. */
export const plainCommand = (profile: Profile): fc.Arbitrary<Plain> =>
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
