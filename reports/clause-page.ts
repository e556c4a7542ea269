import type { Clause, ClauseId } from '../spec/clauses/index.js';
import { clauseById } from '../spec/clauses/index.js';
import type { Reading } from '../spec/readings.js';
import { readings } from '../spec/readings.js';
import type { ClauseTableRow, ClauseTotals } from './clause-table.js';
import { clauseTotals } from './clause-table.js';
import { fillPage } from './page/fill.js';
import { expandSources, whereSourcesAre } from './sources.js';

/** What the clause page shows. */
export interface ClausePage {
  readonly version: string;
  readonly totals: ClauseTotals;
  readonly clauses: readonly ClauseEntry[];
  readonly readings: readonly Reading[];
  readonly whereSourcesAre: string;
}

/** A clause with its words and all that stands for it. */
export interface ClauseEntry extends ClauseTableRow {
  readonly chapter: string;
  readonly rule: string;
  readonly calls: string;
  readonly result: string;
  readonly scope: string;
  readonly source: string;
  readonly ambiguities: readonly string[];
  readonly evidence: readonly string[];
}

/** The chapters of the catalogue by the prefixes of their clauses. */
const chapters: ReadonlyMap<string, string> = new Map([
  ['LS', 'Listen and backlog'],
  ['CA', 'Accept and conditional acceptance'],
  ['CN', 'Connect'],
  ['CD', 'Connect data'],
  ['SG', 'Socket groups'],
  ['GS', 'Graceful shutdown'],
  ['AS', 'Abortive shutdown'],
  ['LG', 'Linger'],
  ['DD', 'Disconnect data'],
  ['NE', 'Network events'],
  ['CL', 'Closing'],
  ['IO', 'Sending and receiving'],
  ['ER', 'Errors'],
]);

/** The clause table as a page of its own, made of the page that was built; each clause is linked by its identifier. */
export const htmlClauses = (template: string, rows: readonly ClauseTableRow[], version: string): string =>
  fillPage(template, {
    title: 'The clauses of the Winsock 2 connection lifecycle',
    data: clausePage(rows, version),
    text: rows.map(({ id }) => plain(id)).join('\n\n'),
  });

/** The data of the page. */
export const clausePage = (rows: readonly ClauseTableRow[], version: string): ClausePage => ({
  version,
  totals: clauseTotals(rows),
  clauses: rows.map(entryOf),
  readings,
  whereSourcesAre,
});

function entryOf(row: ClauseTableRow): ClauseEntry {
  const { rule, calls, result, scope, sources, ambiguities, evidence }: Clause = clauseById(row.id);
  const chapter = chapters.get(row.id.slice(0, 2)) ?? row.id.slice(0, 2);
  return {
    ...row,
    chapter,
    rule,
    calls,
    result,
    scope,
    source: expandSources(sources),
    ambiguities,
    evidence,
  };
}

function plain(id: ClauseId): string {
  const { rule, sources } = clauseById(id);
  return `${id}  ${rule} [${sources}]`;
}
