const chunkBits = 13;
const chunkSize = 1 << chunkBits;

/** Numbers that are only ever appended, in chunks, so that growing copies nothing. */
export class Log {
  readonly #chunks: Int32Array[] = [];
  #last = new Int32Array(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#chunks.length * chunkSize * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Bytes that are taken after so many more numbers. */
  bytesFor(more: number): number {
    return (this.#chunks.length + Math.ceil(more / chunkSize)) * chunkSize * Int32Array.BYTES_PER_ELEMENT;
  }

  push(number: number): void {
    const place = this.#size & (chunkSize - 1);
    if (place === 0) {
      this.#last = new Int32Array(chunkSize);
      this.#chunks.push(this.#last);
    }
    this.#last[place] = number;
    this.#size += 1;
  }

  at(index: number): number {
    return this.#chunks[index >>> chunkBits]?.[index & (chunkSize - 1)] ?? 0;
  }
}
