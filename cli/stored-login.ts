import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { shellQuote } from '../config/shell-quote.ts';
import type { LoginConfig } from '../config/target-config.ts';
import { UsageError } from '../config/usage-error.ts';
import type { OAuthClient, StoredLogin } from '../http/credentials.ts';
import { type IssuedTokens, isFresh } from '../http/issued-tokens.ts';
import { readTokens, TokenFileError, type TokenPlace } from '../http/token-file.ts';

/** A target of a configuration file that somebody logs in to. */
export interface LoginTarget {
  readonly name: string;
  readonly url: string;
  /** The configuration file, where the command line names it. */
  readonly config: string | undefined;
}

/**
 * The credentials that a login left.
 * @throws UsageError when there are none that are good for anything, or when the file cannot be read
 */
export function storedLogin(
  auth: LoginConfig,
  client: OAuthClient,
  target: LoginTarget,
  env: NodeJS.ProcessEnv,
): StoredLogin {
  const place = tokenPlace(auth, target, env);
  const stored = storedAt(place);
  if (stored === null || (stored.refreshToken === null && !isFresh(stored))) {
    const state = stored === null ? 'no token is stored' : 'the stored token has expired';
    throw new UsageError(
      `${state} for the target "${target.name}"; log in first:\n  ${loginCommand(target)}`,
    );
  }
  return { kind: 'login', client, place, tokens: tokensOf(stored) };
}

/** The tokens in a place, or null. @throws UsageError when the file cannot be read */
export function storedAt(place: TokenPlace): IssuedTokens | null {
  try {
    return readTokens(place);
  } catch (error) {
    throw error instanceof TokenFileError ? new UsageError(error.message) : error;
  }
}

/** Where a target's tokens are stored, and as whose. */
export function tokenPlace(
  { tokenFile, issuer, tokenUrl, clientId }: LoginConfig,
  { name, url }: LoginTarget,
  env: NodeJS.ProcessEnv,
): TokenPlace {
  const { origin, pathname } = new URL(url);
  const owner = { server: issuer ?? tokenUrl ?? '', clientId, target: name, url: origin + pathname };
  return { file: tokenFile ?? join(stateFolder(env), 'scim-conformance', 'tokens.json'), owner };
}

/** The folder for what programs keep (XDG Base Directory Specification): a relative path there does not count. */
function stateFolder({ XDG_STATE_HOME: folder }: NodeJS.ProcessEnv): string {
  return folder !== undefined && isAbsolute(folder) ? folder : join(homedir(), '.local', 'state');
}

function loginCommand({ name, config }: LoginTarget): string {
  const words = [...(config === undefined ? [] : ['--config', config]), '--target', name];
  return ['scim-conformance', 'login', ...words].map(shellQuote).join(' ');
}

function tokensOf({ accessToken, refreshToken }: IssuedTokens): readonly string[] {
  return refreshToken === null ? [accessToken] : [accessToken, refreshToken];
}
