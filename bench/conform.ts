import { asked, countFrom } from '../audit/asked.js';
import { machineOf } from '../model/machine.js';
import { runCampaign } from '../properties/campaign/campaign.js';
import { planOf, usualSetUp } from '../properties/campaign/plan.js';
import { steady } from '../properties/commands/steady.js';
import type { System } from '../properties/commands/system.js';
import { properties } from '../properties/index.js';
import type { Session } from '../providers/provider.js';
import { machineProvider } from '../providers/reference.js';
import { ProgramProvider } from '../providers/stdio/provider.js';
import { profileNamed } from '../spec/profiles.js';
import { candidatesOf, readingKeys } from '../spec/readings.js';
import { socketName } from '../spec/trace/names.js';
import type { Call, SocketName } from '../spec/trace/step.js';

/**
 * How fast providers are driven: `node dist/bench/conform.js [RUNS] [SEQUENCES]`. Random sequences against the reference
 * in memory, and what of their time is whose; calls of a program that answers at once, over stdin and stdout.
 */
const { runs, sequences } = asked(() => {
  const [one = '5000', other = '3000'] = process.argv.slice(2);
  return { runs: countFrom(one, 'runs'), sequences: countFrom(other, 'sequences') };
});

/** As `conform` has them, unless its command line says otherwise. */
const maxSteps = 40;
const seed = 1;

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

/** Milliseconds that a system takes for its answers, summed up as it is driven. */
function watched(system: System): { readonly system: System; readonly taken: () => number } {
  let sum = 0;
  const clocked = <Result>(doing: () => Result): Result => {
    const start = performance.now();
    const result = doing();
    sum += performance.now() - start;
    return result;
  };
  const open: System['open'] = async (opening) => {
    const session = await system.open(opening);
    return {
      call: (socket, call) => clocked(() => session.call(socket, call)),
      settle: () => clocked(() => session.settle()),
      close: () => clocked(() => session.close()),
    };
  };
  return { system: { open }, taken: () => sum };
}

/**
 * Drives the reference, which follows the first reading everywhere, and draws the same number of plans once more without doing
 * what they say.
 */
async function inMemory(): Promise<void> {
  const profile = profileNamed('tcp');
  const readings = Object.fromEntries(readingKeys.map((key) => [key, candidatesOf(key).slice(0, 1)]));
  const reference = machineOf(profile, { readings });
  const { system, taken } = watched(
    steady((choose) => machineProvider('reference', reference, choose).open()),
  );
  const before = process.cpuUsage();
  const start = performance.now();
  const { steps, faults } = await runCampaign({
    system,
    machine: machineOf(profile),
    properties,
    runs,
    seed,
    maxSteps,
  });
  const all = performance.now() - start;
  const { user, system: kernel } = process.cpuUsage(before);
  const seconds = (user + kernel) / 1e6;
  if (faults.length > 0) throw new Error('the reference was accused');
  const drawing = performance.now();
  for (let run = 0; run < runs; run += 1) planOf(seed, run, { maxSteps, usual: usualSetUp, beginnings: [] });
  const drawn = performance.now() - drawing;
  console.log(
    `reference in memory: ${String(runs)} sequences, ${String(steps)} steps: ` +
      `${(runs / seconds).toFixed(0)} sequences and ${(steps / seconds).toFixed(0)} steps a second of processor time; ` +
      `of the time fast-check's generation takes ${percent(drawn, all)}, the provider ${percent(taken(), all)}`,
  );
}

/** A program that answers each request as soon as it has read it, whatever it is. */
const prompt = `
  const answers = { hello: { ok: { protocol: 1, provider: 'prompt', profile: 'tcp' } }, call: { result: { ok: {} } } };
  let rest = '';
  process.stdin.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\\n');
    rest = lines.pop();
    const said = lines.map((line) => {
      const { id, op } = JSON.parse(line);
      return JSON.stringify({ id, ...(answers[op] ?? { ok: {} }) }) + '\\n';
    });
    process.stdout.write(said.join(''));
  }).on('end', () => process.exit(0));`;

const client = socketName('client');
const listener = socketName('listener');

/** What each session is asked for: a connection that is made, used, and closed. */
const sequence: readonly (readonly [SocketName, Call])[] = [
  [listener, { call: 'WSASocket', args: {} }],
  [listener, { call: 'bind', args: {} }],
  [listener, { call: 'listen', args: { backlog: 5 } }],
  [client, { call: 'WSASocket', args: {} }],
  [client, { call: 'WSAConnect', args: { to: listener } }],
  [listener, { call: 'WSAAccept', args: { as: socketName('server'), condition: null } }],
  ...Array.from({ length: 4 }, () => [client, { call: 'send', args: { data: 'request' } }] as const),
  ...Array.from({ length: 4 }, () => [client, { call: 'shutdown', args: { how: 'SD_SEND' } }] as const),
  [client, { call: 'closesocket', args: {} }],
  [listener, { call: 'closesocket', args: {} }],
];

async function drive(session: Session): Promise<void> {
  for (const [socket, call] of sequence) await session.call(socket, call);
  await session.close();
}

/** Drives a program by so many sessions side by side. */
async function overPipes(side: number): Promise<void> {
  const provider = await ProgramProvider.start([process.execPath, '-e', prompt]);
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
  try {
    await lanes(side);
    const before = process.cpuUsage();
    const start = performance.now();
    await lanes(sequences);
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before);
    const calls = sequences * sequence.length;
    console.log(
      `a program that answers at once, ${String(side)} sessions side by side: ${(calls / seconds).toFixed(0)} calls/s, ` +
        `${(sequences / seconds).toFixed(0)} sequences/s; ${((user + system) / calls).toFixed(0)} µs of processor time a call in the checker`,
    );
  } finally {
    await provider.end();
  }
}

await inMemory();
for (const side of [1, 4, 16, 64, 256]) await overPipes(side);
