import type {
  AuthConfig,
  OAuthConfig,
  SecretReference,
  TargetConfig,
  TlsConfig,
} from '../config/target-config.ts';
import { UsageError } from '../config/usage-error.ts';
import type { Credentials, OAuthClient } from '../http/credentials.ts';
import type { Tls } from '../http/transport.ts';
import type { Access } from '../report/access.ts';
import type { TargetOptions } from './options.ts';
import { readPem, readSecret } from './secret.ts';
import { type LoginTarget, storedLogin } from './stored-login.ts';

/** The environment with the secrets, or null where nothing will be sent, so that none has to be there. */
export type Environment = NodeJS.ProcessEnv | null;

/** A bearer token from the environment. @throws UsageError when it is missing, empty, or cannot be a header */
export function tokenCredentials(variable: string, env: Environment): Credentials {
  if (env === null) return { kind: 'none' };
  const advice = "put the target's token there, or name another variable with --token-env";
  return {
    kind: 'bearer',
    token: bareToken(readSecret({ env: variable }, 'the token', env, advice), variable),
  };
}

/** A token that is one. @throws UsageError for the value of a whole header, which would be sent as "Bearer Bearer …" */
function bareToken(token: string, place: string): string {
  if (!/^bearer\s/i.test(token)) return token;
  throw new UsageError(
    `the token in ${place} begins with "Bearer ", which is added to it anyway; put what follows there alone`,
  );
}

/** How requests with a bearer token from a variable are sent. */
export function bearerAccess(variable: string | null, gone = false): Access {
  return { scheme: 'bearer', header: null, username: null, variable, gone };
}

/** How requests to a configured target are sent again. */
export function targetAccess(target: TargetConfig, { tokenEnv }: TargetOptions): Access {
  const { auth } = target;
  if (tokenEnv !== undefined || auth === undefined)
    return bearerAccess(tokenEnv ?? target.tokenEnv ?? 'SCIM_TOKEN');
  switch (auth.type) {
    case 'none':
      return { ...bearerAccess(null), scheme: 'none' };
    case 'bearer':
      return bearerAccess(variableOf(auth.token));
    case 'basic':
      return { ...bearerAccess(variableOf(auth.password)), scheme: 'basic', username: auth.username };
    case 'apiKey':
      return { ...bearerAccess(variableOf(auth.key)), scheme: 'header', header: auth.header.toLowerCase() };
    case 'oauth':
      return bearerAccess(null);
  }
}

function variableOf(reference: SecretReference): string | null {
  return 'env' in reference ? reference.env : null;
}

/**
 * The credentials of a configured target: a token that the command line names goes before what the file says.
 * @param named the same target, for whom tokens may be stored
 * @throws UsageError when a secret cannot be had
 */
export function targetCredentials(
  target: TargetConfig,
  named: LoginTarget,
  options: TargetOptions,
  env: Environment,
): Credentials {
  const { auth } = target;
  if (env === null) return { kind: 'none' };
  if (options.tokenEnv !== undefined || auth === undefined)
    return tokenCredentials(options.tokenEnv ?? target.tokenEnv ?? 'SCIM_TOKEN', env);
  return configured(auth, named, env);
}

function configured(auth: AuthConfig, named: LoginTarget, env: NodeJS.ProcessEnv): Credentials {
  switch (auth.type) {
    case 'none':
      return { kind: 'none' };
    case 'bearer':
      return { kind: 'bearer', token: bareToken(readSecret(auth.token, 'the token', env), 'its place') };
    case 'basic':
      return {
        kind: 'basic',
        username: auth.username,
        password: readSecret(auth.password, 'the password', env),
      };
    case 'apiKey':
      return {
        kind: 'header',
        name: auth.header.toLowerCase(),
        value: readSecret(auth.key, 'the API key', env),
      };
    case 'oauth':
      if (auth.grant !== undefined) return storedLogin(auth, oauthClient(auth, env), named, env);
      return {
        ...oauthClient(auth, env),
        refreshToken:
          auth.refreshToken === undefined ? null : readSecret(auth.refreshToken, 'the refresh token', env),
      };
  }
}

/** The client that a configuration describes, without a refresh token. @throws UsageError when its secret cannot be had */
export function oauthClient(auth: OAuthConfig, env: NodeJS.ProcessEnv): OAuthClient {
  return {
    kind: 'oauth',
    tokenUrl: auth.tokenUrl ?? null,
    issuer: auth.issuer ?? null,
    clientId: auth.clientId,
    clientSecret:
      auth.clientSecret === undefined ? null : readSecret(auth.clientSecret, 'the client secret', env),
    clientAuthentication: auth.clientAuthentication ?? 'basic',
    refreshToken: null,
    parameters: auth.parameters ?? {},
  };
}

/**
 * TLS settings, or null for the system's own.
 * @throws UsageError when a file of them cannot be read
 */
export function tlsSettings(
  tls: TlsConfig | undefined,
  { insecure }: TargetOptions,
  env: Environment,
): Tls | null {
  const trusting = insecure ?? tls?.insecure ?? false;
  if (env === null || (tls === undefined && !trusting)) return null;
  const { ca, cert, key, passphrase } = tls ?? {};
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('a client certificate needs both tls.cert and tls.key');
  return {
    ca: ca === undefined ? null : readPem(ca, 'tls.ca'),
    cert: cert === undefined ? null : readPem(cert, 'tls.cert'),
    key: key === undefined ? null : readPem(key, 'tls.key'),
    passphrase: passphrase === undefined ? null : readSecret(passphrase, 'the passphrase', env),
    insecure: trusting,
  };
}
