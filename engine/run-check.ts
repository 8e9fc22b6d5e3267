import type { Exchange } from '../http/exchange.ts';
import { TransportError } from '../http/transport.ts';
import type { CheckResult } from '../report/report.ts';
import { requirement } from '../requirements/index.ts';
import { findingKey } from './case.ts';
import type { Check, Suite } from './check.ts';
import type { Evidence } from './complaint.ts';
import { CheckContext, Failure } from './context.ts';
import { replayCommand } from './replay.ts';
import type { Session } from './session.ts';
import { obstacleIn, TOLD_NOTHING, type Told, told } from './told.ts';
import { NotOffered, SetupFailure } from './violation.ts';
import { lastingErrorIn } from './worsening.ts';

/** What a verdict is made of, before the facts that every result carries are added. */
type Outcome = Told & Pick<CheckResult, 'verdict' | 'reason' | 'others' | 'obstacle'>;

const NOTHING: Outcome = {
  ...TOLD_NOTHING,
  verdict: 'pass',
  reason: null,
  others: [],
  obstacle: null,
};

/** Runs one check and gives its verdict. Never throws: what goes wrong inside is the verdict `error`. */
export async function runCheck(suite: Suite, check: Check, session: Session): Promise<CheckResult> {
  const context = new CheckContext(session, check);
  const leave = session.witness.begin(check.id);
  if (check.turn !== undefined) await session.witness.lateTurn(check.id);
  const start = performance.now();
  const unmet = unmetNeed(check, session);
  if (unmet === null)
    context.tally.onFinding = (evidence) => session.onFinding(provisional(suite, check, session, evidence));
  const { source, ...outcome } = await decide(check, context, unmet);
  leave();
  const path = outcome.counterexample?.path ?? null;
  return {
    ...headOf(suite, check),
    ...outcome,
    replay: session.redact(replayCommand(session.plan, check.id, session.plan.seed, path, source)),
    runs: context.tally.runs,
    durationMs: Math.round(performance.now() - start),
    requests: context.tally.requests,
  };
}

/** The result that a check is going to have, as far as its first finding tells. */
export function provisional(
  suite: Suite,
  check: Check,
  { plan, redact }: Session,
  evidence: Evidence,
): CheckResult {
  const { source, ...found } = told(evidence, null, Number.POSITIVE_INFINITY);
  return {
    ...headOf(suite, check),
    ...NOTHING,
    ...found,
    verdict: 'fail',
    replay: redact(replayCommand(plan, check.id, plan.seed, null, source)),
    runs: 1,
    durationMs: 0,
    requests: 0,
  };
}

function headOf(suite: Suite, { id, title, requirements }: Check) {
  const { level } = requirement(requirements[0]);
  return { id, suite: suite.name, title, level, requirements, waived: false };
}

/** Most findings that are told beside the first one, and the exchanges told with each. */
const MOST_OTHERS = 20;
const OTHERS_EXCHANGES = 6;

/** Why a check cannot run or need not, and whether it may be tried all the same. */
interface Unmet {
  readonly reason: string;
  readonly probeable: boolean;
}

function unmetNeed({ needs = [] }: Check, { facts }: Session): Unmet | null {
  const unmet = needs.flatMap(({ unmet, probeable = false }) => {
    const reason = unmet(facts);
    return reason === null ? [] : [{ reason, probeable }];
  });
  // What cannot be tried at all outweighs what is merely not announced.
  return unmet.find(({ probeable }) => !probeable) ?? unmet[0] ?? null;
}

async function decide(check: Check, context: CheckContext, unmet: Unmet | null): Promise<Outcome> {
  const { session } = context;
  if (session.lost !== null)
    return { ...NOTHING, verdict: 'error', reason: session.lost, message: session.lost };
  if (unmet === null) return judge(check, context);
  if (!unmet.probeable || !session.plan.probeUnadvertised)
    return { ...NOTHING, verdict: 'skip', reason: unmet.reason };
  const { verdict, message, reason } = await judge(check, context);
  const shown = verdict === 'pass' ? 'it holds' : `${verdict}: ${message ?? reason}`;
  session.observe(`unadvertised.${check.id}`, verdict);
  return { ...NOTHING, verdict: 'skip', reason: `${unmet.reason}; tried all the same: ${shown}` };
}

