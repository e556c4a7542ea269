import { useCallback, useEffect, useMemo } from 'preact/hooks';
import { viewOf } from '../../model/story/view.js';
import { clauseText } from '../../reports/page/clause-text.js';
import { nothingYet } from '../../reports/story-changes.js';
import { clauses } from '../../spec/clauses/index.js';
import { Diagram } from '../shared/diagram.js';
import { useAbove } from '../shared/use-above.js';
import { ThemeSwitch } from '../shared/theme-switch.js';
import { World } from '../shared/world.js';
import { Calls } from './calls.js';
import { Courses } from './courses.js';
import { FileBar } from './file-bar.js';
import { Guide } from './guide.js';
import { pathTo } from './history.js';
import { Happens } from './happens.js';
import { Narration } from './narration.js';
import type { ExplorerPage } from './page.js';
import { Settings } from './settings.js';
import { Sequences } from './sequences.js';
import type { Actions } from './state.js';
import { useExplorer } from './state.js';
import { storyTo } from './story-of.js';

const texts = new Map(clauses.map(({ id }) => [id, clauseText(id)]));

/** The whole explorer. */
export function Explorer({ page }: { readonly page: ExplorerPage }) {
  const { state, machine, actions } = useExplorer(page);
  const { history } = state;
  const { current, tip } = history;
  useArrowKeys(actions);
  const course = useMemo(() => pathTo(tip), [tip]);
  const { frames, steps } = useMemo(() => storyTo(machine, tip), [machine, tip]);
  const view = useMemo(() => viewOf(current.world), [current]);
  const before = useMemo(() => (current.parent ? viewOf(current.parent.world) : nothingYet), [current]);
  const choose = useCallback(
    (frame: number) => {
      const node = course[frame];
      if (node) actions.look(node);
    },
    [actions, course],
  );
  const index = course.indexOf(current);
  const desk = useAbove();
  return (
    <>
      <header class="head">
        <div>
          <p class="small dim brand">halfclose {page.version} · explorer</p>
          <h1>What may a socket do next?</h1>
        </div>
        <ThemeSwitch />
      </header>
      <Guide isNeeded={frames.length === 0} />
      <div class="bar panel">
        <Settings state={state} actions={actions} />
        <FileBar state={state} actions={actions} />
      </div>
      <Sequences state={state} machine={machine} actions={actions} />
      <div class="desk" ref={desk}>
        <section class="panel choices" aria-label="What may happen next">
          <Happens machine={machine} node={current} clauses={texts} onTake={actions.take} />
          <Calls machine={machine} node={current} view={view} clauses={texts} onTake={actions.take} />
        </section>
        <section class="panel picture">
          <div class="walkbar">
            <h2>What has happened</h2>
            <span class="buttons">
              <button type="button" disabled={current.parent === null} onClick={actions.back}>
                ◀ Back
              </button>
              <button type="button" disabled={current === tip} onClick={actions.forward}>
                Forward ▶
              </button>
            </span>
          </div>
          <Narration state={state} frames={frames} index={index} steps={steps} clauses={texts} />
          {frames.length === 0 ? (
            <p class="dim empty">
              Nothing yet. Make a socket with a call on the left, or play one of the documented sequences.
            </p>
          ) : (
            <Diagram
              frames={frames}
              steps={steps}
              omitted={0}
              refusedAt={-1}
              current={index}
              onChoose={choose}
            />
          )}
          <Courses history={history} onLook={actions.look} />
        </section>
        <section class="panel now">
          <h2>The world now</h2>
          <World before={before} world={view} />
          <Decided view={view} />
        </section>
      </div>
    </>
  );
}

/** The readings that the course has decided. */
function Decided({ view: { readings } }: { readonly view: ReturnType<typeof viewOf> }) {
  const rows = Object.entries(readings);
  if (rows.length === 0) return null;
  return (
    <div class="decided">
      <h2>Readings that this course depends on</h2>
      <ul>
        {rows.map(([key, candidates]) => (
          <li key={key}>
            <code>
              {key}={candidates.join(' or ')}
            </code>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The arrow keys walk back and forth from anywhere but a field that uses them itself. */
function useArrowKeys({ back, forward }: Pick<Actions, 'back' | 'forward'>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const { target } = event;
      if (
        target instanceof HTMLSelectElement ||
        target instanceof HTMLInputElement ||
        target instanceof HTMLTextAreaElement
      )
        return;
      if (event.key === 'ArrowLeft') back();
      else if (event.key === 'ArrowRight') forward();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [back, forward]);
}
