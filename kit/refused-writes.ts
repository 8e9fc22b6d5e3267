import type { Answer } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { Subject } from '../engine/subject.ts';
import type { RequirementId } from '../requirements/index.ts';
import { type Json, type JsonObject, member, sameJson } from '../scim/json.ts';
import { carriedOut, judgeAnswered, together } from './complaints.ts';
import { deviations } from './represented.ts';

/** A resource that a client writes to, and how GET showed it before. */
export interface WrittenTo {
  readonly c: Case;
  readonly subject: Subject;
  readonly created: Pick<Created, 'path'>;
  readonly shown: JsonObject;
}

/** Members that no representation is compared by, and that a refused request must not change either. */
const IDENTITY = ['id', 'schemas'] as const;

/**
 * Judges that a write that was refused left the resource as it was: a client that is told of an error counts on it
 * (RFC 7644 §3.5.2, RFC 9110 §15.5). Says nothing of an answer that is no refusal.
 * @param what what was refused: `a PATCH with an unknown op`
 */
export async function judgeNotCarriedOut(
  { c, subject, created, shown: before }: WrittenTo,
  answer: Answer,
  what: string,
  rule: RequirementId,
): Promise<void> {
  if (answer.status < 400 || answer.status > 499) return;
  const { noun, type } = subject;
  const get = await c.send({
    method: 'GET',
    path: created.path,
    purpose: 'see whether what was refused was done',
  });
  judgeAnswered(c, rule, get, 200, `GET of the ${noun}`, { when: `after ${what} was refused` });
  const hidden = c.session.shownOnRequest(created.path).length > 0;
  const after = hidden ? await c.read(created) : (get.resource ?? {});
  const changed: readonly Complaint[] = [
    ...IDENTITY.map((name) => [name, member(before, name), member(after, name)] as const)
      .filter(([, was, is]) => !sameJson(sorted(was), sorted(is)))
      .map(([name, was, is]) => carriedOut(what, answer, name, [was, is])),
    ...deviations({ sent: before, before, wanted: before, after }, type).map(({ attribute, wanted, got }) =>
      carriedOut(what, answer, attribute.text, [wanted, got]),
    ),
  ];
  c.judge(rule, changed.length === 0, () => together(changed));
}

/** The URIs in `schemas` may come in any order. */
function sorted(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? [...value].sort() : value;
}
