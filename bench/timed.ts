/** How many states an engine has found, and the processor time that this took. */
export interface Timed {
  readonly engine: string;
  readonly states: number;
  readonly transitions: number;
  /** It has found all states there are. */
  readonly complete: boolean;
  /** Seconds of processor time. */
  readonly seconds: number;
}

/** Takes the processor time of a search in this process, compiling and collecting garbage included. */
export function timed(engine: string, search: () => Omit<Timed, 'engine' | 'seconds'>): Timed {
  const before = process.cpuUsage();
  const found = search();
  const { user, system } = process.cpuUsage(before);
  return { engine, ...found, seconds: (user + system) / 1e6 };
}

/** States a second. */
export const rateOf = ({ states, seconds }: Pick<Timed, 'states' | 'seconds'>): number => states / seconds;
