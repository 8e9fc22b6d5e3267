import { describe, test } from 'vitest';
import type { CheckResult, RunReport } from '../report/report.ts';
import { runCheck } from './engine.ts';
import { SUITES } from './registry.ts';
import { runPrefix, type Session } from './session.ts';

declare module 'vitest' {
  interface ProvidedContext {
    plan: import('./plan.ts').Plan;
  }
  interface TaskMeta {
    /** The result of the check that this test ran. */
    check?: CheckResult;
    /** What the session knows once all checks are done; on the file. */
    session?: SessionSummary;
  }
}

/** What a session adds to a run report beside the results of its checks. */
export type SessionSummary = Pick<RunReport, 'attributes' | 'observations' | 'transcript'> & {
  readonly requests: number;
  readonly leftBehind: readonly string[];
  readonly lost: string | null;
  readonly notes: readonly string[];
};

/** The summary of a session at this moment. */
export function summarise(session: Session): SessionSummary {
  return {
    attributes: session.attributeReport(),
    observations: session.observations,
    requests: session.requests,
    leftBehind: session.plan.cleanup ? session.ledger.open.map(session.redact) : [],
    lost: session.lost,
    notes: session.notes,
    transcript: session.transcripts.report({
      baseUrl: session.plan.target.url,
      markerPrefix: runPrefix(session.plan.runId),
    }),
  };
}

/** Defines a vitest test for each check of the session's plan; all of them may run at the same time. */
export function defineChecks(session: Session): void {
  const wanted = new Set(session.plan.checks);
  for (const suite of SUITES) {
    const checks = suite.checks.filter((check) => wanted.has(check.id));
    if (checks.length === 0) continue;
    describe.concurrent(suite.name, () => {
      for (const check of checks) {
        test.concurrent(check.title, { timeout: 0 }, async ({ task, skip }) => {
          const result = await runCheck(suite, check, session);
          task.meta.check = result;
          if (result.verdict === 'skip') skip(result.reason ?? undefined);
          if (result.verdict === 'fail' || result.verdict === 'error')
            throw new Error(result.message ?? result.verdict);
        });
      }
    });
  }
}
