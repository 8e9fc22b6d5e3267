import fc from 'fast-check';
import type { Answer, Case, CheckContext, JsonObject, Subject } from '../kit/index.ts';
import {
  complaint,
  defineSuite,
  describe,
  differences,
  eachSubject,
  eq,
  isObject,
  PATCH,
  patch,
  putIfOffered,
  query,
  resourcePath,
  shown,
  stringMember,
} from '../kit/index.ts';

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
      requirements: ['RFC7644-3.2-put-creates-nothing'],
      run: (t) => overSubjects(t, putToNobody),
    },
    {
      name: 'answers-show-the-state',
      title: 'The answers to POST and PUT show what a GET shows afterwards',
      requirements: ['RFC7644-3.1-state'],
      run: (t) => overSubjects(t, showsState),
    },
    {
      name: 'patch-answers-show-the-state',
      title: 'The answer to PATCH shows what a GET shows afterwards',
      requirements: ['RFC7644-3.1-state'],
      needs: [PATCH],
      run: (t) => overSubjects(t, patchShowsState),
    },
  ],
);

type Judge = (c: Case, subject: Subject, resources: readonly [JsonObject, JsonObject]) => Promise<void>;

/** A property over two resources of every type the target has. */
function overSubjects(parent: CheckContext, judge: Judge): Promise<void> {
  return eachSubject(parent, (subject, t) => {
    const resource = subject.arbitrary({ required: 'with-optional' });
    return t.forAll(fc.tuple(resource, resource), (pair, c) => judge(c, subject, pair), {
      runs: t.session.effort.costlyRuns,
    });
  });
}

const REQUIREMENT = 'RFC7644-3.1-state';

async function putToNobody(
  c: Case,
  subject: Subject,
  [resource]: readonly [JsonObject, JsonObject],
): Promise<void> {
  const { type, noun } = subject;
  const id = `${c.marker()}-nobody`;
  const path = resourcePath(type.endpoint, id);
  const body = subject.stamp(c, resource);
  const response = await putIfOffered(c, { path }, body, `replace a ${noun} that does not exist`);
  if (response.status < 300) c.track({ id: stringMember(response.body, 'id') ?? id, path, sent: body });
  c.judge('RFC7644-3.2-put-creates-nothing', response.status >= 300, () => ({
    message: `a PUT to an id that no ${noun} has is answered with ${describe(response)}`,
    expected: '404',
    actual: describe(response),
  }));
  const name = noun === 'user' ? 'userName' : 'displayName';
  const value = stringMember(body, name);
  if (value === undefined) return;
  const list = await query(
    c,
    type.endpoint,
    { filter: eq(name, value) },
    'RFC7644-3.2-put-creates-nothing',
    'look for it',
  );
  const [found] = list.resources;
  const stray = stringMember(found, 'id');
  if (stray !== undefined) c.track({ id: stray, path: resourcePath(type.endpoint, stray), sent: body });
  c.judge('RFC7644-3.2-put-creates-nothing', found === undefined, () => ({
    message: `a PUT to an id that no ${noun} has creates one, although it is answered with ${response.status}`,
    expected: `no ${noun} with this ${name}`,
    actual: shown(found),
  }));
}

async function showsState(
  c: Case,
  subject: Subject,
  [first, second]: readonly [JsonObject, JsonObject],
): Promise<void> {
  const { endpoint } = subject.type;
  const { response, created } = await c.post(endpoint, subject.stamp(c, first), `create the ${subject.noun}`);
  if (created === null) return;
  judgeState(c, subject, 'POST', response, await c.read(created));
  const replaced = await putIfOffered(c, created, subject.stamp(c, second), `replace the ${subject.noun}`);
  judgeState(c, subject, 'PUT', replaced, await c.read(created));
}

async function patchShowsState(
  c: Case,
  subject: Subject,
  [first]: readonly [JsonObject, JsonObject],
): Promise<void> {
  const created = await subject.create(c, first);
  const attribute = subject.attributes.find(
    ({ path, definition }) =>
      path.subAttribute === null &&
      path.filter === null &&
      definition.type === 'string' &&
      typeof created.sent[definition.name] === 'string',
  );
  const name = attribute?.definition.name ?? 'displayName';
  const value = `${String(created.sent[name] ?? '')}x`;
  const response = await patch(c, created, [{ op: 'replace', path: name, value }], `change ${name}`);
  judgeState(c, subject, 'PATCH', response, await c.read(created));
}

/** What the answer shows is what is there; it need not show all (RFC 7644 §3.3, §3.5.1, §3.5.2). */
function judgeState(c: Case, subject: Subject, method: string, response: Answer, got: JsonObject): void {
  const { body, status } = response;
  const told = status < 300 && isObject(body) ? differences(body, got, subject.attributes, subject.type) : [];
  const wrong = told.filter(({ kind }) => kind !== 'canonical');
  c.judge(REQUIREMENT, wrong.length === 0, () =>
    complaint(wrong[0], 'GET', `in the answer to ${method} is not what comes back`, wrong),
  );
}
