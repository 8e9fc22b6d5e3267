/** How requests to a target show who sends them, and where the secret for it is: never the secret itself. */
export interface Access {
  readonly scheme: 'none' | 'bearer' | 'basic' | 'header';
  /** Name of the header that holds the key, in lower case; null for the other schemes. */
  readonly header: string | null;
  /** For `basic`. */
  readonly username: string | null;
  /** The environment variable that holds the secret; null where it comes from elsewhere, an authorization server say. */
  readonly variable: string | null;
  /** Whether the target ended with the run, so that nothing listens at its URL any more. */
  readonly gone: boolean;
}
