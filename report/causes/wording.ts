import { operationName } from '../operation.ts';
import type { Cause, CheckResult } from '../report.ts';
import { operationIn } from './exchanges.ts';
import type { Group } from './group.ts';
import { has, subject, type Trait } from './symptom.ts';

/** What the suites add to a message when other inputs fail too; a cause says so by its list of checks. */
const OTHERS = / \(it fails in the same way or another for .* too\)$/s;

/** Findings about so many requirements are told by the message of one of them. */
const FEW = 2;

/** Characters of an expectation in a hint; the finding has all of it. */
const LONGEST = 160;

interface Words {
  readonly title?: string;
  readonly hint?: string;
}

/** Words for what many checks show; where a kind has none of its own, those of the typical check do. */
const WORDS: Readonly<
  Partial<Record<Trait['kind'], (group: Group, typical: CheckResult, baseUrl: string) => Words>>
> = {
  missing: (group) => {
    const name = subjectOfAll(group);
    return {
      title: `${name} is missing from what the target gives back`,
      hint: `Store ${name} and return it: in the answers to POST, PUT and PATCH, in GET and in lists.`,
    };
  },
  attribute: (group) =>
    isBroad(group) ? { title: `${subjectOfAll(group)} does not have the value it should have` } : {},
  answered: (group, { expected, actual, exchanges }, baseUrl) => {
    const judged = exchanges.at(-1);
    if (!isBroad(group) || judged === undefined || !/^\d{3}\b/.test(actual ?? '')) return {};
    const wanted = /^\d{3}( or \d{3})*\b/.exec(expected ?? '')?.[0];
    const instead = wanted === undefined ? '' : ` instead of ${wanted}`;
    return { title: `${operationName(operationIn(judged, baseUrl))} is answered with ${actual}${instead}` };
  },
  surplus: (group) =>
    isBroad(group) ? { title: `${group.trait.text} is shown where it should not be` } : {},
  form: (group) => (isBroad(group) ? { title: `several answers have ${group.trait.text}` } : {}),
  mediaType: ({ trait }) => ({
    title: `bodies come as ${trait.text} instead of application/scim+json`,
    hint: 'Send Content-Type: application/scim+json with every body (RFC 7644 §3.1).',
  }),
  text: () => ({
    title: 'text values come back changed',
    hint: 'Store texts as they are sent: no trimming, escaping, conversion or loss of characters.',
  }),
  patched: (group) =>
    isBroad(group) ? { title: `a PATCH with ${article(group.trait.text)} does not do what it says` } : {},
};

/** Words for a group: the typical check's own where it stands alone, else what all of them have in common. */
export function wording(
  group: Group,
  typical: CheckResult | undefined,
  baseUrl: string,
): Pick<Cause, 'title' | 'hint'> {
  if (typical === undefined) return { title: group.trait.text, hint: null };
  const common =
    group.symptoms.length === 1 ? {} : (WORDS[group.trait.kind]?.(group, typical, baseUrl) ?? {});
  const own = (typical.message ?? typical.reason ?? typical.title).replace(OTHERS, '');
  const expected = typical.expected === null ? null : `Expected: ${shortened(typical.expected)}`;
  return { title: common.title ?? own, hint: common.hint ?? sharedHint(group) ?? expected };
}

/** Without the ids of one run, which say nothing to the next. */
function shortened(text: string): string {
  const plain = text.replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '…');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** The attribute as the findings name it when they all agree, else the one they all belong to. */
function subjectOfAll({ trait, symptoms }: Group): string {
  const showing = symptoms.filter((symptom) => has(symptom, trait));
  const names = new Set(showing.map(({ check }) => subject(check)));
  const [name] = names;
  return names.size === 1 && typeof name === 'string' ? name : trait.text.replace(/ after DELETE$/, '');
}

/** Whether a group's findings are about so many requirements that none of them tells what they share. */
function isBroad({ symptoms }: Group): boolean {
  return new Set(symptoms.flatMap(({ check }) => check.violated ?? [])).size > FEW;
}

/** The hint that at least half of the findings have. */
function sharedHint({ symptoms }: Group): string | null {
  const findings = symptoms.filter(({ check }) => check.violated !== null);
  const hints = new Set(findings.flatMap(({ check }) => check.hint ?? []));
  const shared = [...hints].find(
    (hint) => findings.filter(({ check }) => check.hint === hint).length * 2 >= findings.length,
  );
  return shared ?? null;
}

function article(form: string): string {
  return /^(several|without)/.test(form) ? form.replace(/^without path/, 'no path') : `a ${form}`;
}
