import type { Tls } from './agent.ts';
import { findServer, issuedTokens, noToken } from './authorization-server.ts';
import type { OAuthClient } from './credentials.ts';
import type { IssuedTokens } from './issued-tokens.ts';
import { listenForRedirect } from './redirect-listener.ts';
import { tokenParameters } from './token-source.ts';

/** A login that a person takes part in. */
export interface LoginRequest {
  /** `parameters` go with the authorization request. */
  readonly client: OAuthClient;
  /** Where the person authorizes; null with `issuer`. */
  readonly authorizationUrl: string | null;
  /** TLS settings of the target, which go for its authorization server too; null for the system's. */
  readonly tls: Tls | null;
  /** Port of the redirect URI on the loopback address; 0 for any free one. */
  readonly port: number;
  /** Is told the address to open in a browser of this machine. */
  readonly show: (url: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Gets tokens by the authorization code grant with PKCE (RFC 6749 §4.1, RFC 7636) through a redirect to the loopback address
 * (RFC 8252).
 * @throws TransportError `NO_TOKEN`, `INVALID_GRANT` when the authorization server gives none, the system's code when
 *   the port cannot be had; the signal's reason when that ends it
 */
export async function logIn({
  client,
  authorizationUrl,
  tls,
  port,
  show,
  signal,
}: LoginRequest): Promise<IssuedTokens> {
  const oauth = await import('openid-client');
  const listener = await listenForRedirect(port);
  const ended = aborted(signal);
  const [verifier, state] = [oauth.randomPKCECodeVerifier(), oauth.randomState()];
  const secrets = [verifier];
  try {
    const server = await Promise.race([findServer(oauth, client, authorizationUrl, tls), ended]);
    const challenge = await oauth.calculatePKCECodeChallenge(verifier);
    const own = {
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: listener.url,
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    };
    show(oauth.buildAuthorizationUrl(server, { ...client.parameters, ...own }).href);
    const answer = await Promise.race([listener.answer, ended]);
    secrets.push(...answer.searchParams.getAll('code'));
    // Without metadata no issuer is known that the one in the answer could be compared with (RFC 9207 §2.4).
    if (client.issuer === null) answer.searchParams.delete('iss');
    const checks = { expectedState: state, pkceCodeVerifier: verifier };
    const grant = oauth.authorizationCodeGrant(server, answer, checks, { ...tokenParameters(client) });
    return issuedTokens(await Promise.race([grant, ended]));
  } catch (error) {
    throw signal.aborted ? signal.reason : noToken(client, error, secrets);
  } finally {
    listener.close();
  }
}

/** Rejects with the signal's reason when it is aborted. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
