import PQueue from 'p-queue';
import { prepare } from '../../../cli/candidates.ts';
import { EXIT } from '../../../cli/exit-code.ts';
import { settingsOf } from '../../../cli/run-settings.ts';
import { resolveTargets } from '../../../cli/targets.ts';
import { summarise } from '../../../engine/define.ts';
import { runCheck } from '../../../engine/run-check.ts';
import { type GateResult, gate } from '../../../report/gate.ts';
import type { CheckResult, RunReport } from '../../../report/report.ts';
import { assembleReport } from '../../../suites/assemble.ts';
import { openSession } from '../../../suites/open-session.ts';
import { selectChecks } from '../../../suites/registry.ts';
import { TOKEN } from './target.ts';

/** What is judged, and within which limits. */
export interface JudgeOptions {
  readonly application: string;
  readonly url: string;
  /** A configuration file and its only target, instead of a URL. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Names or prefixes of checks. */
  readonly checks: readonly string[];
  /** Milliseconds. */
  readonly timeout: number;
  /** Where the journal goes. */
  readonly out: string;
}

/** Runs so far: each needs an id of its own. */
let runs = 0;

const CODES: Readonly<Record<GateResult['verdict'], number>> = {
  conformant: EXIT.conformant,
  'not conformant': EXIT.notConformant,
  unjudged: EXIT.unjudged,
};

/**
 * Judges a target over real sockets as `run --effort quick` does, from the connection test to the exit code, but in this
 * process: what a process takes to start would be most of the time of a test.
 */
export async function judgeHere({
  application,
  url,
  config,
  env = { SCIM_TOKEN: TOKEN },
  checks,
  timeout,
  out,
}: JudgeOptions): Promise<{ readonly code: number; readonly report: RunReport }> {
  const target = config === undefined ? { application, url } : { config };
  const [spec] = resolveTargets({ ...target, timeout }, { env }).targets;
  if (spec === undefined) throw new Error('there is no target');
  const chosen = selectChecks(['all'], checks);
  const settings = settingsOf(
    { effort: 'quick', cleanup: true, out },
    null,
    chosen.map(({ check }) => check.id),
  );
  const { plan, trouble } = await prepare(
    spec,
    spec.url ?? '',
    { ...settings, runId: `h${(runs++).toString(36).padStart(5, '0')}` },
    new AbortController().signal,
  );
  if (trouble !== null) throw new Error(`the target cannot be judged: ${trouble.seen}`);
  const session = await openSession(plan);
  const queue = new PQueue({ concurrency: 2 * plan.target.concurrency });
  const results = new Map<string, CheckResult>();
  await Promise.all(
    chosen.map(({ suite, check }) =>
      queue.add(async () => {
        results.set(check.id, await runCheck(suite, check, session));
      }),
    ),
  );
  await session.close();
  const report = assembleReport(
    { plan, results, summary: summarise(session), stopped: null, durationMs: 0 },
    new Date(),
  );
  return { code: CODES[gate(report, { failOn: 'must', baseline: null }).verdict], report };
}
