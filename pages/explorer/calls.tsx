import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Machine } from '../../model/machine.js';
import type { WorldView } from '../../model/story.js';
import { briefCall } from '../../reports/brief.js';
import type { CallForm } from './call-form.js';
import { callFrom, emptyForm, suggestionsFor } from './call-form.js';
import type { Clauses } from './choice-list.js';
import { ChoiceList } from './choice-list.js';
import type { Choice } from './choices.js';
import { outcomesOf } from './choices.js';
import { Fields } from './fields.js';
import type { Node } from './history.js';
import { begunAt } from './history.js';

interface CallsProps {
  readonly machine: Machine;
  readonly node: Node;
  readonly view: WorldView;
  readonly clauses: Clauses;
  readonly onTake: (choice: Choice) => void;
}

/** A call of the reader's choice, with every result that it may have now. */
export function Calls({ machine, node, view, clauses, onTake }: CallsProps) {
  const [form, setForm] = useState<CallForm>(emptyForm);
  const suggestions = useMemo(() => suggestionsFor(view), [view]);
  useEffect(() => {
    // A name that is taken can be made no second time: the next likely call takes its place.
    const first = suggestions[0]?.calls[0];
    if (form.call === 'WSASocket' && view.sockets.some(({ name }) => name === form.socket) && first)
      setForm((before) => ({ ...before, ...first.form }));
  }, [suggestions, view, form]);
  const begun = begunAt(node);
  if (begun)
    return (
      <div class="calls">
        <h2>Call something</h2>
        <p class="dim">
          {begun.socket}: {briefCall(begun)} is about to return. Let something happen until it does.
        </p>
      </div>
    );
  return (
    <div class="calls">
      <h2>Call something</h2>
      <div class="suggestions">
        {suggestions.map(({ on, calls }) => (
          <div key={on} role="group" aria-label={`Likely calls on ${on}`}>
            <span class="on">{on}</span>
            {calls.map(({ label, form: change }) => (
              <button
                key={label}
                type="button"
                class="small"
                onClick={() => setForm((before) => ({ ...before, hasData: false, ...change }))}
              >
                {label}
              </button>
            ))}
          </div>
        ))}
      </div>
      <Fields
        form={form}
        view={view}
        onChange={(change) => setForm((before) => ({ ...before, ...change }))}
      />
      <Outcomes machine={machine} node={node} view={view} form={form} clauses={clauses} onTake={onTake} />
    </div>
  );
}

function Outcomes({ machine, node, view, form, clauses, onTake }: CallsProps & { readonly form: CallForm }) {
  const made = useMemo(() => callFrom(form), [form]);
  const problem = typeof made === 'string' ? made : problemWith(made, view);
  const outcomes = useMemo(
    () =>
      typeof made === 'string' || problem !== null
        ? []
        : outcomesOf(machine, node.world, made.socket, made.call),
    [machine, node, made, problem],
  );
  if (typeof made === 'string' || problem !== null) return <p class="dim small">{problem}</p>;
  return (
    <div class="outcomes">
      <p class="asked">
        <code>
          {made.socket}: {briefCall(made.call)}
        </code>
        <span class="small dim" role="status">
          {' '}
          may give {outcomes.length === 1 ? 'this' : `one of ${outcomes.length}`}:
        </span>
      </p>
      <ChoiceList choices={outcomes} clauses={clauses} onTake={onTake} verb="Take the result" />
    </div>
  );
}

/** What a trace could not say: a name that begins twice, or one that never began. */
function problemWith(
  made: Exclude<ReturnType<typeof callFrom>, string>,
  { sockets }: WorldView,
): string | null {
  const known = (name: string): boolean => sockets.some((socket) => socket.name === name);
  const { socket, call } = made;
  if (call.call === 'WSASocket')
    return known(socket) ? `${socket} is taken: a name is never used again.` : null;
  if (!known(socket)) return 'Make a socket first.';
  if (call.call === 'WSAAccept' && known(call.args.as))
    return `${call.args.as} is taken: a name is never used again.`;
  if (call.call === 'WSAConnect' && !known(call.args.to))
    return `There is no socket ${call.args.to} to connect to.`;
  return null;
}
