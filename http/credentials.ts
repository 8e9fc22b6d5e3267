import type { TokenPlace } from './token-file.ts';

/**
 * How requests show who sends them. Plain data, so that it can be handed to a worker; never part of a report.
 * Bearer: RFC 6750; basic: RFC 7617; oauth: RFC 6749 §4.4 (client credentials) and §6 (refresh token); login: what
 * the authorization code grant gave (RFC 6749 §4.1).
 */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A key in a header of the target's own; the name in lower case. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | OAuthClient
  | StoredLogin;

/** A client of an authorization server that issues the tokens for the target. */
export interface OAuthClient {
  readonly kind: 'oauth';
  /** Where tokens are issued; null to find it through `issuer`. */
  readonly tokenUrl: string | null;
  /** The issuer whose metadata name the token endpoint (RFC 8414, OpenID Connect Discovery); null with `tokenUrl`. */
  readonly issuer: string | null;
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** How the client proves itself: HTTP Basic, or in the body (RFC 6749 §2.3.1). */
  readonly clientAuthentication: 'basic' | 'post';
  /** Null for the client credentials grant. */
  readonly refreshToken: string | null;
  /** Further parameters of the token request: `scope`, `audience`, `resource`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Tokens for the target that a person's login gave. They are kept in a file, because each may be replaced by another one. */
export interface StoredLogin {
  readonly kind: 'login';
  /** Renews the tokens; the refresh token is in the file. */
  readonly client: OAuthClient;
  readonly place: TokenPlace;
  /** The tokens that the file held at first. */
  readonly tokens: readonly string[];
}

/** Everything in the credentials that no output may show. */
export function secretsOf(credentials: Credentials): readonly string[] {
  switch (credentials.kind) {
    case 'none':
      return [];
    case 'bearer':
      return [credentials.token];
    case 'basic':
      return [credentials.password, basicToken(credentials)];
    case 'header':
      return [credentials.value];
    case 'oauth':
      return [credentials.clientSecret, credentials.refreshToken].filter((secret) => secret !== null);
    case 'login':
      return [...secretsOf(credentials.client), ...credentials.tokens];
  }
}

/** The headers that carry credentials at hand; those of an authorization server have to be fetched first. */
export function credentialHeaders(
  credentials: Exclude<Credentials, OAuthClient | StoredLogin>,
): Record<string, string> {
  switch (credentials.kind) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${credentials.token}` };
    case 'basic':
      return { authorization: `Basic ${basicToken(credentials)}` };
    case 'header':
      return { [credentials.name]: credentials.value };
  }
}

/** Headers with credentials of the same kind that are certainly wrong: `nonce` is in them. */
export function wrongHeaders(credentials: Credentials, nonce: string): Record<string, string> {
  const wrong = `wrong-${nonce}`;
  switch (credentials.kind) {
    case 'basic':
      return credentialHeaders({ ...credentials, password: wrong });
    case 'header':
      return credentialHeaders({ ...credentials, value: wrong });
    default:
      return credentialHeaders({ kind: 'bearer', token: wrong });
  }
}

function basicToken({
  username,
  password,
}: {
  readonly username: string;
  readonly password: string;
}): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
}
