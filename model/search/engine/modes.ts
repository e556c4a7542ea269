import type { Ground } from './ground.js';
import type { Known, LocalSteps } from './local-steps.js';
import type { Unit } from './units.js';

/** What a state is about: everything but the units whose share of it is visited by itself, or one such share. */
export interface Mode {
  readonly number: number;
  readonly about: 'the others' | 'one unit';
  readonly units: readonly Unit[];
  /** What may happen in its states. */
  readonly silent: readonly LocalSteps[];
  readonly seen: readonly LocalSteps[];
  /** For whatever has been found of these, a state in which it was. */
  readonly sights: Map<Known, Sight>;
}

/** Where something was found. */
export interface Sight {
  readonly action: LocalSteps;
  readonly state: number;
}

/** Every mode that was met. The first one is about everything. */
export class Modes {
  readonly #ground: Pick<Ground<unknown>, 'silent' | 'seen'>;
  readonly #units: readonly Unit[];
  readonly #modes: Mode[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(ground: Pick<Ground<unknown>, 'silent' | 'seen'>, units: readonly Unit[]) {
    this.#ground = ground;
    this.#units = units;
    this.of('the others', []);
  }

  get all(): readonly Mode[] {
    return this.#modes;
  }

  mode(number: number): Mode {
    const mode = this.#modes[number];
    if (!mode) throw new RangeError(`there is no mode ${number}`);
    return mode;
  }

  of(about: Mode['about'], some: readonly Unit[]): Mode {
    const indices = some.map((unit) => this.#units.indexOf(unit)).sort((one, other) => one - other);
    const key = `${about} ${indices.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return this.mode(known);
    const units = this.#units.filter((unit) => some.includes(unit));
    const happens = (kind: 'silent' | 'seen'): readonly LocalSteps[] =>
      this.#ground[kind].filter(
        (action) => (about === 'one unit') === units.some((unit) => unit[kind].has(action)),
      );
    const number = this.#modes.length;
    const mode = {
      number,
      about,
      units,
      silent: happens('silent'),
      seen: happens('seen'),
      sights: new Map(),
    };
    this.#numbers.set(key, number);
    this.#modes.push(mode);
    return mode;
  }
}
