import type { AuthConfig, TargetConfig } from './target-config.ts';
import type { Finding } from './validate.ts';

/** `${NAME}` */
const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g;

/** A target with the variables of its URLs filled in, and what is wrong with those. */
export interface Filled {
  readonly target: TargetConfig;
  readonly findings: readonly Finding[];
}

/** Fills `${NAME}` in the URLs of a target from the environment: pipelines know hosts that a file cannot. */
export function fillVariables(target: TargetConfig, env: NodeJS.ProcessEnv): Filled {
  const findings: Finding[] = [];
  const fill = (text: string, at: readonly string[]): string =>
    text.replace(VARIABLE, (_, name: string) => {
      const value = env[name];
      if (value === undefined || value === '')
        findings.push({ at, message: `the environment variable ${name} is not set` });
      return value ?? '';
    });
  const { url, tenantUrl, auth } = target;
  const filled = {
    ...target,
    ...(url !== undefined && { url: fill(url, ['url']) }),
    ...(tenantUrl !== undefined && {
      tenantUrl: Object.fromEntries(
        Object.entries(tenantUrl).map(([name, value]) => [name, fill(value, ['tenantUrl', name])]),
      ),
    }),
    ...(auth !== undefined && { auth: fillAuth(auth, fill) }),
  };
  return { target: filled, findings };
}

function fillAuth(auth: AuthConfig, fill: (text: string, at: readonly string[]) => string): AuthConfig {
  if (auth.type !== 'oauth') return auth;
  const urls = {
    tokenUrl: auth.tokenUrl,
    issuer: auth.issuer,
    ...(auth.grant !== undefined && { authorizationUrl: auth.authorizationUrl }),
  };
  const filled = Object.entries(urls).flatMap(([key, url]) =>
    url === undefined ? [] : [[key, fill(url, ['auth', key])] as const],
  );
  return { ...auth, ...Object.fromEntries(filled) };
}
