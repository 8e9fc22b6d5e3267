import type { Finding } from '../finding.ts';
import { isAccepted, isNoError, isSuccess, isWrittenAs, lost, names } from './alike.ts';
import { isInTheWay } from './obstacle.ts';
import type { Symptom } from './symptom.ts';
import { OF_ERRORS, type Trait } from './traits.ts';
import { act, namesIn, rootOf, subjectRoot, template } from './words.ts';

/** A finding that may come of another one, and the cause that it may come of. */
interface Case {
  readonly finding: Finding;
  /** The trait that the finding is grouped by so far. */
  readonly own: Trait;
  /** Id of the check that found it. */
  readonly check: string;
  readonly trait: Trait;
  readonly symptoms: readonly Symptom[];
}

/** Whether a symptom is a consequence of a cause. */
export function isConsequence(
  { check, finding, obstacle }: Symptom,
  own: Trait,
  cause: Pick<Case, 'trait' | 'symptoms'>,
): boolean {
  if (finding === null) return obstacle !== null && isInTheWay(obstacle, cause);
  const seen = { finding, own, check: check.id, ...cause };
  return RULES.some((follows) => follows(seen));
}

/** How one finding comes of another. */
const RULES: readonly ((seen: Case) => boolean)[] = [
  isPartOfTheMissing,
  isAftermath,
  isAnsweredAlike,
  isPartOfNoError,
  isPartOfNoAnswer,
  isOfOtherForm,
  isRefusedForWantOf,
  isAgain,
  isAcceptedInVain,
  isAnotherOf,
  isRefusedAlike,
  isSameFailure,
  isLaterTime,
  isAboutTheSame,
];

/** Kinds of traits that say little: what has no better one may be a consequence of something else. */
const WEAK: ReadonlySet<Trait['kind']> = new Set(['result', 'query', 'requirement', 'effect', 'habit']);

/** What can be seen only of what is there: never a consequence of what is missing. */
const OF_WHAT_IS_THERE: ReadonlySet<Finding['deviation']> = new Set(['repeated', 'present', 'disclosed']);

/** A part is missing where the whole is. */
function isPartOfTheMissing({ own, trait }: Case): boolean {
  return trait.kind === 'missing' && own.kind === 'missing' && own.text.startsWith(`${trait.text}.`);
}

/** What has no better explanation, of an attribute that is wrong. */
function isAboutTheSame({ finding, own, trait }: Case): boolean {
  const about = trait.kind === 'missing' || trait.kind === 'attribute';
  return (
    about &&
    !OF_WHAT_IS_THERE.has(finding.deviation) &&
    WEAK.has(own.kind) &&
    subjectRoot(finding) === trait.text
  );
}

/** Headers of an error, which are there or not whatever its body is. */
const HEADERS: ReadonlySet<string | null> = new Set(['WWW-Authenticate', 'Content-Type']);

/** Of an error that cannot be read, every part is missing, and it is none where a refusal is allowed. */
function isPartOfNoError({ finding, trait }: Case): boolean {
  const { deviation, success, status, scimType, detail, attribute } = finding;
  if (!isNoError(trait) || status === null || status < 400 || scimType !== null || detail !== null)
    return false;
  if (HEADERS.has(attribute)) return false;
  return OF_ERRORS.has(deviation) || (deviation === 'answered' && !success && status < 500);
}

/** Parts of a message, and not of the resources in it. */
const OF_MESSAGES: ReadonlySet<string | null> = new Set([
  null,
  'schemas',
  'totalResults',
  'itemsPerPage',
  'startIndex',
  'Resources',
  'Operations',
]);

/** What is not in an answer because all of it is another one than it should be. */
function isPartOfNoAnswer({ finding: own, symptoms }: Case): boolean {
  const { deviation, attribute, operation, status } = own;
  if (!OF_ANSWERS.has(deviation) || !OF_MESSAGES.has(attribute) || (status ?? 0) >= 400) return false;
  return symptoms.some(
    ({ finding }) =>
      finding?.deviation === 'answered' &&
      finding.success &&
      isAccepted(finding) &&
      finding.operation !== null &&
      finding.operation.replace(/\/\{id\}$/, '') === operation?.replace(/\/\{id\}$/, ''),
  );
}

const OF_ANSWERS: ReadonlySet<Finding['deviation']> = new Set(['form', 'missing', 'count', 'differs']);

/** A value of another form is another value than the one that was set. */
function isOfOtherForm({ finding: { deviation, attribute }, symptoms }: Case): boolean {
  if (deviation !== 'differs' || attribute === null) return false;
  return symptoms.some(
    ({ finding }) =>
      finding?.deviation === 'form' &&
      finding.attribute !== null &&
      (rootOf(finding.attribute) === rootOf(attribute) ||
        withoutUrn(finding.attribute) === withoutUrn(attribute)),
  );
}

const withoutUrn = (path: string): string => path.replace(/^urn:.+:/i, '');

/**
 * Whether a finding is what becomes of another one in the same check: of what was accepted there and should have been
 * refused, or was carried out although it was refused.
 */
