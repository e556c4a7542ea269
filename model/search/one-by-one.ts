import type { SocketName, Step } from '../../spec/trace/step.js';
import type { Observer } from './observer.js';

/** What each of several observers remembers, by the first of the sockets that are assigned to it. */
interface Memories<Memory> {
  readonly [name: string]: Memory;
}

/**
 * Several observers of the same kind, each of which is shown the steps of some sockets, and those of all sockets that nobody is
 * assigned to. What one of them remembers has nothing to do with what another one does.
 */
export function oneByOne<Memory>(
  assigned: readonly (readonly [SocketName, ...SocketName[]])[],
  { start, observe }: Observer<Memory>,
): Observer<Memories<Memory>> {
  const taken = new Set<string>(assigned.flat());
  const isShown = (some: readonly string[], name: string | null): boolean =>
    name === null || some.includes(name) || !taken.has(name);
  const concerns = (some: readonly string[], names: ReadonlySet<string>): boolean =>
    [...names].some((name) => isShown(some, name));
  return {
    start: Object.fromEntries(assigned.map(([first]) => [first, start])),
    observe: (memories, step) => {
      const name = socketOf(step);
      let memory = memories;
      let isTriggered = false;
      for (const some of assigned.filter((names) => isShown(names, name))) {
        const [first] = some;
        const before = memories[first] ?? start;
        const observation = observe(before, step);
        if ('broken' in observation) return observation;
        isTriggered ||= observation.triggered === true;
        if (observation.memory !== before) memory = { ...memory, [first]: observation.memory };
      }
      return isTriggered ? { memory, triggered: true } : { memory };
    },
    only: (memories, sockets, others) => {
      if (assigned.some((some) => concerns(some, sockets) && concerns(some, others))) return null;
      const isKept = (some: readonly string[]): boolean => concerns(some, sockets);
      return Object.fromEntries(
        assigned.map((some) => [some[0], isKept(some) ? (memories[some[0]] ?? start) : start]),
      );
    },
  };
}

/** `null`: it is everyone's. */
const socketOf = (step: Step): SocketName | null => ('settle' in step ? null : step.socket);
