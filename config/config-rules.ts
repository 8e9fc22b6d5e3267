import type { Application, Constraints, ValueConstraint } from './application.ts';
import { suggest } from './nearest.ts';
import { applicationNamed } from './own-schemas.ts';
import { pathKey, tryParsePath } from './row-path.ts';
import type { AuthConfig, Config, TargetConfig } from './target-config.ts';
import { resolveTargetUrl } from './tenant-url.ts';
import { UsageError } from './usage-error.ts';
import type { Finding } from './validate.ts';

/** Headers that carry credentials, or that the HTTP client sets for each request. */
const RESERVED_HEADERS: ReadonlyMap<string, string> = new Map([
  [
    'authorization',
    'credentials do not belong in a file: name the token\'s environment variable in "tokenEnv"',
  ],
  ['proxy-authorization', 'credentials do not belong in a file'],
  ['cookie', 'credentials do not belong in a file'],
  ['host', 'it follows from the URL'],
  ['connection', 'the HTTP client sets it'],
  ['content-length', 'the HTTP client sets it'],
  ['transfer-encoding', 'the HTTP client sets it'],
]);

/** What the JSON Schema of the config file cannot express: applications, URLs, headers and constraints. */
export function configFindings(config: Config): readonly Finding[] {
  return Object.entries(config.targets).flatMap(([name, target]) =>
    targetFindings(target).map((finding) => ({ ...finding, at: ['targets', name, ...finding.at] })),
  );
}

function targetFindings(target: TargetConfig): readonly Finding[] {
  const { value: application, problem } = attempt(() => applicationNamed(target.application));
  return [
    ...authFindings(target),
    ...headerFindings(target.headers ?? {}),
    ...Object.entries(target.constraints ?? {}).flatMap(([path, constraint]) =>
      constraintFindings(constraint).map((finding) => ({
        ...finding,
        at: ['constraints', path, ...finding.at],
      })),
    ),
    ...(application === null
      ? [{ at: ['application'], message: problem }]
      : [
          ...urlFindings(application, target),
          ...constraintPathFindings(application, target.constraints ?? {}),
        ]),
  ];
}

const CLIENT_KEYS = ['tokenUrl', 'issuer', 'clientSecret', 'clientAuthentication', 'parameters'];

/** The keys that each way of authentication takes: all of the first, any of the second. */
const AUTH_KEYS: Readonly<
  Record<AuthConfig['type'] | 'authorizationCode', readonly [readonly string[], readonly string[]]>
> = {
  none: [[], []],
  bearer: [['token'], []],
  basic: [['username', 'password'], []],
  apiKey: [['header', 'key'], []],
  oauth: [['clientId'], [...CLIENT_KEYS, 'refreshToken']],
  authorizationCode: [
    ['grant', 'clientId'],
    [...CLIENT_KEYS, 'authorizationUrl', 'redirectPort', 'tokenFile'],
  ],
};

function authFindings({ auth, tokenEnv }: TargetConfig): readonly Finding[] {
  if (auth === undefined) return [];
  const login = auth.type === 'oauth' && auth.grant !== undefined;
  const [needed, allowed] = AUTH_KEYS[login ? 'authorizationCode' : auth.type];
  const way = login ? `"grant": "${auth.grant}"` : `"type": "${auth.type}"`;
  const given = Object.keys(auth);
  const known = ['type', ...needed, ...allowed];
  const findings: Finding[] = [
    ...needed
      .filter((key) => !given.includes(key))
      .map((key) => ({ at: ['auth'], message: `${way} needs the key "${key}"` })),
    ...given
      .filter((key) => !known.includes(key))
      .map((key) => ({
        at: ['auth', key],
        part: 'key' as const,
        message: `"${key}" does not go with ${way}`,
      })),
  ];
  if (auth.type === 'oauth' && (auth.tokenUrl === undefined) === (auth.issuer === undefined))
    findings.push({ at: ['auth'], message: `${way} needs one of the keys "tokenUrl" and "issuer"` });
  if (login && (auth.tokenUrl === undefined) !== (auth.authorizationUrl === undefined))
    findings.push({ at: ['auth'], message: '"tokenUrl" and "authorizationUrl" go together' });
  if (tokenEnv !== undefined)
    findings.push({
      at: ['tokenEnv'],
      part: 'key',
      message: 'tokenEnv does not go with auth; keep one of them',
    });
  return findings;
}

