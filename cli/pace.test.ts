import { describe, expect, it } from 'vitest';
import { paceFrom } from './pace.js';

describe('a pace', () => {
  let time = 1000;
  const now = () => time;

  it('is nothing before there is something to tell', () => {
    time = 1000;
    const pace = paceFrom(Infinity, now);
    time += 100;
    expect(pace.after(50)).toBe('');
    time += 1000;
    expect(pace.after(0, 10)).toBe('');
  });

  it('tells the rate, and what is left where the end is known', () => {
    time = 1000;
    const pace = paceFrom(Infinity, now);
    time += 2000;
    expect(pace.after(5)).toBe(', 2.5/s');
    expect(pace.after(5000)).toBe(', 2,500/s');
    expect(pace.after(5, 10)).toBe(', 2.5/s, about 2 s left');
    expect(pace.after(5, 1000)).toBe(', 2.5/s, about 7 min left');
  });

  it('tells no more than the time after which it ends anyway', () => {
    time = 1000;
    const pace = paceFrom(60, now);
    time += 2000;
    expect(pace.after(5)).toBe(', 2.5/s, at most 58 s left');
    expect(pace.after(5, 1000)).toBe(', 2.5/s, about 58 s left');
    expect(pace.after(5, 10)).toBe(', 2.5/s, about 2 s left');
  });
});
