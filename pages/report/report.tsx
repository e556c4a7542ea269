import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Frame } from '../../model/story.js';
import { describeFurther } from '../../reports/allowed.js';
import { briefStep } from '../../reports/brief.js';
import type { ReportPage } from '../../reports/html.js';
import { unpackStory } from '../../reports/page/packed-story.js';
import { counted } from '../../reports/text.js';
import { nothingYet } from '../../reports/story-changes.js';
import type { ClauseId } from '../../spec/clauses/index.js';
import { Quote } from '../shared/clause.js';
import { Diagram } from '../shared/diagram.js';
import { useAbove } from '../shared/use-above.js';
import { ThemeSwitch } from '../shared/theme-switch.js';
import { Copy } from './copy.js';
import { Moment, refusedAt, verdictOf } from './moment.js';
import { Stepper } from './stepper.js';

/** A page without a story still shows its steps. */
const bareFrames = ({ steps, omitted, at }: ReportPage): readonly Frame[] =>
  steps.map((_, index) =>
    index + omitted === at
      ? { is: 'refused', at, allowed: [], world: nothingYet }
      : { is: 'step', at: index + omitted, rule: '', clauses: [], allowed: [], world: nothingYet },
  );

/** The whole page of a bug report. */
export function Report({ page }: { readonly page: ReportPage }) {
  const story = useMemo(() => (page.story === null ? null : unpackStory(page.story)), [page]);
  const frames = useMemo(() => story?.frames ?? bareFrames(page), [page, story]);
  const clauses = useMemo(() => new Map(page.clauses.map((clause) => [clause.id, clause])), [page]);
  const [current, setCurrent] = useState(frames.length - 1);
  const last = frames.length - 1;
  const walk = useCallback(
    (next: (frame: number) => number) => setCurrent((before) => Math.max(0, Math.min(last, next(before)))),
    [last],
  );
  const go = useCallback((frame: number) => walk(() => frame), [walk]);
  useArrowKeys(walk, last);
  const frame = frames[current];
  const desk = useAbove();
  return (
    <>
      <Head page={page} />
      <Finding page={page} clauses={clauses} />
      <div class="walk" ref={desk}>
        <section class="panel picture">
          <h2>What happened</h2>
          <Diagram
            frames={frames}
            steps={page.steps}
            omitted={page.omitted}
            refusedAt={refusedAt(page)}
            current={current}
            onChoose={go}
          />
          <p class="small dim legend">
            Time runs down. A slanted arrow is something in flight; ⚑ is an indication.{' '}
            {lostNote(story?.lostAt)}
            {cycleNote(page)}
            {page.omitted > 0 && `The first ${page.omitted} steps are left out; report.json holds them.`}
          </p>
        </section>
        <section class="panel now">
          <Stepper frames={frames} current={current} refusedAt={page.at} onGo={go} />
          {frame && (
            <Moment
              page={page}
              frames={frames}
              index={current}
              clauses={clauses}
              hasWorlds={story !== null}
            />
          )}
        </section>
      </div>
      <Steps page={page} frames={frames} current={current} onGo={go} />
      <Readings page={page} />
      <section class="panel again">
        <h2>To run it again</h2>
        <Copy text={page.replay} />
        {page.program !== null && (
          <details class="program">
            <summary>A C program that shows it: report.c</summary>
            <pre tabIndex={0} aria-label="The C program">
              {page.program}
            </pre>
          </details>
        )}
        <p class="small dim">{page.whereSourcesAre}</p>
      </section>
    </>
  );
}

const lostNote = (lostAt: number | null | undefined): string =>
  lostAt === null || lostAt === undefined
    ? ''
    : `No single explanation is shown from step ${lostAt + 1} on. `;

const cycleNote = ({ cycle, at }: ReportPage): string =>
  cycle === null ? '' : `Steps ${at + 2 - cycle} to ${at + 1} may be repeated for ever. `;

/** The arrow keys walk from anywhere but a field that uses them itself. */
function useArrowKeys(walk: (next: (frame: number) => number) => void, last: number): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLInputElement) return;
      const next = wayOf(event.key, last);
      if (next === null) return;
      event.preventDefault();
      walk(next);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [walk, last]);
}

function wayOf(key: string, last: number): ((frame: number) => number) | null {
  switch (key) {
    case 'ArrowRight':
      return (frame) => frame + 1;
    case 'ArrowLeft':
      return (frame) => frame - 1;
    case 'Home':
      return () => 0;
    case 'End':
      return () => last;
    default:
      return null;
  }
}

