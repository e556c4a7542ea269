import { useMemo } from 'preact/hooks';
import type { Machine } from '../../model/machine.js';
import type { Clauses } from './choice-list.js';
import { ChoiceList } from './choice-list.js';
import type { Choice } from './choices.js';
import { rests, returns, silentChoices } from './choices.js';
import type { Node } from './history.js';
import { begunAt } from './history.js';

interface HappensProps {
  readonly machine: Machine;
  readonly node: Node;
  readonly clauses: Clauses;
  readonly onTake: (choice: Choice) => void;
}

/** What may happen without anybody calling: the reader is the network. */
export function Happens({ machine, node, clauses, onTake }: HappensProps) {
  const { world } = node;
  const silent = useMemo(() => silentChoices(machine, world), [machine, world]);
  const ending = useMemo(() => returns(machine, world), [machine, world]);
  const begun = begunAt(node) !== null;
  const resting = useMemo(
    () => (begun || Object.keys(world.connections).length === 0 ? [] : rests(machine, world)),
    [machine, world, begun],
  );
  return (
    <div class="happens">
      <h2>Let something happen</h2>
      {silent.length + ending.length === 0 && (
        <p class="dim small">Nothing is in flight, and no call is under way that could end.</p>
      )}
      <ChoiceList choices={ending} clauses={clauses} onTake={onTake} verb="Let it return:" />
      <ChoiceList choices={silent} clauses={clauses} onTake={onTake} verb="Let it happen:" />
      {resting.length > 0 && (
        <details class="rests" open={silent.length > 0}>
          <summary class="small">
            …or let everything come to rest
            {resting.length > 1 && `, in one of ${resting.length} ways`}
          </summary>
          <div class="restlist">
            {resting.slice(0, mostRests).map((choice, index) => (
              <button key={index} type="button" onClick={() => onTake(choice)}>
                {resting.length === 1 ? 'settle' : `settle, way ${index + 1}`}
                {choice.under.map(({ key, candidates }) => ` (${key}=${candidates.join('/')})`).join('')}
              </button>
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

/** Ways to come to rest that are offered. */
const mostRests = 12;
