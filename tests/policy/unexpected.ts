import { FEATURES } from '../../provider/policy/features.ts';
import { type Choice, choicesOf, kindOf, type Policy } from '../../provider/policy/policy.ts';
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

/** The names that lead to an attribute, without the URN of its schema and what chooses among its values. */
function namesOf(attribute: string): readonly string[] {
  return attribute
    .replace(/^urn:.*:/i, '')
    .replace(/\[[^\]]*\]/g, '')
    .toLowerCase()
    .split('.');
}

/** Whether a finding is about the attribute of a choice, a part of it or the whole that it is part of. */
function isAbout({ resource, path }: Choice, { finding, message }: Alarm): boolean {
  const type = finding?.resourceType ?? null;
  if (type !== null && type !== resource) return false;
  const attribute = finding?.attribute ?? null;
  // What is about no single attribute says in its words which ones it found.
  if (attribute === null) return names(message ?? '', path);
  const own = namesOf(attribute);
  return path.every((name, index) => index >= own.length || own[index] === name.toLowerCase());
}

/** Whether one of a policy's choices is known to be told of by a finding that violates this requirement. */
function isTold(policy: Policy, alarm: Alarm): boolean {
  const { violated, verdict } = alarm;
  if (violated === null) return false;
  const isTerse = policy.variations.some((id) => TERSE.has(id));
  const ofFeatures = policy.without.some((name) => FEATURES[name].tells.some((id) => id === violated));
  // A variation is at most warned of.
  const ofVariations =
    verdict === 'warn' && policy.variations.some((id) => WARNS.get(id)?.includes(violated));
  const ofAttributes = choicesOf(policy).some(
    (choice) => kindOf(choice).tells?.includes(violated) && (isTerse || isAbout(choice, alarm)),
  );
  return ofFeatures || ofVariations || ofAttributes;
}

/** One finding of a check. */
export type Alarm = Pick<CheckResult, 'id' | 'verdict' | 'violated' | 'message' | 'finding'>;

/** Every finding of a check, as the check tells it first and those that it tells beside that. */
function alarmsOf({ others = [], ...first }: CheckResult): readonly Alarm[] {
  return [first, ...others.map((other) => ({ ...first, ...other }))];
}

/** The findings on a lawful provider that its policy does not explain; checks that could not judge are counted, not listed. */
export function unexpected(policy: Policy, findings: readonly CheckResult[]): readonly Alarm[] {
  return findings
    .filter(({ verdict }) => verdict !== 'error')
    .flatMap(alarmsOf)
    .filter((alarm) => !isTold(policy, alarm));
}
