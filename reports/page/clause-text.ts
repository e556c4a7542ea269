import type { ClauseId } from '../../spec/clauses/index.js';
import { clauseById } from '../../spec/clauses/index.js';
import { expandSources } from '../sources.js';

/** A clause as a page quotes it. */
export interface ClauseText {
  readonly id: ClauseId;
  readonly binds: 'P' | 'A' | 'I';
  readonly rule: string;
  readonly result: string;
  /** The pages that state it, by their names. */
  readonly source: string;
}

export function clauseText(id: ClauseId): ClauseText {
  const { binds, rule, result, sources } = clauseById(id);
  return { id, binds, rule, result, source: expandSources(sources) };
}
