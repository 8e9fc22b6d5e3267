import type { Finding, Obstacle } from '../finding.ts';
import { has, type Symptom } from './symptom.ts';
import { OF_ERRORS, refusalKey, TRAIT_KINDS, type Trait } from './traits.ts';
import { act, namesIn, rootOf, subjectRoot, template } from './words.ts';

/** Symptoms that share a cause, and the trait that says so. */
export interface Group {
  readonly trait: Trait;
  readonly symptoms: readonly Symptom[];
}

/** So many symptoms must share a habit of the target before that is taken for one defect. */
const SYSTEMIC = 3;

/** The part of a group's symptoms that must follow from another group for the whole to follow from it. */
const MOST = 0.8;

/** Kinds of traits that say little: what has no better one may be a consequence of something else. */
const WEAK: ReadonlySet<Trait['kind']> = new Set(['result', 'query', 'requirement', 'effect', 'habit']);

/** Kinds that speak for one defect only where many symptoms, of several attributes, show them. */
const HABITS: ReadonlySet<Trait['kind']> = new Set(['text', 'habit', 'result']);

/** What can be seen only of what is there: never a consequence of what is missing. */
const OF_WHAT_IS_THERE: ReadonlySet<Finding['deviation']> = new Set(['repeated', 'present', 'disclosed']);

/**
 * The fewest causes that explain all symptoms, as far as a greedy search finds them: again and again the trait that most
 * of the remaining symptoms share is taken for the cause of these. What is left with little to say for itself then joins
 * the cause that it is a consequence of, if there is one.
 */
export function group(symptoms: readonly Symptom[]): readonly Group[] {
  const groups: Group[] = [];
  let rest = symptoms;
  for (let trait = mostShared(rest); trait !== null; trait = mostShared(rest)) {
    const found = trait;
    groups.push({ trait: found, symptoms: rest.filter((symptom) => has(symptom, found)) });
    rest = rest.filter((symptom) => !has(symptom, found));
  }
  return joinConsequences(groups);
}

/** The trait of most symptoms, of equally many the most telling; null without symptoms. */
function mostShared(symptoms: readonly Symptom[]): Trait | null {
  const shared = new Map<string, Shared>();
  for (const { traits, finding } of symptoms) {
    for (const trait of traits) {
      const key = `${trait.kind} ${trait.text}`;
      const entry = shared.get(key) ?? {
        trait,
        count: 0,
        attributes: new Set(),
        plain: false,
        ignored: false,
      };
      entry.count++;
      entry.plain ||= finding !== null && isPlainQuery(finding);
      entry.ignored ||= finding?.deviation === 'ignored';
      entry.attributes.add(rootOf(finding?.attribute ?? null) ?? finding?.operation ?? '');
      shared.set(key, entry);
    }
  }
  const [first] = [...shared.values()]
    .filter(speaksForOne)
    .sort((a, b) => b.count - a.count || telling(a.trait) - telling(b.trait));
  return first?.trait ?? null;
}

/** A trait, and what shows it. */
interface Shared {
  readonly trait: Trait;
  count: number;
  readonly attributes: Set<string>;
  /** Whether a query that asks for the simplest thing shows it. */
  plain: boolean;
  /** Whether a finding says that a request was not heeded at all. */
  ignored: boolean;
}

/** Queries that go wrong have no more in common than that, unless the simplest ones go wrong as well. */
function speaksForOne({ trait, attributes, plain, ignored }: Shared): boolean {
  if (trait.kind === 'selection') return ignored;
  if (trait.kind === 'result' && !plain) return false;
  return !HABITS.has(trait.kind) || attributes.size >= SYSTEMIC;
}

/** Whether a text is asked for by eq, and is none that is hard to write. */
function isPlainQuery({ shape, form, when }: Finding): boolean {
  return shape === 'text' && when === null && form.includes('filter eq');
}

function telling({ kind }: Trait): number {
  return TRAIT_KINDS.indexOf(kind);
}

/** Groups whose symptoms follow from another group become part of that one. */
function joinConsequences(groups: readonly Group[]): readonly Group[] {
  const causes: Group[] = [];
  const order = groups.toSorted((a, b) => depth(a) - depth(b) || b.symptoms.length - a.symptoms.length);
  for (const candidate of order) {
    const index = causes.findIndex((cause) => follows(candidate, cause));
    const cause = causes[index];
    if (cause === undefined) causes.push(candidate);
    else causes[index] = { ...cause, symptoms: [...cause.symptoms, ...candidate.symptoms] };
  }
  return causes;
}

