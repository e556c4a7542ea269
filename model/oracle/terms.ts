/** Lengths in a step, told in units. */
export interface Terms {
  readonly len?: number;
  readonly data?: number;
  readonly sent?: number;
}
