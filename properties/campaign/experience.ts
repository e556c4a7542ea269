/** How much likelier than usual a curious run does what has never been done. */
const eagerness = 5;

/** How often each thing was done in the runs of a campaign: what has been seen least is to be looked for. */
export class Experience {
  readonly #times = new Map<string, number>();

  /** Takes note of what a run has done. */
  add(occasions: readonly string[]): void {
    for (const what of occasions) this.#times.set(what, (this.#times.get(what) ?? 0) + 1);
  }

  /** By how much to weight something: much at first, and by no more than usual once it was done often. */
  readonly favour = (what: string): number => 1 + (eagerness - 1) / (1 + (this.#times.get(what) ?? 0));
}
