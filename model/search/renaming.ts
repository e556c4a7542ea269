import type { SocketName, Step } from '../../spec/trace/step.js';

/** The sockets that belong together at one of several places that are alike: a client, say, and the socket that accepts it. */
export type Party = readonly SocketName[];

/** Puts parties in each other's place: the names of their sockets, and of the connections that they ask for. */
export class Renaming {
  /** For each party, the one whose place it takes. */
  readonly order: readonly number[];
  readonly #names = new Map<string, string>();
  readonly #parties: readonly Party[];
  #inverse: Renaming | null = null;

  /** Throws if a name may be a word that the model uses for something else. */
  constructor(parties: readonly Party[], order: readonly number[]) {
    const taken = parties.flat().find((name) => !/^[a-z]+\d+$/u.test(name));
    if (taken !== undefined)
      throw new Error(
        `interchangeable sockets are named like client1, which is no word of the model; not ${taken}`,
      );
    this.order = order;
    this.#parties = parties;
    for (const [party, names] of parties.entries()) {
      const others = parties[order[party] ?? party] ?? [];
      if (others.length !== names.length) throw new Error('interchangeable parties have as many sockets');
      for (const [at, name] of names.entries()) this.#names.set(name, others[at] ?? name);
    }
  }

  /** A socket or a connection by its other name; what bears no name of a party stays as it is. */
  name(name: string): string {
    const [socket = name] = name.split(' #', 1);
    const other = this.#names.get(socket);
    return other === undefined ? name : other + name.slice(socket.length);
  }

  /** A value with all names in it replaced, as keys too. */
  of<Value>(value: Value): Value {
    const renamed = this.#renamed(value);
    if (!hasTypeOf(renamed, value)) throw new Error('a value has become another one by renaming');
    return renamed;
  }

  /** The value that becomes this one. */
  undo<Value>(value: Value): Value {
    this.#inverse ??= new Renaming(
      this.#parties,
      this.order.map((_, party) => this.order.indexOf(party)),
    );
    return this.#inverse.of(value);
  }

  #renamed(value: unknown): unknown {
    if (typeof value === 'string') return this.name(value);
    if (Array.isArray(value)) return value.map((one) => this.#renamed(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, field]: readonly [string, unknown]) => [
        this.name(key),
        this.#renamed(field),
      ]),
    );
  }
}

/** A step of a run after each of which names were exchanged. */
export interface FoldedStep {
  /** As it was with the names that were borne before it; `null` if it is silent. */
  readonly step: Step | null;
  readonly renaming: Renaming;
}

/** The steps of such a run as they are if no names are exchanged. */
export function unfolded(run: readonly FoldedStep[]): readonly Step[] {
  const made: Renaming[] = [];
  const steps: Step[] = [];
  for (const { step, renaming } of run) {
    if (step) steps.push(made.reduceRight((named, one) => one.undo(named), step));
    made.push(renaming);
  }
  return steps;
}

/** Renaming changes names, and no type. */
const hasTypeOf = <Value>(renamed: unknown, value: Value): renamed is Value =>
  typeof renamed === typeof value;

/** Every way to put parties in each other's place; the first one leaves them where they are. */
export const renamingsOf = (parties: readonly Party[]): readonly Renaming[] =>
  ordersOf(parties.map((_, party) => party)).map((order) => new Renaming(parties, order));

function ordersOf(places: readonly number[]): readonly (readonly number[])[] {
  if (places.length === 0) return [[]];
  return places.flatMap((first, at) =>
    ordersOf(places.filter((_, other) => other !== at)).map((rest) => [first, ...rest]),
  );
}
