import type { World } from './world.js';

/** Text that two values share exactly if they are equal, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
  return `{${fields.join()}}`;
}

/** Characters of a text from which on it is numbered, as values are. */
const longText = 64;

/**
 * Gives equal values equal numbers, and equal worlds equal keys. Values are shared between worlds, so each is looked
 * at once: what it contains is known by its numbers.
 */
export class Keys {
  readonly #numbers = new Map<string, number>();
  readonly #longTexts = new Map<string, number>();
  readonly #known = new WeakMap<object, number>();
  readonly #worlds = new WeakMap<World, string>();

  /** The number of a value that never changes; equal values have equal numbers. */
  part(value: object): number {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const text = Array.isArray(value) ? `[${this.#items(value)}` : this.#fields(value);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#known.set(value, number);
    return number;
  }

  #fields(value: object): string {
    const fields = Object.entries(value).sort(byName);
    let text = '';
    for (const [name, field] of fields) if (field !== undefined) text += `${name}:${this.#text(field)},`;
    return text;
  }

  #items(values: readonly unknown[]): string {
    let text = '';
    for (const value of values) text += `${this.#text(value)},`;
    return text;
  }

  #text(value: unknown): string {
    if (typeof value === 'object' && value !== null) return `#${String(this.part(value))}`;
    if (typeof value !== 'string') return String(value);
    return value.length > longText ? `~${String(this.#longText(value))}` : JSON.stringify(value);
  }

  /** Much data in flight would be written again into the key of every world that has them. */
  #longText(text: string): number {
    const number = this.#longTexts.get(text) ?? this.#longTexts.size;
    this.#longTexts.set(text, number);
    return number;
  }

  /** A key for the sockets and connections of a world, without its readings. */
  parts({ sockets, connections }: Pick<World, 'sockets' | 'connections'>): string {
    return `${this.#row(sockets)}|${this.#row(connections)}`;
  }

  /** A key for a whole world. */
  world(world: World): string {
    const known = this.#worlds.get(world);
    if (known !== undefined) return known;
    const key = `${this.parts(world)}|${String(this.part(world.readings))}`;
    this.#worlds.set(world, key);
    return key;
  }

  #row(parts: { readonly [name: string]: object }): string {
    return Object.keys(parts)
      .sort()
      .map((name) => {
        const part = parts[name];
        return `${name}=${part ? this.part(part).toString(36) : ''}`;
      })
      .join();
  }
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;
