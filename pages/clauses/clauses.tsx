import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ClauseEntry, ClausePage } from '../../reports/clause-page.js';
import { ThemeSwitch } from '../shared/theme-switch.js';
import type { Filter } from './filter.js';
import { everything, isWanted, standings } from './filter.js';

const bound = { P: 'binds the provider', A: 'binds the application', I: 'binds nobody' } as const;

/** The clause table as a page. */
export function Clauses({ page }: { readonly page: ClausePage }) {
  const [filter, setFilter] = useState<Filter>(everything);
  const chapters = useMemo(() => [...new Set(page.clauses.map(({ chapter }) => chapter))], [page]);
  const wanted = useMemo(() => page.clauses.filter((one) => isWanted(one, filter)), [page, filter]);
  useLinks(setFilter);
  return (
    <>
      <header class="head">
        <div>
          <p class="small dim brand">halfclose {page.version} · clauses</p>
          <h1>What the documents say about a Winsock connection</h1>
          <Totals page={page} />
        </div>
        <ThemeSwitch />
      </header>
      <search class="panel filter noprint">
        <label class="field grow">
          <span class="small dim">Search</span>
          <input
            type="search"
            placeholder="CA-12, FD_CLOSE, linger, a rule, a faulty provider …"
            value={filter.text}
            onInput={({ currentTarget: { value } }) => setFilter((before) => ({ ...before, text: value }))}
          />
        </label>
        <Choose
          label="Chapter"
          value={filter.chapter}
          options={[everything.chapter, ...chapters]}
          onChange={(chapter) => setFilter((before) => ({ ...before, chapter }))}
        />
        <Choose
          label="Binds"
          value={filter.binds}
          options={['anyone', 'P', 'A', 'I']}
          names={{ P: 'the provider', A: 'the application', I: 'nobody' }}
          onChange={(binds) => setFilter((before) => ({ ...before, binds }))}
        />
        <Choose
          label="Which are"
          value={filter.standing}
          options={[...standings]}
          onChange={(standing) => setFilter((before) => ({ ...before, standing }))}
        />
        <button type="button" disabled={filter === everything} onClick={() => setFilter(everything)}>
          Show all
        </button>
        <span class="small dim" role="status">
          {wanted.length} of {page.clauses.length} clauses
        </span>
      </search>
      {chapters.map((chapter) => {
        const entries = wanted.filter((one) => one.chapter === chapter);
        if (entries.length === 0) return null;
        return (
          <section key={chapter} class="chapter">
            <h2>{chapter}</h2>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} readings={page.readings} />
            ))}
          </section>
        );
      })}
      <Readings page={page} />
      <p class="small dim">{page.whereSourcesAre}</p>
    </>
  );
}

/** A link to a clause works whatever is filtered, and although the page is drawn after it was loaded. */
function useLinks(setFilter: (filter: Filter) => void): void {
  useEffect(() => {
    const go = (): void => {
      const id = decodeURIComponent(location.hash.slice(1));
      if (id === '') return;
      if (document.getElementById(id) === null) setFilter(everything);
      requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView());
    };
    go();
    window.addEventListener('hashchange', go);
    return () => window.removeEventListener('hashchange', go);
  }, [setFilter]);
}

function Totals({ page: { totals } }: { readonly page: ClausePage }) {
  const { clauses, modelled, exercised, covered } = totals;
  return (
    <p class="totals">
      <strong>{clauses}</strong> clauses, <strong>{modelled}</strong> modelled, <strong>{exercised}</strong>{' '}
      exercised, <strong>{covered}</strong> covered
      <span class="small dim what">
        Exercised: its rules fired in the searches, or its properties were triggered. Covered: a faulty
        provider breaks it, or, where it binds no provider, a property speaks of it.
      </span>
    </p>
  );
}

interface ChooseProps<Option extends string> {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly names?: { readonly [option: string]: string };
  readonly onChange: (option: Option) => void;
}

function Choose<Option extends string>({ label, value, options, names = {}, onChange }: ChooseProps<Option>) {
  return (
    <label class="field">
      <span class="small dim">{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find((option) => option === currentTarget.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option] ?? option}
          </option>
        ))}
      </select>
    </label>
  );
}

function Entry({
  entry,
  readings,
}: {
  readonly entry: ClauseEntry;
  readonly readings: ClausePage['readings'];
}) {
  const { id, binds, founding, status, reason, rule, result } = entry;
  const about = readings.filter(({ key }) => entry.ambiguities.some((one) => key.startsWith(one)));
  return (
    <article id={id} class={`entry ${status === 'modelled' ? '' : 'unmodelled'}`}>
      <div class="name">
        <a href={`#${id}`}>{id}</a>
        <span class="small dim">{bound[binds]}</span>
        {founding && <span class="chip founding">founding</span>}
        {status === 'modelled' ? (
          <span class="small dim">exercised {entry.exercised.toLocaleString('en-US')} times</span>
        ) : (
          <span class="chip">not modelled</span>
        )}
      </div>
      <div class="body">
        <p class="rule">{rule}</p>
        <dl>
          <Line name="Results">{result}</Line>
          <Line name="Calls">{entry.calls}</Line>
          <Line name="Scope">{entry.scope}</Line>
          <Line name="Source">{entry.source}</Line>
          <Line name="Not modelled">{reason}</Line>
          <Names name="Rules" names={entry.rules} />
          <Names name="Properties" names={entry.properties} />
          <Names name="Faulty providers" names={entry.faults} />
          {about.length > 0 && (
            <Line name="Readings">
              {about.map(({ key, title }) => (
                <a key={key} class="reading" href={`#${key}`}>
                  {key} {title}
                </a>
              ))}
            </Line>
          )}
        </dl>
      </div>
    </article>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  if (children === '' || children === undefined || children === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Names({ name, names }: { readonly name: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <ul>
          {names.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

/** What a point says that its title does not. */
const beyond = (title: string, point: string): string =>
  point.startsWith(title) ? point.slice(title.length).replace(/^[.?]?\s*/u, '') : point;

const Readings = ({ page: { readings } }: { readonly page: ClausePage }) => (
  <section class="chapter">
    <h2>Readings: what the documents leave open</h2>
    {readings.map(({ key, title, point, candidates }) => (
      <article key={key} id={key} class="entry">
        <div class="name">
          <a href={`#${key}`}>{key}</a>
        </div>
        <div class="body">
          <p class="rule">{title}</p>
          {beyond(title, point) !== '' && <p>{beyond(title, point)}</p>}
          <dl>
            {candidates.map(({ id, says }) => (
              <Line key={id} name={id}>
                {says}
              </Line>
            ))}
          </dl>
        </div>
      </article>
    ))}
  </section>
);
