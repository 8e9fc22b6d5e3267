import type {
  Answer,
  Case,
  CheckContext,
  Created,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  answered,
  fewRuns,
  putIfOffered,
  remove,
  resourcePath,
  SetupFailure,
  stringMember,
} from '../../kit/index.ts';

export const UNKNOWN: RequirementId = 'RFC7644-3.5.1-creates-nothing';

/** A PUT to the id of a deleted resource, which has the form of an id and names nothing (RFC 7644 §3.6). */
export function createsNothing(subject: Subject, t: CheckContext): Promise<void> {
  return t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const created = await subject.create(c, resource);
      await remove(c, created);
      await requireGone(c, subject, created);
      const body = { ...subject.stamp(c, resource), id: created.id };
      const answer = await putToNobody(c, subject, created.id, body, UNKNOWN);
      c.judge(UNKNOWN, answer.status < 500, () => answered(whatOf(subject), answer, 404));
      c.advise(UNKNOWN, answer.status === 404, () => answered(whatOf(subject), answer, 404));
      const { path } = created;
      const after = await c.send({ method: 'GET', path, purpose: 'see if it is there now' });
      c.judge(UNKNOWN, !after.ok, () => ({
        deviation: 'carriedOut',
        what: whatOf(subject),
        says: `is refused with ${answer.status}, and creates one all the same`,
        wanted: `no ${subject.noun} at ${path}`,
        got: `GET there is answered with ${after.status}`,
        answer,
      }));
    },
    { runs: fewRuns(t) },
  );
}

/** Lets a PUT be blamed only where nothing is at its id. @throws SetupFailure where a deletion was none */
async function requireGone(c: Case, { noun }: Subject, { path }: Created): Promise<void> {
  const answer = await c.send({ method: 'GET', path, purpose: 'see that it is gone' });
  if (answer.ok) throw new SetupFailure(`cannot judge: a ${noun} who was deleted is still there`, answer);
}

const whatOf = ({ noun }: Subject): string => `a PUT to an id that no ${noun} has`;

/** Sends a PUT to an id that no resource has, and judges that it is refused. @throws NotOffered without PUT */
export async function putToNobody(
  c: Case,
  subject: Subject,
  id: string,
  body: JsonObject,
  rule: RequirementId,
): Promise<Answer> {
  const path = resourcePath(subject.type.endpoint, id);
  const answer = await putIfOffered(c, { path }, body, `replace a ${subject.noun} that does not exist`);
  if (answer.ok) {
    const own = stringMember(answer.resource, 'id') ?? id;
    c.track({ id: own, path: resourcePath(subject.type.endpoint, own) });
  }
  c.judge(rule, !answer.ok, () =>
    answered(whatOf(subject), answer, 404, {
      hint: 'PUT must not create resources: ids are the service provider’s.',
    }),
  );
  return answer;
}
