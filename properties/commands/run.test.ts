import { describe, expect, it } from 'vitest';
import { documents } from '../../model/testing.js';
import { machineProvider } from '../../providers/reference.js';
import { printStep } from '../../spec/trace/print.js';
import { createScope } from '../../spec/trace/scope.js';
import type { Step } from '../../spec/trace/step.js';
import { SystemFailure } from './report.js';
import { runRandom } from './run.js';
import { steady } from './steady.js';
import type { System, SystemSession } from './system.js';

const { machine, oracle } = documents('tcp');
const system = steady((choose) => machineProvider('a test', machine, choose).open());

/** The same system with something different about its sessions. */
const altered = (change: (session: SystemSession, seed: number) => Partial<SystemSession>): System => ({
  open: async (seed) => {
    const session = await system.open(seed);
    return {
      call: (socket, call) => session.call(socket, call),
      settle: () => session.settle(),
      close: () => session.close(),
      ...change(session, seed),
    };
  },
});

describe('a run', () => {
  it('is the same again from its seed', async () => {
    const options = { system, machine, runs: 40, seed: 8, maxSteps: 25 };
    expect(await runRandom(options)).toEqual(await runRandom(options));
  });

  it('can be recorded as a trace', async () => {
    const problems: string[] = [];
    const watched = altered((session) => {
      const scope = createScope();
      const admit = (step: Step): void => {
        const problem = scope.admit(step);
        if (problem) problems.push(`${printStep(step)}: ${problem.found}`);
      };
      return {
        call: async (socket, call) => {
          const answer = await session.call(socket, call);
          if (answer.result !== 'unsupported') admit({ socket, ...call, result: answer.result });
          answer.completed?.forEach(admit);
          return answer;
        },
        settle: async () => {
          const answer = await session.settle();
          answer.completed?.forEach(admit);
          return answer;
        },
      };
    });
    await runRandom({ system: watched, machine, oracle, runs: 60, seed: 3, maxSteps: 25 });
    expect(problems).toEqual([]);
  });

  it('has no more steps than it may, but for the ends of pending calls', async () => {
    let longest = 0;
    let calls = 0;
    const counted = altered((session) => {
      calls = 0;
      const count = (): void => {
        calls += 1;
        longest = Math.max(longest, calls);
      };
      return {
        call: (socket, call) => {
          count();
          return session.call(socket, call);
        },
        settle: () => {
          count();
          return session.settle();
        },
      };
    });
    await runRandom({ system: counted, machine, oracle, runs: 30, seed: 1, maxSteps: 40 });
    expect(longest).toBeLessThanOrEqual(40);
    expect(longest).toBeGreaterThan(20);
  });

  it('ends when time is up', async () => {
    const report = await runRandom({ system, machine, runs: 1_000_000, seed: 1, maxSteps: 25, time: 0.2 });
    expect(report.interrupted).toBe(true);
    expect(report.runs).toBeGreaterThan(0);
    expect(report.violations).toEqual([]);
  });

  it('leaves out what the system does not have', async () => {
    const without = altered((session) => ({
      call: (socket, call) =>
        call.call === 'WSAEventSelect' ? { result: 'unsupported' } : session.call(socket, call),
    }));
    const report = await runRandom({ system: without, machine, oracle, runs: 60, seed: 1, maxSteps: 25 });
    expect(report.unsupported).toEqual(['WSAEventSelect']);
    expect([...report.outcomes.keys()].filter((outcome) => outcome.startsWith('WSAEventSelect'))).toEqual([]);
    expect(report.callsRun / report.callsGenerated).toBeGreaterThan(0.95);
  });

  it('that the system does not survive is no finding', async () => {
    let open = 0;
    const fragile = altered((session, seed) => {
      open += 1;
      return {
        call: (socket, call) => {
          if (call.call === 'send' && seed !== 0) throw new Error('the pipe is broken');
          return session.call(socket, call);
        },
        close: () => {
          open -= 1;
        },
      };
    });
    const failure: unknown = await runRandom({
      system: fragile,
      machine,
      oracle,
      runs: 500,
      seed: 1,
      maxSteps: 25,
    }).catch((error: unknown) => error);
    if (!(failure instanceof SystemFailure)) throw new Error('the run should have failed');
    expect(failure.message).toBe('the pipe is broken');
    expect(failure.asked).toMatchObject({ call: { call: 'send' } });
    expect(failure.steps.length).toBeGreaterThan(3);
    expect(open).toBe(0);
  });

  it('is not even begun where no session can be opened', async () => {
    const closed: System = {
      open: () => {
        throw new Error('no such program');
      },
    };
    const run = runRandom({ system: closed, machine, runs: 5, seed: 1, maxSteps: 25 });
    await expect(run).rejects.toThrow(new SystemFailure([], null, new Error('no such program')));
  });
});
