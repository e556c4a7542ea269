import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { machineOf } from '../model/machine.js';
import type { Helper } from '../model/search/engine/helper.js';
import { cell, stage } from '../model/search/engine/helper.js';
import { shortConversations } from '../model/search/engine/testing.js';
import type { Limits } from '../model/search/explore.js';
import { explore } from '../model/search/explore.js';
import { indifferent } from '../model/search/observer.js';
import { profileNamed } from '../spec/profiles.js';
import { helperFrom } from './second-thread.js';

const machine = machineOf(profileNamed('tcp'));
const unlimited: Limits = { states: Infinity, goOn: () => true };

let folder: string;
let worker: URL;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'second-thread-'));
  const input = fileURLToPath(new URL('search-worker.ts', import.meta.url));
  const bundle = await rolldown({ input, platform: 'node' });
  const file = join(folder, 'search-worker.mjs');
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  worker = pathToFileURL(file);
});

afterAll(() => rm(folder, { recursive: true }));

/** A helper that the search waits for at the beginning of each round, however short that is. */
function awaited(onHelped: () => void): Helper {
  const { take, end } = helperFrom(worker);
  return {
    take: (round) => {
      take(round);
      const offered = round.number * 4 + stage.offered;
      if (Atomics.wait(round.control, cell.stage, offered, 5000) !== 'timed-out') onHelped();
    },
    end,
  };
}

it('two threads find the states, the steps and the rules that one finds', () => {
  let helped = 0;
  const helper = { start: () => awaited(() => (helped += 1)), after: 1000, worth: 0 };
  const found = explore(machine, shortConversations, indifferent, { ...unlimited, helper });
  expect(found).toEqual(explore(machine, shortConversations, indifferent, unlimited));
  expect(helped).toBeGreaterThan(3);
});

it('a second thread that cannot be started is told of, and does not end the program', async () => {
  const warning = new Promise<unknown>((tell) => {
    vi.spyOn(process, 'emitWarning').mockImplementation(tell);
  });
  helperFrom(new URL('nowhere.mjs', worker));
  expect(await warning).toMatch(/second thread of a search has failed: .*nowhere/u);
});
