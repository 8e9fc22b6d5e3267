import type { Finding, Obstacle } from '../finding.ts';
import { isAccepted, isSuccess, isWrittenAs, lost, namedRoot, names } from './alike.ts';
import type { Symptom } from './symptom.ts';
import { refusalKey, type Trait } from './traits.ts';
import { act, isErrorOfSuccess, rootOf, subjectRoot } from './words.ts';

/** Whether what keeps a check from judging is what a cause is about, or comes of it. */
export function isInTheWay(obstacle: Obstacle, { trait, symptoms }: Cause): boolean {
  if (lost(symptoms).some((attribute) => names(obstacle.detail, attribute))) return true;
  if (isSuccess(obstacle) && isWrittenAs(obstacle.form ?? [], trait)) return true;
  if (trait.kind === 'error' && trait.text === 'success' && isErrorOfSuccess(obstacle)) return true;
  const key = refusalKey(obstacle);
  return symptoms.some(
    ({ finding }) =>
      finding !== null &&
      (refusalOf(finding) === key || isWithoutEffect(obstacle, finding) || isNoRefusal(obstacle, finding)),
  );
}

/** What is known of a cause: its trait, and the findings that it explains. */
interface Cause {
  readonly trait: Trait;
  readonly symptoms: readonly Symptom[];
}

/** Whether what stands in the way is that a PATCH has not the effect, or has the other one, that the finding is about. */
function isWithoutEffect(obstacle: Obstacle, finding: Finding): boolean {
  const { form = [], attribute = null, status } = obstacle;
  if (status === null || status >= 400) return false;
  const written = finding.write === null ? finding : { operation: finding.write };
  if (finding.deviation === 'answered')
    return finding.status === status && !USUAL.has(status) && act(finding) === act(obstacle);
  const subject = subjectRoot(finding);
  if (attribute !== null) return rootOf(attribute) === subject;
  if (act(written) !== act(obstacle) || form.length === 0) return false;
  const named = namedRoot(obstacle);
  return (
    form.every((one) => finding.form.includes(one)) && (named === subject || named === namedRoot(finding))
  );
}

/** The statuses of success that the standard has; in another one nobody can read what was done. */
const USUAL: ReadonlySet<number> = new Set([200, 201, 204]);

/** Whether what stands in the way is that a request is accepted that should be refused. */
function isNoRefusal(obstacle: Obstacle, finding: Finding): boolean {
  return isSuccess(obstacle) && isAccepted(finding) && !finding.success && act(finding) === act(obstacle);
}

/** Deviations that keep others from judging. */
const OF_REFUSALS: ReadonlySet<Finding['deviation']> = new Set(['answered', 'unanswered', 'worsened']);

/** The refusal that a finding is about, as an obstacle to other checks. */
function refusalOf(finding: Finding): string | null {
  if (!OF_REFUSALS.has(finding.deviation)) return null;
  // What is accepted keeps nobody from judging.
  return isSuccess(finding) ? null : refusalKey(finding);
}
