import type { Tls } from './agent.ts';
import { requestTokens } from './authorization-server.ts';
import type { OAuthClient, StoredLogin } from './credentials.ts';
import { type IssuedTokens, isFresh } from './issued-tokens.ts';
import { changeTokens, readTokens, TokenFileError } from './token-file.ts';
import { TransportError } from './transport.ts';

/**
 * Gives tokens to send. Never called again before it has answered.
 * @param refused an access token that the target did not accept, so that it is not given again; null for none
 * @throws TransportError `NO_TOKEN`; `INVALID_GRANT` when only a person can get another one
 */
export type TokenSource = (refused: string | null) => Promise<IssuedTokens>;

/** New tokens from the authorization server each time; it may rotate the refresh token (RFC 6749 §6). */
export function clientTokens(client: OAuthClient, tls: Tls | null): TokenSource {
  let { refreshToken } = client;
  return async () => {
    const tokens = await requestTokens({ ...client, refreshToken }, tls);
    if (refreshToken !== null) refreshToken = tokens.refreshToken ?? refreshToken;
    return tokens;
  };
}

/**
 * The tokens of a login while they are good, then new ones, which are stored. Whoever renews them keeps the file to itself
 * meanwhile: a refresh token that is used twice makes a careful authorization server end the login (RFC 9700 §4.14.2).
 */
export function storedTokens({ client, place }: StoredLogin, tls: Tls | null): TokenSource {
  const isGood = (tokens: IssuedTokens, refused: string | null): boolean =>
    isFresh(tokens) && tokens.accessToken !== refused;
  return async (refused) => {
    try {
      const stored = readTokens(place);
      if (stored !== null && isGood(stored, refused)) return stored;
      return await changeTokens(place, async (current) => {
        if (current !== null && isGood(current, refused)) return current;
        return renewed(client, current, tls);
      });
    } catch (error) {
      if (error instanceof TokenFileError) throw new TransportError('NO_TOKEN', error.message);
      throw error;
    }
  };
}

async function renewed(
  client: OAuthClient,
  stored: IssuedTokens | null,
  tls: Tls | null,
): Promise<IssuedTokens> {
  if (stored === null) throw new TransportError('INVALID_GRANT', 'no token is stored any more');
  const { refreshToken } = stored;
  if (refreshToken === null)
    throw new TransportError('INVALID_GRANT', 'the stored token is not good any more and cannot be renewed');
  const tokens = await requestTokens({ ...client, refreshToken, parameters: tokenParameters(client) }, tls);
  return { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
}

/**
 * Of the parameters of an authorization request those that the token requests after it repeat: without `scope` a
 * refreshed token has the one that was granted (RFC 6749 §6), while `resource` is asked for each time (RFC 8707 §2.2).
 */
export function tokenParameters({ parameters }: OAuthClient): Readonly<Record<string, string>> {
  const { resource } = parameters;
  return resource === undefined ? {} : { resource };
}
