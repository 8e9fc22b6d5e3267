import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { Application, Constraints } from '../config/application.ts';
import { firstApplications } from '../config/first-applications.ts';
import { DEFAULT_CONCURRENCY, DEFAULT_TIMEOUT } from '../config/limits.ts';
import { loadApplication } from '../config/load-application.ts';
import { loadConfig } from '../config/load-config.ts';
import { suggest } from '../config/nearest.ts';
import { applicationNamed, OWN_SCHEMAS } from '../config/own-schemas.ts';
import { shellQuote } from '../config/shell-quote.ts';
import type { Config, TargetConfig } from '../config/target-config.ts';
import { resolveTargetUrl } from '../config/tenant-url.ts';
import { UsageError } from '../config/usage-error.ts';
import type { Connection } from '../engine/connection.ts';
import type { Access } from '../report/access.ts';
import {
  bearerAccess,
  type Environment,
  targetAccess,
  targetCredentials,
  tlsSettings,
  tokenCredentials,
} from './credentials.ts';
import { REPORT_FOLDER, type TargetOptions } from './options.ts';

/** A target before anything was sent to it. */
export interface TargetSpec extends Omit<Connection, 'url'> {
  readonly name: string;
  readonly application: Application;
  /** Null for the embedded provider, which gets its URL when it is started. */
  readonly url: string | null;
  readonly constraints: Constraints;
  /** Command-line words that name this target again. */
  readonly replay: readonly string[];
  /** How its requests are sent again. */
  readonly access: Access;
}

/** The connection to a target; one of the embedded provider has no URL yet. */
export function connectionOf(spec: TargetSpec): Connection {
  const { url, credentials, headers, userAgent, tls, concurrency, rate, timeout } = spec;
  return { url: url ?? '', credentials, headers, userAgent, tls, concurrency, rate, timeout };
}

/** Targets with the configuration file they come from, if any. */
export interface ResolvedTargets {
  readonly config: Config | null;
  readonly targets: readonly TargetSpec[];
}

/** Where targets are looked for, and whether their tokens are needed. */
export interface ResolveOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** False when nothing will be sent: then no token has to be there. */
  readonly tokens?: boolean;
}

/** Nothing beyond the credentials. */
const PLAIN = { headers: {}, userAgent: null, constraints: {} } as const;

/**
 * The targets that options and configuration name: one by --url, those of the configuration file, or the embedded
 * provider once for each application.
 * @throws UsageError for anything that does not fit together
 */
export function resolveTargets(
  options: TargetOptions,
  { cwd = process.cwd(), env = process.env, tokens = true }: ResolveOptions = {},
): ResolvedTargets {
  const secrets: Environment = tokens ? env : null;
  if (options.url !== undefined) {
    if (options.config !== undefined || options.target !== undefined) {
      throw new UsageError('--url names the target itself, so it does not go with --config or --target');
    }
    return { config: null, targets: [urlTarget(options, options.url, secrets)] };
  }
  const named =
    options.application !== undefined && options.config === undefined && options.target === undefined;
  const config = named ? null : loadConfig(options.config, cwd, env);
  if (config !== null) return { config, targets: configTargets(config, options, secrets) };
  if (options.target !== undefined)
    throw new UsageError(
      '--target names a target of a configuration file, and there is none; give one with --config',
    );
  if (options.tokenEnv !== undefined)
    throw new UsageError('--token-env is for a target, and none is named; give one with --url or --config');
  return { config: null, targets: embeddedTargets(options) };
}

/** The embedded provider, once for the application that is named, or for each of the first. */
export function embeddedTargets(options: TargetOptions): readonly TargetSpec[] {
  const applications =
    options.application === undefined ? firstApplications() : [loadApplication(options.application)];
  return applications.map((application) => embeddedTarget(application, options));
}

function urlTarget(options: TargetOptions, url: string, env: Environment): TargetSpec {
  const named = options.application === undefined ? [] : ['--application', options.application];
  const application = applicationNamed(options.application);
  const checked = resolveTargetUrl(application, { url });
  return {
    name: application === OWN_SCHEMAS ? new URL(checked).host : application.id,
    application,
    url: checked,
    credentials: tokenCredentials(options.tokenEnv ?? 'SCIM_TOKEN', env),
    ...PLAIN,
    tls: tlsSettings(undefined, options, env),
    ...limits(options),
    replay: [...named, '--url', checked, ...connectionWords(options)],
    access: bearerAccess(options.tokenEnv ?? 'SCIM_TOKEN'),
  };
}

function configTargets(config: Config, options: TargetOptions, env: Environment): readonly TargetSpec[] {
  const names = Object.keys(config.targets);
  const wanted = [...new Set(options.target ?? names)];
  if (options.application !== undefined)
    throw new UsageError(
      'each target of the configuration file names its application, so --application does not go with it',
    );
  return wanted.map((name) => {
    const target = Object.hasOwn(config.targets, name) ? config.targets[name] : undefined;
    if (target === undefined)
      throw new UsageError(`no target "${name}" in the configuration; ${suggest(name, names)}`);
    return configTarget(name, target, options, env);
  });
}

function configTarget(
  name: string,
  target: TargetConfig,
  options: TargetOptions,
  env: Environment,
): TargetSpec {
  const application = applicationNamed(target.application);
  const url = resolveTargetUrl(application, { url: target.url, tenantUrl: target.tenantUrl });
  return {
    name,
    application,
    url,
    credentials: targetCredentials(target, { name, url, config: options.config }, options, env),
    headers: target.headers ?? {},
    userAgent: target.userAgent ?? null,
    tls: tlsSettings(target.tls, options, env),
    constraints: target.constraints ?? {},
    ...limits({ ...target, ...definedOnly(options) }),
    replay: [
      ...(options.config === undefined ? [] : ['--config', options.config]),
      '--target',
      name,
      ...connectionWords(options),
    ],
    access: targetAccess(target, options),
  };
}

function embeddedTarget(application: Application, options: TargetOptions): TargetSpec {
  return {
    name: application.id,
    application,
    url: null,
    credentials: { kind: 'bearer', token: randomBytes(24).toString('base64url') },
    ...PLAIN,
    tls: null,
    ...limits(options),
    replay: ['--application', options.application ?? application.id],
    access: bearerAccess(null, true),
  };
}

function connectionWords({ tokenEnv, insecure }: TargetOptions): readonly string[] {
  return [
    ...(tokenEnv === undefined ? [] : ['--token-env', tokenEnv]),
    ...(insecure === true ? ['--insecure'] : []),
  ];
}

/** The command line that deletes what a run left on a target, whose journal is in this folder. */
export function cleanupCommand({ replay }: TargetSpec, runId: string, folder: string): string {
  const out = folder === resolve(REPORT_FOLDER) ? [] : ['--out', folder];
  return ['scim-conformance', 'cleanup', ...replay, '--run', runId, ...out].map(shellQuote).join(' ');
}

function limits({
  concurrency,
  rate,
  timeout,
}: Pick<TargetOptions, 'concurrency' | 'rate' | 'timeout'>): Pick<
  TargetSpec,
  'concurrency' | 'rate' | 'timeout'
> {
  return {
    concurrency: concurrency ?? DEFAULT_CONCURRENCY,
    rate: rate ?? null,
    timeout: timeout ?? DEFAULT_TIMEOUT,
  };
}

function definedOnly({
  concurrency,
  rate,
  timeout,
}: TargetOptions): Pick<TargetOptions, 'concurrency' | 'rate' | 'timeout'> {
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(rate === undefined ? {} : { rate }),
    ...(timeout === undefined ? {} : { timeout }),
  };
}
