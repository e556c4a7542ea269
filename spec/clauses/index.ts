import { abortiveClauses } from './abortive.js';
import { acceptClauses } from './accept.js';
import type { ClauseRow } from './clause.js';
import { closingClauses } from './closing.js';
import { connectDataClauses } from './connect-data.js';
import { connectClauses } from './connect.js';
import { disconnectDataClauses } from './disconnect-data.js';
import { errorClauses } from './errors.js';
import { eventClauses } from './events.js';
import { gracefulClauses } from './graceful.js';
import { groupClauses } from './groups.js';
import { ioClauses } from './io.js';
import { lingerClauses } from './linger.js';
import { listenClauses } from './listen.js';

const rows = [
  ...listenClauses,
  ...acceptClauses,
  ...connectClauses,
  ...connectDataClauses,
  ...groupClauses,
  ...gracefulClauses,
  ...abortiveClauses,
  ...lingerClauses,
  ...disconnectDataClauses,
  ...eventClauses,
  ...closingClauses,
  ...ioClauses,
  ...errorClauses,
];

/** The identifier of a clause of the catalogue, `LS-01` to `ER-08`. */
export type ClauseId = (typeof rows)[number]['id'];

/** A clause of the catalogue: one thing that the documents say about the connection lifecycle. */
export interface Clause extends ClauseRow {
  readonly id: ClauseId;
}

/** Every clause, in the order of the catalogue. */
export const clauses: readonly Clause[] = rows;

/** The clauses that the three founding pages state; every one of them is modelled. */
export const foundingClauses: readonly Clause[] = clauses.filter(({ founding }) => founding);

const byId: ReadonlyMap<ClauseId, Clause> = new Map(clauses.map((clause) => [clause.id, clause]));

/** The clause with an identifier. */
export function clauseById(id: ClauseId): Clause {
  const clause = byId.get(id);
  if (!clause) throw new Error(`the catalogue has no clause ${id}`);
  return clause;
}
