import { printable, wrap } from './text.js';

/** A property that objects to what the documents allow, and what it says: a fault of ours, held against nobody. */
export interface Objecting {
  readonly property: string;
  readonly broken: string;
}

/** An objection for a terminal of 80 columns; `where` begins a clause: “in step 7”. */
export const objectionLines = (
  { property, broken }: Objecting,
  where: string,
  first = '',
): readonly string[] =>
  wrap(
    printable(
      `halfclose is at fault, not the provider: ${where} the documents allow what the property ${property} objects to: ${broken}.`,
    ),
    { first },
  );

/** Why nothing complete can be said where properties object. */
export const contradiction = (objections: readonly Objecting[]): string =>
  `halfclose contradicts itself: what the documents allow goes against ${objections.map(({ property }) => property).join(', ')}`;
