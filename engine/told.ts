import type { Exchange } from '../http/exchange.ts';
import type { Obstacle } from '../report/finding.ts';
import { belowBase, operationName, operationOf } from '../report/operation.ts';
import type { CheckResult, Counterexample } from '../report/report.ts';
import { attributesNamed, requestForm } from '../report/request-form.ts';
import { errorIn } from './answer.ts';
import type { Evidence } from './complaint.ts';
import type { CheckContext } from './context.ts';

/** A finding as a result tells it. */
export type Told = Pick<
  CheckResult,
  'violated' | 'finding' | 'message' | 'expected' | 'actual' | 'hint' | 'counterexample' | 'exchanges'
> & {
  /** Id of another check that the replay needs, or null. */
  readonly source: string | null;
};

export const TOLD_NOTHING: Told = {
  violated: null,
  finding: null,
  message: null,
  expected: null,
  actual: null,
  hint: null,
  counterexample: null,
  exchanges: [],
  source: null,
};

/** A finding with its words. @param most exchanges that are told with it, the deciding one among them */
export function told(evidence: Evidence, counterexample: Counterexample | null, most: number): Told {
  const { finding, message, expected, actual, hint, source, exchanges } = evidence;
  const end = finding.deciding === null ? exchanges.length : finding.deciding + 1;
  const start = Math.max(0, end - most);
  const kept = most === Number.POSITIVE_INFINITY ? exchanges : exchanges.slice(start, end);
  const deciding =
    finding.deciding === null ? null : exchanges.length === kept.length ? finding.deciding : kept.length - 1;
  return {
    violated: finding.requirement,
    finding: { ...finding, deciding },
    message,
    expected,
    actual,
    hint,
    counterexample,
    exchanges: kept,
    source,
  };
}

/** What stood in the way of a check, as data. */
export function obstacleIn(
  exchange: Exchange,
  attribute: string | null,
  { session }: CheckContext,
): Obstacle {
  const { url, method } = exchange.request;
  const operation = operationName(operationOf(method, belowBase(url, session.plan.target.url)));
  const written = { form: requestForm(exchange), named: attributesNamed(exchange) };
  return { operation, ...errorIn({ exchange }), ...written, attribute };
}
