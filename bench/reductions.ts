import { machineOf } from '../model/machine.js';
import type { Reduction } from '../model/search/explore.js';
import { explore } from '../model/search/explore.js';
import {
  accept,
  accepts,
  closesocket,
  connectTo,
  enumerate,
  freely,
  listener,
  listening,
  made,
  nonblocking,
  recv,
  register,
  socketNamed,
  upTo,
} from '../model/search/moves.js';
import { indifferent } from '../model/search/observer.js';
import type { Scope } from '../model/search/scope.js';
import { grouped } from '../reports/text.js';
import { profileNamed } from '../spec/profiles.js';
import { socketName } from '../spec/trace/names.js';
import { timed } from './timed.js';
import { twoConversations } from './two-conversations.js';

/** Seconds after which a search is cut. */
const patience = 120;

const clients = ['client1', 'client2'].map(socketName);
const servers = ['server1', 'server2'].map(socketName);

/** Two clients that connect and close, and a backlog of one. */
const arrivals: Scope = {
  name: 'two clients that arrive',
  setup: [...listening(1), ...clients.flatMap((name) => [...socketNamed(name), nonblocking(name)])],
  moves: [
    ...clients.map((name) => upTo(1, name, connectTo(listener))),
    ...[...clients, ...servers].flatMap((name) => [freely(name, recv(4)), freely(name, closesocket)]),
    ...servers.map((name) => freely(listener, accept(name))),
  ],
  alike: clients.map((name) => [name]),
  settles: false,
  timers: false,
  room: 4,
};

/** The same where requests are told, and may be rejected or deferred. */
const decisions: Scope = {
  ...arrivals,
  name: 'the same, with every decision',
  setup: [...arrivals.setup, made(listener, register('FD_ACCEPT'))],
  moves: [
    ...arrivals.moves,
    ...servers.slice(0, 1).flatMap((name) => [accepts(name, 'CF_REJECT'), accepts(name, 'CF_DEFER')]),
    freely(listener, enumerate),
  ],
};

const reductions: readonly Reduction[] = ['none', 'symmetry', 'partial order', 'symmetry and partial order'];

const machine = machineOf(profileNamed('tcp'));
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

console.log(line(['scope', 'left out by', 'states', 'transitions', 'processor s', 'fewer by']));
console.log(line(Array.from({ length: 6 }, () => '---')));
for (const scope of [twoConversations, arrivals, decisions]) {
  let all: number | null = null;
  for (const reduction of reductions) {
    if (reduction.includes('symmetry') && !scope.alike) continue;
    const end = performance.now() + patience * 1000;
    const limits = { states: Infinity, goOn: () => performance.now() < end };
    const found = timed(reduction, () => explore(machine, scope, indifferent, limits, reduction));
    if (reduction === 'none' && found.complete) all = found.states;
    console.log(
      line([
        scope.name,
        reduction,
        `${grouped(found.states)}${found.complete ? '' : ' (cut)'}`,
        grouped(found.transitions),
        found.seconds.toFixed(1),
        all === null ? '' : (all / found.states).toFixed(1),
      ]),
    );
  }
}
