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

  pushAll(numbers: Int32Array): void {
    for (let done = 0; done < numbers.length;) {
      this.push(numbers[done] ?? 0);
      const place = ((this.#size - 1) & (chunkSize - 1)) + 1;
      const more = numbers.subarray(done + 1, done + 1 + chunkSize - place);
      this.#last.set(more, place);
      this.#size += more.length;
      done += 1 + more.length;
    }
  }

  /** The numbers from `begin` on. */
  copy(begin: number): Int32Array {
    const numbers = new Int32Array(this.#size - begin);
    this.#eachRange(begin, (range, at) => numbers.set(range, at));
    return numbers;
  }

  /** Puts other numbers in place of those from `begin` on. */
  replace(begin: number, numbers: Int32Array): void {
    this.#eachRange(begin, (range, at) => range.set(numbers.subarray(at, at + range.length)));
  }

  /** Throws if it keeps nothing. */
  #eachRange(begin: number, use: (range: Int32Array, at: number) => void): void {
    if (this.#keep === 'nothing') throw new Error('a log that keeps nothing was asked');
    for (let index = begin; index < this.#size;) {
      const end = Math.min(this.#size, ((index >>> chunkBits) + 1) << chunkBits);
      const place = index & (chunkSize - 1);
      const range = this.#chunks[index >>> chunkBits]?.subarray(place, place + end - index);
      if (range) use(range, index - begin);
      index = end;
    }
  }

  /** Throws if it keeps nothing. */
  at(index: number): number {
    if (this.#keep === 'nothing') throw new Error('a log that keeps nothing was asked');
    return this.#chunks[index >>> chunkBits]?.[index & (chunkSize - 1)] ?? 0;
  }
}
