import type { CallStep, Step } from '../../spec/trace/step.js';
import type { Cluster, Stream } from './cluster.js';
import type { Terms } from './terms.js';

/** The streams that a step meets, and what it sends, in units that the step does not divide. */
export interface Measure {
  readonly streams: readonly Stream[];
  readonly sent: Stream;
  readonly terms: Terms;
  /** What the lengths have in common with all others of which the same may come. */
  readonly text: string;
}

const noBytes: Stream = { bytes: '', ends: [] };

/** So many bytes that are sent can be told apart from those that are there already. */
const mostSent = 0x5000;

/** A step that says how many bytes there are, or asks. */
type Dividing = Extract<CallStep, { call: 'send' | 'WSASend' | 'recv' | 'WSARecv' | 'WSAEnumNetworkEvents' }>;

/**
 * Measures a step on some clusters. What may come of it does not depend on how many bytes there are, as long as there is room
 * for them, but on which of them stand together. `null`: it depends on the bytes themselves.
 */
export function measure(clusters: readonly Cluster[], step: Step, room: number): Measure | null {
  const [cluster, ...more] = clusters;
  const streams = more.length === 0 && cluster ? cluster.streams : clusters.flatMap((one) => one.streams);
  const divides = isDividing(step);
  if (divides && (!cluster || more.length > 0 || cluster.shape.places === null))
    return streams.length > 0 ? null : { streams, sent: noBytes, terms: {}, text: '' };
  if (divides && mayGoOn(step)) return null;
  const sent = 'call' in step && (step.call === 'send' || step.call === 'WSASend') ? step.args.data : '';
  const most = Math.max(0, ...streams.map(({ bytes }) => bytes.length));
  const fits = most + sent.length <= room;
  const exact = !fits || (divides && isVague(step));
  if (exact && [...streams.map(({ bytes }) => bytes), sent].some(({ length }) => length > mostSent))
    return null;
  const units = exact ? streams.map(byByte) : streams;
  const text = exact ? `${streams.map(({ ends }) => ends.join()).join('/')}=` : '';
  if (!divides || !cluster) return { streams: units, sent: noBytes, terms: {}, text };
  return divided(cluster, step, units, exact ? byByte : (one) => one, text);
}

const isDividing = (step: Step): step is Dividing =>
  'call' in step &&
  (step.call === 'send' ||
    step.call === 'WSASend' ||
    step.call === 'recv' ||
    step.call === 'WSARecv' ||
    step.call === 'WSAEnumNetworkEvents');

/** Whether a call may be under way afterwards, with all that it was given. */
const mayGoOn = ({ result }: Dividing): boolean => result === undefined || 'pending' in result;

/** Whether it was left out what a receive gave, or a send took none of its bytes or too many. */
function isVague({ call, args, result }: Dividing): boolean {
  if (result && !('ok' in result)) return false;
  if (call === 'recv' || call === 'WSARecv') return typeof result?.ok.data !== 'string';
  if (call === 'WSAEnumNetworkEvents') return false;
  const taken = result?.ok.sent;
  return taken !== undefined && (taken > args.data.length || (taken < 1 && args.data !== ''));
}

/** Divides what a step meets where it ends something, or asks. */
function divided(
  cluster: Cluster,
  step: Dividing,
  streams: readonly Stream[],
  unitsOf: (stream: Stream) => Stream,
  text: string,
): Measure | null {
  if (step.call === 'send' || step.call === 'WSASend') {
    const { data } = step.args;
    const taken = step.result && 'ok' in step.result ? step.result.ok.sent : undefined;
    const sent = unitsOf(dividedAt({ bytes: data, ends: data === '' ? [] : [data.length] }, [taken ?? 0]));
    const terms = { data: sent.ends.length, ...(taken === undefined ? {} : { sent: unitsIn(sent, taken) }) };
    return { streams, sent, terms, text };
  }
  const place = cluster.shape.placeOf(cluster.numberOf(step.socket));
  if (place === null) return null;
  const own = streams[place] ?? noBytes;
  const data = step.result && 'ok' in step.result ? (step.result.ok.data ?? '') : '';
  if (!own.bytes.startsWith(data)) return null;
  const asks = step.call === 'recv' || step.call === 'WSARecv';
  const found = dividedAt(own, asks ? [step.args.len, data.length] : behindUnread(cluster, place));
  const how = found === own ? '' : found.ends.map((end) => (own.ends.includes(end) ? '.' : '!')).join('');
  return {
    streams: found === own ? streams : streams.with(place, found),
    sent: noBytes,
    terms: asks ? { len: unitsIn(found, step.args.len), data: unitsIn(found, data.length) } : {},
    text: text + how,
  };
}

/** One byte beyond what an end may have received and not read. */
function behindUnread({ shape, streams }: Cluster, place: number): readonly number[] {
  const at = shape.places?.[place];
  if (!at) return [];
  return shape.parts.map(({ connections }) => {
    const units = connections[at.id]?.ends[at.side].unread.join('').length ?? 0;
    return (streams[place]?.ends[units - 1] ?? 0) + 1;
  });
}

/** The stream in which a unit ends at each of some points, as far as it goes. */
function dividedAt(stream: Stream, points: readonly number[]): Stream {
  const { bytes, ends } = stream;
  const more = points.filter((point) => point > 0 && point < bytes.length && !ends.includes(point));
  if (more.length === 0) return stream;
  return { bytes, ends: [...new Set([...ends, ...more])].sort((one, other) => one - other) };
}

const byByte = ({ bytes }: Stream): Stream => ({
  bytes,
  ends: Array.from({ length: bytes.length }, (_, index) => index + 1),
});

/** How many units so many bytes are; more than there are, if they are. */
const unitsIn = ({ bytes, ends }: Stream, length: number): number =>
  length > bytes.length ? ends.length + 1 : ends.indexOf(length) + 1;
