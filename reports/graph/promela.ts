import { printable } from '../text.js';
import { edgeLabel } from './label.js';
import type { TransitionTables } from './tables.js';
import { DecisionTable, memoriesAfter, mostSteps } from './tables.js';

/**
 * A transition system as a model for SPIN: the parts are an array, and each option of the one process looks a step up in
 * tables, which are C. An assertion fails where something is broken. SPIN finds as many states as we do, if it reduces
 * nothing.
 */
export function promelaModel(title: string, system: TransitionTables): string {
  const { parts, actions, edges, broken, exploration } = system;
  const decisions = new DecisionTable();
  const type = typeFor(Math.max(...parts.map(({ values }) => values)));
  const memory = parts.length - 1;
  const sound = [...broken.keys()].map((value) => `part[${memory}] != ${value}`).join(' && ');
  const options = actions.flatMap((action) => {
    const root = decisions.place(action);
    const look = (way: number): string =>
      `:: d_step { c_expr { find (${root}, ${way}, now.part) } -> c_code { take(now.part); }`;
    return Array.from(
      { length: mostSteps(action) },
      (_, way) => `  ${look(way)}${sound === '' ? '' : `; assert(${sound})`} }`,
    );
  });
  return [
    `/* ${commented(title)}: ${exploration.states} states, ${exploration.transitions} transitions.`,
    '   spin -a FILE && gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -m1000000',
    ...parts.map(({ name }, part) => `   part ${part}: ${commented(name)}`),
    ...[...broken].map(([value, reason]) => `   part ${memory} is ${value}: ${commented(reason)}`),
    '*/',
    ...chunks('const int', 'decisions', decisions.numbers.map(String)),
    ...chunks('const int', 'memories', memoriesAfter(system).map(String)),
    ...chunks(
      'const char *const',
      'labels',
      edges.map((edge) => cString(edgeLabel(edge))),
    ),
    'c_decl {',
    ...lookup(type.c, memory, edges.length),
    '}',
    `${type.promela} part[${parts.length}] = {${parts.map(({ start }) => start).join()}};`,
    'active proctype halfclose() {',
    'end: do',
    ...options,
    '  od',
    '}',
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const typeFor = (values: number): { readonly promela: string; readonly c: string } =>
  values <= 1 << 8 ? { promela: 'byte', c: 'unsigned char' } : { promela: 'int', c: 'int' };

const commented = (text: string): string => printable(text).replaceAll('*/', '* /');

/** A string in C. SPIN repeats it within a string of its own, so that it must not hold what would have to be escaped there. */
const cString = (text: string): string => `"${printable(text).replaceAll('"', "'").replaceAll('\\', '/')}"`;

/** Entries of a table that stand together: SPIN reads C in blocks of a limited length. */
const chunkBits = 8;

/** A table in C, in blocks; `AT(name, at)` is an entry of it. */
function chunks(type: string, name: string, entries: readonly string[]): readonly string[] {
  const count = Math.ceil(entries.length / (1 << chunkBits));
  const blocks = Array.from({ length: count }, (_, index) => {
    const some = entries.slice(index << chunkBits, (index + 1) << chunkBits);
    return `c_decl { static ${type} ${name}${index}[] = {${some.join()}}; }`;
  });
  const all = Array.from({ length: count }, (_, index) => `${name}${index}`);
  return [...blocks, `c_decl { static ${type} *const ${name}[] = {${all.join()}}; }`];
}

/** The C by which an option finds its step, and takes it. */
const lookup = (type: string, memory: number, edges: number): readonly string[] => [
  `#define AT(table, at) table[(at) >> ${chunkBits}][(at) & ${(1 << chunkBits) - 1}]`,
  'static int chosen;',
  `static int find(int at, int way, const ${type} *part) {`,
  '  while (AT(decisions, at) >= 0) {',
  '    int value = part[AT(decisions, at)];',
  '    int next = value < AT(decisions, at + 1) ? AT(decisions, at + 2 + value) : -1;',
  '    if (next < 0) { fprintf(stderr, "a state that was not met before\\n"); abort(); }',
  '    at = next;',
  '  }',
  '  if (way >= AT(decisions, at + 1)) return 0;',
  '  chosen = AT(decisions, at + 2 + way);',
  '  return 1;',
  '}',
  `static void take(${type} *part) {`,
  '  int edge = AT(decisions, chosen), count = AT(decisions, chosen + 1), at = chosen + 2;',
  `  int memory = part[${memory}] * ${edges} + edge;`,
  '  for (; count > 0; count--, at += 2) part[AT(decisions, at)] = AT(decisions, at + 1);',
  `  part[${memory}] = AT(memories, memory);`,
  '  Printf("%s\\n", AT(labels, edge));',
  '}',
];
