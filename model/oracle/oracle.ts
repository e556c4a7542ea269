import type { CallStep, CompletionStep, SocketName, Step } from '../../spec/trace/step.js';
import type { Machine } from '../machine.js';
import { documentedRules } from '../machine.js';
import { Hypothesis } from './hypothesis.js';
import type { Cluster } from './cluster.js';
import type { Changes } from './persistent-map.js';
import { Merger } from './merge.js';
import type { Possibility } from './possibility.js';
import { PlainSteps } from './plain-steps.js';
import { RememberedSteps } from './remembered-steps.js';
import type { Steps } from './steps.js';

/** Everything that is compatible with the steps so far; empty after a step that the documents do not allow. */
export type Belief = readonly Hypothesis[];

/**
 * The documents treat all names and all bytes alike, so that what comes of one situation comes of every one like it;
 * rules that are not theirs may do otherwise.
 */
const stepsOf = (machine: Machine): Steps =>
  machine.rules === documentedRules ? new RememberedSteps(machine) : new PlainSteps(machine);

/**
 * Follows traces: keeps the set of worlds that explain everything observed so far, closed over silent steps. No guess
 * about timing is needed: a step is refused only if no order of deliveries allows it under any reading. In its steps each
 * character of data is a byte, as in those that are read from a file.
 */
export class Oracle {
  readonly machine: Machine;
  readonly #steps: Steps;
  readonly #merger: Merger;
  readonly #changes: Changes<Cluster> = new Map();
  readonly #start: Belief = [Hypothesis.first(this.#changes)];

  /** `steps`: how it finds what may come of a step. */
  constructor(machine: Machine, steps: Steps = stepsOf(machine)) {
    this.machine = machine;
    this.#steps = steps;
    this.#merger = new Merger(machine, steps);
  }

  /** Before the first step: one world, in which nothing is. */
  get start(): Belief {
    return this.#start;
  }

  /** The belief after one more step; empty if the step is not allowed. */
  follow(belief: Belief, step: Step): Belief {
    this.#steps.pause();
    this.#changes.clear();
    const next = belief.flatMap((hypothesis) =>
      'settle' in step ? this.#settle(hypothesis) : this.#advance(hypothesis, step),
    );
    return this.#merger.merge(next);
  }

  /** Whatever could have been seen at a step, rather than what was; of what goes on in too many ways, nothing is told. */
  possibilities(belief: Belief, step: CallStep | CompletionStep): Possibility[] {
    return belief.flatMap((hypothesis) =>
      this.#steps.possibilities(hypothesis.readings, hypothesis.clustersOf(namesIn(hypothesis, step)), step),
    );
  }

  #advance(hypothesis: Hypothesis, step: CallStep | CompletionStep): Hypothesis[] {
    const clusters = hypothesis.clustersOf(namesIn(hypothesis, step));
    return this.#steps
      .advance(hypothesis.readings, clusters, step)
      .map(({ readings, come }) => hypothesis.replace(readings, clusters, come));
  }

  #settle(hypothesis: Hypothesis): Hypothesis[] {
    let hypotheses = [hypothesis];
    for (const cluster of hypothesis.unsettled)
      hypotheses = hypotheses.flatMap((one) =>
        this.#steps
          .settle(one.readings, cluster)
          .map(({ readings, come }) => one.replace(readings, [cluster], come)),
      );
    return hypotheses;
  }
}

/** The sockets that a step is about: its own, and for a connect the one that answers at the address. */
function namesIn(hypothesis: Hypothesis, step: CallStep | CompletionStep): readonly SocketName[] {
  if (!hypothesis.clusterOf(step.socket)) {
    const acceptors =
      hypothesis.summary.accepting === 0
        ? []
        : [...hypothesis.clusters].flatMap((cluster) => cluster.acceptorOf(step.socket) ?? []);
    return [...acceptors.slice(0, 1), step.socket];
  }
  if ('completes' in step || step.call !== 'WSAConnect') return [step.socket];
  const { to } = step.args;
  const acceptedFrom = hypothesis.clusterOf(to)?.acceptedFrom(to);
  return acceptedFrom ? [step.socket, to, acceptedFrom] : [step.socket, to];
}
