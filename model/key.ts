import type { World } from './world.js';

/** Text that two values share exactly if they are equal, whatever the order of their keys. */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (!isRecord(value)) return `[${Object.values(value).map(canonical).join()}]`;
  let text = '';
  for (const name of Object.keys(value).sort()) {
    const field = value[name];
    if (field === undefined) continue;
    text += `${text === '' ? '' : ','}${quoted(name)}:${canonical(field)}`;
  }
  return `{${text}}`;
}

/** What JSON makes of a text; most are quoted as they are, and that is seen sooner. */
const quoted = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

const plain = /^[ !#-[\]-~]*$/u;

interface Fields {
  readonly [name: string]: unknown;
}

const isRecord = (value: object): value is Fields => !Array.isArray(value);

/** The names of the fields of some values: in their order, and with the number that all of them have in any order. */
interface Names {
  readonly sorted: readonly string[];
  readonly number: string;
}

/** Some names, one after the other, and those that begin so. */
interface Row {
  names?: Names;
  readonly longer: Map<string, Row>;
}

/**
 * Gives equal values equal numbers, and equal worlds equal keys. Values are shared between worlds, so each is looked
 * at once: what it contains is known by its numbers, texts included, since much data in flight would else be written again into the
 * key of everything that has them.
 */
export class Keys {
  readonly #numbers = new Map<string, number>();
  readonly #texts = new Map<string, string>();
  readonly #row: Row = { longer: new Map() };
  readonly #known = new WeakMap<object, number>();
  readonly #worlds = new WeakMap<World, string>();

  /** The number of a value that never changes; equal values have equal numbers. */
  part(value: object): number {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const text = isRecord(value) ? this.#fields(value) : this.#items(Object.values(value));
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(text, number);
    }
    this.#known.set(value, number);
    return number;
  }

  /** The number of the names, then the fields in their order. */
  #fields(value: Fields): string {
    const { sorted, number } = this.#namesOf(value);
    let text = number;
    for (const name of sorted) {
      const field = value[name];
      if (field === undefined) return this.#fields(defined(value));
      text += this.#token(field);
    }
    return text;
  }

  #namesOf(value: Fields): Names {
    let row = this.#row;
    for (const name in value) {
      let longer = row.longer.get(name);
      if (!longer) row.longer.set(name, (longer = { longer: new Map() }));
      row = longer;
    }
    return (row.names ??= this.#sorted(Object.keys(value)));
  }

  #sorted(names: string[]): Names {
    const sorted = names.sort();
    return { sorted, number: this.#text(JSON.stringify(sorted)) };
  }

  #items(values: readonly unknown[]): string {
    let text = '[';
    for (const value of values) text += this.#token(value);
    return text;
  }

  /** What stands for a value within another one; the first character of the next token ends it. */
  #token(value: unknown): string {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value === 'object' && value !== null) return `#${this.part(value)}`;
    return `!${String(value)}`;
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const number = `~${this.#texts.size}`;
    this.#texts.set(text, number);
    return number;
  }

  /** A key for the sockets and connections of a world, without its readings. */
  parts({ sockets, connections }: Pick<World, 'sockets' | 'connections'>): string {
    return `${this.#all(sockets)}|${this.#all(connections)}`;
  }

  /** A key for a whole world. */
  world(world: World): string {
    const known = this.#worlds.get(world);
    if (known !== undefined) return known;
    const key = `${this.parts(world)}|${this.part(world.readings)}`;
    this.#worlds.set(world, key);
    return key;
  }

  #all(parts: { readonly [name: string]: object }): string {
    let text = '';
    for (const name of Object.keys(parts).sort()) {
      const part = parts[name];
      text += `${text === '' ? '' : ','}${name}=${part ? this.part(part).toString(36) : ''}`;
    }
    return text;
  }
}

const defined = (value: Fields): Fields =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