/**
 * What is not kept at all lies deeper than what is refused, or not found, for want of it; and a check that could not judge
 * explains nothing.
 */
function depth({ trait, symptoms }: Group): number {
  if (trait.kind === 'missing' || isNoError(trait)) return 0;
  return symptoms.every(({ verdict }) => verdict === 'error') ? 2 : 1;
}

function follows(candidate: Group, cause: Group): boolean {
  const consequences = candidate.symptoms.filter((symptom) => isConsequence(symptom, candidate.trait, cause));
  return consequences.length >= MOST * candidate.symptoms.length;
}

function isConsequence(
  { check, verdict, finding, obstacle }: Symptom,
  own: Trait,
  { trait, symptoms }: Group,
): boolean {
  if (verdict === 'error') {
    const key = obstacle === null ? null : refusalKey(obstacle);
    if (obstacle === null) return false;
    if (lost(symptoms).some((attribute) => names(obstacle.detail, attribute))) return true;
    return symptoms.some(
      (symptom) =>
        symptom.finding !== null &&
        (refusalOf(symptom) === key ||
          isWithoutEffect(obstacle, symptom.finding) ||
          (isSuccess(obstacle) && isWrittenAs(obstacle.form ?? [], trait))),
    );
  }
  // A part is missing where the whole is.
  if (trait.kind === 'missing' && own.kind === 'missing' && own.text.startsWith(`${trait.text}.`))
    return true;
  if (isAftermath(finding, symptoms, check.id)) return true;
  if (finding !== null && (isPartOfNoError(finding, trait) || isPartOfNoAnswer(finding, symptoms)))
    return true;
  if (finding !== null && isOfOtherForm(finding, symptoms)) return true;
  if (finding !== null && isRefusedForWantOf(finding, symptoms)) return true;
  if (finding !== null && isAgain(finding, own, check.id, symptoms)) return true;
  if (finding !== null && isAcceptedInVain(finding, trait)) return true;
  if (finding !== null && isAnotherOf(finding, trait, symptoms)) return true;
  if (finding !== null && isRefusedAlike(finding, symptoms)) return true;
  if (finding !== null && isSameFailure(finding, check.id, symptoms)) return true;
  if (finding !== null && isLaterTime(finding, check.id, symptoms)) return true;
  const about = trait.kind === 'missing' || trait.kind === 'attribute';
  const followsFrom = finding !== null && !OF_WHAT_IS_THERE.has(finding.deviation);
  return about && followsFrom && WEAK.has(own.kind) && subjectRoot(finding) === trait.text;
}

/** Whether a cause is that errors are no SCIM messages at all. */
function isNoError({ kind, text }: Trait): boolean {
  return kind === 'error' && text === 'body';
}

/** Headers of an error, which are there or not whatever its body is. */
const HEADERS: ReadonlySet<string | null> = new Set(['WWW-Authenticate', 'Content-Type']);

