import { describeCall, describeResult } from '../../spec/trace/describe.js';
import type { Step } from '../../spec/trace/step.js';

/** What is seen of a step, on one line; of one that is not seen, its rule. */
export const edgeLabel = ({ rule, step }: { readonly rule: string; readonly step: Step | null }): string => {
  if (!step) return rule;
  return 'settle' in step ? 'settle' : `${describeCall(step)} ${describeResult(step.result)}`;
};
