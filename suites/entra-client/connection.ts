import fc from 'fast-check';
import { wrongHeaders } from '../../http/credentials.ts';
import type {
  Answer,
  CheckContext,
  CheckEntry,
  Complaint,
  Play,
  RequirementId,
  ScimRequest,
  Subject,
} from '../../kit/index.ts';
import {
  answered,
  counted,
  describe,
  eq,
  found,
  judgeAnswered,
  judgeList,
  judgeNone,
  LIST_RESPONSE,
  malformed,
  member,
  overPlays,
  PATCH_OP,
  plain,
  stringMember,
  subjects,
  TOKEN,
} from '../../kit/index.ts';

/** What surrounds the requests: the connection test, credentials, query parameters and headers. */
export const connection: readonly CheckEntry[] = [
  {
    name: 'test-connection',
    title: 'Test Connection, a filter on a random value, is answered with 200 and an empty list',
    requirements: ['E-031', 'E-032', 'E-033'],
    run: (t) => t.forEach(subjects(t.session), testConnection),
  },
  {
    name: 'wrong-token',
    title:
      'A wrong token, and none at all, are answered with 401 or 403 on every kind of call, and nothing happens',
    requirements: ['E-021'],
    needs: [TOKEN],
    run: (t) =>
      t.forEach(subjects(t.session), (subject, own) =>
        own.forEach(['a wrong token', 'no token'], (words, each) => wrongToken(each, subject, words)),
      ),
  },
  {
    name: 'unknown-parameter',
    title: 'The feature flag of the tenant URL, an unknown query parameter, is ignored on every kind of call',
    requirements: ['E-007'],
    run: (t) =>
      onEveryCall(t, 'E-007', 'with ?aadOptscim062020', (request) => ({
        ...request,
        rawQuery: [request.rawQuery, 'aadOptscim062020'].filter((part) => part !== undefined).join('&'),
      })),
  },
  {
    name: 'unknown-headers',
    title: 'Unknown request headers are ignored',
    requirements: ['E-012'],
    run: (t) =>
      onEveryCall(t, 'E-012', 'with the header ADSCIMVersion: 5.0', (request) => ({
        ...request,
        headers: { adscimversion: '5.0', 'x-ms-client-request-id': '06b07648-0000-4000-8000-000000000001' },
      })),
  },
  {
    name: 'no-user-agent',
    title: 'Requests without a User-Agent are answered like any others',
    requirements: ['E-013'],
    run: (t) =>
      onEveryCall(t, 'E-013', 'without a User-Agent', (request) => ({
        ...request,
        headers: { 'user-agent': '' },
      })),
  },
];

/** The attribute by which a resource is told from others. */
const nameOf = ({ noun }: Subject): string => (noun === 'user' ? 'userName' : 'displayName');

