import type { Allowed } from '../../model/verdict.js';
import { networkEvents } from '../../spec/events.js';
import type { Ok, RecordedEvents, SocketName } from '../../spec/trace/step.js';
import { stringLiteral } from './literals.js';

/** Whether the result `r` of a C program is the given one, as an expression. */
export function isResult(
  result: Exclude<Allowed, 'anything'>,
  variable: (name: SocketName) => string,
): string {
  if ('pending' in result) return 'r->pending';
  if ('error' in result && result.error === '*') return '!r->pending && r->error != 0';
  const parts = ['!r->pending', `r->error == ${'error' in result ? result.error : '0'}`];
  if ('ok' in result) parts.push(...fieldsOf(result.ok));
  const { condition } = result;
  if (condition) parts.push(condition.called ? 'r->called' : '!r->called');
  if (condition?.called === true) {
    const { callerId, calleeDataLen } = condition;
    if (typeof callerId === 'string') parts.push(`r->caller == port_of(&${variable(callerId)})`);
    if (calleeDataLen !== undefined) parts.push(`r->callee_data_len == ${String(calleeDataLen)}`);
  }
  return parts.join(' && ');
}

function fieldsOf({ sent, data, onoff, linger, value, events }: Ok): readonly string[] {
  return [
    ...(sent === undefined ? [] : [`r->count == ${String(sent)}`]),
    ...(typeof data === 'string'
      ? [
          `r->count == ${String(data.length)}`,
          ...(data === '' ? [] : [`memcmp(r->data, ${stringLiteral(data)}, ${String(data.length)}) == 0`]),
        ]
      : []),
    ...(onoff === undefined ? [] : [`r->linger.l_onoff ${onoff ? '!=' : '=='} 0`]),
    ...(linger === undefined ? [] : [`r->linger.l_linger == ${String(linger)}`]),
    ...(value === undefined
      ? []
      : [`r->value == ${typeof value === 'boolean' ? (value ? '1' : '0') : String(value)}`]),
    ...(events === undefined ? [] : recorded(events)),
  ];
}

function recorded(events: RecordedEvents): readonly string[] {
  const names = networkEvents.filter((name) => events[name] !== undefined);
  const mask = names.length === 0 ? '0' : `(${names.join(' | ')})`;
  return [
    `r->events.lNetworkEvents == ${mask}`,
    ...names.map((name) => `r->events.iErrorCode[${name}_BIT] == ${String(events[name])}`),
  ];
}