/** Of an error that cannot be read, every part is missing, and it is none where a refusal is allowed. */
function isPartOfNoError(
  { deviation, success, status, scimType, detail, attribute }: Finding,
  cause: Trait,
): boolean {
  if (!isNoError(cause) || status === null || status < 400 || scimType !== null || detail !== null)
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
function isPartOfNoAnswer(
  { deviation, attribute, operation, status }: Finding,
  symptoms: readonly Symptom[],
): boolean {
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
function isOfOtherForm({ deviation, attribute }: Finding, symptoms: readonly Symptom[]): boolean {
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
function isAftermath(finding: Finding | null, symptoms: readonly Symptom[], check: string): boolean {
  if (finding === null) return false;
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

/** Success where a refusal is wanted. */
function isAccepted(finding: Finding): boolean {
  return finding.deviation === 'answered' && isSuccess(finding);
}

const isSuccess = ({ status }: Pick<Finding, 'status'>): boolean => status !== null && status < 400;

/** The attributes that are not kept, or come back in another form: what is shown cannot be sent back. */
function lost(symptoms: readonly Symptom[]): readonly string[] {
  return symptoms.flatMap(({ finding }) =>
    finding?.deviation === 'missing' || finding?.deviation === 'form'
      ? (rootOf(finding.attribute) ?? [])
      : [],
  );
}

/** Whether what is refused is refused because it lacks an attribute, or has it in another form. */
function isRefusedForWantOf({ deviation, status, detail }: Finding, symptoms: readonly Symptom[]): boolean {
  const isRefused = deviation !== 'missing' && deviation !== 'form' && (status ?? 0) >= 400;
  return isRefused && lost(symptoms).some((attribute) => names(detail, attribute));
}

/** Whether a reason names an attribute. */
function names(detail: string | null, attribute: string): boolean {
  return detail?.split(/[^\w:.$-]+/).some((word) => word.replace(/[.:]$/, '') === attribute) === true;
}

/** Whether it is seen again, by one check and in the same way, with something else. */
function isAgain(finding: Finding, own: Trait, check: string, symptoms: readonly Symptom[]): boolean {
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
function isAcceptedInVain(finding: Finding, trait: Trait): boolean {
  return (
    finding.deviation === 'answered' &&
    finding.operation?.startsWith('PATCH ') === true &&
    isSuccess(finding) &&
    isWrittenAs(finding.form, trait)
  );
}

/** Whether a PATCH is written in the way that has not its effect. */
const isWrittenAs = (form: readonly string[], { kind, text }: Trait): boolean =>
  kind === 'effect' && form.some((one) => withoutOp(one) === withoutOp(text));

const withoutOp = (form: string): string => form.replace(/^(?:add|remove|replace) /, '');

/** Whether the value is another one where it is missing after another request of the same kind. */
function isAnotherOf(finding: Finding, { kind, text }: Trait, symptoms: readonly Symptom[]): boolean {
  if (kind !== 'missing' || finding.deviation !== 'differs' || rootOf(finding.attribute) !== text)
    return false;
  return symptoms.some(({ finding: other }) => other !== null && madeBy(other) === madeBy(finding));
}

const madeBy = ({ write, operation }: Finding): string => act({ operation: write ?? operation });

/** Whether something else is refused in the same words, which name what it is refused for. */
function isRefusedAlike(finding: Finding, symptoms: readonly Symptom[]): boolean {
  const key = reasonOf(finding);
  return key !== null && symptoms.some(({ finding: other }) => other !== null && reasonOf(other) === key);
}

/** Why something is refused that should not be, where the reason names what the request is about: an attribute, a parameter. */
function reasonOf(finding: Finding): string | null {
  const { deviation, status, scimType, detail, success, form } = finding;
  const isRefused = (deviation === 'answered' && success) || deviation === 'carriedOut';
  if (!isRefused || status === null || status < 400 || status >= 500 || detail === null) return null;
  const parameters = form.flatMap((name) => (name.startsWith('?') ? [name.slice(1)] : []));
  const about = [...namesIn(finding), ...parameters];
  if (!about.some((name) => names(detail, name))) return null;
  return [status, scimType ?? '', template(detail, about)].join(' ');
}

/** Whether a program fails on one operation about one attribute, in whichever form; or again in one check. */
function isSameFailure(finding: Finding, check: string, symptoms: readonly Symptom[]): boolean {
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
function isLaterTime(finding: Finding, check: string, symptoms: readonly Symptom[]): boolean {
  if (finding.attribute !== 'meta.lastModified') return false;
  return symptoms.some(
    ({ check: { id }, finding: other }) =>
      id === check && other !== null && OF_CHANGES.has(other.deviation) && other.attribute !== null,
  );
}

const OF_CHANGES: ReadonlySet<Finding['deviation']> = new Set(['changed', 'differs', 'missing', 'present']);

/** The only attribute that the operations of a PATCH name. */
const namedRoot = ({ named = [] }: Pick<Finding, 'named'>): string | null =>
  subjectRoot({ attribute: null, named });

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

/** The refusal that a finding is about, as an obstacle to other checks. */
function refusalOf({ finding }: Symptom): string | null {
  if (finding?.deviation !== 'answered' && finding?.deviation !== 'unanswered') return null;
  // What is accepted keeps nobody from judging.
  if (finding.status !== null && finding.status < 400) return null;
  return refusalKey(finding);
}
