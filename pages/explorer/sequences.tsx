import { useMemo, useState } from 'preact/hooks';
import type { Machine } from '../../model/machine.js';
import type { Sequence } from '../../spec/sequences.js';
import { linearisations, sequencesFor } from '../../spec/sequences.js';
import type { Staged } from './stage.js';
import { eventAfter, stagedOf } from './stage.js';
import type { Actions, State } from './state.js';
import { momentAfter, stepsSoFar } from './state.js';

interface SequencesProps {
  readonly state: State;
  readonly machine: Machine;
  readonly actions: Actions;
}

/** The sequences that the documents give, each in all its orders. */
export function Sequences({ state, machine, actions }: SequencesProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const possible = useMemo(() => sequencesFor(machine.profile), [machine]);
  const play = (sequence: Sequence, order: readonly string[]): void => {
    const staged = stagedOf(machine, sequence, order);
    if (staged) actions.stage(staged);
    setRefused(staged ? null : `${sequence.id} is not possible with these readings.`);
  };
  const { staged } = state;
  return (
    <section class="panel sequences">
      <h2>Sequences of the documents</h2>
      <div class="buttons">
        {possible.map((sequence) => (
          <button
            key={sequence.id}
            type="button"
            aria-pressed={staged?.sequence.id === sequence.id}
            onClick={() => {
              const [first] = linearisations(sequence);
              if (first) play(sequence, first);
            }}
          >
            <strong>{sequence.id}</strong> {sequence.title}
          </button>
        ))}
      </div>
      {refused !== null && <p role="alert">{refused}</p>}
      {staged && <Playing staged={staged} state={state} actions={actions} onPlay={play} />}
    </section>
  );
}

interface PlayingProps {
  readonly staged: Staged;
  readonly state: State;
  readonly actions: Actions;
  readonly onPlay: (sequence: Sequence, order: readonly string[]) => void;
}

/** The events of the sequence in their order; each leads to the moment at which it has shown itself. */
function Playing({ staged, state, actions, onPlay }: PlayingProps) {
  const { sequence, order, after } = staged;
  const made = stepsSoFar(state).length;
  const now = eventAfter(staged, made);
  return (
    <div class="playing">
      <Orders sequence={sequence} order={order} onPlay={onPlay} />
      <ol class="events">
        {order.map((id, index) => {
          const event = sequence.events.find((one) => one.id === id);
          return (
            <li key={id} class={event?.side ?? ''}>
              <button
                type="button"
                aria-label={`${id}, ${event?.side ?? ''} ${event?.says ?? ''}`}
                aria-current={index === now ? 'step' : undefined}
                onClick={() => actions.look(momentAfter(state.history, after[index] ?? 0))}
              >
                {id}
              </button>
            </li>
          );
        })}
      </ol>
      <p class="event">
        {now < 0 ? (
          <span class="dim">Before the first event.</span>
        ) : (
          <SequenceEvent sequence={sequence} id={order[now]} />
        )}
        <span class="small dim">
          {' '}
          {now + 1 < order.length && (
            <>
              Next: <SequenceEvent sequence={sequence} id={order[now + 1]} />.{' '}
            </>
          )}
          <kbd>→</kbd> walks on. Source: {sequence.source}. It is one permitted course, not the only one:
          branch off anywhere.
        </span>
      </p>
    </div>
  );
}

/** An event of a sequence in words. */
export function SequenceEvent({
  sequence,
  id,
}: {
  readonly sequence: Sequence;
  readonly id: string | undefined;
}) {
  const event = sequence.events.find((one) => one.id === id);
  if (!event) return null;
  return (
    <>
      <strong>
        {event.id} · {event.side}
      </strong>{' '}
      {event.says}
    </>
  );
}

type OrdersProps = Pick<Staged, 'sequence' | 'order'> & Pick<PlayingProps, 'onPlay'>;

/** The order in which the sequence is played. Those of SQ-2 differ in one thing: when the server closes. */
function Orders({ sequence, order, onPlay }: OrdersProps) {
  const all = useMemo(() => [...linearisations(sequence)], [sequence]);
  const current = all.findIndex((one) => one.join() === order.join());
  if (all.length === 1) return null;
  const few = all.length <= 8;
  return (
    <div class="orders" role="group" aria-label="Order of the events">
      <span class="small dim">
        {sequence.id === 'SQ-2' ? 'Step 5a, the server closes:' : `In which of ${all.length} orders:`}
      </span>
      {few &&
        all.map((one, index) => (
          <button
            key={index}
            type="button"
            class="small"
            aria-pressed={index === current}
            onClick={() => onPlay(sequence, one)}
          >
            {sequence.id === 'SQ-2' ? `after ${one[one.indexOf('5a') - 1] ?? ''}` : one.join(' ')}
          </button>
        ))}
      {!few && (
        <select
          aria-label="Order"
          value={String(current)}
          onChange={({ currentTarget }) => {
            const chosen = all[Number(currentTarget.value)];
            if (chosen) onPlay(sequence, chosen);
          }}
        >
          {all.map((one, index) => (
            <option key={index} value={String(index)}>
              {one.join(' ')}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
