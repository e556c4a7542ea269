import type { WorldView } from '../../model/story.js';
import type { NetworkEvent } from '../../spec/events.js';
import { isSocketName, socketName } from '../../spec/trace/names.js';
import type { Call, CallName, ReadableOption, ShutdownHow, SocketName } from '../../spec/trace/step.js';

/** A call as it stands in the form: every field as text, whether the call uses it or not. */
export interface CallForm {
  readonly socket: string;
  readonly call: CallName;
  readonly to: string;
  readonly as: string;
  readonly condition: 'none' | 'CF_ACCEPT' | 'CF_REJECT' | 'CF_DEFER';
  readonly events: readonly NetworkEvent[];
  readonly option: ReadableOption;
  readonly how: ShutdownHow;
  readonly on: boolean;
  readonly number: number;
  readonly data: string;
  /** Whether `data` is given at all, where it may be left out. */
  readonly hasData: boolean;
  readonly room: number;
}

/** The form before anything was chosen. */
export const emptyForm: CallForm = {
  socket: 'listener',
  call: 'WSASocket',
  to: 'listener',
  as: 'server',
  condition: 'CF_ACCEPT',
  events: [],
  option: 'SO_LINGER',
  how: 'SD_SEND',
  on: true,
  number: 5,
  data: 'hello',
  hasData: false,
  room: 0,
};

/** Whether a text may name a socket. */
const nameOf = (text: string): SocketName | null => (isSocketName(text) ? socketName(text) : null);

/** The call that a form describes, or what is wrong with it. */
export function callFrom(form: CallForm): { readonly socket: SocketName; readonly call: Call } | string {
  const socket = nameOf(form.socket);
  if (socket === null) return 'A socket needs a name.';
  const call = argumentsFrom(form);
  return typeof call === 'string' ? call : { socket, call };
}

function argumentsFrom(form: CallForm): Call | string {
  const { call, number, data, hasData, on, how, option, events } = form;
  switch (call) {
    case 'listen':
      return { call, args: { backlog: number } };
    case 'ioctlsocket':
      return { call, args: { nonblocking: on } };
    case 'setsockopt':
      if (option === 'SO_LINGER') return { call, args: { option, onoff: on, linger: on ? number : 0 } };
      if (option === 'SO_DONTLINGER' || option === 'SO_CONDITIONAL_ACCEPT')
        return { call, args: { option, value: on } };
      return `${option} can only be read.`;
    case 'getsockopt':
      return { call, args: { option } };
    case 'WSAEventSelect':
      return { call, args: { events } };
    case 'WSAConnect': {
      const to = nameOf(form.to);
      if (to === null) return 'Connect to which socket?';
      const more = hasData ? { callerData: data, calleeDataLen: form.room } : {};
      return { call, args: { to, ...more } };
    }
    case 'WSAAccept': {
      const as = nameOf(form.as);
      if (as === null) return 'The accepted socket needs a name.';
      const condition = form.condition === 'none' ? null : form.condition;
      return { call, args: { as, condition, ...(hasData ? { calleeData: data } : {}) } };
    }
    case 'send':
    case 'WSASend':
      return { call, args: { data } };
    case 'recv':
    case 'WSARecv':
    case 'WSARecvDisconnect':
      return { call, args: { len: number } };
    case 'shutdown':
      return { call, args: { how } };
    case 'WSASendDisconnect':
      return { call, args: hasData ? { data } : {} };
    default:
      return { call, args: {} };
  }
}

/** A call that is likely to be wanted now. */
export interface Suggestion {
  readonly label: string;
  readonly form: Partial<CallForm>;
}

/** Likely calls on one socket. */
export interface Suggestions {
  readonly on: string;
  readonly calls: readonly Suggestion[];
}

function unused(view: WorldView, name: string): string {
  const taken = new Set(view.sockets.map((socket) => String(socket.name)));
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}${number}`)) number += 1;
  return `${name}${number}`;
}

/** What one is likely to call next, socket by socket. */
export function suggestionsFor(view: WorldView): readonly Suggestions[] {
  const listening = view.sockets.filter(({ backlog }) => backlog !== null).map(({ name }) => name);
  const next = unused(view, view.sockets.length > 0 ? 'client' : 'listener');
  return [
    ...view.sockets
      .filter(({ open }) => open)
      .map(({ name, state, backlog }) => ({
        on: name,
        calls: suggestionsOn(state, backlog !== null, listening, view).map(({ label, form }) => ({
          label,
          form: { socket: name, ...form },
        })),
      }))
      .filter(({ calls }) => calls.length > 0),
    { on: next, calls: [{ label: 'make it', form: { socket: next, call: 'WSASocket' } }] },
  ];
}

function suggestionsOn(
  state: string,
  listens: boolean,
  listening: readonly SocketName[],
  view: WorldView,
): readonly Suggestion[] {
  if (listens) {
    const as = unused(view, 'server');
    return [
      { label: 'accept', form: { call: 'WSAAccept', as, condition: 'CF_ACCEPT' } },
      { label: 'defer', form: { call: 'WSAAccept', as, condition: 'CF_DEFER' } },
      { label: 'reject', form: { call: 'WSAAccept', as, condition: 'CF_REJECT' } },
      { label: 'watch', form: { call: 'WSAEventSelect', events: ['FD_ACCEPT'] } },
      { label: 'what was indicated?', form: { call: 'WSAEnumNetworkEvents' } },
    ];
  }
  if (state === 'unbound')
    return [
      ...listening.map((to): Suggestion => ({ label: 'connect', form: { call: 'WSAConnect', to } })),
      { label: 'bind', form: { call: 'bind' } },
    ];
  if (state === 'bound') return [{ label: 'listen', form: { call: 'listen', number: 5 } }];
  if (!state.startsWith('connected')) return [];
  return [
    { label: 'send', form: { call: 'send', data: 'hello' } },
    { label: 'receive', form: { call: 'recv', number: 64 } },
    { label: 'half-close', form: { call: 'shutdown', how: 'SD_SEND' } },
    {
      label: 'watch',
      form: { call: 'WSAEventSelect', events: ['FD_READ', 'FD_WRITE', 'FD_CLOSE'] },
    },
    { label: 'what was indicated?', form: { call: 'WSAEnumNetworkEvents' } },
    { label: 'close', form: { call: 'closesocket' } },
  ];
}
