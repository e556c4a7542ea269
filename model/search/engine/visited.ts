/** The states that were found, as packed rows. */
export interface Visited {
  readonly bytes: number;
  /** The most bytes that are taken at once while so many rows are added. */
  readonly bytesFor: (more: number) => number;
  /** Adds the row that begins at `at`; false if it was there. */
  readonly add: (rows: Int32Array, at: number) => boolean;
  /** The same for a row that is one word. */
  readonly addWord: (word: number) => boolean;
}

/** The same where the rows themselves are kept. */
export interface KeptRows extends Visited {
  /** Calls `use` with every row, and where it begins. The rows are only good for the time of the call. */
  readonly each: (use: (rows: Int32Array, at: number) => void) => void;
}
