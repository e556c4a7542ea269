/** What a program does wrong that is driven by the provider protocol; none of it says anything of what it provides. */
export type Misbehaviour =
  /** It could not be started at all. */
  | 'did not start'
  /** It ended, or closed its output, though it was still needed. */
  | 'died'
  /** It did not answer in time. */
  | 'hung'
  /** It answered another request than the one whose turn it was, or none. */
  | 'answered out of order'
  /** It wrote a line without end. */
  | 'flooded'
  /** It wrote something that is no answer. */
  | 'answered nonsense'
  /** It said itself that it could not carry out a request. */
  | 'reported a failure';

/** A program that cannot be driven. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
  readonly misbehaviour: Misbehaviour;
  /** The end of what it wrote to its standard error. */
  readonly stderr: string;

  constructor(misbehaviour: Misbehaviour, details: string, stderr: string) {
    super(`the program ${misbehaviour}: ${details}`);
    this.misbehaviour = misbehaviour;
    this.stderr = stderr;
  }
}
