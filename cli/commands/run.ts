import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { suggest } from '../../config/nearest.ts';
import { toolVersion } from '../../config/package-root.ts';
import type { Config } from '../../config/target-config.ts';
import { UsageError } from '../../config/usage-error.ts';
import { parseReport } from '../../report/read.ts';
import type { RunReport } from '../../report/report.ts';
import type { Plan } from '../../suites/plan.ts';
import type { Trouble } from '../../suites/probe.ts';
import { CHECKS, SUITES, selectChecks, suiteNames, type SuiteCheck } from '../../suites/registry.ts';
import { EXIT } from '../exit-code.ts';
import type { TargetOptions } from '../options.ts';
import { resolveTargets, type TargetSpec } from '../targets.ts';

/** Options of `run`. */
export interface RunOptions extends TargetOptions {
  readonly effort?: 'quick' | 'standard' | 'thorough';
  readonly seed?: number;
  readonly suite?: readonly string[];
  readonly check?: readonly string[];
  readonly path?: string;
  readonly out: string;
  readonly baseline?: string;
  readonly failOn?: 'must' | 'should';
  readonly shard?: { readonly index: number; readonly count: number };
  readonly cleanup: boolean;
  readonly list?: boolean;
}

/** A target on its way through the run. */
interface Candidate {
  readonly spec: TargetSpec;
  readonly url: string;
  readonly plan: Plan | null;
  readonly trouble: Trouble | null;
}

/** Tests the targets, writes the reports and gives the exit code. @throws UsageError before anything is sent */
export async function run(options: RunOptions): Promise<number> {
  const { config, targets } = resolveTargets(options);
  const selection = select(options, config);
  if (options.list === true) {
    process.stdout.write(listing(selection));
    return EXIT.conformant;
  }
  const baseline = options.baseline === undefined ? null : await readBaseline(options.baseline);
  const interruption = interruptible(targets);
  const close = await startProviders(targets);
  try {
    const startedAt = new Date();
    const runId = randomRunId();
    const suites = import('../../suites/run.ts');
    const candidates = await Promise.all(
      targets.map((spec, index) => prepare(spec, close.urls[index] ?? spec.url ?? '', { options, config, selection, runId })),
    );
    const reports = await execute(candidates, startedAt, interruption.signal, await suites);
    return await conclude(reports, candidates, options, config, baseline, interruption.signal.aborted);
  } finally {
    interruption.dispose();
    await close.all();
  }
}

function select(options: RunOptions, config: Config | null): readonly SuiteCheck[] {
  const suites = options.suite ?? (options.check === undefined ? (config?.suites ?? []) : []);
  for (const name of suites) {
    if (!suiteNames().includes(name)) throw new UsageError(`unknown suite "${name}"; ${suggest(name, suiteNames())}`);
  }
  const checks = options.check ?? [];
  for (const id of checks) {
    if (selectChecks(['all'], [id]).length === 0) {
      throw new UsageError(`no check and no requirement begins with "${id}"; ${suggest(id, [...CHECKS.map(({ check }) => check.id), ...new Set(CHECKS.flatMap(({ check }) => check.requirements))])}`);
    }
  }
  const selected = selectChecks(suites, checks);
  if (selected.length === 0) throw new UsageError('the chosen suites hold none of the chosen checks');
  const { shard } = options;
  return shard === undefined ? selected : selected.filter((_, index) => index % shard.count === shard.index - 1);
}

function listing(selection: readonly SuiteCheck[]): string {
  const lines = SUITES.flatMap((suite) => {
    const checks = selection.filter((entry) => entry.suite === suite);
    return checks.length === 0 ? [] : [suite.name, ...checks.map(({ check }) => `  ${check.id}  ${check.title}  [${check.requirements.join(', ')}]`)];
  });
  return `${lines.join('\n')}\n${selection.length} checks\n`;
}

