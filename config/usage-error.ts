/** The user's command, file or option cannot be used; the command line prints the message alone and exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode = 2;
}
