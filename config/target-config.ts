import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Constraints } from './application.ts';
import { configFindings } from './config-rules.ts';
import { readSource } from './document.ts';
import { isProfilePath } from './load-application.ts';
import { UsageError } from './usage-error.ts';
import { refuseFindings, schemaValidator } from './validate.ts';

/** Where a secret is; the file itself holds none. A command is run without a shell and prints the secret. */
export type SecretReference =
  | { readonly env: string }
  | { readonly file: string }
  | { readonly command: readonly [string, ...string[]] };

/** How a target wants to be authenticated. */
export type AuthConfig =
  | { readonly type: 'none' }
  | { readonly type: 'bearer'; readonly token: SecretReference }
  | { readonly type: 'basic'; readonly username: string; readonly password: SecretReference }
  | { readonly type: 'apiKey'; readonly header: string; readonly key: SecretReference }
  | (OAuthConfig & {
      readonly grant?: never;
      /** Chooses the refresh token grant; without it the client credentials grant is used. */
      readonly refreshToken?: SecretReference;
    })
  | LoginConfig;

/** A client of an authorization server. */
export interface OAuthConfig {
  readonly type: 'oauth';
  /** One of the two. */
  readonly tokenUrl?: string;
  readonly issuer?: string;
  readonly clientId: string;
  readonly clientSecret?: SecretReference;
  readonly clientAuthentication?: 'basic' | 'post';
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A client that a person authorizes, with the command `login`. */
export interface LoginConfig extends OAuthConfig {
  readonly grant: 'authorizationCode';
  /** Goes with `tokenUrl`. */
  readonly authorizationUrl?: string;
  /** Of the redirect URI; by default any free port. */
  readonly redirectPort?: number;
  /** Absolute path; by default in the user's state folder. */
  readonly tokenFile?: string;
}

/** TLS settings; file names are absolute. */
export interface TlsConfig {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: SecretReference;
  readonly insecure?: boolean;
}

/** One target as the config file describes it. */
export interface TargetConfig {
  /** Id of a built-in application, or the absolute path of a profile. */
  readonly application: string;
  readonly url?: string;
  /** Values for the parameters of the application's tenant URL. */
  readonly tenantUrl?: Readonly<Record<string, string>>;
  /** Name of the environment variable that holds the token. */
  readonly tokenEnv?: string;
  readonly auth?: AuthConfig;
  readonly tls?: TlsConfig;
  readonly headers?: Readonly<Record<string, string>>;
  readonly userAgent?: string;
  readonly constraints?: Constraints;
  /** Requests in flight at a time. */
  readonly concurrency?: number;
  /** Requests per second. */
  readonly rate?: number;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Absolute path of a file of waivers. */
  readonly waivers?: string;
}

/** A config file, validated. */
export interface Config {
  readonly targets: Readonly<Record<string, TargetConfig>>;
  readonly seed?: number;
  readonly effort?: 'quick' | 'standard' | 'thorough';
  readonly suites?: readonly string[];
  readonly failOn?: 'must' | 'should';
}

/** The names a config file is found by, in the working directory. */
export const CONFIG_FILES = ['json', 'yaml', 'yml'].map((type) => `scim-conformance.config.${type}`);

const validate = schemaValidator<Config & { $schema?: string }>('config.schema.json');

/**
 * Reads `file`, or `scim-conformance.config.json`, `.yaml` or `.yml` in `cwd`; null when none is there.
 * Paths of profiles, secrets, certificates and waivers are resolved against the config file's folder.
 * @throws UsageError when the file is unreadable or invalid, or when several are found.
 */
export function loadConfig(file: string | undefined, cwd: string): Config | null {
  const found = file === undefined ? findConfig(cwd) : resolve(cwd, file);
  if (found === null) return null;
  const document = readSource(found);
  const { $schema: _, ...config } = validate(document);
  const resolved = { ...config, targets: resolveFiles(config.targets, dirname(found)) };
  refuseFindings(document, configFindings(resolved));
  return resolved;
}

function findConfig(cwd: string): string | null {
  const found = CONFIG_FILES.filter((name) => existsSync(join(cwd, name)));
  if (found.length > 1)
    throw new UsageError(`found ${found.join(' and ')}: keep one, or choose one with --config`);
  return found[0] === undefined ? null : join(cwd, found[0]);
}

function resolveFiles(targets: Config['targets'], folder: string): Config['targets'] {
  return Object.fromEntries(
    Object.entries(targets).map(([name, target]) => [name, resolvePaths(target, folder)]),
  );
}

/** A target with every file name in it made absolute. */
function resolvePaths(target: TargetConfig, folder: string): TargetConfig {
  const { application, auth, tls, waivers } = target;
  const inFolder = (value: unknown, key: string): unknown =>
    typeof value === 'string' && FILE_KEYS.has(key) ? resolve(folder, value) : value;
  const resolved = <T>(part: T): T =>
    JSON.parse(JSON.stringify(part, (key, value: unknown) => inFolder(value, key)));
  return {
    ...target,
    ...(isProfilePath(application) ? { application: resolve(folder, application) } : {}),
    ...(auth === undefined ? {} : { auth: resolved(auth) }),
    ...(tls === undefined ? {} : { tls: resolved(tls) }),
    ...(waivers === undefined ? {} : { waivers: resolve(folder, waivers) }),
  };
}

/** Keys of `auth` and `tls` whose values are file names. */
const FILE_KEYS: ReadonlySet<string> = new Set(['file', 'tokenFile', 'ca', 'cert', 'key']);
