import { expect, it } from 'vitest';
import { interruptible } from './interrupt.js';
import { heard } from './testing.js';

it('what an interrupt leaves without a result ends with 2, and shows no stack', async () => {
  const { code, err } = await heard((terminal) =>
    interruptible(terminal, (signal) => {
      process.emit('SIGINT');
      signal.throwIfAborted();
      return Promise.resolve(0);
    }),
  );
  expect(err).toBe('interrupted: ending what is under way (once more to end at once)');
  expect(code).toBe(2);
});

it('a fault of the checker stays one', async () => {
  const failing = heard((terminal) =>
    interruptible(terminal, () => Promise.reject(new Error('a fault of its own'))),
  );
  await expect(failing).rejects.toThrow('a fault of its own');
});
