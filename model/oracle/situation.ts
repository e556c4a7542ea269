import { socketName } from '../../spec/trace/names.js';
import type { SocketName, Step } from '../../spec/trace/step.js';
import type { ConnectionId } from '../world.js';
import { connectionId } from '../world.js';
import { join } from './belief.js';
import type { Cluster, Shape } from './cluster.js';
import { bytesOf } from './cluster.js';
import type { Measure } from './measure.js';
import { measure } from './measure.js';
import type { Part } from './part.js';
import type { Naming } from './rename.js';
import { idsIn, renamed, renamedStep } from './rename.js';
import type { Place } from './shape.js';
import { codesFrom } from './codes.js';
import { firstUnit, isPlain, keyOf, nameAt, numberOf, read } from './shape.js';
import { mentionedIn, textOf } from './step-text.js';

/** A unit that is sent has its position among them as a code, from here on. */
export const firstSent = 0x8000;

/** Some clusters and a step, with what they have in common with all others of which the same may come. */
export interface Situation {
  readonly text: string;
  readonly clusters: readonly Cluster[];
  readonly step: Step;
  /** The names in order: those in the clusters, and those that the step mentions. */
  readonly names: readonly string[];
  /** `null`: it depends on the bytes themselves. */
  readonly measure: Measure | null;
}

/** The situation of some clusters at a step, where so many bytes find room; `null`: it depends on the names themselves. */
export function situationOf(
  clusters: readonly Cluster[],
  step: Step,
  room: number,
  numberOfShape: (shape: Shape) => number,
): Situation | null {
  const names = namesOf(clusters, mentionedIn(step));
  if (names === null) return null;
  const measured = measure(clusters, step, room);
  return {
    text: describe(clusters, step, names, measured, numberOfShape),
    clusters,
    step,
    names,
    measure: measured,
  };
}

/** The same situation, of which its bytes are part. */
export function withItsBytes(situation: Situation, numberOfShape: (shape: Shape) => number): Situation {
  const { clusters, step, names } = situation;
  return { ...situation, text: describe(clusters, step, names, null, numberOfShape), measure: null };
}

function describe(
  clusters: readonly Cluster[],
  step: Step,
  names: readonly string[],
  measured: Measure | null,
  numberOfShape: (shape: Shape) => number,
): string {
  let text = '';
  for (const cluster of clusters) {
    text += String(numberOfShape(cluster.shape));
    if (cluster.names !== names) text += `:${ranksIn(names, cluster).join()}`;
    if (measured === null) for (const { bytes, ends } of cluster.streams) text += `/${ends.join()}=${bytes}`;
    text += '|';
  }
  return text + (measured ? `${measured.text} ` : '') + textOf(step, names, measured?.terms ?? {});
}

const ranksIn = (names: readonly string[], cluster: Cluster): readonly number[] =>
  (cluster.names ?? []).map((name) => names.indexOf(name));

function namesOf(clusters: readonly Cluster[], mentioned: readonly string[]): readonly string[] | null {
  const [only] = clusters;
  const own = clusters.length === 1 ? (only?.names ?? null) : null;
  if (own && mentioned.every((name) => own.includes(name))) return own;
  const names = new Set(mentioned);
  for (const cluster of clusters) {
    if (cluster.names === null) return null;
    for (const name of cluster.names) names.add(name);
  }
  return mentioned.every(isPlain) ? [...names].sort() : null;
}

/** What stands for a situation. */
export interface Instance {
  readonly parts: readonly Part[];
  readonly step: Step;
  /** For each place, the number of its stream. */
  readonly streams: ReadonlyMap<string, number>;
}

/** What stands for a situation and all others with the same text; `null`: units do not tell everything apart. */
export function instanceOf({ clusters, step, names, measure: measured }: Situation): Instance | null {
  const streams = new Map<string, number>();
  const each = clusters.map((cluster): { parts: readonly Part[] } => {
    const places = cluster.shape.places ?? [];
    const naming = cluster.names === names ? null : namingOf(ranksIn(names, cluster));
    const first = streams.size;
    for (const { id, side } of places)
      streams.set(keyOf({ id: naming ? naming.connection(id) : id, side }), streams.size);
    const parts = cluster.shape.parts.map((part) => {
      const seen = seenIn(part, cluster, places, measured && { measure: measured, first });
      return naming ? renamed(seen, naming) : seen;
    });
    return { parts };
  });
  const ids = each.flatMap(({ parts }) => [...idsIn(parts)]);
  if (measured && streams.size > 0 && clusters.length > 1 && new Set(ids).size < ids.length) return null;
  const first = sends(step) ? firstSent : firstUnit;
  return {
    parts: join(each),
    step: renamedStep(step, (name) => nameAt(names.indexOf(name)), measured?.terms ?? {}, first),
    streams: measured ? streams : new Map(),
  };
}

/** A part of a cluster in the units of a measure, of which its streams are those from `first` on; or with its bytes. */
function seenIn(
  part: Part,
  cluster: Cluster,
  places: readonly Place[],
  by: { readonly measure: Measure; readonly first: number } | null,
): Part {
  return read(part, places, (place, at, count) => {
    const own = cluster.streams[place];
    if (by === null) return bytesOf(own, at, count);
    const measured = by.measure.streams[by.first + place];
    if (own === measured || !own || !measured) return codesFrom(firstUnit + at, count);
    const from = measured.ends.indexOf(own.ends[at - 1] ?? 0) + 1;
    const to = measured.ends.indexOf(own.ends[at + count - 1] ?? 0) + 1;
    return codesFrom(firstUnit + from, to - from);
  });
}

const sends = (step: Step): boolean => 'call' in step && (step.call === 'send' || step.call === 'WSASend');

function namingOf(ranks: readonly number[]): Naming {
  const socket = (name: SocketName): SocketName => nameAt(ranks[numberOf(name)] ?? -1);
  const connection = (id: ConnectionId): ConnectionId => {
    const [client = id] = id.split(' ');
    return connectionId(`${socket(socketName(client))}${id.slice(client.length)}`);
  };
  return { socket, connection };
}
