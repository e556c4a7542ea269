import type { Step } from '../../spec/trace/step.js';
import { Keys } from '../key.js';
import type { Machine } from '../machine.js';
import type { ChosenReadings } from '../world.js';
import { join } from './belief.js';
import type { Stream } from './cluster.js';
import { bytesOf, Cluster, Shape } from './cluster.js';
import type { Way } from './deduction.js';
import { Deduction } from './deduction.js';
import type { Marks } from './marks.js';
import type { Part } from './part.js';
import type { Piece } from './pieces.js';
import { unitsOf } from './pieces.js';
import type { Traced } from './shape.js';
import { numberOf, outlineOf } from './shape.js';
import type { Situation } from './situation.js';
import { instanceOf, situationOf, withItsBytes } from './situation.js';
import type { Outcome } from './steps.js';

/** What may come of a situation: shapes, and where their names and bytes come from. */
interface Result {
  readonly readings: ChosenReadings;
  readonly settled: boolean;
  readonly come: readonly {
    readonly shape: Shape;
    /** For each name, its number in the situation. */
    readonly names: readonly number[];
    /** For each place, the pieces of its units. */
    readonly units: readonly (readonly (readonly Piece[])[])[];
  }[];
}

/** What came of a situation, or what it depends on besides: bytes, or names. */
type Known = readonly Result[] | 'bytes' | 'names';

/** A shape with the number of those that are equal to it, and the number of those with the same possibilities. */
interface Numbered {
  readonly shape: Shape;
  readonly number: number;
  readonly set: number;
}

/** What was told of some clusters, under the readings with this number. */
interface Told {
  readonly number: number;
  readonly clusters: readonly Cluster[];
  readonly outcomes: readonly Outcome[];
}

/** What was met, and what came of it. */
export class Tables {
  readonly keys = new Keys();
  readonly deduction: Deduction;
  readonly #marks: Marks;
  readonly #room: number;
  readonly #shapes = new Map<string, Numbered>();
  readonly #numbered = new WeakMap<Shape, Numbered>();
  readonly #sets = new Map<string, number>();
  /** The clusters that have come of the latest step, by the numbers of their possibilities. */
  readonly #latest = new Map<number, Cluster[]>();
  readonly #known = new Map<string, Known>();
  /** What was told of clusters at the latest step, by the first of them. */
  readonly #told = new Map<Cluster, Told[]>();
  #deductions = 0;

  constructor(machine: Machine, marks: Marks) {
    this.#marks = marks;
    this.deduction = new Deduction(machine, this.keys);
    this.#room = machine.room;
  }

  /** How often something had to be found by the rules. */
  get deductions(): number {
    return this.#deductions;
  }

  /** Told between two steps: clusters that come of different ones need not be one object. */
  pause(): void {
    this.#latest.clear();
    this.#told.clear();
  }

  /** What may come of some clusters at a step; hypotheses that share them are told the same. */
  outcomes(readings: ChosenReadings, clusters: readonly Cluster[], step: Step): readonly Outcome[] {
    const [first] = clusters;
    if (!first) return this.#outcomes(readings, clusters, step);
    const number = this.keys.part(readings);
    const told = this.#told.get(first) ?? [];
    const alike = told.find((one) => one.number === number && isSameRow(one.clusters, clusters));
    if (alike) return alike.outcomes;
    const outcomes = this.#outcomes(readings, clusters, step);
    told.push({ number, clusters, outcomes });
    this.#told.set(first, told);
    return outcomes;
  }

