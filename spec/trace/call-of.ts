import type { Call, CallStep } from './step.js';

/** The call of a step, without where it was made and what came of it. */
export function callOf(step: CallStep): Call {
  const { socket, result, comment, ...call } = step;
  return call;
}
