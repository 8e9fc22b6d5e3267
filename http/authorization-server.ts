import type { ClientAuth, Configuration, TokenEndpointResponse } from 'openid-client';
import type { Tls } from './agent.ts';
import type { OAuthClient } from './credentials.ts';
import { fetchOver } from './fetch-over.ts';
import type { IssuedTokens } from './issued-tokens.ts';
import { createRedactor } from './redact.ts';
import { TransportError } from './transport.ts';

/** The library that speaks to authorization servers; loaded only for targets that need it. */
type OAuthLibrary = typeof import('openid-client');

/** How long before its end a token counts as expired, in milliseconds: clocks differ, and requests take time. */
const EARLY = 30_000;

/** What an access token is made of when a header is to carry it (RFC 6750 §2.1, and some more that is in use). */
const SENDABLE = /^[\x21-\x7e]+$/;

/**
 * Asks for tokens: with a refresh token (RFC 6749 §6), else as the client itself (§4.4).
 * @param tls of the target, which go for its authorization server too; null for the system's
 * @throws TransportError `INVALID_GRANT` when the refresh token is not accepted, `NO_TOKEN` for anything else
 */
export async function requestTokens(client: OAuthClient, tls: Tls | null): Promise<IssuedTokens> {
  const oauth = await import('openid-client');
  const { parameters, refreshToken } = client;
  try {
    const server = await findServer(oauth, client, null, tls);
    return issuedTokens(
      refreshToken === null
        ? await oauth.clientCredentialsGrant(server, { ...parameters })
        : await oauth.refreshTokenGrant(server, refreshToken, { ...parameters }),
    );
  } catch (error) {
    throw noToken(client, error, refreshToken === null ? [] : [refreshToken]);
  }
}

/**
 * A client of its authorization server, whose endpoints are given or found (RFC 8414, else OpenID Connect Discovery).
 * @param authorizationUrl where a person authorizes; null with `issuer`, or where nobody has to
 */
export async function findServer(
  oauth: OAuthLibrary,
  client: OAuthClient,
  authorizationUrl: string | null,
  tls: Tls | null,
): Promise<Configuration> {
  const { clientId, tokenUrl } = client;
  const where = placeOf(client);
  // Plain HTTP is for authorization servers on this machine; the configuration refuses it elsewhere.
  const execute = where.startsWith('http:') ? [oauth.allowInsecureRequests] : [];
  const proof = proofOf(oauth, client);
  const own = { [oauth.customFetch]: fetchOver(tls) };
  if (tokenUrl === null) {
    const discover = (algorithm: 'oauth2' | 'oidc'): Promise<Configuration> =>
      oauth.discovery(new URL(where), clientId, undefined, proof, { algorithm, execute, ...own });
    return discover('oauth2').catch(() => discover('oidc'));
  }
  const metadata = {
    issuer: new URL(tokenUrl).origin,
    token_endpoint: tokenUrl,
    ...(authorizationUrl === null ? {} : { authorization_endpoint: authorizationUrl }),
  };
  const server = Object.assign(new oauth.Configuration(metadata, clientId, undefined, proof), own);
  for (const allow of execute) allow(server);
  return server;
}

/** How the client proves itself (RFC 6749 §2.3.1). */
function proofOf(oauth: OAuthLibrary, { clientSecret, clientAuthentication }: OAuthClient): ClientAuth {
  if (clientSecret === null) return oauth.None();
  return clientAuthentication === 'basic'
    ? oauth.ClientSecretBasic(clientSecret)
    : oauth.ClientSecretPost(clientSecret);
}

/** @throws Error for an access token that no header can carry; the message does not hold it */
export function issuedTokens(answer: TokenEndpointResponse): IssuedTokens {
  const { access_token: accessToken, refresh_token: refreshToken = null, expires_in: seconds } = answer;
  if (!SENDABLE.test(accessToken))
    throw new Error('the access token holds characters that no header can carry');
  const lifetime = (seconds ?? 0) * 1000;
  const until = seconds === undefined ? null : Date.now() + Math.max(lifetime - EARLY, lifetime / 2);
  return { accessToken, refreshToken, until };
}

/**
 * What the library throws, as the trouble that it is, without secrets: the authorization server may echo them.
 * @param secrets further ones than the client's
 */
export function noToken(client: OAuthClient, error: unknown, secrets: readonly string[]): TransportError {
  const own = client.clientSecret === null ? [] : [client.clientSecret];
  const reason = createRedactor([...own, ...secrets])(reasonOf(error));
  const ended = error instanceof Error && 'error' in error && error.error === 'invalid_grant';
  return new TransportError(
    ended ? 'INVALID_GRANT' : 'NO_TOKEN',
    `${placeOf(client)} gives no token: ${reason}`,
  );
}

function placeOf({ tokenUrl, issuer }: OAuthClient): string {
  return tokenUrl ?? issuer ?? '';
}

/** What an error of the library says: the OAuth error of the server where there is one (RFC 6749 §4.1.2.1, §5.2). */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'error' in error && typeof error.error === 'string' ? error.error : null;
  const description =
    'error_description' in error && typeof error.error_description === 'string'
      ? error.error_description
      : null;
  if (code !== null) return description === null ? code : `${code} (${description})`;
  // No answer came; around that the library has nothing to say.
  if (error.cause instanceof TransportError) return error.cause.message;
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
