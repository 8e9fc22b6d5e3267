import { FEATURES } from '../../provider/policy/features.ts';
import { choicesOf, kindOf, type Policy } from '../../provider/policy/policy.ts';
import { knownVariations } from '../../provider/variations.ts';
import type { CheckResult } from '../../report/report.ts';

/** The least share of the applicable checks that has to judge. */
export const JUDGED = 0.95;

const WARNS: ReadonlyMap<string, readonly string[]> = new Map(
  knownVariations().map(({ id, warns }) => [id, warns]),
);

/** Variations whose refusals name no attribute. */
const TERSE: ReadonlySet<string> = new Set(['errors-without-detail', 'errors-in-another-language']);

/** Whether a text names an attribute: `title`, `givenName` of `name.givenName`. */
function names(text: string, path: readonly string[]): boolean {
  return path.some((name) => new RegExp(`(?<![a-z])${name}(?![a-z])`, 'i').test(text));
}

/** Whether one of a policy's choices is known to be told of by a finding that violates this requirement. */
function isTold(policy: Policy, { violated, message }: CheckResult): boolean {
  if (violated === null) return false;
  const isTerse = policy.variations.some((id) => TERSE.has(id));
  const ofFeatures = policy.without.some((name) => FEATURES[name].tells.some((id) => id === violated));
  const ofVariations = policy.variations.some((id) => WARNS.get(id)?.includes(violated));
  const ofAttributes = choicesOf(policy).some(
    (choice) =>
      kindOf(choice).tells?.includes(violated) &&
      // Of the table's promises, only those about this attribute.
      (!violated.startsWith('APP-') || isTerse || names(message ?? '', choice.path)),
  );
  return ofFeatures || ofVariations || ofAttributes;
}

/** The findings on a lawful provider that its policy does not explain; checks that could not judge are counted, not listed. */
export function unexpected(policy: Policy, findings: readonly CheckResult[]): readonly CheckResult[] {
  return findings.filter((finding) => finding.verdict !== 'error' && !isTold(policy, finding));
}