function headerFindings(headers: Readonly<Record<string, string>>): readonly Finding[] {
  return Object.keys(headers).flatMap((name) => {
    const reason = RESERVED_HEADERS.get(name.toLowerCase());
    if (reason === undefined) return [];
    return [{ at: ['headers', name], part: 'key' as const, message: `remove this header: ${reason}` }];
  });
}

function urlFindings(application: Application, target: TargetConfig): readonly Finding[] {
  const { url, tenantUrl } = target;
  // Without both the URL may still come from the command line.
  if (url === undefined && tenantUrl === undefined) return [];
  const { problem } = attempt(() => resolveTargetUrl(application, { url, tenantUrl }));
  return problem === null ? [] : [{ at: [url === undefined ? 'tenantUrl' : 'url'], message: problem }];
}

function constraintPathFindings(application: Application, constraints: Constraints): readonly Finding[] {
  const known = constrainable(application);
  const seen = new Set<string>();
  return Object.entries(constraints).flatMap(([text, { required, single, kept, taken }]) => {
    const at = ['constraints', text];
    const { path, problem } = tryParsePath(text);
    if (path === null)
      return [{ at, part: 'key' as const, message: `expected an attribute path: ${problem}` }];
    const key = pathKey(path);
    if (seen.has(key))
      return [{ at, part: 'key' as const, message: 'this attribute has constraints already' }];
    seen.add(key);
    // A target may demand, or forget, what the table lacks, and tables name elements where a number is of the whole.
    const isOfTarget = [required, single].includes(true) || [kept, taken].includes(false);
    if (known === null || isOfTarget || known.some((name) => keyOf(name) === key)) return [];
    const message = `${application.name} has no attribute ${JSON.stringify(text)} in its table: ${suggest(text, known)}`;
    return [{ at, part: 'key' as const, message }];
  });
}

/** Paths of the application's tables, with the attributes that every user and group has; null when a table is measured. */
function constrainable({ users, groups }: Application): readonly string[] | null {
  if (users.rows === null || groups?.rows === null) return null;
  const paths = [...users.rows, ...(groups?.rows ?? [])].map(({ path }) => path);
  return [...new Set(['userName', ...paths])];
}

function keyOf(text: string): string | null {
  const { path } = tryParsePath(text);
  return path === null ? null : pathKey(path);
}

function constraintFindings(constraint: ValueConstraint): readonly Finding[] {
  const { format, domain, minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = constraint;
  const findings: Finding[] = [];
  if (domain !== undefined && format !== 'email') {
    findings.push({ at: ['domain'], part: 'key', message: 'a domain goes with "format": "email"' });
  }
  for (const name of ['kept', 'taken'] as const) {
    if (constraint[name] !== undefined && constraint.required === true)
      findings.push({ at: [name], part: 'key', message: 'what is required is always sent and judged' });
  }
  if (minLength > maxLength) {
    findings.push({
      at: ['minLength'],
      message: `expected at most maxLength (${maxLength}), got ${minLength}`,
    });
  }
  if (pattern !== undefined) {
    const { problem } = attempt(() => new RegExp(pattern, 'u'));
    if (problem !== null)
      findings.push({ at: ['pattern'], message: `expected a regular expression: ${problem}` });
  }
  return findings;
}

/** The value, or in words why there is none. */
function attempt<T>(compute: () => T): { value: T; problem: null } | { value: null; problem: string } {
  try {
    return { value: compute(), problem: null };
  } catch (error) {
    if (error instanceof UsageError || error instanceof SyntaxError)
      return { value: null, problem: error.message };
    throw error;
  }
}
