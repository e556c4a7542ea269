import { printable } from '../text.js';
import { edgeLabel } from './label.js';
import type { LabelledGraph } from './labelled.js';

/** What the tools that read this format take for a step that is not seen. */
const unseen = 'i';

/** A whole graph in the format of Aldebaran, line by line. What happens in silence is the internal step `i`. */
export function* autLines({ states, transitions }: LabelledGraph): Generator<string> {
  yield `des (0, ${transitions.length}, ${states})\n`;
  for (const { from, to, rule, step } of transitions)
    yield `(${from}, "${step ? quotable(edgeLabel({ rule, step })) : unseen}", ${to})\n`;
}

/** The format knows no way to write a quotation mark within others. */
const quotable = (text: string): string => printable(text).replaceAll('"', "'");
