import { networkEvents } from '../events.js';
import type { ProfileDescription } from '../profiles.js';
import { readingKeys } from '../readings.js';
import type { TraceHeader } from './schema.js';
import type { ConditionReport, RecordedEvents, Result, Step } from './step.js';

/** The fields of `source` in the order of `names`, without those that are absent. */
function inOrder(source: object, names: readonly string[]): Record<string, unknown> {
  const fields = new Map<string, unknown>(Object.entries(source));
  return Object.fromEntries(names.filter((name) => fields.has(name)).map((name) => [name, fields.get(name)]));
}

const argumentOrder = [
  'group',
  'backlog',
  'nonblocking',
  'option',
  'onoff',
  'linger',
  'value',
  'events',
  'to',
  'callerData',
  'calleeDataLen',
  'as',
  'condition',
  'calleeData',
  'data',
  'len',
  'how',
] as const;
const okOrder = ['onoff', 'linger', 'value', 'events', 'calleeData', 'sent', 'data'] as const;
const conditionOrder = ['called', 'callerId', 'callerData', 'calleeDataLen'] as const;

const orderedEvents = (events: RecordedEvents) => inOrder(events, networkEvents);
const orderedCondition = (condition: ConditionReport) => inOrder(condition, conditionOrder);

function orderedResult(result: Result): object {
  if ('pending' in result) return result;
  const condition = result.condition === undefined ? {} : { condition: orderedCondition(result.condition) };
  if ('error' in result) return { error: result.error, ...condition };
  const { events, ...others } = result.ok;
  const ok = events === undefined ? others : { ...others, events: orderedEvents(events) };
  return { ok: inOrder(ok, okOrder), ...condition };
}

function orderedStep(step: Step): object {
  const comment = step.comment === undefined ? {} : { comment: step.comment };
  if ('settle' in step) return { settle: step.settle, ...comment };
  const result = step.result === undefined ? {} : { result: orderedResult(step.result) };
  if ('completes' in step) return { socket: step.socket, completes: step.completes, ...result, ...comment };
  const ordered = inOrder(step.args, argumentOrder);
  const args = Object.keys(ordered).length === 0 ? {} : { args: ordered };
  return { socket: step.socket, call: step.call, ...args, ...result, ...comment };
}

function orderedProfile(profile: ProfileDescription): object {
  const { limits, readings } = profile;
  return inOrder(
    {
      ...profile,
      ...(limits === undefined
        ? {}
        : { limits: inOrder(limits, ['connectData', 'disconnectData', 'backlog']) }),
      ...(readings === undefined ? {} : { readings: inOrder(readings, readingKeys) }),
    },
    ['profile', 'flags', 'halfClose', 'confirmed', 'limits', 'readings'],
  );
}

/** A header as a line of a trace file, without its line feed. */
export function printHeader(header: TraceHeader): string {
  const { profile } = header;
  const shown = typeof profile === 'object' ? { ...header, profile: orderedProfile(profile) } : header;
  return JSON.stringify(inOrder(shown, ['trace', 'profile', 'provider', 'comment']));
}

/** A step as a line of a trace file, without its line feed; empty arguments are left out. */
export const printStep = (step: Step): string => JSON.stringify(orderedStep(step));

/**
 * A trace file. Equal traces give equal texts: names are canonical, and fields come in the order of the
 * contract.
 */
export const printTrace = (header: TraceHeader, steps: Iterable<Step>): string =>
  [printHeader(header), ...Array.from(steps, printStep)].map((line) => `${line}\n`).join('');
