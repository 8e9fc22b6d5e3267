import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configFindings } from './config-rules.ts';
import { readSource } from './document.ts';
import { isProfilePath } from './load-application.ts';
import type { Config, TargetConfig } from './target-config.ts';
import { UsageError } from './usage-error.ts';
import { refuseFindings, schemaValidator } from './validate.ts';
import { fillVariables } from './variables.ts';
import { waitingTime } from './waiting-time.ts';

/** The names a config file is found by, in the working directory. */
export const CONFIG_FILES = ['json', 'yaml', 'yml'].map((type) => `scim-conformance.config.${type}`);

/** A target as it is written. */
type WrittenTarget = Omit<TargetConfig, 'timeout'> & { readonly timeout?: number | string };

/** A file as it is written. */
interface WrittenConfig extends Omit<Config, 'targets'> {
  readonly $schema?: string;
  readonly targets: Readonly<Record<string, WrittenTarget>>;
}

const validate = schemaValidator<WrittenConfig>('config.schema.json');

/**
 * Reads `file`, or `scim-conformance.config.json`, `.yaml` or `.yml` in `cwd`; null when none is there.
 * Paths of profiles, secrets, certificates and waivers are resolved against the config file's folder, variables in URLs are
 * filled in, and times are in milliseconds.
 * @throws UsageError when the file is unreadable or invalid, or when several are found.
 */
export function loadConfig(
  file: string | undefined,
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Config | null {
  const found = file === undefined ? findConfig(cwd) : resolve(cwd, file);
  if (found === null) return null;
  const document = readSource(found);
  const { $schema: _, ...config } = validate(document);
  const filled = Object.entries(config.targets).map(([name, target]) => ({
    name,
    ...fillVariables(inMilliseconds(target), env),
  }));
  refuseFindings(
    document,
    filled.flatMap(({ name, findings }) =>
      findings.map((finding) => ({ ...finding, at: ['targets', name, ...finding.at] })),
    ),
  );
  const targets = Object.fromEntries(filled.map(({ name, target }) => [name, target]));
  const resolved = { ...config, targets: resolveFiles(targets, dirname(found)) };
  refuseFindings(document, configFindings(resolved));
  return resolved;
}

/** A validated target with its timeout in milliseconds. */
function inMilliseconds({ timeout, ...target }: WrittenTarget): TargetConfig {
  const wait = typeof timeout === 'string' ? waitingTime(timeout) : (timeout ?? null);
  return wait === null ? target : { ...target, timeout: wait };
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
    ...(application !== undefined && isProfilePath(application)
      ? { application: resolve(folder, application) }
      : {}),
    ...(auth === undefined ? {} : { auth: resolved(auth) }),
    ...(tls === undefined ? {} : { tls: resolved(tls) }),
    ...(waivers === undefined ? {} : { waivers: resolve(folder, waivers) }),
  };
}

/** Keys of `auth` and `tls` whose values are file names. */
const FILE_KEYS: ReadonlySet<string> = new Set(['file', 'tokenFile', 'ca', 'cert', 'key']);
