/** Something is wrong with the input or with how the command was called: exit code 2, and a message for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
