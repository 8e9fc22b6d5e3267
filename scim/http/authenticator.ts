import { type Credentials, credentialHeaders, type OAuthClient, secretsOf } from './credentials.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { TransportError } from './transport.ts';

/** Gives each request its credentials, and knows what of them must not be seen. */
export interface Authenticator {
  /** The headers to send. @throws TransportError `NO_TOKEN` when the authorization server gives no token */
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
 */
export function createAuthenticator(credentials: Credentials, others: readonly string[] = []): Authenticator {
  const secrets = [...secretsOf(credentials), ...others];
  if (credentials.kind === 'oauth') return oauthAuthenticator(credentials, secrets);
  const headers = credentialHeaders(credentials);
  return {
    headers: async () => headers,
    renew: async () => false,
    redact: createRedactor(secrets),
  };
}

/** An access token with the moment, in milliseconds since 1970, from which it is not used any more. */
interface Token {
  readonly text: string;
  readonly until: number;
}

/** How long before its end a token counts as expired, in milliseconds: clocks differ, and requests take time. */
const EARLY = 30_000;
/** The least time between two renewals because of refusals, in milliseconds: a target that refuses every token is not helped by more of them. */
const RENEWAL_PAUSE = 5_000;

function oauthAuthenticator(client: OAuthClient, secrets: readonly string[]): Authenticator {
  const known = new Set(secrets);
  let redact = createRedactor([...known]);
  let { refreshToken } = client;
  let latest: Token | null = null;
  let fetching: Promise<Token> | null = null;
  let refusedAt = Number.NEGATIVE_INFINITY;
  const learn = (secret: string): void => {
    known.add(secret);
    redact = createRedactor([...known]);
  };
  const fetchToken = async (): Promise<Token> => {
    const answer = await requestToken({ ...client, refreshToken });
    learn(answer.access_token);
    if (answer.refresh_token !== undefined) learn(answer.refresh_token);
    // Authorization servers may rotate refresh tokens (RFC 6749 §6).
    if (refreshToken !== null) refreshToken = answer.refresh_token ?? refreshToken;
    const lifetime = answer.expires_in === undefined ? Number.POSITIVE_INFINITY : answer.expires_in * 1000;
    latest = { text: answer.access_token, until: Date.now() + Math.max(lifetime - EARLY, lifetime / 2) };
    return latest;
  };
  /** One request for all that wait for a token; its failure is not kept, so that the next request tries again. */
  const fetched = (): Promise<Token> => {
    fetching ??= fetchToken().finally(() => {
      fetching = null;
    });
    return fetching;
  };
  return {
    headers: async () => {
      const token = latest !== null && latest.until > Date.now() ? latest : await fetched();
      return { authorization: bearer(token) };
    },
    renew: async ({ authorization }) => {
      if (latest !== null && bearer(latest) !== authorization) return true;
      const now = performance.now();
      if (fetching === null && now - refusedAt < RENEWAL_PAUSE) return false;
      refusedAt = now;
      await fetched();
      return true;
    },
    redact: (text) => redact(text),
  };
}

function bearer({ text }: Token): string {
  return `Bearer ${text}`;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token?: string;
  /** Seconds. */
  readonly expires_in?: number;
}

/** Asks the authorization server for a token (RFC 6749 §4.4, §6). The library is loaded only for targets that need it. */
async function requestToken(client: OAuthClient): Promise<TokenAnswer> {
  const oauth = await import('openid-client');
  const { clientId, clientSecret, parameters, refreshToken, tokenUrl, issuer } = client;
  const authentication =
    clientSecret === null
      ? oauth.None()
      : client.clientAuthentication === 'basic'
        ? oauth.ClientSecretBasic(clientSecret)
        : oauth.ClientSecretPost(clientSecret);
  const where = tokenUrl ?? issuer ?? '';
  try {
    // Plain HTTP is for authorization servers on this machine; the configuration refuses it elsewhere.
    const insecure = where.startsWith('http:') ? [oauth.allowInsecureRequests] : [];
    const configuration =
      tokenUrl === null
        ? await oauth.discovery(new URL(where), clientId, undefined, authentication, {
            algorithm: 'oauth2',
            execute: insecure,
          })
        : new oauth.Configuration(
            { issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl },
            clientId,
            undefined,
            authentication,
          );
    if (tokenUrl !== null) for (const allow of insecure) allow(configuration);
    return refreshToken === null
      ? await oauth.clientCredentialsGrant(configuration, { ...parameters })
      : await oauth.refreshTokenGrant(configuration, refreshToken, { ...parameters });
  } catch (error) {
    throw new TransportError('NO_TOKEN', `${where} gives no token: ${reasonOf(error)}`);
  }
}

/** What an error of the library says: the OAuth error of the server where there is one (RFC 6749 §5.2). */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'error' in error && typeof error.error === 'string' ? error.error : null;
  const description =
    'error_description' in error && typeof error.error_description === 'string'
      ? error.error_description
      : null;
  if (code !== null) return description === null ? code : `${code} (${description})`;
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.message}${cause}`;
}
