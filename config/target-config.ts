import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Constraints } from './application.ts';
import { configFindings } from './config-rules.ts';
import { readSource } from './document.ts';
import { isProfilePath } from './load-application.ts';
import { UsageError } from './usage-error.ts';
import { refuseFindings, schemaValidator } from './validate.ts';

/** One target as the config file describes it. */
export interface TargetConfig {
  /** Id of a built-in application, or the absolute path of a profile. */
  readonly application: string;
  readonly url?: string;
  /** Values for the parameters of the application's tenant URL. */
  readonly tenantUrl?: Readonly<Record<string, string>>;
  /** Name of the environment variable that holds the token. */
  readonly tokenEnv?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly constraints?: Constraints;
  /** Requests in flight at a time. */
  readonly concurrency?: number;
  /** Requests per second. */
  readonly rate?: number;
  /** Milliseconds. */
  readonly timeout?: number;
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
const CONFIG_FILES = ['json', 'yaml', 'yml'].map((type) => `scim-conformance.config.${type}`);

const validate = schemaValidator<Config & { $schema?: string }>('config.schema.json');

/**
 * Reads `file`, or `scim-conformance.config.json`, `.yaml` or `.yml` in `cwd`; null when none is there.
 * Paths of profiles are resolved against the config file's folder.
 * @throws UsageError when the file is unreadable or invalid, or when several are found.
 */
export function loadConfig(file: string | undefined, cwd: string): Config | null {
  const found = file === undefined ? findConfig(cwd) : resolve(cwd, file);
  if (found === null) return null;
  const document = readSource(found);
  const { $schema: _, ...config } = validate(document);
  const resolved = { ...config, targets: resolveProfiles(config.targets, dirname(found)) };
  refuseFindings(document, configFindings(resolved));
  return resolved;
}

function findConfig(cwd: string): string | null {
  const found = CONFIG_FILES.filter((name) => existsSync(join(cwd, name)));
  if (found.length > 1)
    throw new UsageError(`found ${found.join(' and ')}: keep one, or choose one with --config`);
  return found[0] === undefined ? null : join(cwd, found[0]);
}

function resolveProfiles(targets: Config['targets'], folder: string): Config['targets'] {
  return Object.fromEntries(
    Object.entries(targets).map(([name, target]) => [
      name,
      isProfilePath(target.application)
        ? { ...target, application: resolve(folder, target.application) }
        : target,
    ]),
  );
}
