import type { Answer, Case, CheckContext, CheckEntry, Creation, Json, JsonObject } from '../../kit/index.ts';
import {
  answered,
  create,
  existing,
  judgeAnswered,
  judgeRefused,
  member,
  plain,
  resourcePath,
  SCIM_MEDIA_TYPE,
  SetupFailure,
  userSubject,
  wrongValue,
} from '../../kit/index.ts';

/** Errors and media types, as every request of the other checks relies on them; every-answer judges those of all answers. */
export const errors: readonly CheckEntry[] = [
  {
    name: 'unknown-id',
    title: 'An id that no resource has is answered with 404',
    requirements: ['RFC7644-3.12-not-found'],
    run: (t) =>
      t.forEach(['GET', 'DELETE'] as const, (method, own) =>
        own.once(async (c) => {
          const answer = await askUnknown(c, method);
          const what = `${method} on an id that no user has`;
          judgeRefused(c, answer, 'RFC7644-3.12-not-found', { status: 404, what });
        }),
      ),
  },
  {
    name: 'error-media-type',
    title: 'Errors are answered as application/scim+json',
    requirements: ['E-009'],
    run: (t) => t.once(judgeErrorMediaType),
  },
  {
    name: 'request-media-types',
    title:
      'A body labelled application/scim+json; charset=utf-8 is accepted, and so are other Accept headers',
    requirements: ['E-008', 'E-010'],
    run: requestMediaTypes,
  },
];

function askUnknown(c: Case, method: 'GET' | 'DELETE'): Promise<Answer> {
  const path = resourcePath(c.session.userType.endpoint, `${c.marker()}-unknown`);
  return c.send({ method, path, purpose: 'ask for an id that no user has' });
}

/** Judges the media type alone; parameters such as charset are as good as none. */
async function judgeErrorMediaType(c: Case): Promise<void> {
  const answer = await askUnknown(c, 'GET');
  if (answer.status < 400) throw new SetupFailure('cannot judge: an id that no user has is no error', answer);
  const header = answer.headers['content-type'] ?? '';
  const mediaType = header.split(';')[0]?.trim().toLowerCase();
  c.judge('E-009', mediaType === SCIM_MEDIA_TYPE, () => ({
    deviation: header === '' ? 'missing' : 'form',
    what: 'the Content-Type of an error',
    attribute: 'Content-Type',
    wanted: SCIM_MEDIA_TYPE,
    expected: SCIM_MEDIA_TYPE,
    actual: header === '' ? 'no Content-Type' : header,
    got: header === '' ? 'no Content-Type' : header,
    hint:
      mediaType === 'application/json'
        ? 'The web framework’s default for JSON answers was left in place.'
        : undefined,
  }));
}

const LABEL = `${SCIM_MEDIA_TYPE}; charset=utf-8`;

async function requestMediaTypes(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const path = subject.type.endpoint;
  await t.once(async (c) => {
    const post = (headers = {}): Promise<Creation> =>
      create(c, subject, subject.stamp(c, plain(t, subject)), 'create the user', headers);
    const one = await post({ 'content-type': LABEL });
    c.judge('E-008', one.answer.ok, () => answered(`a body labelled ${LABEL}`, one.answer, 201));
    if (one.answer.ok) await judgeRead(one, () => post());
    for (const accept of ['*/*', 'application/json', '']) {
      const how = accept === '' ? 'without an Accept header' : `with Accept: ${accept}`;
      const query = { count: 1 };
      const list = await c.send({ method: 'GET', path, query, headers: { accept }, purpose: `list ${how}` });
      judgeAnswered(c, 'E-010', list, 200, `a list ${how}`);
    }
  });
}

/** A body that is accepted has to be read, too: the name in it is there, as it is with the usual label. */
async function judgeRead(one: Creation, usual: () => Promise<Creation>): Promise<void> {
  const { c, sent, answer } = one;
  const got = await shownName(one);
  if (!sameName(got, sent)) {
    const control = await usual();
    if (!sameName(await shownName(control), control.sent))
      throw new SetupFailure('cannot judge: the userName of a new user is not kept as sent');
  }
  const when = `where the body is labelled ${LABEL}`;
  c.judge('E-008', sameName(got, sent), () => wrongValue('userName', sent.userName, got, { when, answer }));
}

/** Of what cannot be told to be ours, nothing but the answer is looked at. */
async function shownName(one: Creation): Promise<Json | undefined> {
  const { created, answer } = one;
  if (created === null && answer.resource !== null) return member(answer.resource, 'userName');
  return member(await one.c.read(existing(one)), 'userName');
}

const sameName = (got: Json | undefined, { userName }: JsonObject): boolean =>
  String(got).toLowerCase() === String(userName).toLowerCase();
