import type { Clause, ClauseId } from '../spec/clauses/index.js';
import { clauseById } from '../spec/clauses/index.js';
import type { Colors } from './colors.js';
import { grouped, wrap } from './text.js';

/** What stands for a clause in the model and in the suites. */
export interface ClauseCoverage {
  /** The rules of the model that implement it. */
  readonly rules: readonly string[];
  readonly properties: readonly string[];
  /** The faulty providers that break it. */
  readonly faults: readonly string[];
  /** How often one of its rules fired. */
  readonly exercised: number;
}

/**
 * A row of the clause table.
 * @see contracts.md section 3
 */
export interface ClauseTableRow extends ClauseCoverage {
  readonly id: ClauseId;
  readonly founding: boolean;
  readonly binds: Clause['binds'];
  readonly status: 'modelled' | 'not modelled';
  /** Why it is not modelled. */
  readonly reason?: string;
}

/** The row of a clause. */
export function clauseTableRow(clause: Clause, coverage: ClauseCoverage): ClauseTableRow {
  const { id, founding, binds, status } = clause;
  const { rules, properties, faults, exercised } = coverage;
  const known = status.modelled
    ? ({ status: 'modelled' } as const)
    : ({ status: 'not modelled', reason: `${status.reason}: ${status.because}` } as const);
  return { id, founding, binds, ...known, rules, properties, faults, exercised };
}

/** Whether something would notice if a clause were broken: a faulty provider if it binds the provider, else that or a property. */
const isCovered = ({ binds, properties, faults }: ClauseTableRow): boolean =>
  faults.length > 0 || (binds !== 'P' && properties.length > 0);

/** The clause table in numbers, and what is missing by its identifiers. */
export interface ClauseTotals {
  readonly clauses: number;
  readonly modelled: number;
  /** Of those that are modelled; so is {@link covered}. */
  readonly exercised: number;
  readonly covered: number;
  readonly notModelled: readonly ClauseId[];
  readonly notExercised: readonly ClauseId[];
  readonly notCovered: readonly ClauseId[];
}

const idsOf = (rows: readonly ClauseTableRow[]): readonly ClauseId[] => rows.map(({ id }) => id);

/** Counts what is modelled, exercised and covered. */
export function clauseTotals(rows: readonly ClauseTableRow[]): ClauseTotals {
  const modelled = rows.filter(({ status }) => status === 'modelled');
  const notExercised = idsOf(modelled.filter(({ exercised }) => exercised === 0));
  const notCovered = idsOf(modelled.filter((row) => !isCovered(row)));
  return {
    clauses: rows.length,
    modelled: modelled.length,
    exercised: modelled.length - notExercised.length,
    covered: modelled.length - notCovered.length,
    notModelled: idsOf(rows.filter(({ status }) => status !== 'modelled')),
    notExercised,
    notCovered,
  };
}

const column = (value: number): string => grouped(value).padStart(11);

function countsOf(row: ClauseTableRow, colors: Colors): readonly string[] {
  const start = `${row.id}  ${row.binds}   ${row.founding ? 'yes' : '   '}   `;
  if (row.status === 'not modelled') {
    return wrap(`not modelled, ${row.reason ?? ''}`, { first: start }).map((line) => colors.dim(line));
  }
  const counts = [row.rules.length, row.properties.length, row.faults.length, row.exercised];
  const line = `${start}${counts.map(column).join('')}`;
  if (row.exercised === 0) return [colors.red(line)];
  return [isCovered(row) ? line : colors.yellow(line)];
}

const named = (kind: string, names: readonly string[]): readonly string[] =>
  names.length === 0 ? [] : wrap(names.join(', '), { first: `       ${kind.padEnd(11)}` });

function namesOf(row: ClauseTableRow): readonly string[] {
  return [
    ...named('source', [clauseById(row.id).sources]),
    ...named('rules', row.rules),
    ...named('properties', row.properties),
    ...named('faults', row.faults),
  ];
}

/** `counts`: a line a clause. `names`: its source, rules, properties and faulty providers too. */
export type ClauseDetail = 'counts' | 'names';

const head = [
  'Clause On  Founding      Rules Properties     Faults  Exercised',
  'On: P binds the provider, A the application, I nobody.',
] as const;

function missing(title: string, ids: readonly ClauseId[]): readonly string[] {
  return ids.length === 0 ? [] : wrap(ids.join(' '), { first: title.padEnd(15), rest: ' '.repeat(15) });
}

/** The totals alone, with what is missing by its identifiers. */
export function clauseTotalsLines(rows: readonly ClauseTableRow[], colors: Colors): readonly string[] {
  const totals = clauseTotals(rows);
  const { clauses, modelled, exercised, covered } = totals;
  return [
    colors.bold(`${clauses} clauses: ${modelled} modelled, ${exercised} exercised, ${covered} covered`),
    ...missing('not exercised', totals.notExercised).map((line) => colors.red(line)),
    ...missing('not covered', totals.notCovered).map((line) => colors.yellow(line)),
    ...missing('not modelled', totals.notModelled).map((line) => colors.dim(line)),
  ];
}

/** The clause table for a terminal of 80 columns, line by line, with its totals at the end. */
export function clauseTable(
  rows: readonly ClauseTableRow[],
  { detail, colors }: { readonly detail: ClauseDetail; readonly colors: Colors },
): readonly string[] {
  return [
    ...head.map((line) => colors.bold(line)),
    ...rows.flatMap((row) => [...countsOf(row, colors), ...(detail === 'names' ? namesOf(row) : [])]),
    '',
    ...clauseTotalsLines(rows, colors),
  ];
}
