import { expect, it } from 'vitest';
import { Experience } from './experience.js';

it('what was done less is favoured more, and what was done often no more than usual', () => {
  const experience = new Experience();
  experience.add(['accept at an empty backlog', ...Array<string>(1000).fill('send')]);
  const never = experience.favour('receive after a reset');
  const once = experience.favour('accept at an empty backlog');
  const often = experience.favour('send');
  expect(never).toBeGreaterThan(once);
  expect(once).toBeGreaterThan(often);
  expect(often).toBeCloseTo(1, 1);
});
