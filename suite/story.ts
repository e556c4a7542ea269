import { machineOf } from '../model/machine.js';
import type { Story } from '../model/story.js';
import { tellStory } from '../model/story/tell.js';
import type { BugReport } from '../reports/index.js';
import { profileOf } from '../spec/profiles.js';

/** The story of a finding, told by the model of its profile with the readings that were fixed. */
export const storyOf = ({ profile, readings, steps }: BugReport): Story =>
  tellStory(machineOf(profileOf(profile), { readings }), steps);
