import fc from 'fast-check';
import type { Answer, CheckContext, Play, RequirementId, Subject, Tried } from '../kit/index.ts';
import {
  defineSuite,
  describe,
  deviations,
  eachSubject,
  eq,
  fewRuns,
  InputRefused,
  isObject,
  judgeAnswered,
  member,
  overUses,
  PATCH,
  patch,
  putIfOffered,
  resourcePath,
  SetupFailure,
  stringMember,
  together,
  valueUses,
  wrongValue,
} from '../kit/index.ts';
import { putToNobody } from './replace/nobody.ts';

const NOBODY: RequirementId = 'RFC7644-3.2-put-creates-nothing';
const STATE: RequirementId = 'RFC7644-3.1-state';

/** HTTP methods on the endpoints, and what their answers show: RFC 7644 §3.1, §3.2. */
export const endpoints = defineSuite(
  {
    name: 'endpoints',
    groups: ['rfc'],
    title: 'Methods do what they are for, and answers show what came of it',
  },
  [
    {
      name: 'put-creates-nothing',
      title: 'A PUT to an id that nobody has creates nothing',
      requirements: [NOBODY],
      run: (t) => eachSubject(t, createsNothing),
    },
    {
      name: 'answers-show-the-state',
      title: 'The answers to POST and PUT show what a GET shows afterwards',
      requirements: [STATE],
      run: (t) => eachSubject(t, showsState),
    },
    {
      name: 'patch-answers-show-the-state',
      title: 'The answer to PATCH shows what a GET shows afterwards',
      requirements: [STATE],
      needs: [PATCH],
      run: async (t) =>
        t.forEach(await valueUses(t), (uses, own) => overUses(own, uses, STATE, patchShowsState)),
    },
  ],
);

function createsNothing(subject: Subject, t: CheckContext): Promise<void> {
  const { type, noun } = subject;
  const name = noun === 'user' ? 'userName' : 'displayName';
  return t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (resource, c) => {
      const body = subject.stamp(c, resource);
      const answer = await putToNobody(c, subject, `${c.marker()}-nobody`, body, NOBODY);
      const value = stringMember(body, name);
      if (value === undefined) return;
      const { list } = await c.send({
        method: 'GET',
        path: type.endpoint,
        query: { filter: eq(name, value) },
        purpose: 'look for it',
      });
      // A target may ignore filters, and show everybody.
      const resources = member(list, 'Resources');
      const risen = (Array.isArray(resources) ? resources.filter(isObject) : []).find(
        (one) => stringMember(one, name)?.toLowerCase() === value.toLowerCase(),
      );
      const id = stringMember(risen, 'id');
      if (id !== undefined) c.track({ id, path: resourcePath(type.endpoint, id) });
      c.judge(NOBODY, risen === undefined, () => ({
        deviation: 'carriedOut',
        what: `a PUT to an id that no ${noun} has`,
        says: `is refused with ${answer.status}, and creates one all the same`,
        wanted: `no ${noun} with this ${name}`,
        got: risen,
        answer,
      }));
    },
    { runs: fewRuns(t) },
  );
}

function showsState(subject: Subject, t: CheckContext): Promise<void> {
  const resource = subject.arbitrary({ required: 'with-optional' });
  const { endpoint } = subject.type;
  return t.forAll(
    fc.tuple(resource, resource),
    async ([first, second], c) => {
      const { response, created } = await c.post(
        endpoint,
        subject.stamp(c, first),
        `create the ${subject.noun}`,
      );
      if (created === null)
        throw new InputRefused(
          `cannot judge: POST ${endpoint} is answered with ${describe(response)}`,
          response,
        );
      const written = { c, subject, created };
      await judgeState(written, 'POST', response);
      const body = subject.stamp(c, second);
      await judgeState(written, 'PUT', await putIfOffered(c, created, body, `replace the ${subject.noun}`));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function patchShowsState({ play, others }: Tried): Promise<void> {
  const operations = others.map(({ unit, value }) => ({ op: 'replace', path: unit.text, value }));
  const answer = await patch(play.c, play.created, operations, 'give it other values');
  // Whether it has to be accepted is for the checks of PATCH to judge.
  if (!answer.ok) throw new SetupFailure(`cannot judge: PATCH answered ${describe(answer)}`, answer);
  await judgeState(play, 'PATCH', answer);
}

/** A resource that was written to. */
type Written = Pick<Play, 'c' | 'subject' | 'created'>;

/** What the answer shows is what is there; it need not show all (RFC 7644 §3.3, §3.5.1, §3.5.2). */
async function judgeState(written: Written, method: string, answer: Answer): Promise<void> {
  if (!answer.ok) return;
  const { c, subject, created } = written;
  const get = await c.send({ method: 'GET', path: created.path, purpose: `read it after the ${method}` });
  judgeAnswered(c, STATE, get, 200, `GET of the ${subject.noun}`, { when: `after a ${method}` });
  const hidden = c.session.shownOnRequest(created.path).length > 0;
  const after = hidden ? await c.read(created) : (get.resource ?? {});
  const told = answer.resource ?? {};
  const wrong = deviations({ sent: told, before: told, wanted: told, after }, subject.type);
  const more = { when: `in the answer to ${method}`, says: 'is not what GET shows afterwards', answer };
  c.judge(STATE, wrong.length === 0, () =>
    together(wrong.map(({ attribute, wanted, got }) => wrongValue(attribute.text, got, wanted, more))),
  );
}
