import { describe, test } from 'vitest';
import type { CheckResult, Learnt, RunReport } from '../report/report.ts';
import { inTurns, type SuiteCheck } from './check.ts';
import { runPrefix } from './marker.ts';
import { runCheck } from './run-check.ts';
import type { Session } from './session.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Name of the target that a worker judges. */
    target: string;
  }
  interface TaskMeta {
    /** The result of the check that this test ran. */
    check?: CheckResult;
    /** What the session knows once all checks are done; on the file. */
    session?: SessionSummary;
  }
}

/** What a session adds to a run report beside the results of its checks. */
export type SessionSummary = Pick<RunReport, 'attributes' | 'observations' | 'transcript' | 'latency'> & {
  readonly requests: number;
  readonly leftBehind: readonly string[];
  readonly lost: string | null;
  readonly notes: readonly string[];
  readonly learnt: Learnt | null;
};

/** The summary of a session at this moment. */
export function summarise(session: Session): SessionSummary {
  return {
    attributes: session.attributeReport(),
    observations: session.observations,
    latency: session.latency.report(),
    requests: session.requests,
    leftBehind: session.plan.cleanup ? session.ledger.open.map(session.redact) : [],
    lost: session.lost,
    learnt: session.learnt,
    notes: [...session.notes, ...rateNotes(session), ...strangerNotes(session)],
    transcript: session.transcripts.report({
      baseUrl: session.plan.target.url,
      markerPrefix: runPrefix(session.plan.runId),
    }),
  };
}

/** How fast the target lets itself be asked, and what to write so that the next run knows. */
function rateNotes({ learntRate, throttled, requests }: Session): readonly string[] {
  if (learntRate === null) return [];
  return [
    `The target limits the rate of requests: it refused ${throttled} of ${requests} for now, and takes about ${learntRate} a second. With rate: ${learntRate} in the configuration, or --rate ${learntRate}, a run keeps below that from the start.`,
  ];
}

/** What to know of resources that the target gave as created and that the run did not dare to touch. */
function strangerNotes({ ledger: { strangers }, redact }: Session): readonly string[] {
  const [first] = strangers;
  if (first === undefined) return [];
  const others = strangers.length === 1 ? '' : ` and others (${strangers.length} in all)`;
  return [
    `The answers to creations showed ${redact(first)}${others} under names that were not sent. They may be somebody else's, so the run left them alone; delete what you do not know.`,
  ];
}

/**
 * Defines a vitest test for each of the checks that the session's plan wants; all of them may run at the same time, and they
 * begin in their order.
 */
export function defineChecks(session: Session, known: readonly SuiteCheck[]): void {
  const wanted = new Set(session.plan.checks);
  for (const entry of inTurns(known).filter(({ check }) => wanted.has(check.id))) {
    defineTest(
      entry,
      () => session,
      (result) => result.message ?? result.verdict,
    );
  }
}

/**
 * Defines a vitest test for each of the checks, suite by suite.
 * @param sessionOf the session, once tests run
 * @param describeResult sees each result, and gives the message of the test should it fail
 */
export function defineTests(
  checks: readonly SuiteCheck[],
  sessionOf: () => Session,
  describeResult: (result: CheckResult) => string,
): void {
  const inOrder = inTurns(checks);
  const turnOf = ({ suite, check: { turn } }: SuiteCheck): string => `${turn} ${suite.name}`;
  for (const turn of new Set(inOrder.map(turnOf))) {
    const own = inOrder.filter((entry) => turnOf(entry) === turn);
    describe.concurrent(own[0]?.suite.name ?? '', () => {
      for (const entry of own) defineTest(entry, sessionOf, describeResult);
    });
  }
}

function defineTest(
  { suite, check }: SuiteCheck,
  sessionOf: () => Session,
  describeResult: (result: CheckResult) => string,
): void {
  test.concurrent(check.title, { timeout: 0 }, async ({ task, skip }) => {
    const result = await runCheck(suite, check, sessionOf());
    const message = describeResult(result);
    task.meta.check = result;
    if (result.verdict === 'skip') skip(result.reason ?? undefined);
    if (result.verdict === 'fail' || result.verdict === 'error') throw new Error(message);
  });
}
