import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_CONCURRENCY, DEFAULT_TIMEOUT } from '../config/limits.ts';
import { UsageError } from '../config/usage-error.ts';
import { waitingTime } from '../config/waiting-time.ts';

/** Collects a repeatable option. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** A parser of whole numbers from `min` to `max`. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text.trim()) || value < min || value > max) {
      throw new InvalidArgumentError(
        `expected a whole number ${max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`}.`,
      );
    }
    return value;
  };
}

/** Parses `2/5` into the second of five shards. */
export function shard(text: string): { readonly index: number; readonly count: number } {
  const [index, count] = (/^(\d+)\/(\d+)$/.exec(text)?.slice(1) ?? []).map(Number);
  if (index === undefined || count === undefined || index < 1 || index > count) {
    throw new InvalidArgumentError('expected i/n with 1 <= i <= n, such as 2/5.');
  }
  return { index, count };
}

/** Parses `90s`, `30m` or `2h` into milliseconds. */
export function duration(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const milliseconds = Number(count) * ({ s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? Number.NaN);
  // A timer of Node.js holds 31 bits.
  if (milliseconds > 0 && milliseconds < 2 ** 31) return milliseconds;
  throw new InvalidArgumentError('expected a time such as 90s, 30m or 2h.');
}

/** The longest time to wait for one answer, in milliseconds. */
const LONGEST_WAIT = 600_000;

/** Parses a time to wait for an answer: `5000` milliseconds, `500ms`, or `5s`. */
export function milliseconds(text: string): number {
  const wait = waitingTime(text);
  if (wait !== null && wait >= 1 && wait <= LONGEST_WAIT) return wait;
  throw new InvalidArgumentError('expected milliseconds from 1 to 600000, or a time such as 5s.');
}

/** Arguments are seen by everybody on the machine, and stay in histories. @throws UsageError, without the token */
function refuseToken(): never {
  throw new UsageError(
    'tokens are never arguments: put it into an environment variable, SCIM_TOKEN or one that --token-env names',
  );
}

/** Where `run` writes unless it is told otherwise. */
export const REPORT_FOLDER = 'scim-conformance-report';

/** Where the baseline is unless it is told. */
export const BASELINE_FILE = 'scim-conformance.baseline.json';

/** The default of --max-duration, in milliseconds. */
export const HOUR = 3_600_000;

/** The options that name a target, shared by every command that talks to one. */
export interface TargetOptions {
  readonly application?: string;
  readonly url?: string;
  readonly tokenEnv?: string;
  readonly insecure?: boolean;
  readonly config?: string;
  readonly target?: readonly string[];
  readonly concurrency?: number;
  readonly rate?: number;
  readonly timeout?: number;
}

/** The options of `run`. */
export interface RunOptions extends TargetOptions {
  readonly effort?: 'smoke' | 'quick' | 'standard' | 'thorough';
  readonly seed?: number;
  readonly suite?: readonly string[];
  readonly check?: readonly string[];
  readonly path?: string;
  /** The one dialect of PATCH to try. */
  readonly clientFlag?: 'default' | 'aadOptscim062020';
  /** Milliseconds. */
  readonly maxDuration?: number;
  readonly out: string;
  readonly baseline?: string;
  readonly waivers?: string;
  readonly har?: boolean;
  readonly failOn?: 'must' | 'should';
  readonly shard?: { readonly index: number; readonly count: number };
  readonly probeUnadvertised?: boolean;
  readonly cleanup: boolean;
  readonly readOnly?: boolean;
  readonly list?: boolean;
  readonly failFast?: boolean;
  readonly lastFailed?: boolean;
  /** A folder whose changes start another run, or true for keys alone. */
  readonly watch?: string | boolean;
  /** Whether the command line names `out`. */
  readonly outNamed?: boolean;
}

/** Adds the target options to a command. */
export function withTargetOptions(command: Command): Command {
  return command
    .option(
      '--application <id|file>',
      'the application: an id (see "applications list") or a profile of your own (default: what the target declares)',
    )
    .option('--url <baseUrl>', 'base URL of the SCIM endpoint, the part in front of /Users')
    .option('--token-env <VAR>', 'environment variable that holds the token (default: SCIM_TOKEN)')
    .addOption(new Option('--token <token>').hideHelp().argParser(refuseToken))
    .option('--insecure', 'accept any TLS certificate; every report says so')
    .option(
      '--config <file>',
      'configuration file (default: scim-conformance.config.json, .yaml or .yml, if there is one)',
    )
    .option('--target <name>', 'a target of the configuration file; repeatable (default: all)', collect)
    .option(
      '--concurrency <n>',
      `requests in flight at a time (default: ${DEFAULT_CONCURRENCY})`,
      wholeNumber(1, 256),
    )
    .option('--rate <n>', 'most requests per second (default: no limit)', wholeNumber(1, 10_000))
    .option(
      '--timeout <ms>',
      `longest wait for one answer, in milliseconds or as 5s (default: ${DEFAULT_TIMEOUT})`,
      milliseconds,
    );
}

/** The options of `compare`. */
export interface CompareOptions
  extends TargetOptions,
    Pick<
      RunOptions,
      | 'maxDuration'
      | 'effort'
      | 'seed'
      | 'suite'
      | 'check'
      | 'clientFlag'
      | 'failOn'
      | 'cleanup'
      | 'readOnly'
      | 'out'
    > {}

/** Adds what `compare` takes. */
export function withCompareOptions(command: Command): Command {
  return withTrialOptions(command)
    .addOption(clientFlag())
    .option('--out <dir>', 'where the comparison goes', 'scim-conformance-comparison')
    .addOption(failOn('the lowest level at which a difference counts'))
    .option('--no-cleanup', 'leave the created resources on the targets');
}

/** Adds the options that choose targets and what is tried on them. */
function withTrialOptions(command: Command): Command {
  return withTargetOptions(command)
    .addOption(
      new Option(
        '--effort <level>',
        'how much to try; smoke tries the most telling checks alone (default: standard)',
      ).choices(['smoke', 'quick', 'standard', 'thorough']),
    )
    .option(
      '--max-duration <time>',
      'when to end and report what is there: 90s, 30m (default: 60m)',
      duration,
    )
    .option(
      '--seed <int>',
      'seed of all generated input; the same seed gives the same input (default: 1)',
      wholeNumber(-(2 ** 31), 2 ** 31 - 1),
    )
    .option(
      '--suite <name>',
      'a suite, a group of suites, or an RFC section; repeatable (default: application and entra)',
      collect,
    )
    .option('--check <id>', 'a check, a requirement, or a prefix of either; repeatable', collect)
    .option('--read-only', 'send GET requests alone; checks that write are skipped');
}

function clientFlag(): Option {
  return new Option(
    '--client-flag <flag>',
    'write PATCH as Entra does with this flag of the tenant URL, or with none (default: try both)',
  ).choices(['default', 'aadOptscim062020']);
}

function failOn(what: string): Option {
  return new Option('--fail-on <level>', `${what} (default: must)`).choices(['must', 'should']);
}

/** Adds what only `run` takes. */
export function withRunOptions(command: Command): Command {
  return withTrialOptions(command)
    .option('--path <path>', 'go straight to a counterexample, as its replay command says')
    .addOption(clientFlag())
    .option('--out <dir>', 'where the reports go', REPORT_FOLDER)
    .option('--baseline <report.json>', 'an earlier report: fail only on what it did not have')
    .option('--waivers <file>', 'known deviations that do not fail the run until they expire')
    .option('--har', 'write the exchanges of the findings as exchanges.har, for browser developer tools')
    .addOption(failOn('the lowest level that fails the run'))
    .option(
      '--probe-unadvertised',
      'also try features that the target does not announce; what that shows are observations',
    )
    .option('--shard <i/n>', 'run the i-th of n parts of the checks', shard)
    .option('--no-cleanup', 'leave the created resources on the target')
    .option('--fail-fast', 'end the run at the first failure that the baseline does not have')
    .option('--last-failed', 'run only what fails, or could not be judged, in the report in --out')
    .option(
      '--watch [folder]',
      'run again when a file of the folder changes, or a key is pressed: r again, f only what fails, q ends',
    )
    .option('--list', 'print what would run, without contacting the target');
}
