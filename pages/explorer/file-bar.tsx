import { useState } from 'preact/hooks';
import { printTrace } from '../../spec/trace/print.js';
import { briefly, describeFurther } from '../../reports/allowed.js';
import { briefCall } from '../../reports/brief.js';
import type { BugReport } from '../../reports/bug-report.js';
import { printBugReport } from '../../reports/json.js';
import type { CallStep, CompletionStep } from '../../spec/trace/step.js';
import { readFile } from './load.js';
import type { Actions, State } from './state.js';
import { stepsSoFar } from './state.js';

interface FileBarProps {
  readonly state: State;
  readonly actions: Actions;
}

/** Loads a trace or a bug report, saves a trace, and begins anew. */
export function FileBar({ state, actions }: FileBarProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pasted, setPasted] = useState('');
  const load = (name: string, text: string): void => {
    try {
      actions.load(name, readFile(name, text));
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const open = (file: File | undefined): void => {
    file?.text().then(
      (text) => load(file.name, text),
      () => setProblem(`${file.name} could not be read.`),
    );
  };
  return (
    <div class="files">
      <button type="button" onClick={() => actions.begin(state.profile, state.readings)}>
        Begin anew
      </button>
      <button type="button" disabled={stepsSoFar(state).length === 0} onClick={() => save(state)}>
        Save as a trace
      </button>
      <button
        type="button"
        disabled={!state.loaded?.report}
        title="of a trace that is refused"
        onClick={() => state.loaded?.report && saveReport(state.loaded.report)}
      >
        Save as a bug report
      </button>
      <label class="file">
        Load a trace or a bug report
        <input
          type="file"
          accept=".jsonl,.json"
          onChange={({ currentTarget }) => {
            open(currentTarget.files?.[0]);
            currentTarget.value = '';
          }}
        />
      </label>
      <details>
        <summary class="small">…or paste it</summary>
        <textarea
          rows={6}
          aria-label="A trace or a bug report"
          value={pasted}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
        <button type="button" disabled={pasted.trim() === ''} onClick={() => load('pasted', pasted)}>
          Load
        </button>
      </details>
      {problem !== null && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {state.loaded && <LoadedNote loaded={state.loaded} />}
    </div>
  );
}

const callOf = (step: CallStep | CompletionStep): string =>
  'completes' in step ? `the end of ${step.completes}` : briefCall(step);

/** What came of a file. */
function LoadedNote({
  loaded: { name, violation, lostAt, report },
}: {
  readonly loaded: NonNullable<State['loaded']>;
}) {
  if (violation) {
    const { at, step, observed, expected, further = [], clauses } = violation;
    const { allowed, seen } = briefly(expected, observed);
    const more = describeFurther(further.length).map((one) => `, or ${one}`);
    return (
      <div class="problem" role="alert">
        <p>
          <strong>{name}</strong>: step {at + 1} is not allowed. Here is the world before it.
        </p>
        <p>
          <code>{'settle' in step ? 'settle' : `${step.socket}: ${callOf(step)}`}</code> gave{' '}
          <code>{seen}</code>; allowed: <code>{[...new Set(allowed)].join(', or ') || 'another course'}</code>
          {more}
          {clauses.length > 0 && ` (${clauses.join(', ')})`}
        </p>
      </div>
    );
  }
  return (
    <p class="small" role="status">
      <strong>{name}</strong>:{' '}
      {lostAt === null ? 'every step is allowed.' : `shown as far as step ${lostAt}.`}
      {report?.property && (
        <>
          {' '}
          Step {report.at + 1} is held against the property <strong>{report.property.name}</strong>:{' '}
          {report.property.says}
        </>
      )}
    </p>
  );
}

/** Hands the steps up to the moment that is looked at to the browser, as a file. */
function save(state: State): void {
  const { profile, readings } = state;
  const described = { ...profile, readings: { ...profile.readings, ...readings } };
  const text = printTrace({ trace: 1, profile: described, provider: 'the model' }, stepsSoFar(state));
  download('explored.trace.jsonl', 'application/x-ndjson', text);
}

const saveReport = (report: BugReport): void =>
  download('report.json', 'application/json', printBugReport(report));

function download(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
