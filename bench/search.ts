import { machineOf } from '../model/machine.js';
import { measured } from '../model/search/measured.js';
import { indifferent } from '../model/search/observer.js';
import { explorePlainly } from '../model/search/plain-explore.js';
import { systemOf } from '../model/search/system.js';
import { promelaModel } from '../reports/index.js';
import { grouped } from '../reports/text.js';
import { profileNamed } from '../spec/profiles.js';
import { spinOn } from './spin.js';
import type { Timed } from './timed.js';
import { rateOf, timed } from './timed.js';
import { twoConversations } from './two-conversations.js';
import { walkRate } from './walks.js';
import { xstateOn } from './xstate.js';

/** States on which the slow engines are measured, which would take hours for all of them. */
const some = { plain: 20_000, xstate: 10_000 };

/** Steps of random walks. */
const steps = 5_000_000;

const machine = machineOf(profileNamed('tcp'));
const scope = twoConversations;
const unlimited = { states: Infinity, goOn: () => true };

let bytes = 0;
const ours = timed('parts evaluated once, packed rows', () => {
  const all = measured(machine, scope, indifferent, unlimited);
  ({ bytes } = all);
  return all.exploration;
});
let bytesOfBits = 0;
let missed = 0;
const inBits = timed('the same, three bits a state', () => {
  const marked = measured(machine, scope, indifferent, { ...unlimited, bits: 2 ** 27 });
  const { exploration } = marked;
  bytesOfBits = marked.bytes;
  missed = exploration.bitTable?.omitted ?? 0;
  return { ...exploration, complete: exploration.frontier === 0 };
});
const plain = timed('plain search, world by world', () =>
  explorePlainly(machine, scope, indifferent, { ...unlimited, states: some.plain }),
);
const xstate = timed('`@xstate/graph`, adjacency map', () => xstateOn(machine, scope, some.xstate));
const walked = walkRate(machine, scope, steps);
const system = systemOf(machine, scope, unlimited);
const spin = system && spinOn(promelaModel(scope.name, system));

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const figures = (one: Timed): readonly string[] => [
  one.engine,
  `${grouped(one.states)}${one.complete ? '' : ' (cut)'}`,
  grouped(one.transitions),
  one.seconds.toFixed(1),
  grouped(rateOf(one)),
  (rateOf(ours) / rateOf(one)).toFixed(1),
];

console.log(line(['engine', 'states', 'transitions', 'processor s', 'states/s', 'ours is faster by']));
console.log(line(Array.from({ length: 6 }, () => '---')));
for (const one of [ours, inBits, spin, plain, xstate]) if (one) console.log(line(figures(one)));
console.log(`${(bytes / ours.states).toFixed(1)} bytes a state in tables and logs`);
console.log(
  `${(bytesOfBits / inBits.states).toFixed(1)} bytes a state where each sets three bits; about ${Math.round(missed)} are taken for others`,
);
console.log(`random walks of at most 100 steps: ${grouped(walked)} steps/s`);
if (!spin) console.log('SPIN is left out: it, or gcc, is not installed');
else if (spin.states !== ours.states || spin.transitions !== ours.transitions)
  throw new Error('SPIN finds another number of states or transitions');
