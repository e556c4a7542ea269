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

/** What became of a node with another entry. */
interface Change<Value> {
  readonly entry: Leaf<Value>;
  readonly after: Node<Value>;
}

/** How nodes have been changed of late: what is changed alike becomes the same node. May be cleared at any time. */
export type Changes<Value> = Map<Node<Value>, Change<Value>[]>;

/**
 * A map that is never changed: one with another entry shares with it all that is the same. So do maps that are changed alike
 * one right after the other.
 */
export class PersistentMap<Value extends object> {
  /** A map without entries. */
  static empty<Value extends object>(changes: Changes<Value>): PersistentMap<Value> {
    return new PersistentMap<Value>([], changes);
  }

  readonly #root: Node<Value>;
  readonly #changes: Changes<Value>;

  private constructor(root: Node<Value>, changes: Changes<Value>) {
    this.#root = root;
    this.#changes = changes;
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
    const entry = { name, hash: hashOf(name), value, next: null };
    return new PersistentMap(put(this.#root, 0, entry, this.#changes), this.#changes);
  }

  /** The map in which nothing has this name. */
  without(name: string): PersistentMap<Value> {
    return new PersistentMap(drop(this.#root, 0, name, hashOf(name)), this.#changes);
  }

  /**
   * The values of this map and of another one that stand under names at which the other one has not the same; of more than
   * one, not all may be among them.
   */
  differences(other: PersistentMap<Value>): {
    readonly own: readonly Value[];
    readonly others: readonly Value[];
  } {
    const found: Differences<Value> = { own: [], others: [], sure: new Set() };
    compare(this.#root, other.#root, found);
    const isIn = (leaves: readonly Leaf<Value>[], { name, value }: Leaf<Value>): boolean =>
      leaves.some((leaf) => leaf.name === name && leaf.value === value);
    return {
      own: found.own.filter((leaf) => !isIn(found.others, leaf)).map(({ value }) => value),
      others: found.others.filter((leaf) => !isIn(found.own, leaf)).map(({ value }) => value),
    };
  }

  /** Visits all values, each as often as it stands there, in an order that their names decide. */
  each(visit: (value: Value) => void): void {
    visitAll(this.#root, visit);
  }
}

const isNode = <Value>(at: Node<Value> | Leaf<Value> | undefined): at is Node<Value> => Array.isArray(at);

function put<Value>(
  node: Node<Value>,
  shift: number,
  entry: Leaf<Value>,
  changes: Changes<Value>,
): Node<Value> {
  const known = changes.get(node);
  const alike = known?.find((one) => one.entry.name === entry.name && one.entry.value === entry.value);
  if (alike) return alike.after;
  const index = (entry.hash >>> shift) & mask;
  const there = node[index];
  const after = node.slice();
  if (there === undefined) after[index] = entry;
  else if (isNode(there)) after[index] = put(there, shift + bits, entry, changes);
  else if (there.hash === entry.hash) after[index] = inChain(there, entry);
  else after[index] = put(put([], shift + bits, there, changes), shift + bits, entry, changes);
  if (known) known.push({ entry, after });
  else changes.set(node, [{ entry, after }]);
  return after;
}

/** The leaf with one more entry, or another value of one that it has. */
function inChain<Value>(leaf: Leaf<Value>, entry: Leaf<Value>): Leaf<Value> {
  if (leaf.name === entry.name) return { ...entry, next: leaf.next };
  return { ...leaf, next: leaf.next ? inChain(leaf.next, entry) : entry };
}

function drop<Value>(node: Node<Value>, shift: number, name: string, hash: number): Node<Value> {
  const index = (hash >>> shift) & mask;
  const there = node[index];
  if (there === undefined) return node;
  const after = node.slice();
  after[index] = isNode(there)
    ? drop(there, shift + bits, name, hash)
    : (outOfChain(there, name) ?? undefined);
  return after;
}

function outOfChain<Value>(leaf: Leaf<Value>, name: string): Leaf<Value> | null {
  if (leaf.name === name) return leaf.next;
  return { ...leaf, next: leaf.next && outOfChain(leaf.next, name) };
}

/** Entries of two maps that differ, and some that may not. */
interface Differences<Value> {
  readonly own: Leaf<Value>[];
  readonly others: Leaf<Value>[];
  /** Own values that differ for sure. */
  readonly sure: Set<Value>;
}

/** Collects what differs below two nodes, until it is more than one value. */
function compare<Value>(
  one: Node<Value> | Leaf<Value> | undefined,
  other: Node<Value> | Leaf<Value> | undefined,
  found: Differences<Value>,
): void {
  if (one === other || found.sure.size > 1) return;
  if (isNode(one) && isNode(other)) {
    for (let index = 0; index <= mask; index += 1) compare(one[index], other[index], found);
    return;
  }
  if (isSame(one, other)) return;
  const own = leavesOf(one);
  const others = leavesOf(other);
  found.own.push(...own);
  found.others.push(...others);
  const [only] = own;
  if (only && own.length === 1 && others.length === 1 && only.name === others[0]?.name)
    found.sure.add(only.value);
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
