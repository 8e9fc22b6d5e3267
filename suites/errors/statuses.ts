import type { CheckContext, CheckEntry } from '../../kit/index.ts';
import { answered, judgeAnswered, resourcePath, stringMember, TOKEN, userSubject } from '../../kit/index.ts';

/** A method where it means nothing. None is tried that would spoil more than one user where it is carried out. */
const UNUSED = [
  { method: 'POST', of: 'user', what: 'POST to a user' },
  { method: 'PUT', of: 'endpoint', what: 'PUT to the endpoint of users' },
] as const;

function judgeUnused({ method, of, what }: (typeof UNUSED)[number], t: CheckContext): Promise<void> {
  return t.forAll(
    userSubject(t.session).arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await c.createUser(user);
      const { endpoint } = t.session.userType;
      const path = of === 'user' ? created.path : endpoint;
      const body = c.stampUser(user);
      const answer = await c.send({ method, path, body, purpose: what, wellFormed: false });
      const id = stringMember(answer.resource ?? undefined, 'id');
      if (id !== undefined) c.track({ id, path: resourcePath(endpoint, id) });
      const failed = answer.status >= 500 && answer.status !== 501;
      c.judge('RFC7644-3.12-status-codes', !failed, () => answered(what, answer, [404, 405, 501]));
    },
    { runs: 1 },
  );
}

/** Status codes of errors that no particular resource is about (RFC 7644 §3.12, Table 8). */
export const statuses: readonly CheckEntry[] = [
  {
    name: 'unauthorized',
    title: 'A request with a wrong token is answered with 401',
    requirements: ['RFC7644-3.12-unauthorized'],
    needs: [TOKEN],
    run: (t) =>
      t.once(async (c) => {
        const response = await c.send({
          method: 'GET',
          path: t.session.userType.endpoint,
          query: { count: 1 },
          authorize: false,
          headers: { authorization: `Bearer ${c.marker()}` },
          purpose: 'ask with a wrong token',
        });
        judgeAnswered(c, 'RFC7644-3.12-unauthorized', response, 401, 'a request with a wrong token');
      }),
  },
  {
    name: 'malformed-body',
    title: 'A body that cannot be parsed is answered with 400, whatever the method',
    requirements: ['RFC7644-3.12-status-codes'],
    run: (t) =>
      t.forAll(
        userSubject(t.session).arbitrary({ required: 'only' }),
        async (user, c) => {
          const created = await c.createUser(user);
          const { endpoint } = t.session.userType;
          for (const [method, path] of [
            ['POST', endpoint],
            ['PUT', created.path],
            ['PATCH', created.path],
          ] as const) {
            const response = await c.send({ method, path, rawBody: '{', purpose: 'send half a body' });
            const { status } = response;
            const refused = (status >= 400 && status < 500) || status === 501;
            c.judge('RFC7644-3.12-status-codes', refused, () =>
              answered(`${method} with a body that cannot be parsed`, response, 400, {
                wanted: '400 with scimType invalidSyntax',
                hint: status >= 500 ? 'The parser’s exception is not caught.' : undefined,
              }),
            );
          }
        },
        { runs: 1 },
      ),
  },
  {
    name: 'unknown-endpoint',
    title: 'An endpoint that does not exist is answered with 404, 405 or 501',
    requirements: ['RFC7644-3.12-not-implemented'],
    run: (t) =>
      t.once(async (c) => {
        const path = `/${c.marker()}s`;
        for (const method of ['GET', 'POST'] as const) {
          const body = method === 'POST' ? { body: { schemas: [] } } : {};
          const response = await c.send({
            method,
            path,
            ...body,
            wellFormed: false,
            purpose: 'ask an endpoint that does not exist',
          });
          const what = `${method} on an endpoint that does not exist`;
          judgeAnswered(c, 'RFC7644-3.12-not-implemented', response, [404, 405, 501], what, {
            hint: response.ok ? 'A catch-all route answers in the place of the API.' : undefined,
          });
        }
      }),
  },
  {
    name: 'unused-methods',
    title: 'A method that an endpoint does not have is refused, and fails nothing',
    requirements: ['RFC7644-3.12-status-codes'],
    run: (t) => t.forEach(UNUSED, judgeUnused),
  },
];
