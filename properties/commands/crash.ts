import { explain } from '../../model/oracle/explain.js';
import type { Violation } from '../../model/verdict.js';
import type { Step } from '../../spec/trace/step.js';
import type { Act } from './act.js';
import type { Accusation } from './judge.js';
import type { Recording } from './recording.js';

/** What was seen, and the last thing that was asked for: it has no answer, because it has ended the system. */
export function crashOf(
  { steps, judge, asked }: Recording,
  error: unknown,
): { readonly steps: readonly Step[]; readonly accusation: Accusation } {
  if (asked === null) throw error;
  const last = unanswered(asked);
  const why = error instanceof Error ? error.message : String(error);
  const at = steps.length;
  const violation: Violation =
    'settle' in last
      ? { clauses: [], summary: why, at, step: last, expected: [], observed: undefined, rules: [] }
      : { ...explain(judge.oracle, judge.belief, last, at), summary: `${why}.` };
  return { steps: [...steps, last], accusation: { violation, property: null, crash: true } };
}

const unanswered = (act: Act): Step => ('settle' in act ? act : { socket: act.socket, ...act.call });
