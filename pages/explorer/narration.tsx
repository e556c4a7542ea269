import type { Frame } from '../../model/story.js';
import type { Step } from '../../spec/trace/step.js';
import { ClauseList } from '../shared/clause.js';
import { headline } from '../shared/frame-story.js';
import type { Clauses } from './choice-list.js';
import { SequenceEvent } from './sequences.js';
import { eventAfter } from './stage.js';
import type { State } from './state.js';
import { stepsSoFar } from './state.js';

interface NarrationProps {
  readonly state: State;
  readonly frames: readonly Frame[];
  readonly index: number;
  readonly steps: readonly Step[];
  readonly clauses: Clauses;
}

/** What happened last, in one sentence, and why it may. */
export function Narration({ state, frames, index, steps, clauses }: NarrationProps) {
  const frame = frames[index];
  if (!frame) return null;
  const step = frame.is === 'silent' ? undefined : steps[frame.at];
  const { staged } = state;
  const event = staged ? eventAfter(staged, stepsSoFar(state).length) : -1;
  return (
    <div class="narration">
      {staged && event >= 0 && (
        <p class="small event">
          <span class="dim">{staged.sequence.id}</span>{' '}
          <SequenceEvent sequence={staged.sequence} id={staged.order[event]} />
        </p>
      )}
      <p class="headline" role="status">
        {headline(frame, step)}
      </p>
      {frame.is !== 'refused' && (
        <p class="small reason">
          <span class="dim">because</span> {frame.rule} <ClauseList ids={frame.clauses} clauses={clauses} />
        </p>
      )}
    </div>
  );
}
