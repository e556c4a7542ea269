const chunkBits = 13;
const chunkSize = 1 << chunkBits;

/** Numbers that are only ever appended, in chunks, so that growing copies nothing. */
export class Log {
  readonly #chunks: Int32Array[] = [];
  readonly #keep: 'everything' | 'nothing';
  #last = new Int32Array(0);
  #size = 0;

  /** `nothing`: numbers are counted, and go when their chunk is full. */
  constructor(keep: 'everything' | 'nothing' = 'everything') {
    this.#keep = keep;
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#chunks.length * chunkSize * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Bytes that are taken after so many more numbers. */
  bytesFor(more: number): number {
    if (this.#keep === 'nothing') return chunkSize * Int32Array.BYTES_PER_ELEMENT;
    return (this.#chunks.length + Math.ceil(more / chunkSize)) * chunkSize * Int32Array.BYTES_PER_ELEMENT;
  }

  push(number: number): void {
    const place = this.#size & (chunkSize - 1);
    if (place === 0 && (this.#size === 0 || this.#keep === 'everything')) {
      this.#last = new Int32Array(chunkSize);
      this.#chunks.push(this.#last);
    }
    this.#last[place] = number;
    this.#size += 1;
  }

  /** Throws if it keeps nothing. */
  at(index: number): number {
    if (this.#keep === 'nothing') throw new Error('a log that keeps nothing was asked');
    return this.#chunks[index >>> chunkBits]?.[index & (chunkSize - 1)] ?? 0;
  }
}
