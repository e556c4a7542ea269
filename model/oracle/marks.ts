/** Gives numbers of 32 bits, each once, of which hardly any two sets have the same sum. */
export class Marks {
  #given = 0;

  next(): number {
    this.#given += 1;
    let mark = Math.imul(this.#given ^ (this.#given >>> 16), 0x45d9f3b);
    mark = Math.imul(mark ^ (mark >>> 16), 0x45d9f3b);
    return (mark ^ (mark >>> 16)) >>> 0;
  }
}
