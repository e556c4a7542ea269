import { canonical } from '../../model/key.js';
import { networkEvents } from '../../spec/events.js';
import { callNames } from '../../spec/trace/names.js';
import type { Call, ConditionAnswer, ReadableOption, ShutdownHow } from '../../spec/trace/step.js';

/** The calls that say less than `call` and might do in its place, the simplest first. */
export function simplerCalls(call: Call): readonly Call[] {
  const simpler = alternatives(call).filter((other) => compareCalls(other, call) < 0);
  const distinct = new Map(simpler.map((other) => [canonical(other), other]));
  return [...distinct.values()].sort(compareCalls);
}

/** Orders calls by how much they say: calls that come first in the contract, then small arguments, come first. */
export function compareCalls(one: Call, other: Call): number {
  const byName = callNames.indexOf(one.call) - callNames.indexOf(other.call);
  const bySize = byName === 0 ? size(one.args) - size(other.args) : byName;
  if (bySize !== 0) return bySize;
  const [left, right] = [canonical(one.args), canonical(other.args)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function size(value: unknown): number {
  if (value === null) return 0.5;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number') return 1 + (value < 0 ? 0.5 - value : value);
  if (typeof value === 'string') return order.get(value) ?? 1 + value.length;
  if (typeof value !== 'object') return 0;
  return Object.entries(value).reduce((sum, [name, field]) => sum + sizeOfField(name, field), 0);
}

/** A backlog of one is the plainest: one of zero is a special case. */
function sizeOfField(name: string, field: unknown): number {
  if (actors.has(name)) return 0;
  return name === 'backlog' && field === 0 ? 2.5 : 0.1 + size(field);
}

/** Arguments that name sockets: one is as simple as another. */
const actors: ReadonlySet<string> = new Set(['to', 'as']);

const conditions = ['CF_ACCEPT', 'CF_REJECT', 'CF_DEFER'] as const satisfies readonly ConditionAnswer[];
const directions = ['SD_SEND', 'SD_RECEIVE', 'SD_BOTH'] as const satisfies readonly ShutdownHow[];

const readableOptions = [
  'SO_LINGER',
  'SO_DONTLINGER',
  'SO_CONDITIONAL_ACCEPT',
  'SO_ACCEPTCONN',
  'SO_ERROR',
] as const satisfies readonly ReadableOption[];

/** Words that are no data, and how simple they are. */
const order: ReadonlyMap<string, number> = new Map(
  [...conditions, ...directions, ...networkEvents, ...readableOptions].map((word, index) => [
    word,
    1 + index,
  ]),
);

function alternatives(call: Call): readonly Call[] {
  switch (call.call) {
    case 'WSASocket':
      return [{ ...call, args: {} }];
    case 'listen':
      return numbers(call.args.backlog).map((backlog) => ({ ...call, args: { backlog } }));
    case 'setsockopt': {
      const { args } = call;
      if (args.option !== 'SO_LINGER') return [];
      return numbers(args.linger).map((linger) => ({ ...call, args: { ...args, linger } }));
    }
    case 'WSAEventSelect': {
      const { events } = call.args;
      const fewer = events.map((gone) => events.filter((event) => event !== gone));
      return [...events.map((only) => [only]), ...fewer]
        .filter((some) => some.length > 0)
        .map((some) => ({ ...call, args: { events: some } }));
    }
    case 'WSAConnect': {
      const { callerData, calleeDataLen, to } = call.args;
      const data = optional(texts(callerData), (some) => ({ callerData: some }));
      const buffer = optional(numbers(calleeDataLen), (some) => ({ calleeDataLen: some }));
      return data.flatMap((caller) =>
        buffer.map((callee): Call => ({ ...call, args: { to, ...caller, ...callee } })),
      );
    }
    case 'WSAAccept': {
      const { as, condition, calleeData } = call.args;
      const data = optional(texts(calleeData).filter(isText), (some) => ({ calleeData: some }));
      return [null, ...conditions, condition].flatMap((answer) =>
        data.map((callee): Call => ({ ...call, args: { as, condition: answer, ...callee } })),
      );
    }
    case 'send':
    case 'WSASend':
      return texts(call.args.data)
        .filter(isText)
        .flatMap((data): Call[] => [
          { call: 'send', args: { data } },
          { call: 'WSASend', args: { data } },
        ]);
    case 'recv':
    case 'WSARecv':
      return numbers(call.args.len)
        .filter((len) => len > 0)
        .flatMap((len): Call[] => [
          { call: 'recv', args: { len } },
          { call: 'WSARecv', args: { len } },
        ]);
    case 'shutdown':
      return directions.map((how) => ({ ...call, args: { how } }));
    case 'WSASendDisconnect':
      return [
        { call: 'shutdown', args: { how: 'SD_SEND' } },
        ...optional(texts(call.args.data), (data) => ({ data })).map((args): Call => ({ ...call, args })),
      ];
    case 'WSARecvDisconnect': {
      const { len } = call.args;
      return [null, ...numbers(len ?? undefined)].map((some) => ({ ...call, args: { len: some } }));
    }
    case 'getsockopt':
      return readableOptions.map((option) => ({ ...call, args: { option } }));
    case 'bind':
    case 'ioctlsocket':
    case 'WSAEnumNetworkEvents':
    case 'CalleeData':
    case 'closesocket':
      return [];
  }
}

/** Arguments with each of some values, and without any. */
const optional = <Value, Args>(
  values: readonly Value[],
  argument: (value: Value) => Args,
): readonly (Args | Record<string, never>)[] => [{}, ...values.map(argument)];

/** Smaller numbers than `value`, and `value` itself. */
const numbers = (value: number | undefined): readonly number[] =>
  value === undefined ? [] : [0, 1, 2, 3, 4, 5, 8, 16, 32, 64, Math.floor(value / 2), value - 1, value];

const isText = (value: string | null): value is string => value !== null;

/** Shorter and plainer data than `value`, and `value` itself. */
function texts(value: string | null | undefined): readonly (string | null)[] {
  if (value === undefined) return [];
  if (value === null || value === '') return [null, value];
  const { length } = value;
  const lengths = [1, 2, 3, 4, Math.floor(length / 2), length - 1, length].filter(
    (some) => some > 0 && some <= length,
  );
  return [null, ...lengths.flatMap((some) => ['a'.repeat(some), alphabet(some)]), value];
}

const alphabet = (length: number): string =>
  Array.from({ length }, (_, index) => String.fromCharCode('a'.charCodeAt(0) + (index % 26))).join('');
