import type { Constraints } from './application.ts';

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
  readonly application?: string;
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
  /** Milliseconds; the file may say it as `5s`. */
  readonly timeout?: number;
  /** Absolute path of a file of waivers. */
  readonly waivers?: string;
}

/** A config file, validated. */
export interface Config {
  readonly targets: Readonly<Record<string, TargetConfig>>;
  readonly seed?: number;
  readonly effort?: 'smoke' | 'quick' | 'standard' | 'thorough';
  readonly suites?: readonly string[];
  readonly failOn?: 'must' | 'should';
}
