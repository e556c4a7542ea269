import { describeOutcome, named } from '../spec/trace/describe.js';
import { quoted } from '../spec/problem.js';
import type { Call, ConditionReport, Ok, Result, SocketName, Step } from '../spec/trace/step.js';

/** A text of which no line break parts the words. */
const glued = (text: string): string => text.replaceAll(' ', '\u00a0');

const seconds = (count: number): string => glued(`${count} s`);

const data = (value: string | null | undefined): string =>
  typeof value === 'string' ? quoted(value) : 'NULL';

/** The arguments of a call, as one would write them in a program, without what is not given. */
function argumentsOf(step: Call): readonly string[] {
  switch (step.call) {
    case 'WSASocket':
      return step.args.group === undefined ? [] : [`group ${step.args.group}`];
    case 'listen':
      return [String(step.args.backlog)];
    case 'ioctlsocket':
      return [step.args.nonblocking ? 'nonblocking' : 'blocking'];
    case 'setsockopt': {
      const { option } = step.args;
      if (option !== 'SO_LINGER') return [option, step.args.value ? 'on' : 'off'];
      return [option, step.args.onoff ? seconds(step.args.linger) : 'off'];
    }
    case 'getsockopt':
      return [step.args.option];
    case 'WSAEventSelect':
      return step.args.events.length === 0 ? ['nothing'] : step.args.events;
    case 'WSAConnect': {
      const { to, callerData, calleeDataLen } = step.args;
      return [
        named(to),
        ...(callerData === undefined ? [] : [data(callerData)]),
        ...(calleeDataLen === undefined ? [] : [`room for ${calleeDataLen}`]),
      ];
    }
    case 'WSAAccept': {
      const { as, condition, calleeData } = step.args;
      return [
        named(as),
        ...(condition === null ? [] : [String(condition)]),
        ...(calleeData === undefined ? [] : [data(calleeData)]),
      ];
    }
    case 'send':
    case 'WSASend':
      return [data(step.args.data)];
    case 'WSASendDisconnect':
      return [data(step.args.data)];
    case 'recv':
    case 'WSARecv':
      return [String(step.args.len)];
    case 'WSARecvDisconnect':
      return [step.args.len === null ? 'NULL' : String(step.args.len)];
    case 'shutdown':
      return [step.args.how];
    default:
      return [];
  }
}

/** A call in as few words as will do: `WSAConnect(listener)`. */
export function briefCall(call: Call): string {
  const given = argumentsOf(call);
  return given.length === 0 ? call.call : `${call.call}(${given.join(', ')})`;
}

function briefOk(ok: Ok): string {
  const { data: received, sent, events, onoff, linger, value, ...others } = ok;
  if (received !== undefined && received !== null) return quoted(received);
  if (sent !== undefined) return `${sent} sent`;
  if (events !== undefined) {
    const recorded = Object.entries(events).map(([event, code]) =>
      code === 0 ? event : `${event} (${code})`,
    );
    return recorded.length === 0 ? 'no events' : recorded.join(', ');
  }
  if (onoff !== undefined)
    return [onoff ? 'on' : 'off', ...(linger === undefined ? [] : [seconds(linger)])].join(', ');
  if (value !== undefined) return String(value);
  return describeOutcome({ ok: withoutNulls({ ...others, ...(linger === undefined ? {} : { linger }) }) });
}

const withoutNulls = ({ calleeData, ...ok }: Ok): Ok =>
  calleeData === null || calleeData === undefined ? ok : { ...ok, calleeData };

/** A result in as few words as will do. */
export function briefResult(result: Result | undefined): string {
  if (result === undefined || 'pending' in result) return describeOutcome(result);
  const outcome = 'error' in result ? result.error : briefOk(result.ok);
  return `${outcome}${result.condition === undefined ? '' : askedAbout(result.condition)}`;
}

function askedAbout(condition: ConditionReport): string {
  if (!condition.called) return ', not asked';
  const { callerId, callerData } = condition;
  const about = callerId === undefined || callerId === null ? '' : ` about ${named(callerId)}`;
  return `, asked${about}${callerData ? `, given ${quoted(callerData)}` : ''}`;
}

/** A step with its result in as few words as will do, without the name of its socket; `null` for a settle. */
export function briefStep(step: Step): { readonly socket: SocketName; readonly text: string } | null {
  if ('settle' in step) return null;
  const [first = '', ...rest] = briefResult(step.result).split(' ');
  const result = [glued(`→ ${first}`), ...rest].join(' ');
  const call = 'completes' in step ? `${step.completes} ends` : briefCall(step);
  return { socket: step.socket, text: `${call} ${result}` };
}
