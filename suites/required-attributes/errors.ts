import type { Answer, Case, CheckContext, CheckEntry, RequirementId } from '../../kit/index.ts';
import {
  eq,
  judgeErrorBody,
  judgeRefused,
  postBare,
  resourcePath,
  SCIM_MEDIA_TYPE,
  stringMember,
  userSubject,
} from '../../kit/index.ts';

/** Errors and media types, as every request of the other checks relies on them. */
export const errors: readonly CheckEntry[] = [
  {
    name: 'unknown-id',
    title: 'An id that no resource has is answered with 404',
    requirements: ['RFC7644-3.12-not-found'],
    run: (t) =>
      t.once(async (c) => {
        for (const method of ['GET', 'DELETE'] as const) {
          const path = resourcePath(t.session.userType.endpoint, `${c.marker()}-unknown`);
          const response = await c.send({ method, path, purpose: 'ask for an id that no user has' });
          judgeRefused(c, response, 'RFC7644-3.12-not-found', {
            status: 404,
            what: `${method} on an id that no user has`,
          });
        }
      }),
  },
  {
    name: 'error-messages',
    title: 'Every error answers with a SCIM Error message',
    requirements: ['RFC7644-3.12-error-body'],
    run: (t) =>
      t.forEach(PROVOCATIONS, (kind, own) =>
        own.once(async (c) =>
          judgeErrorBody(c, await kind.provoke(own, c), 'RFC7644-3.12-error-body', kind.what),
        ),
      ),
  },
  {
    name: 'media-type',
    title: 'Resources and lists are answered as application/scim+json',
    requirements: ['RFC7644-3.8-media-type'],
    run: (t) => mediaType(t),
  },
  {
    name: 'error-media-type',
    title: 'Errors are answered as application/scim+json',
    requirements: ['E-009'],
    run: (t) =>
      t.once(async (c) => {
        const kind = PROVOCATIONS[0];
        if (kind !== undefined) judgeMediaType(c, await kind.provoke(t, c), 'E-009', kind.what);
      }),
  },
  {
    name: 'request-media-types',
    title:
      'A body labelled application/scim+json; charset=utf-8 is accepted, and so are other Accept headers',
    requirements: ['E-008', 'E-010'],
    run: (t) => requestMediaTypes(t),
  },
];

/** Ways to provoke an error that no conformant target can avoid. */
const PROVOCATIONS: readonly {
  readonly what: string;
  readonly provoke: (t: CheckContext, c: Case) => Promise<Answer>;
}[] = [
  {
    what: 'GET on an id that no user has',
    provoke: (t, c) =>
      c.send({
        method: 'GET',
        path: resourcePath(t.session.userType.endpoint, `${c.marker()}-unknown`),
        purpose: 'ask for an id that no user has',
      }),
  },
  {
    what: 'a user without a userName',
    provoke: ({ session: { userType } }, c) =>
      postBare(c, userType.endpoint, { schemas: [userType.schema.id] }, 'create a user without a userName'),
  },
];

async function mediaType(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const { response, created } = await c.post(
        subject.type.endpoint,
        subject.stamp(c, user),
        'create the user',
      );
      if (created === null) return;
      if (response.text !== '') judgeMediaType(c, response, 'RFC7644-3.8-media-type', 'the answer to POST');
      const read = await c.send({ method: 'GET', path: created.path, purpose: 'read it back' });
      judgeMediaType(c, read, 'RFC7644-3.8-media-type', 'the answer to GET by id');
      const filter = eq('userName', stringMember(created.sent, 'userName') ?? '');
      const list = await c.send({
        method: 'GET',
        path: subject.type.endpoint,
        query: { filter },
        purpose: 'find it',
      });
      judgeMediaType(c, list, 'RFC7644-3.8-media-type', 'the answer to a query');
    },
    { runs: 1 },
  );
}

/** Judges the media type alone; parameters such as charset are as good as none. */
function judgeMediaType(c: Case, response: Answer, requirement: RequirementId, what: string): void {
  const header = response.headers['content-type'] ?? '';
  const mediaType = header.split(';')[0]?.trim().toLowerCase();
  c.judge(requirement, mediaType === SCIM_MEDIA_TYPE, () => ({
    message: `${what} (${response.status}) is not labelled ${SCIM_MEDIA_TYPE}`,
    expected: `Content-Type: ${SCIM_MEDIA_TYPE}`,
    actual: header === '' ? 'no Content-Type' : `Content-Type: ${header}`,
    hint: 'The web framework’s default for JSON answers was left in place.',
  }));
}

async function requestMediaTypes(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const { response } = await c.post(
        subject.type.endpoint,
        subject.stamp(c, user),
        'create the user with a charset in the media type',
        { 'content-type': `${SCIM_MEDIA_TYPE}; charset=utf-8` },
      );
      c.judge('E-008', response.status < 300, () => ({
        message: `a body labelled ${SCIM_MEDIA_TYPE}; charset=utf-8 is answered with ${response.status}`,
        expected: '201',
        actual: String(response.status),
      }));
      for (const accept of ['*/*', 'application/json']) {
        const list = await c.send({
          method: 'GET',
          path: subject.type.endpoint,
          query: { count: 1 },
          headers: { accept },
          purpose: `list with Accept: ${accept}`,
        });
        c.judge('E-010', list.status !== 406 && list.status !== 415, () => ({
          message: `a request with Accept: ${accept} is answered with ${list.status}`,
          expected: '200',
          actual: String(list.status),
        }));
      }
    },
    { runs: 1 },
  );
}
