import type { ClauseText } from '../../reports/page/clause-text.js';
import type { ClauseId } from '../../spec/clauses/index.js';
import { readings } from '../../spec/readings.js';
import { ClauseList } from '../shared/clause.js';
import type { Choice, Under } from './choices.js';

/** The clauses by their names. */
export type Clauses = ReadonlyMap<ClauseId, ClauseText>;

interface ChoiceListProps {
  readonly choices: readonly Choice[];
  readonly clauses: Clauses;
  readonly onTake: (choice: Choice) => void;
  /** What stands before the label of a choice. */
  readonly verb: string;
}

/** Choices that can be taken, each with the rule, the clauses and the readings that allow it. */
export const ChoiceList = ({ choices, clauses, onTake, verb }: ChoiceListProps) => (
  <ul class="choice-list">
    {choices.map((choice, index) => (
      <li key={index}>
        <button type="button" class="take" onClick={() => onTake(choice)}>
          <span class="visually-hidden">{verb} </span>
          {choice.label}
        </button>
        <div class="small why">
          {choice.rule === choice.label ? '' : choice.rule}{' '}
          <ClauseList ids={choice.clauses} clauses={clauses} />
          {choice.under.map((under) => (
            <Reading key={under.key} under={under} />
          ))}
        </div>
      </li>
    ))}
  </ul>
);

function Reading({ under: { key, candidates } }: { readonly under: Under }) {
  const reading = readings.find((one) => one.key === key);
  return (
    <details class="reading">
      <summary>
        only if{' '}
        <span class="chip">
          {key}={candidates.join(' or ')}
        </span>
      </summary>
      <p>{reading?.point}</p>
      <ul>
        {reading?.candidates
          .filter(({ id }) => candidates.includes(id))
          .map(({ id, says }) => (
            <li key={id}>
              {id}: {says}
            </li>
          ))}
      </ul>
    </details>
  );
}
