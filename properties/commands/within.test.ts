import { describe, expect, it } from 'vitest';
import { machineOf } from '../../model/machine.js';
import { Oracle } from '../../model/oracle/oracle.js';
import {
  client,
  freely,
  made,
  recv,
  register,
  send,
  server,
  settle,
  socketNamed,
  upTo,
} from '../../model/search/moves.js';
import type { Scope } from '../../model/search/scope.js';
import { machineProvider } from '../../providers/reference.js';
import { profileNamed } from '../../spec/profiles.js';
import type { Step } from '../../spec/trace/step.js';
import type { Plan } from '../campaign/plan.js';
import { planOf, usualSetUp } from '../campaign/plan.js';
import type { Stage } from '../campaign/play.js';
import { play } from '../campaign/play.js';
import type { Act } from './act.js';
import { actsOf } from './act.js';
import { impartial } from './propose.js';
import { runRandom } from './run.js';
import { steady } from './steady.js';
import type { System } from './system.js';

const machine = machineOf(profileNamed('tcp'));
const reference = steady((choose) => machineProvider('a test', machine, choose).open());

/** The reference without registrations; it takes note of what each session was asked for. */
function lacking(): { readonly system: System; readonly sessions: readonly (readonly string[])[] } {
  const sessions: string[][] = [];
  const open: System['open'] = async (seed) => {
    const session = await reference.open(seed);
    const asked: string[] = [];
    sessions.push(asked);
    return {
      call: (socket, call) => {
        asked.push(call.call === 'send' ? `send ${call.args.data}` : call.call);
        return call.call === 'WSAEventSelect' ? { result: 'unsupported' } : session.call(socket, call);
      },
      settle: () => session.settle(),
      close: () => session.close(),
    };
  };
  return { system: { open }, sessions };
}

/** Of its set-up neither the registrations can be made there, nor what a socket does that nobody has accepted. */
const scope: Scope = {
  name: 'a few sends',
  setup: [
    ...socketNamed(client),
    made(client, register('FD_READ')),
    made(client, register('FD_CLOSE')),
    made(server, send('c')),
    settle,
  ],
  moves: [upTo(2, client, send('a')), upTo(1, client, send('b')), freely(client, recv(1))],
  settles: true,
  timers: false,
  room: 4,
};

const plans = Array.from({ length: 20 }, (_, index) =>
  planOf(1, index, { maxSteps: 20, usual: usualSetUp, beginnings: [] }),
);

const stage: Stage = {
  system: lacking().system,
  oracle: new Oracle(machine),
  properties: [],
  unsupported: new Set(),
  favour: impartial,
  isOver: () => false,
};

/** What is recorded of runs that begin with so many acts. */
const recorded = (setUp: readonly Act[], how: Partial<Stage> & Partial<Plan>): Promise<(readonly Step[])[]> =>
  Promise.all(
    plans.map(async (plan) => (await play({ ...plan, ...how, setUp }, { ...stage, ...how })).recording.steps),
  );

const sends = (steps: readonly Step[], data: string): number =>
  steps.filter((step) => 'call' in step && step.call === 'send' && step.args.data === data).length;

const mostSends = (runs: readonly (readonly Step[])[], data: string): number =>
  Math.max(...runs.map((steps) => sends(steps, data)));

describe('a call that may be made so often within a scope', () => {
  const setUp = actsOf(scope.setup);

  it('is made no oftener where part of the set-up could not be made', async () => {
    const runs = await recorded(setUp, { within: scope });
    expect([mostSends(runs, 'a'), mostSends(runs, 'b')]).toEqual([2, 1]);
  });

  it('is made no oftener in a run that goes on from another', async () => {
    const [first] = await recorded([...setUp, ...actsOf([made(client, send('a'))])], { within: scope });
    const before = actsOf(first?.slice(0, 3) ?? []);
    expect(before).toEqual(actsOf([...socketNamed(client), settle, made(client, send('a'))]));
    const runs = await recorded(before, { within: scope });
    expect([mostSends(runs, 'a'), mostSends(runs, 'b')]).toEqual([2, 1]);
  });

  it('is made no oftener by commands of fast-check', async () => {
    const { system, sessions } = lacking();
    const options = { system, machine, runs: 20, seed: 1, maxSteps: 20, unsupported: new Set<string>() };
    await runRandom({ ...options, within: scope });
    const most = ['send a', 'send b'].map((what) =>
      Math.max(...sessions.map((asked) => asked.filter((one) => one === what).length)),
    );
    expect(most).toEqual([2, 1]);
  });
});

it('a run within a scope that has come to rest does something before it rests again', async () => {
  const runs = await recorded(actsOf(scope.setup), { within: scope });
  const isRest = (step: Step | undefined): boolean => step !== undefined && 'settle' in step;
  expect(runs.some((steps) => steps.filter(isRest).length > 1)).toBe(true);
  expect(runs.filter((steps) => steps.some((step, at) => isRest(step) && isRest(steps[at + 1])))).toEqual([]);
});
