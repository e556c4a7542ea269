import type { ProfileDescription } from '../../spec/profiles.js';
import type { Provider } from '../provider.js';
import type { Patience } from './program.js';
import { Program } from './program.js';
import type { ProgramSession } from './session.js';

/** How a program is run. */
export interface ProgramOptions {
  readonly patience?: Patience;
  /** How many processes share the sessions (1). */
  readonly processes?: number;
}

/** Processes that may be started in place of those that failed. */
const mostRestarts = 500;

/** A program as a provider: what it says of itself is known before the first session. */
export class ProgramProvider implements Provider {
  readonly name: string;
  readonly profile: string | ProfileDescription;
  readonly #command: readonly [string, ...string[]];
  readonly #options: ProgramOptions;
  readonly #programs: Promise<Program>[];
  #restarts = 0;

  private constructor(
    command: readonly [string, ...string[]],
    options: ProgramOptions,
    first: Awaited<ReturnType<typeof Program.start>>,
  ) {
    this.#command = command;
    this.#options = options;
    this.name = first.greeting.provider;
    this.profile = first.greeting.profile;
    this.#programs = [Promise.resolve(first.program)];
  }

  /** Starts a command, and greets it. Throws a `ProgramFailure` if it cannot be driven. */
  static async start(
    command: readonly [string, ...string[]],
    options: ProgramOptions = {},
  ): Promise<ProgramProvider> {
    const [file, ...args] = command;
    return new ProgramProvider(command, options, await Program.start(file, args, options.patience));
  }

  /**
   * Opens a session in the process that has the fewest. One that has failed is replaced, so that a fault that ends the
   * program does not end the search for others.
   */
  readonly open = async (): Promise<ProgramSession> => {
    while (this.#programs.length < (this.#options.processes ?? 1)) this.#programs.push(this.#another());
    const sound = await Promise.all([...this.#programs.keys()].map((index) => this.#soundAt(index)));
    const [least] = sound.sort((one, other) => one.sessions - other.sessions);
    if (!least) throw new RangeError('a program runs in at least one process');
    return await least.open();
  };

  /** Ends every process. */
  async end(): Promise<void> {
    const programs = await Promise.allSettled(this.#programs);
    await Promise.all(programs.map(async (one) => one.status === 'fulfilled' && (await one.value.end())));
  }

  async #soundAt(index: number): Promise<Program> {
    for (;;) {
      const running = this.#programs[index];
      if (!running) throw new RangeError(`there is no process ${index}`);
      const program = await running;
      if (program.isSound || this.#restarts >= mostRestarts) return program;
      // Others may have replaced it in the meantime.
      if (this.#programs[index] === running) {
        this.#restarts += 1;
        this.#programs[index] = this.#another(program);
      }
    }
  }

  async #another(before?: Program): Promise<Program> {
    await before?.end();
    const [file, ...args] = this.#command;
    return (await Program.start(file, args, this.#options.patience)).program;
  }
}
