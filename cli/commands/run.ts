import { randomInt } from 'node:crypto';
import type { Config } from '../../config/target-config.ts';
import { gate } from '../../report/gate.ts';
import type { RunReport } from '../../report/report.ts';
import { DIALECT_NAMES } from '../../suites/plan.ts';
import { readBaseline } from '../baseline.ts';
import { prepare, type RunSettings } from '../candidates.ts';
import { startProviders } from '../embedded.ts';
import { EXIT } from '../exit-code.ts';
import { interruptible } from '../interruption.ts';
import { judge } from '../judge.ts';
import type { RunOptions } from '../options.ts';
import { openFolder, writeAll } from '../output.ts';
import { listing, selection } from '../selection.ts';
import { cleanupCommand, type ResolvedTargets } from '../targets.ts';

/**
 * Tests the targets, writes the reports and gives the exit code.
 * @throws UsageError before anything is sent
 */
export async function run(options: RunOptions, { config, targets }: ResolvedTargets): Promise<number> {
  const selected = selection(options, config?.suites);
  if (options.list === true) {
    process.stdout.write(listing(selected));
    return EXIT.conformant;
  }
  const baseline = options.baseline === undefined ? null : await readBaseline(options.baseline, targets);
  await openFolder(options.out);
  const settings = settingsOf(
    options,
    config,
    selected.map(({ check }) => check.id),
  );
  const remote = targets.filter(({ url }) => url !== null);
  const interruption = interruptible(remote.map((target) => cleanupCommand(target, settings.runId)));
  const providers = await startProviders(targets);
  try {
    const { signal } = interruption;
    const startedAt = new Date();
    const suites = import('../../suites/run.ts');
    const candidates = await Promise.all(
      targets.map((spec, index) => prepare(spec, providers.urls[index] ?? '', settings, signal)),
    );
    const reports = await judge(candidates, startedAt, signal, (await suites).runPlans);
    await writeAll(reports, options.out);
    for (const { plan, trouble } of candidates) {
      if (trouble !== null) process.stderr.write(complaint(plan.target.name, plan.target.url, trouble));
    }
    if (signal.aborted) return EXIT.interrupted;
    return exitCode(reports, { failOn: options.failOn ?? config?.failOn ?? 'must', baseline });
  } finally {
    interruption.dispose();
    await providers.close();
  }
}

function settingsOf(options: RunOptions, config: Config | null, checks: readonly string[]): RunSettings {
  return {
    runId: randomRunId(),
    seed: options.seed ?? config?.seed ?? 1,
    effort: options.effort ?? config?.effort ?? 'standard',
    checks,
    path: options.path ?? null,
    dialects: options.clientFlag === undefined ? DIALECT_NAMES : [options.clientFlag],
    probeUnadvertised: options.probeUnadvertised === true,
    cleanup: options.cleanup,
  };
}

/** Six characters of [a-z0-9] that tell the resources of this run from those of others. */
function randomRunId(): string {
  return Array.from({ length: 6 }, () => randomInt(36).toString(36)).join('');
}

function complaint(name: string, url: string, { seen, advice }: { seen: string; advice: string }): string {
  return `scim-conformance: ${name} (${url}) cannot be judged: ${seen}\n  ${advice}\n`;
}

/** Gates every report and says what the summaries do not: how it compares with the baseline, and that warnings count. */
function exitCode(reports: readonly RunReport[], options: Parameters<typeof gate>[1]): number {
  const gates = reports.map((report) => ({ name: report.target.name, ...gate(report, options) }));
  for (const { name, regressions, fixed, verdict } of gates) {
    if (options.baseline !== null) {
      process.stdout.write(
        `${name}, against the baseline: ${listed('new', regressions)}, ${listed('fixed', fixed)}\n`,
      );
    } else if (options.failOn === 'should' && verdict === 'not conformant') {
      process.stdout.write(`${name}, with --fail-on should: ${listed('failing', regressions)}\n`);
    }
  }
  const verdicts = gates.map(({ verdict }) => verdict);
  if (verdicts.includes('not conformant')) return EXIT.notConformant;
  return verdicts.includes('unjudged') ? EXIT.unjudged : EXIT.conformant;
}

function listed(what: string, ids: readonly string[]): string {
  return `${ids.length} ${what}${ids.length === 0 ? '' : ` (${ids.join(', ')})`}`;
}
