import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Machine } from '../../model/machine.js';
import { machineOf } from '../../model/machine.js';
import type { BugReport } from '../../reports/bug-report.js';
import type { Profile } from '../../spec/profiles.js';
import type { Step } from '../../spec/trace/step.js';
import type { Choice } from './choices.js';
import type { History, Node } from './history.js';
import { beginning, goOn, lookAt, pathTo, stepsTo } from './history.js';
import type { Followed, Loaded } from './load.js';
import { followed, reportOf } from './load.js';
import type { ExplorerPage } from './page.js';
import type { Staged } from './stage.js';

/** What came of a file. */
export interface LoadedFile extends Pick<Followed, 'violation' | 'lostAt'> {
  readonly name: string;
  /** The report that it is, or that there can be of it. */
  readonly report: BugReport | null;
}

/** Everything that the explorer knows at a moment. */
export interface State {
  readonly profile: Profile;
  readonly readings: Machine['readings'];
  readonly history: History;
  readonly loaded: LoadedFile | null;
  readonly staged: Staged | null;
}

/** What can be done with it. */
export interface Actions {
  /** Begins anew, under another profile or other readings. */
  readonly begin: (profile: Profile, readings: Machine['readings']) => void;
  readonly take: (choice: Choice) => void;
  readonly look: (node: Node) => void;
  readonly back: () => void;
  readonly forward: () => void;
  readonly load: (name: string, file: Loaded) => void;
  /** Plays a documented sequence, and looks at the moment before its first event. */
  readonly stage: (staged: Staged) => void;
}

/** The state of the page, its machine, and what can be done. */
export function useExplorer(page: ExplorerPage): {
  readonly state: State;
  readonly machine: Machine;
  readonly actions: Actions;
} {
  const [state, setState] = useState<State>({
    profile: page.profile,
    readings: page.readings,
    history: beginning,
    loaded: null,
    staged: null,
  });
  const { profile, readings } = state;
  const machine = useMemo(() => machineOf(profile, { readings }), [profile, readings]);
  const move = useCallback((change: (history: History) => History) => {
    setState((before) => ({ ...before, history: change(before.history) }));
  }, []);
  const actions = useMemo<Actions>(
    () => ({
      begin: (nextProfile, nextReadings) =>
        setState({
          profile: nextProfile,
          readings: nextReadings,
          history: beginning,
          loaded: null,
          staged: null,
        }),
      take: ({ happened, world }) => move((history) => goOn(history, happened, world)),
      look: (node) => move((history) => lookAt(history, node)),
      back: () => move((history) => lookAt(history, history.current.parent ?? history.current)),
      forward: () => move((history) => lookAt(history, nextOf(history))),
      load: (name, file) =>
        setState((before) => {
          const used = file.profile ?? before.profile;
          const result = followed(machineOf(used, { readings: file.readings }), file.steps);
          const { history, violation, lostAt } = result;
          const report = file.report ?? (violation && reportOf(name, file, violation, used, page.version));
          const loaded = { name, violation, lostAt, report };
          return { profile: used, readings: file.readings, history, loaded, staged: null };
        }),
      stage: (staged) =>
        setState((before) => {
          const { history } = followed(
            machineOf(before.profile, { readings: before.readings }),
            staged.steps,
          );
          const start = momentAfter(history, staged.setup.length);
          return { ...before, history: lookAt(history, start), loaded: null, staged };
        }),
    }),
    [move, page],
  );
  return { state, machine, actions };
}

/** The next moment of the course that is looked at. */
function nextOf({ current, tip }: History): Node {
  const course = pathTo(tip);
  return course[course.indexOf(current) + 1] ?? current;
}

/** The moment on the course at which so many steps have been made. */
export function momentAfter(history: History, steps: number): Node {
  const course = [beginning.current, ...pathTo(history.tip)];
  return course.find((node) => stepsTo(node).length === steps) ?? history.tip;
}

/** The steps as far as the moment that is looked at. */
export const stepsSoFar = ({ history }: State): readonly Step[] => stepsTo(history.current);
