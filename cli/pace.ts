import { grouped } from '../reports/index.js';

/** Tells how fast something goes, and how long it may still take. */
export interface Pace {
  /**
   * `, 1,234/s`, and with a `total` that is known `, about 5 s left`, else with a limit of time `, at most 5 s left`; nothing
   * before there is anything to tell.
   */
  readonly after: (done: number, total?: number) => string;
}

/** Milliseconds before which a pace is but chance. */
const warmUp = 500;

/** A pace from now on, of something that ends after `limit` seconds at the latest; `now` gives milliseconds. */
export function paceFrom(limit = Infinity, now: () => number = () => performance.now()): Pace {
  const start = now();
  return {
    after: (done, total) => {
      const elapsed = now() - start;
      if (elapsed < warmUp || done === 0) return '';
      const rate = (done / elapsed) * 1000;
      const told = `, ${rate < 10 ? rate.toFixed(1) : grouped(rate)}/s`;
      const most = Math.max(0, limit - elapsed / 1000);
      if (total !== undefined && total >= done)
        return `${told}, about ${duration(Math.min((total - done) / rate, most))} left`;
      return most === Infinity ? told : `${told}, at most ${duration(most)} left`;
    },
  };
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
