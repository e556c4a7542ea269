/** Where a number is packed in a row of 32-bit words. */
export interface Field {
  readonly word: number;
  readonly shift: number;
  /** The greatest number that fits. */
  readonly most: number;
}

/** How numbers are packed into rows. The highest bit of the first word is always set. */
export interface Layout {
  readonly width: number;
  readonly fields: readonly Field[];
  /** Bits that are used of the first word, from its second highest one on. */
  readonly bits: number;
}

const wordBits = 32;

/** The bit by which a row is told from an empty place. */
export const present = 1 << (wordBits - 1);

/** A layout for numbers of so many bits each, wide ones first. Throws on one that does not fit into a word. */
export function layoutOf(bits: readonly number[]): Layout {
  const free: number[] = [wordBits - 1];
  const fields: Field[] = bits.map(() => ({ word: 0, shift: 0, most: 0 }));
  const order = [...bits.keys()].sort((one, other) => (bits[other] ?? 0) - (bits[one] ?? 0));
  for (const index of order) {
    const wanted = bits[index] ?? 0;
    if (wanted > wordBits - 1) throw new RangeError('a part of the world has too many values for one word');
    let word = free.findIndex((left) => left >= wanted);
    if (word < 0) word = free.push(wordBits) - 1;
    const left = (free[word] ?? 0) - wanted;
    free[word] = left;
    fields[index] = { word, shift: left, most: 2 ** wanted - 1 };
  }
  return { width: free.length, fields, bits: wordBits - 1 - (free[0] ?? 0) };
}

/** Bits that numbers below `size` take. */
export const bitsFor = (size: number): number => (size <= 1 ? 0 : 32 - Math.clz32(size - 1));

/** The number in a field of a row that begins at `at`. */
export const fieldAt = (rows: Int32Array, at: number, { word, shift, most }: Field): number =>
  ((rows[at + word] ?? 0) >>> shift) & most;
