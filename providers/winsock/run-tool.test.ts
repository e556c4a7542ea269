import { describe, expect, it } from 'vitest';
import { runTool } from './run-tool.js';

const node = process.execPath;

/** A tool that goes on until it is ended. */
const endless = ['-e', 'setInterval(() => {}, 1000)'];

describe('a tool', () => {
  it('gives its exit code and what it wrote', async () => {
    const script = `console.log('made'); console.error('a warning'); process.exitCode = 3`;
    expect(await runTool(node, ['-e', script], { longest: 20 })).toEqual({
      status: 3,
      stdout: 'made\n',
      stderr: 'a warning\n',
    });
  });

  it('is ended when its time is over', async () => {
    expect(await runTool(node, endless, { longest: 0.2 })).toMatchObject({ status: null });
  });

  it('is ended when it writes without end', async () => {
    const script = `setInterval(() => console.log('x'.repeat(100_000)), 1)`;
    expect(await runTool(node, ['-e', script], { longest: 20 })).toMatchObject({ status: null });
  });

  it('is ended by an interrupt, which is no failure of it', async () => {
    const controller = new AbortController();
    const running = runTool(node, endless, { longest: 20, signal: controller.signal });
    controller.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it.skipIf(process.platform === 'win32')('may hear of the interrupt before this process does', async () => {
    const itself = `process.kill(process.pid, 'SIGINT'); setInterval(() => {}, 1000)`;
    await expect(runTool(node, ['-e', itself], { longest: 20 })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('that is not there is said to be missing', async () => {
    await expect(runTool('/no/such/tool', [], { longest: 20 })).rejects.toThrow('ENOENT');
  });
});
