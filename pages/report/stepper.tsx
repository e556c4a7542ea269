import type { Frame } from '../../model/story.js';

interface StepperProps {
  readonly frames: readonly Frame[];
  readonly current: number;
  readonly refusedAt: number;
  readonly onGo: (frame: number) => void;
}

/** The controls that walk through a story. */
export function Stepper({ frames, current, refusedAt, onGo }: StepperProps) {
  const frame = frames[current];
  const step =
    frame && frame.is !== 'silent' ? `step ${frame.at + 1} of ${refusedAt + 1}` : 'between two steps';
  return (
    <div class="stepper noprint" role="group" aria-label="Walk through the steps">
      <div class="buttons">
        <button type="button" aria-label="First" disabled={current === 0} onClick={() => onGo(0)}>
          |◀
        </button>
        <button type="button" aria-label="Back" disabled={current === 0} onClick={() => onGo(current - 1)}>
          ◀
        </button>
        <button
          type="button"
          aria-label="Forward"
          disabled={current === frames.length - 1}
          onClick={() => onGo(current + 1)}
        >
          ▶
        </button>
        <button
          type="button"
          aria-label="Last"
          disabled={current === frames.length - 1}
          onClick={() => onGo(frames.length - 1)}
        >
          ▶|
        </button>
        <span class="small dim">
          {step}; <kbd>←</kbd> <kbd>→</kbd> walk
        </span>
      </div>
      <input
        type="range"
        min={0}
        max={frames.length - 1}
        value={current}
        aria-label="Moment"
        aria-valuetext={`moment ${current + 1} of ${frames.length}, ${step}`}
        onInput={(event) => onGo(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
