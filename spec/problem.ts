/** What is wrong with an input: where, what should stand there, and what does. */
export interface Problem {
  /** The path of the field, such as `args.data` or `events[1]`; absent where the whole is meant. */
  readonly field?: string;
  readonly expected: string;
  readonly found: string;
}

/** The outcome of reading something that others wrote. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A problem as one sentence. */
export const describeProblem = ({ field, expected, found }: Problem): string =>
  `${field === undefined ? '' : `${field}: `}expected ${expected}, found ${found}`;

/** The same problem, seen from the object that holds `field`. */
export function within(field: string, problem: Problem): Problem {
  const inner = problem.field;
  if (inner === undefined) return { ...problem, field };
  return { ...problem, field: inner.startsWith('[') ? `${field}${inner}` : `${field}.${inner}` };
}

const longest = 60;

/** A text in quotes, cut if it is long and without control characters, fit for a terminal. */
export function quoted(text: string): string {
  const shown = JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
  return shown.replace(
    /[\u007f-\u009f\u2028\u2029]/gu,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value from a JSON document in few words, however large or deep it is. */
export function describeFound(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  const names = Object.keys(value);
  if (names.length === 0) return 'an empty object';
  const some = names.slice(0, 4).map((name) => quoted(name));
  return `an object with ${some.join(', ')}${names.length > some.length ? ' …' : ''}`;
}
