import fc from 'fast-check';
import { wrongHeaders } from '../../http/credentials.ts';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Created,
  RequirementId,
  ScimRequest,
} from '../../kit/index.ts';
import {
  describe,
  eq,
  LIST_RESPONSE,
  member,
  PATCH_OP,
  resourcePath,
  shown,
  stringMember,
  subjects,
  TOKEN,
  userSubject,
} from '../../kit/index.ts';

/** What surrounds the requests: the connection test, credentials, query parameters and headers. */
export const connection: readonly CheckEntry[] = [
  {
    name: 'test-connection',
    title: 'Test Connection, a filter on a random value, is answered with 200 and an empty list',
    requirements: ['E-031', 'E-032', 'E-033'],
    run: testConnection,
  },
  {
    name: 'wrong-token',
    title:
      'A wrong token, and none at all, are answered with 401 or 403 on every kind of call, and nothing happens',
    requirements: ['E-021'],
    needs: [TOKEN],
    run: wrongToken,
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

async function testConnection(t: CheckContext): Promise<void> {
  for (const { type, noun, attributes } of subjects(t.session)) {
    const matching =
      attributes.find((a) => a.matching === 1)?.text ?? (noun === 'user' ? 'userName' : 'displayName');
    const rule = noun === 'user' ? 'E-031' : 'E-033';
    await t.forAll(
      fc.uuid(),
      async (random, c) => {
        const response = await c.send({
          method: 'GET',
          path: type.endpoint,
          query: { filter: eq(matching, random) },
          purpose: `test the connection with ${noun}s`,
        });
        c.judge('E-032', response.status !== 404, () => ({
          message: `the connection test with ${noun}s is answered with 404, which puts the job into quarantine`,
          expected: '200 with an empty ListResponse',
          actual: describe(response),
        }));
        judgeEmptyList(c, rule, response, noun);
      },
      { runs: t.session.effort.costlyRuns },
    );
  }
}

function judgeEmptyList(c: Case, rule: RequirementId, response: Answer, noun: string): void {
  const schemas = member(response.body, 'schemas');
  const found = member(response.body, 'Resources');
  const empty = found === undefined || (Array.isArray(found) && found.length === 0);
  const right =
    response.status === 200 &&
    Array.isArray(schemas) &&
    schemas.includes(LIST_RESPONSE) &&
    member(response.body, 'totalResults') === 0 &&
    empty;
  c.judge(rule, right, () => ({
    message: `the connection test with ${noun}s is answered with ${describe(response)}, which is no empty list`,
    expected: '200 with a ListResponse of totalResults 0',
    actual:
      response.text === ''
        ? describe(response)
        : `${response.status} ${shown(response.body ?? response.text)}`,
  }));
}

/** One request of each kind that the provisioning service sends for users, or groups, that exist. */
function callsFor(t: CheckContext, c: Case, { user, group }: Existing): readonly ScimRequest[] {
  const { userType, groupType } = t.session;
  return [
    ...[
      { type: userType, created: user, name: 'userName' },
      { type: groupType, created: group, name: 'displayName' },
    ]
      .filter((kind): kind is typeof kind & { created: Created } => kind.created !== null)
      .flatMap(({ type, created, name }): readonly ScimRequest[] => {
        const value = stringMember(created.sent, name) ?? '';
        const filter = encodeURIComponent(eq(name, value));
        const noun = type.name.toLowerCase();
        const stamped = () => (type === userType ? c.stampUser(created.sent) : c.stampGroup(created.sent));
        const [fresh, other] = [stamped(), stringMember(stamped(), name) ?? ''];
        return [
          { method: 'GET', path: type.endpoint, rawQuery: `filter=${filter}`, purpose: `find the ${noun}` },
          { method: 'GET', path: created.path, purpose: `read the ${noun}` },
          { method: 'POST', path: type.endpoint, body: fresh, purpose: `create another ${noun}` },
          ...(t.session.facts.features.patch === false
            ? []
            : [
                {
                  method: 'PATCH' as const,
                  path: created.path,
                  body: { schemas: [PATCH_OP], Operations: [{ op: 'Replace', path: name, value: other }] },
                  purpose: `change the ${noun}`,
                },
              ]),
          { method: 'DELETE', path: created.path, purpose: `delete the ${noun}` },
        ];
      }),
  ];
}

interface Existing {
  readonly user: Created;
  readonly group: Created | null;
}

/** A property over a user and, where there are groups, a group that exist. */
function overExisting(t: CheckContext, body: (c: Case, existing: Existing) => Promise<void>): Promise<void> {
  const groups = subjects(t.session).find(({ noun }) => noun === 'group');
  return t.forAll(
    fc.tuple(
      userSubject(t.session).arbitrary({ required: 'only' }),
      groups?.arbitrary({ required: 'only' }) ?? fc.constant(null),
    ),
    async ([user, group], c) =>
      body(c, { user: await c.createUser(user), group: group === null ? null : await c.createGroup(group) }),
    { runs: 1 },
  );
}

/** Sends a call that may create something, and takes note of what it created. */
async function sendTracked(c: Case, request: ScimRequest): Promise<Answer> {
  const response = await c.send(request);
  const id = stringMember(response.body, 'id');
  if (request.method === 'POST' && response.status < 300 && id !== undefined)
    c.track({ id, path: resourcePath(request.path, id), sent: {} });
  if (request.method === 'DELETE' && response.status < 300) c.session.ledger.deleted(request.path);
  return response;
}

async function wrongToken(t: CheckContext): Promise<void> {
  await overExisting(t, async (c, existing) => {
    const { credentials } = t.session.plan.target;
    for (const [words, headers] of [
      ['a wrong token', wrongHeaders(credentials, c.marker())],
      ['no token', {}],
    ] as const) {
      for (const request of callsFor(t, c, existing)) {
        const response = await sendTracked(c, { ...request, authorize: false, headers });
        c.judge('E-021', response.status === 401 || response.status === 403, () => ({
          message: `${request.method} ${request.path.split('/')[1]} with ${words} is answered with ${describe(response)}`,
          expected: '401 (or 403)',
          actual: describe(response),
          hint: 'Credentials have to be checked on every call, before anything else.',
        }));
      }
    }
    for (const created of [existing.user, existing.group]) {
      if (created === null) continue;
      const response = await c.send({
        method: 'GET',
        path: created.path,
        purpose: 'see that nothing happened',
      });
      c.judge('E-021', response.status === 200, () => ({
        message: `a DELETE with wrong credentials was refused and carried out all the same: GET is answered with ${describe(response)}`,
        expected: '200',
        actual: describe(response),
      }));
    }
  });
}

async function onEveryCall(
  t: CheckContext,
  rule: RequirementId,
  words: string,
  change: (request: ScimRequest) => ScimRequest,
): Promise<void> {
  await overExisting(t, async (c, existing) => {
    for (const request of callsFor(t, c, existing)) {
      const response = await sendTracked(c, change(request));
      c.judge(rule, response.status >= 200 && response.status < 300, () => ({
        message: `${request.method} ${request.path.split('/')[1]} ${words} is answered with ${describe(response)}`,
        expected: 'the same as without',
        actual: describe(response),
      }));
    }
  });
}
