import type { CheckResult, ReadinessList, ReadinessRow } from '../report/report.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { CheckId } from './check-ids.ts';
import { READINESS, type ReadinessTest, type ReadinessTests } from './readiness/tests.ts';

/** The check whose skipping says that the application has no groups. */
const GROUPS_CHECK: CheckId = 'group-members/groups-offered';

/** What of a check's result tells how a test would go. */
type Result = Pick<CheckResult, 'id' | 'verdict' | 'violated'>;

/**
 * How the identity providers' own tests would go, from the results of one run: a test fails when one of its checks shows it,
 * is not judged when one came to no judgement or was left out of the run, is not applicable when none of them applies, and
 * passes otherwise. Lists without a test that was judged are left out.
 */
export function readiness(results: readonly Result[]): readonly ReadinessList[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return READINESS.map((list) => ({
    list: list.list,
    title: list.title,
    rows: list.tests.map(
      (test): ReadinessRow => ({
        id: test.id,
        title: test.title,
        verdict: verdictOf(test, list, byId),
        checks: test.checks,
      }),
    ),
  })).filter(({ rows }) => rows.some(({ verdict }) => verdict === 'pass' || verdict === 'fail'));
}

function verdictOf(
  test: ReadinessTest,
  list: ReadinessTests,
  byId: ReadonlyMap<string, Result>,
): ReadinessRow['verdict'] {
  if (test.groups && byId.get(GROUPS_CHECK)?.verdict === 'skip') return 'notApplicable';
  const results = test.checks.map((id) => byId.get(id));
  const judged = results.filter((result) => result !== undefined && result.verdict !== 'skip');
  if (judged.some((result) => result !== undefined && failsFor(result, test, list))) return 'fail';
  if (results.includes(undefined) || judged.some((result) => result?.verdict === 'error')) return 'notJudged';
  return judged.length === 0 ? 'notApplicable' : 'pass';
}

/**
 * Whether a result makes the test fail. A warning does when it is about a rule of the test: identity providers do not
 * warn. A violation does unless the list does not look at it, or leaves it to another of its tests.
 */
function failsFor({ verdict, violated }: Result, test: ReadinessTest, list: ReadinessTests): boolean {
  if (violated === null || verdict === 'pass') return false;
  const isViolated = (rule: RequirementId): boolean => rule === violated;
  if (test.rules.some(isViolated)) return true;
  const elsewhere = list.tests.some(({ rules }) => rules.some(isViolated));
  return verdict === 'fail' && !elsewhere && !list.laxer.some(isViolated);
}
