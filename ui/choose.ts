import { creationsExpected } from '../cli/announcement.ts';
import type { RunOptions } from '../cli/options.ts';
import { selection } from '../cli/selection.ts';
import { embeddedTargets, type ResolvedTargets, resolveTargets, type TargetSpec } from '../cli/targets.ts';
import { isProfilePath } from '../config/load-application.ts';
import { UsageError } from '../config/usage-error.ts';
import type { Credentials } from '../http/credentials.ts';
import { count } from '../reporters/text.ts';
import type { Announced } from './answers.ts';
import type { Choice } from './bodies.ts';

/** A target that was chosen, with the configuration it comes from. */
export interface Chosen extends Pick<ResolvedTargets, 'config'> {
  readonly spec: TargetSpec;
}

/**
 * The target that the form names.
 * @param file the configuration file, if one is named
 * @param secrets false where nothing is sent, so that no token has to be there
 * @throws UsageError for what does not fit together
 */
export function chosenTarget(choice: Choice, file: string | undefined, secrets = true): Chosen {
  const { from, name, url, application } = choice;
  const named = application === undefined || application === '' ? {} : { application: builtIn(application) };
  if (from === 'embedded')
    return only({ config: null, targets: embeddedTargets({ application: 'alvao', ...named }) });
  if (from === 'configured') {
    const place = file === undefined ? {} : { config: file };
    return only(resolveTargets({ ...place, target: [name ?? ''] }, { tokens: secrets }));
  }
  if (url === undefined || url.trim() === '') throw new UsageError('the base URL is missing');
  const { config, spec } = only(resolveTargets({ url: url.trim(), ...named }, { tokens: false }));
  const { scheme = 'bearer', username = '', header = '' } = choice;
  return {
    config,
    spec: {
      ...spec,
      credentials: credentialsOf(choice),
      access: { ...spec.access, scheme, username: username || null, header: header.toLowerCase() || null },
    },
  };
}

/** The id of a built-in application: files are for the command line and the configuration. @throws UsageError */
function builtIn(application: string): string {
  if (isProfilePath(application))
    throw new UsageError(
      'a profile of your own is named in a configuration file, as the application of a target',
    );
  return application;
}

function only({ config, targets: [spec] }: ResolvedTargets): Chosen {
  if (spec === undefined) throw new UsageError('no target is chosen');
  return { config, spec };
}

function credentialsOf({ scheme = 'bearer', secret = '', username = '', header = '' }: Choice): Credentials {
  if (scheme === 'none' || secret.trim() === '') return { kind: 'none' };
  // Node.js refuses such a header and quotes it: that would be the secret in an error.
  if (!/^[\x20-\x7e]+$/.test(secret.trim()))
    throw new UsageError('the secret has characters that no header can carry');
  const value = secret.trim();
  if (scheme === 'basic') return { kind: 'basic', username, password: value };
  if (scheme === 'bearer') return { kind: 'bearer', token: value.replace(/^bearer\s+/i, '') };
  if (header === '') throw new UsageError('the name of the header is missing');
  return { kind: 'header', name: header.toLowerCase(), value };
}

/** The options of `run` that the form says. */
export function optionsOf({ effort, suites = [], readOnly = false }: Choice, out: string): RunOptions {
  return {
    out,
    cleanup: true,
    readOnly,
    ...(effort !== undefined && { effort }),
    ...(suites.length > 0 && { suite: suites }),
  };
}

/** Says what a run will create and delete. @throws UsageError for what does not fit together */
export function announced(choice: Choice, file: string | undefined): Announced {
  const { spec, config } = chosenTarget(choice, file, false);
  const options = optionsOf(choice, '.');
  const checks = selection(options, config?.suites).map(({ check }) => check.id);
  const where = spec.url === null ? 'the built-in service provider' : new URL(spec.url).host;
  if (choice.readOnly === true) {
    return {
      sentence: `${count(checks.length, 'check')} will be tried on ${where} as far as GET requests go. Nothing is created, changed or deleted.`,
      button: 'Run and change nothing',
    };
  }
  const effort = choice.effort ?? config?.effort ?? 'standard';
  const amount = creationsExpected({ checks, effort, application: spec.application }).toLocaleString('en-US');
  const what = spec.application.groups === null ? 'users' : 'users and groups';
  return {
    sentence: `${count(checks.length, 'check')} will create up to about ${amount} ${what} on ${where}, with a mark of their own in their names, and delete each of them again. Nothing else there is changed.`,
    button: `Run: create and delete up to ${amount} ${what}`,
  };
}
