import type { Frame, WorldView } from '../../model/story.js';
import { briefStep } from '../../reports/brief.js';
import { nothingYet } from '../../reports/story-changes.js';
import type { Step } from '../../spec/trace/step.js';

/** A frame in one sentence. */
export function headline(frame: Frame, step: Step | undefined): string {
  if (frame.is === 'silent')
    return frame.delivered === null
      ? `In silence: ${frame.rule}`
      : `In silence: ${frame.delivered.item} reaches the ${frame.delivered.toward}`;
  if (step === undefined) return `Step ${frame.at + 1}`;
  const told = briefStep(step);
  if (told === null) return 'settle: everything that was due has happened';
  const text = told.text.replaceAll('\u00a0', ' ');
  if (frame.is === 'begun') return `${told.socket}: ${text.slice(0, text.lastIndexOf(' →'))} begins`;
  return `${told.socket}: ${text}`;
}

/** The world before a frame. */
export const worldBefore = (frames: readonly Frame[], index: number): WorldView =>
  frames[index - 1]?.world ?? (index === 0 ? nothingYet : (frames[index]?.world ?? nothingYet));