function Head({ page }: { readonly page: ReportPage }) {
  return (
    <header class="head">
      <div>
        <p class="small dim brand">halfclose · bug report</p>
        <h1>
          <span class="broken">{page.broken}</span> {page.summary}
        </h1>
        <dl class="about small">
          {page.about.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <ThemeSwitch />
    </header>
  );
}

type Clauses = ReadonlyMap<ClauseId, ReportPage['clauses'][number]>;

/** The refused step, what was seen and what was allowed. */
function Verdict({ page }: { readonly page: ReportPage }) {
  const step = page.steps[page.at - page.omitted];
  const told = step && briefStep(step);
  return (
    <div class="verdict">
      <div>
        <h2>Step {page.at + 1}</h2>
        <p class="call">
          <code>{told ? `${told.socket}: ${told.text.replaceAll('\u00a0', ' ')}` : 'settle'}</code>
        </p>
      </div>
      {told && (
        <div class="seen">
          <h2>Seen</h2>
          <code>{page.seen}</code>
        </div>
      )}
      <div class="wanted">
        <h2>Allowed</h2>
        {page.allowed.length === 0 && <span class="dim">another course, see below</span>}
        {page.allowed.map((one) => (
          <code key={one}>{one}</code>
        ))}
        {describeFurther(page.unlisted).map((one) => (
          <span key={one}>or {one}</span>
        ))}
      </div>
    </div>
  );
}

function Finding({ page, clauses }: { readonly page: ReportPage; readonly clauses: Clauses }) {
  return (
    <section class="panel finding" aria-label="The finding">
      {page.cycle === null && <Verdict page={page} />}
      {page.property && (
        <p>
          <strong>{page.property.name}</strong>: {page.property.says}
        </p>
      )}
      {page.against.slice(0, mostQuoted).map((id) => {
        const clause = clauses.get(id);
        return clause && <Quote key={id} clause={clause} />;
      })}
      {page.against.length > mostQuoted && (
        <details>
          <summary class="small">{counted(page.against.length - mostQuoted, 'more clause')}</summary>
          {page.against.slice(mostQuoted).map((id) => {
            const clause = clauses.get(id);
            return clause && <Quote key={id} clause={clause} />;
          })}
        </details>
      )}
    </section>
  );
}

/** Clauses that are quoted without being asked for. */
const mostQuoted = 3;

interface StepsProps {
  readonly page: ReportPage;
  readonly frames: readonly Frame[];
  readonly current: number;
  readonly onGo: (frame: number) => void;
}

/** The steps in words: for those who cannot see the diagram, for searching, and for paper. */
function Steps({ page, frames, current, onGo }: StepsProps) {
  const here = frames[current];
  const at = here && here.is !== 'silent' ? here.at : null;
  const begins = Math.max(0, page.steps.length - (page.cycle ?? 0));
  const items = page.steps.map((step, index) => {
    const number = index + page.omitted;
    const told = briefStep(step);
    const frame = frames.findLastIndex((one) => one.is !== 'silent' && one.at === number);
    const refused = number === refusedAt(page);
    return (
      <li key={number} class={refused ? 'refused' : ''}>
        <button
          type="button"
          aria-current={at === number ? 'step' : undefined}
          disabled={frame < 0}
          onClick={() => onGo(frame)}
        >
          <code>{told ? `${told.socket}: ${told.text.replaceAll('\u00a0', ' ')}` : 'settle'}</code>
          {refused && <strong> {verdictOf(page)}</strong>}
        </button>
        {step.comment !== undefined && <span class="dim small"> {step.comment}</span>}
      </li>
    );
  });
  return (
    <section class="panel steps">
      <h2>Every step in words</h2>
      <ol start={page.omitted + 1}>{items.slice(0, begins)}</ol>
      {page.cycle !== null && (
        <>
          <h3>↻ From here on, again and again for ever</h3>
          <ol class="cycle" start={page.omitted + begins + 1}>
            {items.slice(begins)}
          </ol>
        </>
      )}
    </section>
  );
}

function Readings({ page: { readings } }: { readonly page: ReportPage }) {
  if (readings.length === 0) return null;
  return (
    <section class="panel readings">
      <h2>Readings of what the documents leave open</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Ambiguity</th>
              <th scope="col">Question</th>
              <th scope="col">Assumed</th>
              <th scope="col">Followed until then</th>
            </tr>
          </thead>
          <tbody>
            {readings.map(({ key, title, assumed, followed }) => (
              <tr key={key}>
                <td>
                  <code>{key}</code>
                </td>
                <td>{title}</td>
                <td>{assumed}</td>
                <td>{followed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
