/** Entries by the next bits of the hashes of their names. */
type Node<Value> = readonly (Node<Value> | Leaf<Value> | undefined)[];

/** An entry, and others whose names have the same hash. */
interface Leaf<Value> {
  readonly name: string;
  readonly hash: number;
  readonly value: Value;
  readonly next: Leaf<Value> | null;
}

const bits = 4;
const mask = (1 << bits) - 1;

/** A map that is never changed: one with another entry shares with it all that is the same. */
export class PersistentMap<Value extends object> {
  readonly #root: Node<Value>;

  constructor(root: Node<Value> = []) {
    this.#root = root;
  }

  get(name: string): Value | undefined {
    const hash = hashOf(name);
    let at: Node<Value> | Leaf<Value> | undefined = this.#root;
    for (let shift = 0; isNode(at); shift += bits) at = at[(hash >>> shift) & mask];
    for (let leaf: Leaf<Value> | null = at ?? null; leaf; leaf = leaf.next)
      if (leaf.name === name) return leaf.value;
    return undefined;
  }

  /** The map in which `name` has this value. */
  with(name: string, value: Value): PersistentMap<Value> {
    return new PersistentMap(put(this.#root, 0, { name, hash: hashOf(name), value, next: null }));
  }

  /** The values of this map and of another one that stand under names at which the other one has not the same. */
  differences(other: PersistentMap<Value>): {
    readonly own: readonly Value[];
    readonly others: readonly Value[];
  } {
    const own: Leaf<Value>[] = [];
    const others: Leaf<Value>[] = [];
    compare(this.#root, other.#root, own, others);
    const isIn = (leaves: readonly Leaf<Value>[], { name, value }: Leaf<Value>): boolean =>
      leaves.some((leaf) => leaf.name === name && leaf.value === value);
    return {
      own: own.filter((leaf) => !isIn(others, leaf)).map(({ value }) => value),
      others: others.filter((leaf) => !isIn(own, leaf)).map(({ value }) => value),
    };
  }

  /** Visits all values, each as often as it stands there, in an order that their names decide. */
  each(visit: (value: Value) => void): void {
    visitAll(this.#root, visit);
  }
}

const isNode = <Value>(at: Node<Value> | Leaf<Value> | undefined): at is Node<Value> => Array.isArray(at);

function put<Value>(node: Node<Value>, shift: number, entry: Leaf<Value>): Node<Value> {
  const index = (entry.hash >>> shift) & mask;
  const there = node[index];
  const copy = node.slice();
  if (there === undefined) copy[index] = entry;
  else if (isNode(there)) copy[index] = put(there, shift + bits, entry);
  else if (there.hash === entry.hash) copy[index] = inChain(there, entry);
  else copy[index] = put(put([], shift + bits, there), shift + bits, entry);
  return copy;
}

/** The leaf with one more entry, or another value of one that it has. */
function inChain<Value>(leaf: Leaf<Value>, entry: Leaf<Value>): Leaf<Value> {
  if (leaf.name === entry.name) return { ...entry, next: leaf.next };
  return { ...leaf, next: leaf.next ? inChain(leaf.next, entry) : entry };
}

/** Collects what differs below two nodes, and some of what does not. */
function compare<Value>(
  one: Node<Value> | Leaf<Value> | undefined,
  other: Node<Value> | Leaf<Value> | undefined,
  own: Leaf<Value>[],
  others: Leaf<Value>[],
): void {
  if (one === other) return;
  if (isNode(one) && isNode(other)) {
    for (let index = 0; index <= mask; index += 1) compare(one[index], other[index], own, others);
    return;
  }
  if (isSame(one, other)) return;
  own.push(...leavesOf(one));
  others.push(...leavesOf(other));
}

/** Whether both are one entry. */
const isSame = <Value>(
  one: Node<Value> | Leaf<Value> | undefined,
  other: Node<Value> | Leaf<Value> | undefined,
): boolean =>
  one !== undefined &&
  other !== undefined &&
  'value' in one &&
  'value' in other &&
  one.name === other.name &&
  one.value === other.value &&
  one.next === null &&
  other.next === null;

function visitAll<Value>(node: Node<Value>, visit: (value: Value) => void): void {
  for (const at of node)
    if (isNode(at)) visitAll(at, visit);
    else for (let leaf: Leaf<Value> | null = at ?? null; leaf; leaf = leaf.next) visit(leaf.value);
}

function leavesOf<Value>(at: Node<Value> | Leaf<Value> | undefined): Leaf<Value>[] {
  if (isNode(at)) return at.flatMap((below) => leavesOf(below));
  const leaves: Leaf<Value>[] = [];
  for (let leaf: Leaf<Value> | null = at ?? null; leaf; leaf = leaf.next) leaves.push(leaf);
  return leaves;
}

/** FNV-1a, and some more mixing, since names that differ in their last letters are many. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
