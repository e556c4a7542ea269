import type { AllowedResult, Frame } from '../../model/story.js';
import { briefly, describeFurther } from '../../reports/allowed.js';
import type { ReportPage } from '../../reports/html.js';
import type { ClauseText } from '../../reports/page/clause-text.js';
import type { Result } from '../../spec/trace/step.js';
import type { ClauseId } from '../../spec/clauses/index.js';
import { ClauseList } from '../shared/clause.js';
import { headline, worldBefore } from '../shared/frame-story.js';
import { World } from '../shared/world.js';

interface MomentProps {
  readonly page: ReportPage;
  readonly frames: readonly Frame[];
  readonly index: number;
  readonly clauses: ReadonlyMap<ClauseId, ClauseText>;
  readonly hasWorlds: boolean;
}

/** What is said of the step that the report is about. */
export const verdictOf = ({ property }: ReportPage): string =>
  property === null ? 'not allowed' : `breaks ${property.name}`;

/** The step that is refused; none is of a run that goes on for ever. */
export const refusedAt = ({ at, cycle }: ReportPage): number => (cycle === null ? at : -1);

/** One moment of the story: what happens, why, what else was allowed, and the world after it. */
export function Moment({ page, frames, index, clauses, hasWorlds }: MomentProps) {
  const frame = frames[index];
  if (!frame) return null;
  const step = frame.is === 'silent' ? undefined : page.steps[frame.at - page.omitted];
  const refused = frame.is !== 'silent' && frame.is !== 'begun' && frame.at === refusedAt(page);
  const { allowed, unlisted } = 'allowed' in frame ? frame : nothingTold;
  const observed = refused && step && !('settle' in step) ? step.result : undefined;
  return (
    <div class="moment">
      <p class={`headline ${refused ? 'bad' : ''}`} role="status">
        {headline(frame, step)}
        {refused && <strong> {verdictOf(page)}</strong>}
      </p>
      {frame.is !== 'refused' && frame.rule !== '' && (
        <p class="reason small">
          <span class="dim">because</span> {frame.rule} <ClauseList ids={frame.clauses} clauses={clauses} />
        </p>
      )}
      {allowed.length > 0 && (
        <Allowed results={allowed} unlisted={unlisted} observed={observed} clauses={clauses} />
      )}
      {hasWorlds && (
        <>
          <h2>{frame.is === 'refused' ? 'The world before it' : 'The world after it'}</h2>
          <World before={worldBefore(frames, index)} world={frame.world} />
          <p class="small dim">
            One explanation of what was seen, with as little as possible going on unseen. The verdict rests on
            all of them.
          </p>
        </>
      )}
    </div>
  );
}

const nothingTold = { allowed: [], unlisted: 0 };

interface AllowedProps {
  readonly results: readonly AllowedResult[];
  /** How many more were allowed than are listed. */
  readonly unlisted: number | undefined;
  /** What was seen instead of them, if it was refused. */
  readonly observed: Result | undefined;
  readonly clauses: MomentProps['clauses'];
}

function Allowed({ results, unlisted = 0, observed, clauses }: AllowedProps) {
  const count = results.length + unlisted;
  const told = briefly(
    results.map(({ result }) => result),
    observed,
  ).allowed;
  return (
    <details class="allowed" open={results.length <= 3}>
      <summary>
        Allowed here: {count} {count === 1 ? 'result' : 'results'}
      </summary>
      <ul>
        {results.map(({ by }, index) => (
          <li key={index}>
            <code>{told[index]}</code>
            {by.map(({ rule, clauses: ids }) => (
              <div key={rule} class="small by">
                {rule} <ClauseList ids={ids} clauses={clauses} />
              </div>
            ))}
          </li>
        ))}
        {describeFurther(unlisted).map((one) => (
          <li key={one}>or {one}</li>
        ))}
      </ul>
    </details>
  );
}
