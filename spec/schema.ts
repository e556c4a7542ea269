import { z } from 'zod';
import type { Parsed, Problem } from './problem.js';
import { describeFound, quoted } from './problem.js';

/** The error setting of a schema whose message says what is expected at its place. */
export const expecting = (expected: string) => ({ error: expected });

const plainName = /^[\w-]+$/u;

/** `['args', 'events', 1]` as `args.events[1]`. */
const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((whole, part) => {
    if (typeof part === 'number') return `${whole}[${part}]`;
    const name = String(part);
    const shown = plainName.test(name) ? name : quoted(name);
    return whole === '' ? shown : `${whole}.${shown}`;
  }, '');

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? Reflect.get(value, part)
        : undefined,
    input,
  );
}

/** The first problem that a schema made with {@link expecting} has with `input`. */
function problemIn(error: z.ZodError, input: unknown): Problem {
  const issue = error.issues[0];
  if (issue === undefined) throw new Error('a schema refused its input without an issue');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return { field: pathOf([...issue.path, key]), expected: issue.message, found: quoted(key) };
  }
  const told: unknown = issue.code === 'custom' ? issue.params?.['found'] : undefined;
  const found = typeof told === 'string' ? told : describeFound(valueAt(input, issue.path));
  const field = pathOf(issue.path);
  return { ...(field === '' ? {} : { field }), expected: issue.message, found };
}

/** Reads `input` by a schema made with {@link expecting}. */
export function parseWith<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input);
  return result.success
    ? { ok: true, value: result.data }
    : { ok: false, problem: problemIn(result.error, input) };
}

/** `names` as an expectation. */
const listed = (names: readonly string[]): string => `one of ${names.join(', ')}`;

/** An object with these fields and no others. */
export function object<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const names = Object.keys(shape);
  const fields = names.length === 0 ? 'no fields' : `only the fields ${names.join(', ')}`;
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? fields : 'an object'),
  });
}

/** One of some names. */
export const choice = <const Names extends readonly string[]>(names: Names) =>
  z.enum(names, expecting(listed(names)));

/** The error setting of a union that is told apart by a field holding one of `names`. */
export const toldApartBy = (names: readonly string[]) => ({
  error: (issue: { readonly code: string }) => (issue.code === 'invalid_type' ? 'an object' : listed(names)),
});

/** A boolean. */
export const flag = z.boolean(expecting('true or false'));

/** Free text. */
export const freeText = z.string(expecting('a string'));

/** JSON knows a negative zero; nothing here does. */
const zeroUnsigned = (value: number): number => (value === 0 ? 0 : value);

/** Any integer that a number can hold exactly. */
export const integer = z.int(expecting('an integer')).overwrite(zeroUnsigned);

/** An integer from 0 to `highest`. */
export function natural(highest: number) {
  const said = expecting(`an integer from 0 to ${highest}`);
  return z.int(said).min(0, said).max(highest, said).overwrite(zeroUnsigned);
}
