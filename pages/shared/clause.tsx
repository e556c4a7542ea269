import type { ClauseText } from '../../reports/page/clause-text.js';
import type { ClauseId } from '../../spec/clauses/index.js';

const bound = { P: 'binds the provider', A: 'binds the application', I: 'binds nobody' } as const;

/** A clause with its words and its source. */
export const Quote = ({ clause: { id, binds, rule, result, source } }: { readonly clause: ClauseText }) => (
  <blockquote class="quote">
    <p>
      <strong>{id}</strong> {rule}
      {result !== '' && <span class="dim"> Results: {result}.</span>}
    </p>
    <footer class="dim small">
      {bound[binds]}; {source}
    </footer>
  </blockquote>
);

interface ClauseListProps {
  readonly ids: readonly ClauseId[];
  readonly clauses: ReadonlyMap<ClauseId, ClauseText>;
}

/** Clauses by their names; each opens to its words. */
export const ClauseList = ({ ids, clauses }: ClauseListProps) => (
  <span class="clauses">
    {ids.map((id) => {
      const clause = clauses.get(id);
      return (
        <details key={id} class="clause">
          <summary class="chip">{id}</summary>
          {clause && <Quote clause={clause} />}
        </details>
      );
    })}
  </span>
);