function isAftermath({ finding, symptoms, check }: Case): boolean {
  const accepted = isAccepted(finding);
  if (!accepted && finding.deviation !== 'changed' && finding.deviation !== 'answered') return false;
  return symptoms.some(
    (other) =>
      other.check.id === check &&
      other.finding !== null &&
      isAccepted(other.finding) &&
      (accepted || other.finding.requirement === finding.requirement),
  );
}

/** Refusals that tell their reason: it is not there, it is taken, it has changed. */
const TELLING: ReadonlySet<unknown> = new Set(['404', '409', '412']);

/** Whether the same request is accepted that should be refused for one reason, or refused with the same wrong status. */
function isAnsweredAlike({ finding, symptoms }: Case): boolean {
  const { deviation, success, status, wanted } = finding;
  if (deviation !== 'answered' || success || status === null || status >= 500) return false;
  return symptoms.some(({ finding: other }) => {
    if (other?.deviation !== 'answered' || other.success || act(other) !== act(finding)) return false;
    if (isSuccess(finding))
      return (
        isSuccess(other) &&
        other.wanted === wanted &&
        (TELLING.has(wanted) || [finding, other].every(isUnreadable))
      );
    return other.status === status;
  });
}

/** A filter that should be refused is none that can be read, whatever is wrong with it; an order of what has none can be. */
const isUnreadable = ({ form }: Finding): boolean =>
  form.includes('?filter') && !form.some((name) => /^filter (gt|ge|lt|le)$/.test(name));

/** Whether what is refused is refused because it lacks an attribute, or has it in another form. */
function isRefusedForWantOf({ finding: { deviation, status, detail }, symptoms }: Case): boolean {
  const isRefused = deviation !== 'missing' && deviation !== 'form' && (status ?? 0) >= 400;
  return isRefused && lost(symptoms).some((attribute) => names(detail, attribute));
}

/** Whether it is seen again, by one check and in the same way, with something else. */
function isAgain({ finding, own, check, symptoms }: Case): boolean {
  if (!WEAK.has(own.kind) || finding.deviation === 'answered') return false;
  return symptoms.some(
    ({ check: { id }, finding: other }) =>
      id === check &&
      other?.deviation === finding.deviation &&
      act(other) === act(finding) &&
      (other.requirement === finding.requirement || isWrittenAlike(other, finding)),
  );
}

/** Whether the same change is made to attributes of one kind. */
function isWrittenAlike(a: Finding, b: Finding): boolean {
  return a.write !== null && a.write === b.write && a.shape === b.shape && String(a.form) === String(b.form);
}

/** Whether a PATCH is accepted that should be refused, where such a one does not do what it says. */
function isAcceptedInVain({ finding, trait }: Case): boolean {
  return (
    finding.deviation === 'answered' &&
    finding.operation?.startsWith('PATCH ') === true &&
    isSuccess(finding) &&
    isWrittenAs(finding.form, trait)
  );
}

/** Whether the value is another one where it is missing after another request of the same kind. */
function isAnotherOf({ finding, trait: { kind, text }, symptoms }: Case): boolean {
  if (kind !== 'missing' || finding.deviation !== 'differs' || rootOf(finding.attribute) !== text)
    return false;
  return symptoms.some(({ finding: other }) => other !== null && madeBy(other) === madeBy(finding));
}

const madeBy = ({ write, operation }: Finding): string => act({ operation: write ?? operation });

/** Whether something else is refused in the same words, which name what it is refused for. */
function isRefusedAlike({ finding, symptoms }: Case): boolean {
  const key = reasonOf(finding);
  return key !== null && symptoms.some(({ finding: other }) => other !== null && reasonOf(other) === key);
}

/** Why something is refused that should not be, where the reason names what the request is about: an attribute, a parameter. */
function reasonOf(finding: Finding): string | null {
  const { deviation, status, scimType, detail, success, form } = finding;
  const isRefused = (deviation === 'answered' && success) || deviation === 'carriedOut';
  if (!isRefused || status === null || status < 400 || (status >= 500 && status !== 501) || detail === null)
    return null;
  const parameters = form.flatMap((name) => (name.startsWith('?') ? [name.slice(1)] : []));
  const about = [...namesIn(finding), ...parameters];
  if (!about.some((name) => names(detail, name))) return null;
  return [status, scimType ?? '', template(detail, about)].join(' ');
}

/** Whether a program fails on one operation about one attribute, in whichever form; or again in one check. */
function isSameFailure({ finding, check, symptoms }: Case): boolean {
  const { status, deviation } = finding;
  if (deviation !== 'answered' || status === null || status < 500) return false;
  const root = subjectRoot(finding);
  return symptoms.some(
    ({ check: { id }, finding: other }) =>
      other?.deviation === 'answered' &&
      other.status === status &&
      act(other) === act(finding) &&
      (root === null ? id === check : root === subjectRoot(other)),
  );
}

/** Whether it is the time of a change that the same check found to be made. */
function isLaterTime({ finding, check, symptoms }: Case): boolean {
  if (finding.attribute !== 'meta.lastModified') return false;
  return symptoms.some(
    ({ check: { id }, finding: other }) =>
      id === check && other !== null && OF_CHANGES.has(other.deviation) && other.attribute !== null,
  );
}

const OF_CHANGES: ReadonlySet<Finding['deviation']> = new Set(['changed', 'differs', 'missing', 'present']);
