/** What an authorization server gave (RFC 6749 §5.1). */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** The moment, in milliseconds since 1970, from which the access token is not used any more; null when none is known. */
  readonly until: number | null;
}

/** Whether an access token can still be used. */
export function isFresh({ until }: IssuedTokens): boolean {
  return until === null || until > Date.now();
}
