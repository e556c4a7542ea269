import type { ComponentChildren } from 'preact';
import type { WorldView } from '../../model/story.js';
import type { NetworkEvent } from '../../spec/events.js';
import { callNames } from '../../spec/trace/names.js';
import type { CallName, ReadableOption, ShutdownHow } from '../../spec/trace/step.js';
import type { CallForm } from './call-form.js';

interface FieldsProps {
  readonly form: CallForm;
  readonly view: WorldView;
  readonly onChange: (change: Partial<CallForm>) => void;
}

const events: readonly NetworkEvent[] = ['FD_ACCEPT', 'FD_CONNECT', 'FD_READ', 'FD_WRITE', 'FD_CLOSE'];
const hows: readonly ShutdownHow[] = ['SD_SEND', 'SD_RECEIVE', 'SD_BOTH'];
const conditions: readonly CallForm['condition'][] = ['none', 'CF_ACCEPT', 'CF_REJECT', 'CF_DEFER'];
const settable: readonly ReadableOption[] = ['SO_LINGER', 'SO_DONTLINGER', 'SO_CONDITIONAL_ACCEPT'];
const readable: readonly ReadableOption[] = [...settable, 'SO_ACCEPTCONN', 'SO_ERROR'];

/** A socket, a call, and the arguments that this call has. */
export function Fields({ form, view, onChange }: FieldsProps) {
  const sockets = view.sockets.map(({ name }) => String(name));
  return (
    <div class="fields">
      <Field label="Call">
        <Choose<CallName>
          value={form.call}
          options={[...callNames]}
          onChange={(call) => onChange({ call })}
        />
      </Field>
      {form.call === 'WSASocket' ? (
        <Field label="named">
          <Text value={form.socket} onChange={(socket) => onChange({ socket })} />
        </Field>
      ) : (
        <Field label="on">
          <Choose value={form.socket} options={sockets} onChange={(socket) => onChange({ socket })} />
        </Field>
      )}
      <Arguments form={form} sockets={sockets} onChange={onChange} />
    </div>
  );
}

interface ArgumentsProps extends Pick<FieldsProps, 'form' | 'onChange'> {
  readonly sockets: readonly string[];
}

function Arguments({ form, sockets, onChange }: ArgumentsProps) {
  switch (form.call) {
    case 'listen':
      return <NumberField label="backlog" form={form} onChange={onChange} />;
    case 'ioctlsocket':
      return <Switch label="nonblocking" form={form} onChange={onChange} />;
    case 'setsockopt':
    case 'getsockopt':
      return (
        <>
          <Field label="option">
            <Choose
              value={form.option}
              options={form.call === 'setsockopt' ? settable : readable}
              onChange={(option) => onChange({ option })}
            />
          </Field>
          {form.call === 'setsockopt' && <Switch label="on" form={form} onChange={onChange} />}
          {form.call === 'setsockopt' && form.option === 'SO_LINGER' && (
            <NumberField label="seconds" form={form} onChange={onChange} />
          )}
        </>
      );
    case 'WSAEventSelect':
      return (
        <fieldset>
          <legend class="small">events</legend>
          {events.map((event) => (
            <label key={event}>
              <input
                type="checkbox"
                checked={form.events.includes(event)}
                onChange={({ currentTarget: { checked } }) =>
                  onChange({
                    events: checked ? [...form.events, event] : form.events.filter((one) => one !== event),
                  })
                }
              />
              {event}
            </label>
          ))}
        </fieldset>
      );
    case 'WSAConnect':
      return (
        <>
          <Field label="to">
            <Choose value={form.to} options={sockets} onChange={(to) => onChange({ to })} />
          </Field>
          <Data label="caller data" form={form} onChange={onChange} />
          {form.hasData && (
            <Field label="room for callee data">
              <Whole value={form.room} onChange={(room) => onChange({ room })} />
            </Field>
          )}
        </>
      );
    case 'WSAAccept':
      return (
        <>
          <Field label="as">
            <Text value={form.as} onChange={(as) => onChange({ as })} />
          </Field>
          <Field label="condition function">
            <Choose
              value={form.condition}
              options={conditions}
              onChange={(condition) => onChange({ condition })}
            />
          </Field>
          {form.condition !== 'none' && <Data label="callee data" form={form} onChange={onChange} />}
        </>
      );
    case 'send':
    case 'WSASend':
      return (
        <Field label="data">
          <Text value={form.data} onChange={(data) => onChange({ data })} />
        </Field>
      );
    case 'recv':
    case 'WSARecv':
    case 'WSARecvDisconnect':
      return <NumberField label="len" form={form} onChange={onChange} />;
    case 'shutdown':
      return (
        <Field label="how">
          <Choose value={form.how} options={hows} onChange={(how) => onChange({ how })} />
        </Field>
      );
    case 'WSASendDisconnect':
      return <Data label="disconnect data" form={form} onChange={onChange} />;
    default:
      return null;
  }
}

const Field = ({ label, children }: { readonly label: string; readonly children: ComponentChildren }) => (
  <label class="field">
    <span class="small dim">{label}</span>
    {children}
  </label>
);

interface ChooseProps<Option extends string> {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (option: Option) => void;
}

function Choose<Option extends string>({ value, options, onChange }: ChooseProps<Option>) {
  return (
    <select
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = options.find((option) => option === currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {!options.some((option) => option === value) && <option>{value}</option>}
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  );
}

const Text = ({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) => (
  <input type="text" value={value} size={12} onInput={(event) => onChange(event.currentTarget.value)} />
);

const Whole = ({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (value: number) => void;
}) => (
  <input
    type="number"
    min={0}
    max={65535}
    value={value}
    onInput={({ currentTarget: { valueAsNumber } }) => {
      if (Number.isSafeInteger(valueAsNumber) && valueAsNumber >= 0) onChange(valueAsNumber);
    }}
  />
);

interface FormField extends Pick<FieldsProps, 'form' | 'onChange'> {
  readonly label: string;
}

const NumberField = ({ label, form, onChange }: FormField) => (
  <Field label={label}>
    <Whole value={form.number} onChange={(number) => onChange({ number })} />
  </Field>
);

const Switch = ({ label, form, onChange }: FormField) => (
  <label class="switch">
    <input
      type="checkbox"
      checked={form.on}
      onChange={({ currentTarget: { checked } }) => onChange({ on: checked })}
    />
    {label}
  </label>
);

const Data = ({ label, form, onChange }: FormField) => (
  <>
    <label class="switch">
      <input
        type="checkbox"
        checked={form.hasData}
        onChange={({ currentTarget: { checked } }) => onChange({ hasData: checked })}
      />
      {label}
    </label>
    {form.hasData && (
      <Field label="data">
        <Text value={form.data} onChange={(data) => onChange({ data })} />
      </Field>
    )}
  </>
);
