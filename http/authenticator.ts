import type { Tls } from './agent.ts';
import { type Credentials, credentialHeaders, secretsOf } from './credentials.ts';
import { type IssuedTokens, isFresh } from './issued-tokens.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { clientTokens, storedTokens, type TokenSource } from './token-source.ts';
import { TransportError } from './transport.ts';

/** Gives each request its credentials, and knows what of them must not be seen. */
export interface Authenticator {
  /** The headers to send. @throws TransportError `NO_TOKEN`, `INVALID_GRANT` when the authorization server gives no token */
  headers(): Promise<Readonly<Record<string, string>>>;
  /** Called when the target refused what `headers` gave: whether there are other credentials now, to try once more with. */
  renew(refused: Readonly<Record<string, string>>): Promise<boolean>;
  /** Removes every secret known so far from text. */
  readonly redact: Redactor;
}

/**
 * The authenticator for some credentials. Tokens of an authorization server are fetched when first needed, kept until
 * shortly before they expire, and fetched again when the target refuses them.
 * @param others further secrets, such as the values of headers
 * @param tls for the authorization server, which mostly is as far away as the target
 */
export function createAuthenticator(
  credentials: Credentials,
  others: readonly string[] = [],
  tls: Tls | null = null,
): Authenticator {
  const secrets = [...secretsOf(credentials), ...others];
  if (credentials.kind === 'oauth') return tokenAuthenticator(clientTokens(credentials, tls), secrets);
  if (credentials.kind === 'login') return tokenAuthenticator(storedTokens(credentials, tls), secrets);
  const headers = credentialHeaders(credentials);
  return {
    headers: async () => headers,
    renew: async () => false,
    redact: createRedactor(secrets),
  };
}

/** The least time between two renewals because of refusals, in milliseconds: a target that refuses every token is not helped by more of them. */
const RENEWAL_PAUSE = 5_000;

function tokenAuthenticator(source: TokenSource, secrets: readonly string[]): Authenticator {
  const known = new Set(secrets);
  let redact = createRedactor([...known]);
  let latest: IssuedTokens | null = null;
  let fetching: Promise<IssuedTokens> | null = null;
  let refusedAt = Number.NEGATIVE_INFINITY;
  const fetchTokens = async (refused: string | null): Promise<IssuedTokens> => {
    latest = await source(refused);
    for (const secret of [latest.accessToken, latest.refreshToken]) if (secret !== null) known.add(secret);
    redact = createRedactor([...known]);
    return latest;
  };
  /** One request for all that wait for a token; its failure is not kept, so that the next request tries again. */
  const fetched = (refused: string | null): Promise<IssuedTokens> => {
    fetching ??= fetchTokens(refused).finally(() => {
      fetching = null;
    });
    return fetching;
  };
  return {
    headers: async () => ({
      authorization: bearer(latest !== null && isFresh(latest) ? latest : await fetched(null)),
    }),
    renew: async ({ authorization }) => {
      if (latest !== null && bearer(latest) !== authorization) return true;
      const now = performance.now();
      if (fetching === null && now - refusedAt < RENEWAL_PAUSE) return false;
      refusedAt = now;
      try {
        await fetched(latest?.accessToken ?? null);
        return true;
      } catch (error) {
        // Then the refusal stands: it may be about what was asked for, and not about the token.
        if (error instanceof TransportError && error.code === 'INVALID_GRANT') return false;
        throw error;
      }
    },
    redact: (text) => redact(text),
  };
}

function bearer({ accessToken }: IssuedTokens): string {
  return `Bearer ${accessToken}`;
}
