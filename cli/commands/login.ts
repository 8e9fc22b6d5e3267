import { loadConfig } from '../../config/load-config.ts';
import { suggest } from '../../config/nearest.ts';
import { applicationNamed } from '../../config/own-schemas.ts';
import type { Config, LoginConfig, TargetConfig } from '../../config/target-config.ts';
import { resolveTargetUrl } from '../../config/tenant-url.ts';
import { UsageError } from '../../config/usage-error.ts';
import { type LoginRequest, logIn } from '../../http/authorization-code.ts';
import type { IssuedTokens } from '../../http/issued-tokens.ts';
import { changeTokens, TokenFileError, type TokenPlace } from '../../http/token-file.ts';
import { TransportError } from '../../http/transport.ts';
import { oneLine } from '../../reporters/text.ts';
import { oauthClient, tlsSettings } from '../credentials.ts';
import { EXIT } from '../exit-code.ts';
import { type LoginTarget, storedAt, tokenPlace } from '../stored-login.ts';

export interface LoginOptions {
  readonly config?: string;
  readonly target?: string;
  /** Milliseconds to wait for the person. */
  readonly timeout?: number;
  readonly forget?: boolean;
}

/** How long a person may take, in milliseconds. */
const PATIENCE = 300_000;

/**
 * Lets a person authorize the client of a target, and stores the tokens; or deletes them.
 * @returns the exit code; nothing is stored unless it is 0
 * @throws UsageError when there is no such target, or when tokens cannot be stored
 */
export async function login(options: LoginOptions): Promise<number> {
  const { auth, tls, ...target } = findTarget(options);
  const place = tokenPlace(auth, target, process.env);
  if (options.forget === true) return forget(target, place);
  const { timeout = PATIENCE } = options;
  const client = oauthClient(auth, process.env);
  // What keeps them from being stored is said before anybody goes to the trouble.
  await change(place, async (stored) => stored);
  const request = {
    client,
    authorizationUrl: auth.authorizationUrl ?? null,
    tls: tlsSettings(tls, {}, process.env),
    port: auth.redirectPort ?? 0,
    show: (address: string) => show(target, address, timeout),
  };
  const result = await authorized(request, timeout);
  if ('code' in result) {
    process.stderr.write(`${target.name}: not logged in: ${oneLine(result.reason)}\n`);
    return result.code;
  }
  await change(place, async () => result);
  const renewal = result.refreshToken === null ? '; it cannot be renewed when it expires' : '';
  process.stdout.write(`${target.name}: logged in; the token is stored in ${place.file}${renewal}\n`);
  return EXIT.conformant;
}

async function forget({ name }: LoginTarget, place: TokenPlace): Promise<number> {
  const stored = storedAt(place);
  if (stored !== null) await change(place, async () => null);
  const done = stored === null ? 'no token is stored' : `the token is deleted from ${place.file}`;
  process.stdout.write(`${name}: ${done}\n`);
  return EXIT.conformant;
}

function show({ name, url }: LoginTarget, address: string, timeout: number): void {
  process.stdout.write(
    `To authorize access to ${name} (${url}), open this address in a browser on this machine within ${Math.ceil(timeout / 1000)} s:\n\n  ${address}\n\n`,
  );
}

/** Why there are no tokens, and the exit code that says so. */
interface Failure {
  readonly code: number;
  readonly reason: string;
}

/** Codes of a port that cannot be had, which is a matter of the configuration. */
const PORT_TROUBLE: ReadonlySet<string> = new Set(['EADDRINUSE', 'EACCES']);

async function authorized(
  request: Omit<LoginRequest, 'signal'>,
  timeout: number,
): Promise<IssuedTokens | Failure> {
  const interruption = new AbortController();
  const patience = AbortSignal.timeout(timeout);
  const interrupt = (): void => interruption.abort();
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await logIn({ ...request, signal: AbortSignal.any([interruption.signal, patience]) });
  } catch (error) {
    if (interruption.signal.aborted) return { code: EXIT.interrupted, reason: 'interrupted' };
    if (patience.aborted)
      return { code: EXIT.unjudged, reason: `nobody authorized within ${Math.ceil(timeout / 1000)} s` };
    if (!(error instanceof TransportError)) throw error;
    const code = PORT_TROUBLE.has(error.code) ? EXIT.usage : EXIT.unjudged;
    return { code, reason: error.message };
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const change: typeof changeTokens = async (place, work) => {
  try {
    return await changeTokens(place, work);
  } catch (error) {
    throw error instanceof TokenFileError ? new UsageError(error.message) : error;
  }
};

/** The target to log in to: the one that is named, or the only one with a login. */
function findTarget(
  options: LoginOptions,
): LoginTarget & { readonly auth: LoginConfig; readonly tls: TargetConfig['tls'] } {
  const config = loadConfig(options.config, process.cwd());
  if (config === null)
    throw new UsageError('login needs a configuration file, and there is none; give one with --config');
  const { name, target, auth } = withLogin(config, options.target);
  const url = resolveTargetUrl(applicationNamed(target.application), target);
  return { name, url, config: options.config, auth, tls: target.tls };
}

function withLogin(
  { targets }: Config,
  wanted: string | undefined,
): { readonly name: string; readonly target: TargetConfig; readonly auth: LoginConfig } {
  const logins = Object.entries(targets).flatMap(([name, target]) =>
    target.auth?.type === 'oauth' && target.auth.grant !== undefined
      ? [{ name, target, auth: target.auth }]
      : [],
  );
  const names = logins.map(({ name }) => name);
  if (names.length === 0)
    throw new UsageError(
      'no target of the configuration has a login: auth with "grant": "authorizationCode"',
    );
  const found = wanted === undefined ? logins : logins.filter(({ name }) => name === wanted);
  const [only, ...others] = found;
  if (wanted !== undefined && only === undefined)
    throw new UsageError(
      `no target "${wanted}" with a login in the configuration; ${suggest(wanted, names)}`,
    );
  if (only === undefined || others.length > 0)
    throw new UsageError(`several targets have a login: choose one with --target (${names.join(', ')})`);
  return only;
}