async function readBaseline(file: string): Promise<RunReport> {
  try {
    return parseReport(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`the baseline ${file} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Six characters of [a-z0-9] that tell the resources of this run from those of others. */
function randomRunId(): string {
  return Array.from({ length: 6 }, () => randomInt(36).toString(36)).join('');
}

/** Starts the embedded provider for the targets that have no URL; the providers are loaded only then. */
async function startProviders(targets: readonly TargetSpec[]): Promise<{ urls: (string | null)[]; all: () => Promise<void> }> {
  if (targets.every((target) => target.url !== null)) return { urls: [], all: async () => {} };
  const { startEmbedded } = await import('../embedded.ts');
  const running = await Promise.all(
    targets.map((target) => (target.url === null ? startEmbedded(target.application, target.token === null ? {} : { token: target.token }) : null)),
  );
  return {
    urls: running.map((provider) => provider?.url ?? null),
    all: async () => {
      await Promise.all(running.map((provider) => provider?.close()));
    },
  };
}

async function prepare(
  spec: TargetSpec,
  url: string,
  { options, config, selection, runId }: { options: RunOptions; config: Config | null; selection: readonly SuiteCheck[]; runId: string },
): Promise<Candidate> {
  const { probeTarget } = await import('../../suites/probe.ts');
  const { name, application, constraints, replay, url: _, ...rest } = spec;
  const probe = await probeTarget({ ...rest, url }, toolVersion());
  if (probe.trouble !== null) return { spec, url, plan: null, trouble: probe.trouble };
  const plan: Plan = {
    runId,
    seed: options.seed ?? config?.seed ?? 1,
    effort: options.effort ?? config?.effort ?? 'standard',
    checks: selection.map(({ check }) => check.id),
    path: options.path ?? null,
    cleanup: options.cleanup,
    toolVersion: toolVersion(),
    application,
    target: { ...rest, name, url, constraints, replay, facts: probe.facts },
  };
  return { spec, url, plan, trouble: null };
}

async function execute(
  candidates: readonly Candidate[],
  startedAt: Date,
  signal: AbortSignal,
  { runPlans }: typeof import('../../suites/run.ts'),
): Promise<RunReport[]> {
  const plans = candidates.flatMap(({ plan }) => plan ?? []);
  if (plans.length === 0) return [];
  const [{ createProgress }, { assembleReport }] = await Promise.all([
    import('../../reporters/console/progress.ts'),
    import('../../suites/assemble.ts'),
  ]);
  const progress = createProgress(process.stderr, { isTTY: process.stderr.isTTY === true && !process.env.CI, color: wantsColor(process.stderr) });
  const requests = new Map<string, number>();
  const total = plans.reduce((sum, plan) => sum + plan.checks.length, 0);
  const name = plans.length === 1 ? (plans[0]?.target.name ?? '') : `${plans.length} targets`;
  progress.start({ target: plans.length === 1 ? (plans[0]?.target.url ?? '') : name, application: plans.map((plan) => plan.application.id).join(', '), total });
  try {
    const outcomes = await runPlans(
      plans,
      {
        onResult: (_target, result) => progress.check(result),
        onRequests: (target, sent) => {
          requests.set(target, sent);
          progress.requests([...requests.values()].reduce((sum, n) => sum + n, 0));
        },
      },
      signal,
    );
    return outcomes.map((outcome) => assembleReport(outcome, startedAt));
  } finally {
    progress.stop();
  }
}

async function conclude(
  reports: readonly RunReport[],
  candidates: readonly Candidate[],
  options: RunOptions,
  config: Config | null,
  baseline: RunReport | null,
  interrupted: boolean,
): Promise<number> {
  const { writeAll } = await import('../output.ts');
  const { gate } = await import('../../report/gate.ts');
  const failOn = options.failOn ?? config?.failOn ?? 'must';
  await writeAll(reports, options.out, { color: wantsColor(process.stdout), width: Math.min(process.stdout.columns ?? 100, 120) });
  for (const { spec, url, trouble } of candidates) {
    if (trouble !== null) process.stderr.write(`scim-conformance: ${spec.name} (${url}) cannot be judged: ${printable(trouble.seen)}\n  ${trouble.advice}\n`);
  }
  if (interrupted) return EXIT.interrupted;
  const gates = reports.map((report) => gate(report, { failOn, baseline }));
  for (const { regressions, fixed } of baseline === null ? [] : gates) {
    process.stdout.write(`against the baseline: ${regressions.length} new failures${regressions.length > 0 ? ` (${regressions.join(', ')})` : ''}, ${fixed.length} fixed${fixed.length > 0 ? ` (${fixed.join(', ')})` : ''}\n`);
  }
  if (gates.some(({ verdict }) => verdict === 'not conformant')) return EXIT.notConformant;
  const unjudged = candidates.some(({ trouble }) => trouble !== null) || gates.some(({ verdict }) => verdict === 'unjudged');
  return unjudged ? EXIT.unjudged : EXIT.conformant;
}

/** Text of a target without control characters. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '�');
}

function wantsColor(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && process.env.NO_COLOR === undefined;
}

/** Ctrl-C and SIGTERM end the run with a partial report; a second one ends the process at once and says what is left to do. */
function interruptible(targets: readonly TargetSpec[]): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      const words = targets[0]?.replay.join(' ') ?? '';
      process.stderr.write(`stopped; to delete what is left on the target: scim-conformance cleanup ${words}\n`);
      process.exit(EXIT.interrupted);
    }
    process.stderr.write('interrupted: cleaning up and writing what is there (press Ctrl-C again to stop at once)\n');
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
