import { sharedNumbers } from './numbers.js';

/** The rows of states in the order in which they were found; the early ones may be let go. */
export class RowLog {
  readonly width: number;
  #rows: Int32Array;
  /** The first state that is still here. */
  #first: number;
  #end: number;
  #isShared = false;

  constructor(width: number, first: number, places = 1 << 10) {
    this.width = width;
    this.#rows = new Int32Array(places * width);
    this.#first = first;
    this.#end = first;
  }

  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#end;
  }

  get rows(): Int32Array {
    return this.#rows;
  }

  get bytes(): number {
    return this.#rows.byteLength;
  }

  /** The most bytes that are taken at once while so many rows are pushed. */
  bytesFor(more: number): number {
    return this.at(this.#end + more) > this.#rows.length ? this.bytes * 3 : this.bytes;
  }

  /** Where the row of a state begins. */
  at(state: number): number {
    return (state - this.#first) * this.width;
  }

  push(row: Int32Array): void {
    const at = this.at(this.#end);
    if (at === this.#rows.length) this.#grow();
    for (let word = 0; word < this.width; word += 1) this.#rows[at + word] = row[word] ?? 0;
    this.#end += 1;
  }

  /** The same for a row that is one word. */
  pushWord(word: number): void {
    const at = this.#end - this.#first;
    if (at === this.#rows.length) this.#grow();
    this.#rows[at] = word;
    this.#end += 1;
  }

  /** The same for several of them. */
  pushWords(words: Int32Array): void {
    const at = this.#end - this.#first;
    while (at + words.length > this.#rows.length) this.#grow();
    this.#rows.set(words, at);
    this.#end += words.length;
  }

  #grow(): void {
    this.#move(this.#rows.length * 2);
  }

  #move(places: number): void {
    const rows = this.#isShared ? sharedNumbers(places) : new Int32Array(places);
    rows.set(this.#rows);
    this.#rows = rows;
  }

  /** Moves the rows to memory that threads share. What was pushed stays where it is until early states are let go. */
  share(): void {
    this.#isShared = true;
    this.#move(this.#rows.length);
  }

  /** Lets the states before this one go. */
  dropBefore(state: number): void {
    this.#rows.copyWithin(0, this.at(state), this.at(this.#end));
    this.#first = state;
  }
}