async function judge(check: Check, context: CheckContext): Promise<Outcome> {
  const warned = (): boolean => context.tally.warnings.length > 0;
  const error = await errorOf(() => check.run(context));
  const worsened = context.worsened();
  const failed = error instanceof Failure ? [error, ...error.others] : [];
  if (failed.length + worsened.length > 0) return found('fail', [...failed, ...worsened], context);
  // What kept it from going on takes nothing from what it has found.
  if (warned() && (error === null || error instanceof SetupFailure)) return found('warn', [], context);
  if (error instanceof NotOffered)
    return { ...NOTHING, verdict: 'skip', reason: context.session.redact(error.message) };
  if (error !== null) return unjudged(error, context);
  if (context.tally.judged === 0) {
    return {
      ...NOTHING,
      verdict: 'error',
      reason: 'the check judged nothing',
      message: 'the check judged nothing',
    };
  }
  return NOTHING;
}

/** What a check ends with; null where it comes to its end. */
async function errorOf(run: () => Promise<void>): Promise<unknown> {
  try {
    await run();
    return null;
  } catch (error) {
    return error;
  }
}

/** The findings of a check as its result: the first one leads, each of the others is told with it. */
function found(verdict: 'fail' | 'warn', failures: readonly Failure[], { tally }: CheckContext): Outcome {
  const failed = failures.map(({ evidence, counterexample }) => ({
    verdict: 'fail' as const,
    evidence,
    counterexample,
  }));
  const warned = tally.warnings.map((evidence) => ({
    verdict: 'warn' as const,
    evidence,
    counterexample: null,
  }));
  const distinct = new Map(
    [...failed, ...warned]
      .toReversed()
      .map((one) => [
        `${findingKey(one.evidence.finding)} ${one.verdict === 'fail' ? one.evidence.finding.what : ''}`,
        one,
      ]),
  );
  const [main, ...others] = [...distinct.values()].toReversed();
  if (main === undefined) return NOTHING;
  return {
    ...NOTHING,
    ...told(main.evidence, main.counterexample, Number.POSITIVE_INFINITY),
    verdict,
    others: others.slice(0, MOST_OTHERS).map((other) => {
      const { source: _, ...rest } = told(other.evidence, other.counterexample, OTHERS_EXCHANGES);
      return { verdict: other.verdict, ...rest };
    }),
  };
}

function unjudged(error: unknown, context: CheckContext): Outcome {
  const exchanges: readonly Exchange[] = context.tally.latest?.exchanges ?? [];
  // A token that came in the middle of the run is known here alone.
  const reason = context.session.redact(reasonOf(error));
  if (error instanceof SetupFailure && lacksFilters(error, exchanges, context))
    return { ...NOTHING, verdict: 'skip', reason: `the target announces filter.supported: false; ${reason}` };
  const attribute = error instanceof SetupFailure ? error.attribute : null;
  const inTheWay = error instanceof SetupFailure ? (error.exchange ?? exchanges.at(-1)) : undefined;
  const obstacle = inTheWay === undefined ? null : obstacleIn(inTheWay, attribute, context);
  // What failed before the check, and is remembered as such, fails for the same reason.
  const lasting = obstacle && lastingErrorIn(context.session, obstacle);
  if (lasting !== null && lasting.message !== reason) return unjudged(lasting, context);
  return { ...NOTHING, verdict: 'error', reason, message: reason, exchanges, obstacle };
}

/** Whether a filter stood in the way that a target announces not to support, which it need not (RFC 7644 §3.4.2.2). */
function lacksFilters(
  { exchange }: SetupFailure,
  exchanges: readonly Exchange[],
  { session }: CheckContext,
): boolean {
  if (session.plan.target.facts.features.filter !== false) return false;
  const looked = exchange === null ? exchanges : [exchange];
  return looked.some(
    ({ request, response }) => hasFilter(request) && response !== null && response.status >= 400,
  );
}

function hasFilter({ url, body }: Exchange['request']): boolean {
  return (
    new URL(url).searchParams.has('filter') ||
    (url.endsWith('/.search') && body?.includes('"filter"') === true)
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof SetupFailure || error instanceof TransportError) return error.message;
  return `mistake in the check itself: ${error instanceof Error ? error.message : String(error)}`;
}
