import type { Ground } from './ground.js';
import type { Mode } from './modes.js';
import { Modes } from './modes.js';
import type { Unit } from './units.js';

/**
 * Splits states into shares that have nothing to do with each other any more. In the row of a state the places come first, then
 * what is remembered, then the number of its mode. What a share is not about is filled up with what was there when the first
 * such share was made.
 */
export class Shares<Memory> {
  readonly modes: Modes;
  /** Numbers in a row, and where the memory and the mode are. */
  readonly width: number;
  readonly memoryAt: number;
  readonly modeAt: number;
  readonly #ground: Ground<Memory>;
  readonly #apart: readonly Unit[];
  /** The sockets on which something may be seen. */
  readonly #names: readonly string[];
  readonly #readings: ReadonlySet<number>;
  /** For each unit, a row in which the others have their share, and one in which the unit has its own. */
  readonly #fillers: { readonly [About in Mode['about']]: Map<Unit, Int32Array> } = {
    'the others': new Map(),
    'one unit': new Map(),
  };

  /** `apart`: the units that are taken for apart from everything else once they are connected. */
  constructor(ground: Ground<Memory>, units: readonly Unit[], apart: readonly Unit[]) {
    const { parts, scope } = ground;
    this.#ground = ground;
    this.#apart = apart;
    this.modes = new Modes(ground, units);
    this.memoryAt = parts.count;
    this.modeAt = parts.count + 1;
    this.width = parts.count + 2;
    const busy = [...parts.sockets].flatMap(([name, slot]) =>
      slot.value(ground.start[slot.index] ?? 0)?.outstanding.length ? [name] : [],
    );
    this.#names = [...new Set([...scope.moves.map(({ socket }) => socket), ...busy])];
    this.#readings = new Set([...parts.readings.values()].map(({ index }) => index));
  }

  mode(row: Int32Array): Mode {
    return this.modes.mode(row[this.modeAt] ?? 0);
  }

  /** The shares of a state: itself, if everything in it may still have to do with each other. */
  of(row: Int32Array): readonly Int32Array[] {
    const mode = this.mode(row);
    if (mode.about === 'one unit') return [row];
    const read = (slot: number): number => row[slot] ?? 0;
    for (const unit of this.#apart) {
      if (mode.units.some((gone) => gone.overlaps(unit)) || !unit.isApart(read)) continue;
      const one = this.#share(row, 'one unit', [unit]);
      const others = this.#share(row, 'the others', [...mode.units, unit]);
      if (one && others) return [one, ...this.of(others)];
    }
    return [row];
  }

  /** `null` if what is remembered cannot be split. */
  #share(row: Int32Array, about: Mode['about'], units: readonly Unit[]): Int32Array | null {
    const memory = this.#memoryOf(row, about, units);
    if (memory === null) return null;
    const share = row.slice();
    share[this.memoryAt] = memory;
    share[this.modeAt] = this.modes.of(about, units).number;
    this.fillUp(share);
    return share;
  }

  #memoryOf(row: Int32Array, about: Mode['about'], units: readonly Unit[]): number | null {
    const memory = row[this.memoryAt] ?? 0;
    const { memories, observer, watches } = this.#ground;
    if (!watches) return memory;
    const isOf = (name: string): boolean => (about === 'one unit') === units.some((unit) => unit.has(name));
    const mine = new Set(this.#names.filter(isOf));
    const others = new Set(this.#names.filter((name) => !isOf(name)));
    const kept = observer.only?.(memories.memory(memory), mine, others) ?? null;
    return kept === null ? null : memories.number(kept);
  }

  /** Fills up what the share in a row is not about. */
  fillUp(row: Int32Array): void {
    const { about, units } = this.mode(row);
    const { count } = this.#ground.parts;
    for (const unit of units) {
      const filler = this.#filler(about, unit, row);
      if (about === 'the others') for (const slot of unit.places) row[slot] = filler[slot] ?? 0;
      else
        for (let slot = 0; slot < count; slot += 1)
          if (!unit.places.has(slot) && !this.#readings.has(slot)) row[slot] = filler[slot] ?? 0;
    }
  }

  #filler(about: Mode['about'], unit: Unit, row: Int32Array): Int32Array {
    const fillers = this.#fillers[about];
    const known = fillers.get(unit) ?? row.slice();
    fillers.set(unit, known);
    return known;
  }
}
