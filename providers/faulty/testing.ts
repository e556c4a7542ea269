import type { Actor, Test, Trace } from '../../model/testing.js';
import { documents, documentsOf, listener } from '../../model/testing.js';
import type { Fault } from './fault.js';
import { faultyMachine } from './machine.js';

/** By the name of each fault, a trace that shows it: its last step is the first that the documents do not allow. */
export type Counterexamples = Readonly<Record<string, Trace>>;

/** Tests that each fault is shown by its trace, and that each has one. */
export const testsOf = (faults: readonly Fault[], counterexamples: Counterexamples): readonly Test[] => [
  ...faults.map((fault) => ({
    says: `${fault.name}: ${fault.says}`,
    holds: () => {
      const trace = counterexamples[fault.name];
      if (!trace) throw new Error(`no trace shows ${fault.name}`);
      documentsOf(faultyMachine(fault)).allows(trace);
      documents(fault.profile).refuses(trace);
    },
  })),
  {
    says: 'every trace shows a fault',
    holds: () => {
      const astray = Object.keys(counterexamples).filter(
        (name) => !faults.some((fault) => fault.name === name),
      );
      if (astray.length > 0) throw new Error(`there is no fault ${astray.join()}`);
    },
  },
];

/** A connector whose request is in the backlog of `listener`, on a transport that confirms it on arrival. */
export const arrived = (from: Actor): Trace => [
  from.WSASocket(),
  from.WSAConnect(listener, 'pending'),
  from.completes('WSAConnect', 'ok'),
];
