import type { ClauseEntry } from '../../reports/clause-page.js';

/** What is looked for. */
export interface Filter {
  readonly text: string;
  readonly chapter: string;
  readonly binds: 'anyone' | ClauseEntry['binds'];
  readonly standing: Standing;
}

/** How a clause stands in the model and in the suites. */
export const standings = [
  'all',
  'founding',
  'modelled',
  'not modelled',
  'without a faulty provider',
  'ambiguous',
] as const;
export type Standing = (typeof standings)[number];

/** Nothing is left out. */
export const everything: Filter = { text: '', chapter: 'every chapter', binds: 'anyone', standing: 'all' };

/** Whether a clause is looked for: each word has to stand somewhere in it. */
export function isWanted(entry: ClauseEntry, { text, chapter, binds, standing }: Filter): boolean {
  if (chapter !== everything.chapter && entry.chapter !== chapter) return false;
  if (binds !== 'anyone' && entry.binds !== binds) return false;
  if (!stands(entry, standing)) return false;
  const words = text.toLowerCase().split(/\s+/u).filter(Boolean);
  const whole = wordsOf(entry);
  return words.every((word) => whole.includes(word));
}

function stands({ founding, status, faults, ambiguities }: ClauseEntry, standing: Standing): boolean {
  switch (standing) {
    case 'all':
      return true;
    case 'founding':
      return founding;
    case 'modelled':
    case 'not modelled':
      return status === standing;
    case 'without a faulty provider':
      return status === 'modelled' && faults.length === 0;
    case 'ambiguous':
      return ambiguities.length > 0;
  }
}

const wordsOf = (entry: ClauseEntry): string =>
  [
    entry.id,
    entry.rule,
    entry.calls,
    entry.result,
    entry.scope,
    entry.source,
    ...entry.ambiguities,
    ...entry.evidence,
    ...entry.rules,
    ...entry.properties,
    ...entry.faults,
  ]
    .join(' ')
    .toLowerCase();