  #outcomes(readings: ChosenReadings, clusters: readonly Cluster[], step: Step): readonly Outcome[] {
    const number = (shape: Shape): number => this.#numbersOf(shape).number;
    let situation = situationOf(clusters, step, this.#room, number);
    let known = situation ? this.#lookUp(readings, situation) : 'names';
    if (situation && known === 'bytes') {
      situation = withItsBytes(situation, number);
      known = this.#lookUp(readings, situation);
    }
    if (!situation || typeof known === 'string') return this.#literally(readings, clusters, step);
    const { names, measure } = situation;
    const streams = measure?.streams ?? [];
    return known.map(({ readings: chosen, settled, come }) => ({
      readings: chosen,
      come: come.map((one) =>
        this.#cluster(
          one.shape,
          one.names.map((name) => names[name] ?? ''),
          one.units.map((units) => streamOf(units, streams, measure?.sent)),
          settled,
        ),
      ),
    }));
  }

  /** The cluster of some possibilities. */
  clusterOf(parts: readonly Part[], settled: boolean): Cluster {
    const traced = outlineOf(parts);
    if (!traced) {
      const { shape } = this.#interned(new Shape({ parts, places: null }, this.keys));
      return this.#cluster(shape, null, [], settled);
    }
    const streams = traced.units.map((units) =>
      streamOf(
        units.map((text) => [{ text }]),
        [],
        undefined,
      ),
    );
    return this.#cluster(this.#shape(traced), traced.names, streams, settled);
  }

  #lookUp(readings: ChosenReadings, situation: Situation): Known {
    const text = `${String(this.keys.part(readings))}|${situation.text}`;
    const known = this.#known.get(text) ?? this.#deduce(readings, situation);
    this.#known.set(text, known);
    return known;
  }

  #deduce(readings: ChosenReadings, situation: Situation): Known {
    const instance = instanceOf(situation);
    if (!instance) return 'bytes';
    const results: Result[] = [];
    for (const { readings: chosen, settled, groups } of this.#ways(readings, instance.parts, instance.step)) {
      const come: Result['come'][number][] = [];
      for (const parts of groups) {
        const traced = outlineOf(parts);
        if (!traced) return 'names';
        const units = unitsOf(traced, instance.streams);
        if (!units) return 'bytes';
        come.push({ shape: this.#shape(traced), names: traced.names.map(numberOf), units });
      }
      results.push({ readings: chosen, settled, come });
    }
    return results;
  }

  #literally(readings: ChosenReadings, clusters: readonly Cluster[], step: Step): readonly Outcome[] {
    return this.#ways(readings, join(clusters), step).map(({ readings: chosen, settled, groups }) => ({
      readings: chosen,
      come: groups.map((parts) => this.clusterOf(parts, settled)),
    }));
  }

  #ways(readings: ChosenReadings, parts: readonly Part[], step: Step): readonly Way[] {
    this.#deductions += 1;
    return 'settle' in step
      ? this.deduction.settle(readings, parts)
      : this.deduction.advance(readings, parts, step);
  }

  #shape(traced: Traced): Shape {
    return this.#interned(new Shape(traced, this.keys)).shape;
  }

  /** The numbers of a shape, which may have come from other tables. */
  #numbersOf(shape: Shape): Numbered {
    const known = this.#numbered.get(shape);
    if (known) return known;
    const numbered = this.#interned(new Shape(shape, this.keys));
    this.#numbered.set(shape, numbered);
    return numbered;
  }

  /** Equal shapes are one object. */
  #interned(shape: Shape): Numbered {
    const known = this.#shapes.get(shape.orderedKey);
    if (known) return known;
    const set = this.#sets.get(shape.key) ?? this.#sets.size;
    this.#sets.set(shape.key, set);
    const numbered = { shape, number: this.#shapes.size, set };
    this.#shapes.set(shape.orderedKey, numbered);
    this.#numbered.set(shape, numbered);
    return numbered;
  }

  /** Equal clusters that come of the same step are one object. */
  #cluster(
    shape: Shape,
    names: readonly string[] | null,
    streams: readonly Stream[],
    settled: boolean,
  ): Cluster {
    const { set } = this.#numbersOf(shape);
    const alike = this.#latest.get(set);
    const known = alike?.find(
      (one) => one.settled === settled && isCalled(one, names) && bears(one, streams),
    );
    if (known) return known;
    const cluster = new Cluster(shape, names, streams, settled, this.#marks.next());
    if (alike) alike.push(cluster);
    else this.#latest.set(set, [cluster]);
    return cluster;
  }
}

const isSameRow = (one: readonly Cluster[], other: readonly Cluster[]): boolean =>
  one.length === other.length && one.every((cluster, index) => cluster === other[index]);

const isCalled = ({ names }: Cluster, others: readonly string[] | null): boolean =>
  names === others ||
  (names !== null && others !== null && names.every((name, index) => name === others[index]));

const bears = ({ streams }: Cluster, others: readonly Stream[]): boolean =>
  streams.every(({ bytes, ends }, index) => {
    const other = others[index];
    return bytes === other?.bytes && ends.every((end, unit) => end === other.ends[unit]);
  });

/** The stream of some units, of which the pieces are found in others. */
function streamOf(
  units: readonly (readonly Piece[])[],
  streams: readonly Stream[],
  sent: Stream | undefined,
): Stream {
  let bytes = '';
  const ends: number[] = [];
  for (const pieces of units) {
    for (const piece of pieces)
      bytes +=
        'text' in piece
          ? piece.text
          : bytesOf(piece.from === 'sent' ? sent : streams[piece.from], piece.first, piece.count);
    ends.push(bytes.length);
  }
  return { bytes, ends };
}
