import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { asked, countFrom } from '../audit/asked.js';
import type { Session } from '../providers/provider.js';
import { ProgramProvider } from '../providers/stdio/provider.js';
import { bridgeCommand } from '../providers/winsock/bridge.js';
import { cacheFolder } from '../providers/winsock/places.js';
import { socketName } from '../spec/trace/names.js';
import type { Call, SocketName } from '../spec/trace/step.js';

const { sequences, side } = asked(() => {
  const [many = '10000', together = '64'] = process.argv.slice(2);
  return { sequences: countFrom(many, 'sequences'), side: countFrom(together, 'sessions side by side') };
});

const listener = socketName('listener');
const client = socketName('client');
const server = socketName('server');

/** SQ-1, from the first socket to the last close, with one receive that waits. */
const sequence: readonly (readonly [SocketName, Call] | 'settle')[] = [
  [listener, { call: 'WSASocket', args: {} }],
  [listener, { call: 'bind', args: {} }],
  [listener, { call: 'listen', args: { backlog: 5 } }],
  [client, { call: 'WSASocket', args: {} }],
  [client, { call: 'WSAConnect', args: { to: listener } }],
  [listener, { call: 'WSAAccept', args: { as: server, condition: 'CF_ACCEPT' } }],
  [server, { call: 'WSAEventSelect', args: { events: ['FD_READ', 'FD_CLOSE'] } }],
  [client, { call: 'send', args: { data: 'request' } }],
  [client, { call: 'shutdown', args: { how: 'SD_SEND' } }],
  'settle',
  [server, { call: 'WSAEnumNetworkEvents', args: {} }],
  [server, { call: 'recv', args: { len: 64 } }],
  [client, { call: 'recv', args: { len: 64 } }],
  [server, { call: 'send', args: { data: 'answer' } }],
  [server, { call: 'closesocket', args: {} }],
  'settle',
  [client, { call: 'recv', args: { len: 64 } }],
  [client, { call: 'closesocket', args: {} }],
];

async function drive(session: Session): Promise<void> {
  for (const one of sequence)
    if (one === 'settle') await session.settle();
    else await session.call(...one);
  await session.close();
}

/** The bridge and its Wine server, where there is a /proc to tell. */
const ours = (): readonly string[] =>
  existsSync('/proc/self/status')
    ? readdirSync('/proc').filter((pid) => /^\d+$/u.test(pid) && isOurs(pid))
    : [];

/** What they hold. */
const held = (): string =>
  ours()
    .map((pid) => `${nameOf(pid)} ${holdings(pid)}`)
    .join('; ') || 'not measured here';

/** The processor seconds that they and this program have used so far, by their names. */
function used(): ReadonlyMap<string, number> {
  const { user, system } = process.cpuUsage();
  const times = new Map([['this program', (user + system) / 1e6]]);
  for (const pid of ours()) {
    const fields = read(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
    const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    times.set(nameOf(pid), (times.get(nameOf(pid)) ?? 0) + ticks / ticksPerSecond);
  }
  return times;
}

/** Of processor times in /proc, on every Linux there is. */
const ticksPerSecond = 100;

const read = (pid: string, file: string): string => {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8');
  } catch {
    return '';
  }
};

const isOurs = (pid: string): boolean =>
  read(pid, 'environ').includes(`WINEPREFIX=${join(cacheFolder(), 'wine')}`) &&
  /bridge-|wineserver/u.test(read(pid, 'cmdline'));

const nameOf = (pid: string): string =>
  read(pid, 'cmdline').includes('wineserver') ? 'wineserver' : 'bridge';

function holdings(pid: string): string {
  const status = read(pid, 'status');
  const field = (name: string): string => new RegExp(`^${name}:\\s*(.*)$`, 'mu').exec(status)?.[1] ?? '?';
  const descriptors = readdirSync(join('/proc', pid, 'fd')).length;
  return `${String(descriptors)} descriptors, ${field('Threads')} threads, ${field('VmRSS')}`;
}

const provider = await ProgramProvider.start(await bridgeCommand());
const lanes = async (count: number): Promise<void> => {
  let left = count;
  const lane = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      await drive(await provider.open());
    }
  };
  await Promise.all(Array.from({ length: side }, lane));
};

/** Milliseconds after which threads that have nothing to do are gone, and what they held with them. */
const rest = 6_000;

await lanes(2 * side);
console.log(`${provider.name}, ${String(side)} sessions side by side`);
await setTimeout(rest);
console.log(`at rest after ${String(2 * side)} sessions: ${held()}`);
const begun = performance.now();
const before = used();
await lanes(sequences);
const seconds = (performance.now() - begun) / 1000;
console.log(
  `${(sequences / seconds).toFixed(0)} sequences/s, ${((sequences * sequence.length) / seconds).toFixed(0)} calls/s`,
);
for (const [name, after] of used()) {
  const spent = after - (before.get(name) ?? 0);
  console.log(
    `${name}: ${spent.toFixed(1)} processor s, ${((spent / sequences) * 1000).toFixed(2)} ms a sequence`,
  );
}
await setTimeout(rest);
console.log(`at rest after ${String(sequences)} more: ${held()}`);
await provider.end();
