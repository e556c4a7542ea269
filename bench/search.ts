import { machineOf } from '../model/machine.js';
import type { Exploration } from '../model/search/exploration.js';
import { measured } from '../model/search/measured.js';
import { indifferent } from '../model/search/observer.js';
import { explorePlainly } from '../model/search/plain-explore.js';
import { profileNamed } from '../spec/profiles.js';
import { twoConversations } from './two-conversations.js';

/** States that the plain search, which would take hours for all of them, is measured on. */
const some = 20_000;

const machine = machineOf(profileNamed('tcp'));

interface Figures {
  readonly engine: string;
  readonly found: Exploration;
  readonly seconds: number;
  readonly processor: number;
}

function timed(engine: string, run: () => Exploration): Figures {
  const start = performance.now();
  const before = process.cpuUsage();
  const found = run();
  const { user, system } = process.cpuUsage(before);
  return { engine, found, seconds: (performance.now() - start) / 1000, processor: (user + system) / 1e6 };
}

const rate = ({ found, processor }: Figures): number => found.states / processor;

let bytes = 0;
const quick = timed('parts evaluated once, packed rows', () => {
  const all = measured(machine, twoConversations, indifferent, { states: Infinity, goOn: () => true });
  ({ bytes } = all);
  return all.exploration;
});
const plain = timed('plain search, world by world', () =>
  explorePlainly(machine, twoConversations, indifferent, { states: some, goOn: () => true }),
);

console.log('| engine | states | transitions | s | processor s | states/s of processor | ratio |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const figures of [quick, plain]) {
  const { engine, found, seconds, processor } = figures;
  const cells = [
    engine,
    `${String(found.states)}${found.complete ? '' : ' (cut)'}`,
    String(found.transitions),
    seconds.toFixed(1),
    processor.toFixed(1),
    rate(figures).toFixed(0),
    (rate(figures) / rate(plain)).toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
console.log(`${(bytes / quick.found.states).toFixed(1)} bytes a state in tables and logs`);
