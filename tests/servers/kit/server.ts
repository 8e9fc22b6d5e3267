/** OAuth client credentials (RFC 6749 §4.4) that a server takes instead of a fixed bearer token. */
export interface OAuthClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A service provider of somebody else's that runs on a loopback port. */
export interface ForeignServer {
  /** Base URL, as for `--url`. */
  readonly url: string;
  /** What it accepts: a bearer token, or a client that fetches one. Absent where it asks for nothing. */
  readonly token?: string | OAuthClient;
  close(): Promise<void>;
}
