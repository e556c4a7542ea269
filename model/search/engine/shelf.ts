/** A handler by which the fields of an object are fetched when they are asked for; names without a value are not there. */
export class Shelf<Value extends object> implements ProxyHandler<{ [name: string]: Value }> {
  readonly #names: ReadonlyMap<string, unknown>;
  readonly #get: (name: string) => Value | null | undefined;
  readonly #put: ((name: string, value: Value | null) => void) | null;

  private constructor(
    names: ReadonlyMap<string, unknown>,
    get: (name: string) => Value | null | undefined,
    put: ((name: string, value: Value | null) => void) | null,
  ) {
    this.#names = names;
    this.#get = get;
    this.#put = put;
  }

  /** An object with those names; without `put` it cannot be changed. */
  static of<Value extends object>(
    names: ReadonlyMap<string, unknown>,
    get: (name: string) => Value | null | undefined,
    put: ((name: string, value: Value | null) => void) | null = null,
  ): { [name: string]: Value } {
    return new Proxy<{ [name: string]: Value }>({}, new Shelf(names, get, put));
  }

  get(_: object, name: string | symbol): Value | undefined {
    return typeof name === 'string' ? (this.#get(name) ?? undefined) : undefined;
  }

  has(_: object, name: string | symbol): boolean {
    return this.get(_, name) !== undefined;
  }

  ownKeys(): string[] {
    return [...this.#names.keys()].filter((name) => this.#get(name));
  }

  getOwnPropertyDescriptor(_: object, name: string | symbol): PropertyDescriptor | undefined {
    const value = this.get(_, name);
    return value && { value, writable: true, enumerable: true, configurable: true };
  }

  set(_: object, name: string | symbol, value: Value): boolean {
    if (!this.#put || typeof name !== 'string') return false;
    this.#put(name, value);
    return true;
  }

  deleteProperty(_: object, name: string | symbol): boolean {
    if (!this.#put || typeof name !== 'string') return false;
    this.#put(name, null);
    return true;
  }
}
