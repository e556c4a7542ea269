import { callOf } from '../../spec/trace/call-of.js';
import { socketName } from '../../spec/trace/names.js';
import type { Call, ConditionReport, Ended, SocketName, Step } from '../../spec/trace/step.js';
import type { ConnectionId, Phase, Prediction, World } from '../world.js';
import { connectionId } from '../world.js';

import type { Terms } from './terms.js';
import { codesFrom } from './codes.js';

type Possibility = Pick<World, 'sockets' | 'connections'>;

/** The names of the connections that some possibility has. */
export const idsIn = (parts: readonly Possibility[]): ReadonlySet<ConnectionId> =>
  new Set(parts.flatMap(({ connections }) => Object.keys(connections).map(connectionId)));

/**
 * The same possibilities, with other names for connections that are called as in `taken`: a socket that has given an
 * attempt up may connect again while its old request stands in a backlog that has nothing else to do with it (CN-03, CA-16).
 */
export function apart(
  parts: readonly Possibility[],
  taken: ReadonlySet<ConnectionId>,
): readonly Possibility[] {
  if (taken.size === 0) return parts;
  const own = idsIn(parts);
  const names = new Map<ConnectionId, ConnectionId>();
  for (const id of own) if (taken.has(id)) names.set(id, freshName(id, [taken, own]));
  return names.size === 0
    ? parts
    : parts.map((part) => renamed(part, { socket: (name) => name, connection: (id) => names.get(id) ?? id }));
}

function freshName(id: ConnectionId, used: readonly ReadonlySet<ConnectionId>[]): ConnectionId {
  for (let attempt = 2; ; attempt += 1) {
    const name = connectionId(`${id} #${String(attempt)}`);
    if (!used.some((ids) => ids.has(name))) return name;
  }
}

/** What sockets and connections are called instead; names of connections keep their order. */
export interface Naming {
  readonly socket: (name: SocketName) => SocketName;
  readonly connection: (id: ConnectionId) => ConnectionId;
}

/** The same possibility under other names. */
export function renamed({ sockets, connections }: Possibility, { socket, connection }: Naming): Possibility {
  const maybe = (name: SocketName | null): SocketName | null => name && socket(name);
  const all = (ids: readonly ConnectionId[]): readonly ConnectionId[] => ids.map(connection).sort();
  const inPhase = (phase: Phase): Phase => {
    if (phase.is === 'connecting' || phase.is === 'connected')
      return { ...phase, connection: connection(phase.connection) };
    if (phase.is !== 'listening') return phase;
    const { queue, deferred } = phase;
    return { ...phase, queue: all(queue), deferred: deferred && connection(deferred) };
  };
  return {
    sockets: Object.fromEntries(
      Object.entries(sockets).map(([name, one]) => [
        socket(socketName(name)),
        {
          ...one,
          phase: inPhase(one.phase),
          acceptedFrom: maybe(one.acceptedFrom),
          outstanding: one.outstanding.map(({ call, ended }) => ({
            call: renamedCall(call, socket),
            ended: ended && renamedPrediction(ended, socket),
          })),
        },
      ]),
    ),
    connections: Object.fromEntries(
      Object.entries(connections).map(([id, one]) => [
        connection(connectionId(id)),
        {
          ...one,
          client: socket(one.client),
          listener: maybe(one.listener),
          server: maybe(one.server),
          behind: all(one.behind),
        },
      ]),
    ),
  };
}

/** The same call under other names. */
export function renamedCall(call: Call, socket: Naming['socket']): Call {
  if (call.call === 'WSAConnect') return { ...call, args: { ...call.args, to: socket(call.args.to) } };
  if (call.call === 'WSAAccept') return { ...call, args: { ...call.args, as: socket(call.args.as) } };
  return call;
}

function renamedPrediction(prediction: Prediction, socket: Naming['socket']): Prediction {
  if (prediction === 'anything' || !('condition' in prediction)) return prediction;
  return { ...prediction, condition: renamedReport(prediction.condition, socket) };
}

/** The same report under other names. */
export function renamedReport(report: ConditionReport, socket: Naming['socket']): ConditionReport {
  if (!report.called || !report.callerId) return report;
  return { ...report, callerId: socket(report.callerId) };
}

/** The same step under other names, and with lengths in units, of which the first has the code `first`. */
export function renamedStep(step: Step, socket: Naming['socket'], terms: Terms, first: number): Step {
  if ('settle' in step) return step;
  if ('completes' in step)
    return { ...step, socket: socket(step.socket), result: renamedEnd(step.result, socket, {}, first) };
  const { result } = step;
  const made = { ...inTerms(renamedCall(callOf(step), socket), terms, first), socket: socket(step.socket) };
  if (!result) return made;
  return { ...made, result: 'pending' in result ? result : renamedEnd(result, socket, terms, first) };
}

function inTerms(call: Call, { len, data }: Terms, first: number): Call {
  if ((call.call === 'send' || call.call === 'WSASend') && data !== undefined)
    return { ...call, args: { data: codesFrom(first, data) } };
  if ((call.call === 'recv' || call.call === 'WSARecv') && len !== undefined)
    return { ...call, args: { len } };
  return call;
}

function renamedEnd(result: Ended, socket: Naming['socket'], terms: Terms, first: number): Ended {
  const condition = result.condition && { condition: renamedReport(result.condition, socket) };
  if ('error' in result) return { ...result, ...condition };
  const { ok } = result;
  const data =
    typeof ok.data === 'string' && terms.data !== undefined ? { data: codesFrom(first, terms.data) } : {};
  const sent = ok.sent !== undefined && terms.sent !== undefined ? { sent: terms.sent } : {};
  return { ...result, ok: { ...ok, ...data, ...sent }, ...condition };
}
