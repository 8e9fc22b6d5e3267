import { type Answer, describe } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { Json } from '../scim/json.ts';
import { isUnassigned } from '../scim/value.ts';

/** What a complaint may say beside what its kind is made of. */
export type More = Partial<Omit<Complaint, 'deviation'>>;

/** Statuses that would be right. */
export type Wanted = number | readonly number[];

const listOf = (wanted: Wanted): readonly number[] => (typeof wanted === 'number' ? [wanted] : wanted);

/** Another status than the one wanted: `a PATCH that replaces title is answered with 400 (…)`. */
export function answered(what: string, answer: Answer, wanted: Wanted, more: More = {}): Complaint {
  const statuses = listOf(wanted);
  return {
    deviation: 'answered',
    what,
    says: `is answered with ${describe(answer)}`,
    wanted: statuses.join(' or '),
    actual: describe(answer),
    answer,
    success: statuses.some((status) => status < 300),
    ...more,
  };
}

/** Judges that an answer has one of these statuses. */
export function judgeAnswered(
  c: Case,
  rule: RequirementId,
  answer: Answer,
  wanted: Wanted,
  what: string,
  more: More = {},
): void {
  c.judge(rule, listOf(wanted).includes(answer.status), () => answered(what, answer, wanted, more));
}

/** An attribute without the value it should have: missing, still there, or another. `after …, title is cut off …`. */
export function wrongValue(
  attribute: string,
  wanted: Json | undefined,
  got: Json | undefined,
  more: More = {},
): Complaint {
  const deviation = isUnassigned(wanted) ? 'present' : isUnassigned(got) ? 'missing' : 'differs';
  const says = deviation === 'present' ? 'is still there' : undefined;
  return { deviation, what: attribute, says, attribute, wanted, got, ...more };
}

/** A value that is another than before, although nothing named it. */
export function changedValue(
  attribute: string,
  before: Json | undefined,
  after: Json | undefined,
  more: More = {},
): Complaint {
  return { deviation: 'changed', what: attribute, attribute, wanted: before, got: after, ...more };
}

/** A query that does not find what matches: `the filter userName eq "ada" does not find the user`. */
export function unfound(what: string, wanted: string, more: More = {}): Complaint {
  return { deviation: 'unfound', what, wanted, got: 'no match', ...more };
}

/** A query that finds what does not match: `the filter userName eq "ada" finds a user with another value`. */
export function found(what: string, got: string, more: More = {}): Complaint {
  return { deviation: 'found', what, wanted: 'no match', got, ...more };
}

/** Another number: `totalResults of the list is 7 instead of 3`. */
export function counted(what: string, wanted: Json, got: Json | undefined, more: More = {}): Complaint {
  return { deviation: 'count', what, wanted, got: got ?? 'nothing', ...more };
}

/** A value of another form than the standard's: `meta.created is "now" instead of an xsd:dateTime`. */
export function malformed(what: string, wanted: string, got: Json | undefined, more: More = {}): Complaint {
  const text = got === undefined ? 'nothing' : JSON.stringify(got);
  return {
    ...{ deviation: 'form', what, says: `is ${text} instead of ${wanted}`, wanted, got, actual: text },
    ...more,
  };
}

/**
 * A write that is refused and carried out all the same: `a PATCH with an unknown op is refused with 400 and carried out all
 * the same`.
 * @param wanted, got the value of an attribute that should be as before, and the one that is there
 */
export function carriedOut(
  what: string,
  answer: Answer,
  attribute: string,
  [wanted, got]: readonly [Json | undefined, Json | undefined],
): Complaint {
  const told = (value: Json | undefined): string =>
    isUnassigned(value) ? `no ${attribute}` : `${attribute} = ${JSON.stringify(value)}`;
  return {
    deviation: 'carriedOut',
    what,
    attribute,
    wanted,
    got,
    expected: `${told(wanted)}, as before`,
    actual: told(got),
    answer,
  };
}

/** Several complaints as one about the first, with the others beside it. @throws RangeError without any */
export function together([first, ...others]: readonly Complaint[]): Complaint {
  if (first === undefined) throw new RangeError('there is nothing to complain about');
  return { ...first, also: others };
}

/** Of refusals that came to all that was tried, and in the same words, the first: they are not about what was varied. */
export function toldOnce(all: readonly Complaint[], tried: number): readonly Complaint[] {
  const words = new Set(all.map(({ deviation, actual }) => (deviation === 'answered' ? actual : undefined)));
  return all.length === tried && words.size === 1 && !words.has(undefined) ? all.slice(0, 1) : all;
}
