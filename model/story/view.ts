import { describeInvocation, describeOutcome } from '../../spec/trace/describe.js';
import { quoted } from '../../spec/problem.js';
import { candidatesOf } from '../../spec/readings.js';
import { socketName } from '../../spec/trace/names.js';
import type { Result } from '../../spec/trace/step.js';
import { isWithdrawn } from '../attempts.js';
import { linkOf } from '../call.js';
import type { ConnectionView, Fact, SocketView, WaitingRequest, WorldView } from '../story.js';
import type {
  Connection,
  End,
  Indication,
  Item,
  Linger,
  Listening,
  Outstanding,
  Prediction,
  Registration,
  Socket,
  World,
} from '../world.js';

/** A world as people are shown it. */
export const viewOf = (world: World): WorldView => ({
  sockets: Object.entries(world.sockets).map(([name, socket]) => socketView(world, name, socket)),
  connections: Object.entries(world.connections).map(([id, connection]) => connectionView(id, connection)),
  readings: world.readings,
});

/** Something in flight, in a word or two. */
export function describeItem(item: Item): string {
  switch (item.is) {
    case 'request':
      return 'request';
    case 'confirmation':
      return item.data === null ? 'confirmation' : `confirmation with ${quoted(item.data)}`;
    case 'refusal':
      return item.data === null ? 'refusal' : `refusal with ${quoted(item.data)}`;
    case 'data':
      return quoted(item.bytes);
    case 'end':
      return item.data === null ? 'end of data' : `end of data with ${quoted(item.data)}`;
    case 'reset':
      if (item.by === 'network') return 'loss of the circuit';
      return item.data === undefined ? 'reset' : `reset with ${quoted(item.data)}`;
  }
}

/** What a prediction looks like to its caller. */
export function describePrediction(prediction: Prediction): string {
  if (prediction === 'anything') return 'anything';
  if ('cancelled' in prediction) return 'any error';
  if ('error' in prediction && prediction.error === '*') return 'any error';
  return isResult(prediction) ? describeOutcome(prediction) : 'any error';
}

const isResult = (prediction: Exclude<Prediction, string>): prediction is Result =>
  !('cancelled' in prediction) && !('error' in prediction && prediction.error === '*');

function socketView(world: World, text: string, socket: Socket): SocketView {
  const { phase } = socket;
  return {
    name: socketName(text),
    state: stateOf(world, socket),
    open: phase.is !== 'closed',
    facts: factsOf(world, socket),
    backlog: phase.is === 'listening' ? backlogOf(world, phase) : null,
  };
}

function stateOf(world: World, { phase, outstanding }: Socket): string {
  const closing = outstanding.some(({ call, ended }) => call.call === 'closesocket' && ended === null);
  switch (phase.is) {
    case 'connecting':
      return `connecting to ${world.connections[phase.connection]?.listener ?? 'a listener'}`;
    case 'connected': {
      const connection = world.connections[phase.connection];
      const peer = phase.side === 'client' ? connection?.server : connection?.client;
      const state = peer ? `connected to ${peer}` : 'connected, not yet accepted';
      return closing ? `${state}, closing` : state;
    }
    case 'unspecified':
      return 'left open by the documents';
    default:
      return phase.is;
  }
}

const backlogOf = (world: World, { queue, deferred }: Listening): readonly WaitingRequest[] =>
  queue.flatMap((id) => {
    const connection = world.connections[id];
    if (!connection) return [];
    const how = isWithdrawn(connection) ? 'withdrawn' : id === deferred ? 'deferred' : 'waiting';
    return [{ client: connection.client, how }];
  });

const fact = (name: string, value: string | null): readonly Fact[] =>
  value === null ? [] : [{ name, value }];

function factsOf(world: World, socket: Socket): readonly Fact[] {
  const { mode, linger, conditionalAccept, registration, told, outstanding, errors, phase } = socket;
  if (phase.is === 'closed' || phase.is === 'unspecified') return [];
  const end = linkOf(world, socket)?.end;
  return [
    ...fact('mode', mode === 'nonblocking' ? 'nonblocking' : null),
    ...fact('SO_LINGER', lingerOf(linger)),
    ...fact('SO_CONDITIONAL_ACCEPT', conditionalAccept ? 'on' : null),
    ...(registration === null ? [] : registrationFacts(world, registration)),
    ...fact('told already', told.length === 0 ? null : told.join(', ')),
    ...(end === undefined ? [] : endFacts(end)),
    ...fact('under way', outstanding.length === 0 ? null : outstanding.map(describeOutstanding).join(', ')),
    ...fact('SO_ERROR', errors.length === 0 ? null : errors.join(' or ')),
  ];
}

function lingerOf({ onoff, seconds }: Linger): string | null {
  if (!onoff) return null;
  return seconds === 'unknown' ? 'on' : `on, ${String(seconds)} s`;
}

const registrationFacts = (world: World, { mask, indications }: Registration): readonly Fact[] => {
  const shown = indications.flatMap((one) => describeIndication(world, one));
  return [
    ...fact('registered for', mask.length === 0 ? 'nothing' : mask.join(', ')),
    ...fact('event record', shown.length === 0 ? null : shown.join(', ')),
  ];
};

/** Nothing of an indication that is given only under readings that are excluded already. */
function describeIndication(
  { readings }: World,
  { event, code, status, under }: Indication,
): readonly string[] {
  const open = under === null ? [] : (readings[under.key] ?? candidatesOf(under.key));
  const candidates = under?.candidates.filter((one) => open.includes(one)) ?? [];
  if (under !== null && candidates.length === 0) return [];
  const condition =
    under === null || candidates.length === open.length ? '' : ` if ${under.key}=${candidates.join(' or ')}`;
  const shown = code === 0 ? event : `${event} (${code})`;
  return [`${likelihood[status](shown)}${condition}`];
}

const likelihood: { readonly [Status in Indication['status']]: (event: string) => string } = {
  recorded: (event) => event,
  due: (event) => `${event} soon`,
  optional: (event) => `perhaps ${event}`,
  undecided: (event) => `perhaps ${event}`,
};

function endFacts({ sending, receiving, unread, ended, lost }: End): readonly Fact[] {
  return [
    ...fact('received', unread.length === 0 ? null : unread.map((one) => quoted(one)).join(', ')),
    ...fact('sending', sending === 'ended' ? 'ended' : null),
    ...fact('receiving', receiving === 'open' ? null : `shut by ${receiving}`),
    ...fact('peer', endOfPeer(ended)),
    ...fact('circuit', lossOfCircuit(lost)),
  ];
}

function endOfPeer(ended: End['ended']): string | null {
  if (ended === null) return null;
  return ended.data === null ? 'has ended' : `has ended, with ${quoted(ended.data)}`;
}

function lossOfCircuit(lost: End['lost']): string | null {
  if (lost === null) return null;
  return lost.data === undefined ? lossOf[lost.by] : `${lossOf[lost.by]}, with ${quoted(lost.data)}`;
}

const lossOf = {
  abort: 'lost: the peer aborted',
  stack: 'lost: the peer answered with a reset',
  self: 'lost: this end reset it',
  network: 'lost by the network',
} as const;

function describeOutstanding({ call, ended }: Outstanding): string {
  const shown = describeInvocation(call);
  return ended === null ? shown : `${shown}, which will give ${describePrediction(ended)}`;
}

const connectionView = (id: string, { client, server, listener, wires }: Connection): ConnectionView => ({
  id,
  client,
  server,
  listener,
  inFlight: { client: wires.client.map(describeItem), server: wires.server.map(describeItem) },
});
