import { z } from 'zod';
import { parseDocument } from '../spec/document.js';
import { pathOf } from '../spec/json-place.js';
import { expecting, freeText, object, parseWith } from '../spec/schema.js';
import { printStep } from '../spec/trace/print.js';
import { parseStep } from '../spec/trace/schema.js';
import type { Step } from '../spec/trace/step.js';

/** A deviation that is accepted: the trace that shows it. */
export interface Deviation {
  /** What it is, or why it is accepted, in free words. */
  readonly comment: string;
  /** Up to and including the step that is not allowed. */
  readonly steps: readonly Step[];
}

const step = z.unknown().transform((raw, context): Step => {
  const parsed = parseStep(raw);
  if (parsed.ok) return parsed.value;
  const { field, expected, found } = parsed.problem;
  context.addIssue({ code: 'custom', path: [...pathOf(field ?? '')], message: expected, params: { found } });
  return z.NEVER;
});

const some = expecting('a list of one or more steps');

const schema = object({
  known: z.literal(1, expecting('1, the version of the format that is read here')),
  deviations: z.array(
    object({ comment: freeText, steps: z.array(step, some).min(1, some) }),
    expecting('a list of deviations such as {"comment":"…","steps":[…]}'),
  ),
});

/** Reads a file of accepted deviations; `file` only gives its name to messages. Throws a `FileError` where it is wrong. */
export const parseKnown = (file: string, text: string): readonly Deviation[] =>
  parseDocument(file, text, (raw) => {
    const parsed = parseWith(schema, raw);
    return parsed.ok ? { ok: true, value: parsed.value.deviations } : parsed;
  });

/** Accepted deviations as a file, one step a line. */
export function printKnown(deviations: readonly Deviation[]): string {
  const items = deviations.map(({ comment, steps }) => {
    const lines = steps.map((one) => `      ${printStep(one)}`).join(',\n');
    return `    {"comment": ${JSON.stringify(comment)}, "steps": [\n${lines}\n    ]}`;
  });
  return `{"known": 1, "deviations": [${items.length === 0 ? '' : `\n${items.join(',\n')}\n  `}]}\n`;
}