async function testConnection(subject: Subject, t: CheckContext): Promise<void> {
  const { type, noun, attributes } = subject;
  const matching = attributes.find((a) => a.matching === 1)?.text ?? nameOf(subject);
  const rule = noun === 'user' ? 'E-031' : 'E-033';
  const what = `the connection test with ${noun}s`;
  await t.forAll(
    fc.uuid(),
    async (random, c) => {
      const query = { filter: eq(matching, random) };
      const answer = await c.send({ method: 'GET', path: type.endpoint, query, purpose: `make ${what}` });
      c.judge('E-032', answer.status !== 404, () =>
        answered(what, answer, 200, {
          says: 'is answered with 404, which puts the job into quarantine',
          success: false,
        }),
      );
      const { body, resources, totalResults } = judgeList(c, answer, rule, what);
      const schemas = member(body, 'schemas');
      c.judge(rule, Array.isArray(schemas) && schemas.includes(LIST_RESPONSE), () =>
        malformed(`the schemas in the answer to ${what}`, JSON.stringify([LIST_RESPONSE]), schemas, {
          attribute: 'schemas',
          answer,
        }),
      );
      // A client that expects a list trips over null (rule E-042).
      const listed = member(body, 'Resources');
      c.judge(rule, listed === undefined || Array.isArray(listed), () =>
        malformed(`Resources in the answer to ${what}`, '[]', listed, { attribute: 'Resources', answer }),
      );
      c.judge(rule, resources.length === 0, () =>
        found(what, `${resources.length} ${noun}s`, { attribute: matching, answer }),
      );
      c.judge(rule, totalResults === 0, () =>
        counted(`totalResults in the answer to ${what}`, 0, member(body, 'totalResults'), {
          attribute: 'totalResults',
          answer,
        }),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** One request of each kind that the provisioning service sends for a resource that exists. */
function callsFor(t: CheckContext, play: Play): readonly ScimRequest[] {
  const { c, subject, shown, created } = play;
  const { type, noun } = subject;
  const name = nameOf(subject);
  const filter = encodeURIComponent(eq(name, stringMember(shown, name) ?? ''));
  const fresh = () => subject.stamp(c, plain(t, subject));
  const operation = { op: 'Replace', path: name, value: fresh()[name] ?? '' };
  const change = {
    method: 'PATCH',
    path: created.path,
    body: { schemas: [PATCH_OP], Operations: [operation] },
    purpose: `change the ${noun}`,
  } as const;
  return [
    { method: 'GET', path: type.endpoint, rawQuery: `filter=${filter}`, purpose: `find the ${noun}` },
    { method: 'GET', path: created.path, purpose: `read the ${noun}` },
    { method: 'POST', path: type.endpoint, body: fresh(), purpose: `create another ${noun}` },
    ...(t.session.facts.features.patch === false ? [] : [change]),
    { method: 'DELETE', path: created.path, purpose: `delete the ${noun}` },
  ];
}

/** `POST of groups` */
const called = ({ method }: ScimRequest, { noun }: Subject): string => `${method} of ${noun}s`;

async function call({ c }: Play, request: ScimRequest): Promise<Answer> {
  const answer = await c.send(request);
  if (request.method === 'DELETE' && answer.ok) c.session.ledger.deleted(request.path);
  return answer;
}

/** Statuses that let nobody in: a method that is not there at all needs no credentials. */
const KEPT_OUT: readonly number[] = [401, 403, 405, 501];

async function wrongToken(t: CheckContext, subject: Subject, words: string): Promise<void> {
  await overPlays(
    t,
    subject,
    'E-021',
    async (play) => {
      const { c, rule } = play;
      const { credentials } = t.session.plan.target;
      const headers = words === 'no token' ? {} : wrongHeaders(credentials, c.marker());
      const wrong: Complaint[] = [];
      for (const request of callsFor(t, play)) {
        const answer = await call(play, { ...request, authorize: false, headers });
        if (KEPT_OUT.includes(answer.status) || (await isRefusedAnyway(play, request, answer))) continue;
        const hint = answer.ok
          ? 'Credentials have to be checked on every call, before anything else.'
          : undefined;
        const what = `${called(request, subject)} with ${words}`;
        wrong.push(answered(what, answer, [401, 403], { hint, success: false }));
      }
      judgeNone(c, rule, wrong);
      await judgeUntouched(play, words);
    },
    { runs: 1 },
  );
}

/** Whether a query is refused in the same words to whom it is allowed: it is no query for this target. */
async function isRefusedAnyway(play: Play, request: ScimRequest, answer: Answer): Promise<boolean> {
  if (answer.ok || request.method !== 'GET') return false;
  const allowed = await call(play, request);
  return describe(allowed) === describe(answer);
}

/** Judges that what was refused was not carried out. */
async function judgeUntouched(play: Play, words: string): Promise<void> {
  const { c, rule, subject, shown, created } = play;
  const name = nameOf(subject);
  const answer = await c.send({ method: 'GET', path: created.path, purpose: 'see that nothing happened' });
  const carriedOut = (what: string): Complaint => ({
    deviation: 'carriedOut',
    what: `${what} of a ${subject.noun} with ${words}`,
    says: 'is refused and carried out all the same',
    answer,
  });
  c.judge(rule, answer.status !== 404, () => carriedOut('DELETE'));
  judgeAnswered(c, rule, answer, 200, `GET of the ${subject.noun}`);
  const [was, is] = [shown, answer.resource].map((one) => member(one ?? {}, name));
  c.judge(rule, was === is, () => ({ ...carriedOut('PATCH'), attribute: name, wanted: was, got: is }));
}

/** Every call, changed in something that a target has to ignore; its plain form is compared where it is refused. */
function onEveryCall(
  t: CheckContext,
  rule: RequirementId,
  words: string,
  change: (request: ScimRequest) => ScimRequest,
): Promise<void> {
  return t.forEach(subjects(t.session), (subject, own) =>
    overPlays(
      own,
      subject,
      rule,
      async (play) => {
        for (const request of callsFor(own, play)) {
          const answer = await call(play, change(request));
          play.c.judge(rule, answer.ok, () =>
            answered(`${called(request, subject)} ${words}`, answer, 200, { wanted: 'the same as without' }),
          );
        }
      },
      { runs: 1 },
    ),
  );
}
