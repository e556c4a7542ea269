import { asked, countFrom } from '../audit/asked.js';
import { machineOf } from '../model/machine.js';
import type { Scope } from '../model/search/scope.js';
import { liveness } from '../properties/liveness/index.js';
import { findLassoPlainly } from '../properties/liveness/plain-search.js';
import type { LivenessCheck } from '../properties/liveness/search.js';
import { findLasso } from '../properties/liveness/search.js';
import { faultNamed } from '../providers/faulty/index.js';
import { faultyMachine } from '../providers/faulty/machine.js';
import { grouped } from '../reports/text.js';
import type { Profile } from '../spec/profiles.js';
import { profileNamed } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import { rateOf, timed } from './timed.js';
import { twoConversations } from './two-conversations.js';

/** States after which the plain search is cut: it would take hours for all of them. */
const some = 5_000;

const most = asked(() => countFrom(process.argv[2] ?? '2000000', 'states'));

const property = liveness.find(({ name }) => name === 'data-arrive');
if (!property) throw new Error('there is no property of that name');

const beside = [socketName('client2'), socketName('server2')];

/** Its own ground, beside another connection with everything that may happen to that. */
const { setup, moves } = twoConversations;
const wide = {
  ...property,
  ground: (profile: Profile): Scope => {
    const own = property.ground(profile);
    const others = moves.filter(({ socket }) => beside.includes(socket));
    return { ...own, name: 'beside another connection', setup, moves: [...own.moves, ...others] };
  },
};

const measure = (engine: string, search: () => LivenessCheck): void => {
  let lasso = '';
  const found = timed(engine, () => {
    const { states, complete, lasso: loop } = search();
    lasso = loop ? `${loop.prefix.length} + ${loop.cycle.length} steps` : 'none';
    return { states, complete, transitions: 0 };
  });
  const cut = found.complete ? '' : ' (cut)';
  const cells = [engine, `${grouped(found.states)}${cut}`, found.seconds.toFixed(1)];
  console.log(`| ${[...cells, grouped(rateOf(found)), lasso].join(' | ')} |`);
};

console.log('| search | states | processor s | states/s | a run without end |');
console.log('| --- | --- | --- | --- | --- |');
const documents = machineOf(profileNamed('tcp'));
const twin = faultyMachine(faultNamed(property.twin));
measure('rows and typed arrays', () => findLasso(documents, wide, most));
measure('the same, of a faulty provider', () => findLasso(twin, wide, most));
measure('world by world', () => findLassoPlainly(documents, wide, some));
