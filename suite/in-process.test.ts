import { describe, expect, it } from 'vitest';
import { socketName } from '../spec/trace/names.js';
import type { OpenProvider } from './in-process.js';
import { inProcess } from './in-process.js';

const s = socketName('s');
const asked = async (provider: OpenProvider) => {
  const system = inProcess(() => provider, 50);
  const session = await system.open(0);
  return { system, answer: session.call(s, { call: 'recv', args: { len: 1 } }) };
};

describe('a provider in the same process', () => {
  it.each([
    ['synchronous', { call: () => ({ result: { ok: { data: 'a' } } }) }],
    ['asynchronous', { call: () => Promise.resolve({ result: { ok: { data: 'a' } } }) }],
  ])('may be %s', async (_, provider) => {
    const { answer } = await asked(provider);
    expect(await answer).toEqual({ result: { ok: { data: 'a' } }, completed: [] });
  });

  it('may lack a call, and may tell which calls have ended', async () => {
    const completed = [{ socket: 's', completes: 'recv', result: { error: 'WSAECONNRESET' } }];
    const { answer } = await asked({ call: () => ({ result: 'unsupported', completed }) });
    expect(await answer).toEqual({ result: 'unsupported', completed });
  });

  it('is told from one that has crashed', async () => {
    const { system, answer } = await asked({
      call: () => {
        throw new TypeError('no socket');
      },
    });
    const error: unknown = await Promise.resolve(answer).catch((thrown: unknown) => thrown);
    expect(String(error)).toBe('Error: the provider threw at recv on "s": TypeError: no socket');
    expect(system.hasCrashed?.(error)).toBe(true);
    expect(system.hasCrashed?.(new Error('another'))).toBe(false);
  });

  it.each([
    ['does not answer', { call: () => new Promise(() => undefined) }, 'did not answer recv on "s" in 0.05 s'],
    [
      'answers nothing',
      { call: () => undefined },
      'nonsense to recv on "s": expected an object with "result", found nothing',
    ],
    [
      'answers what the call cannot give',
      { call: () => ({ result: { ok: { sent: 1 } } }) },
      'ok.sent: expected only the fields data',
    ],
  ])('that %s cannot be driven', async (_, provider, said) => {
    const { answer } = await asked(provider);
    await expect(answer).rejects.toThrow(said);
  });
});
