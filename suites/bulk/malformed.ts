import fc from 'fast-check';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  announced,
  BULK_REQUEST,
  describe,
  member,
  NotOffered,
  repertoireOf,
  settle,
  shown,
} from '../../kit/index.ts';
import { type BulkOperation, createdBy, fits, sendBulk } from './job.ts';

const FAIL_ON_ERRORS = 'RFC7644-3.7-fail-on-errors';

/** Operations that cannot be carried out, however the target reads them. */
const LACKING: readonly {
  readonly words: string;
  readonly requirement: RequirementId;
  readonly operation: (subject: Subject, user: JsonObject, path: string) => BulkOperation;
}[] = [
  {
    words: 'a POST without a path',
    requirement: 'RFC7644-3.7-path',
    operation: (_subject, data) => ({ method: 'POST', bulkId: 'one', data }),
  },
  {
    words: 'a DELETE without a path',
    requirement: 'RFC7644-3.7-path',
    operation: () => ({ method: 'DELETE' }),
  },
  {
    words: 'a POST without data',
    requirement: 'RFC7644-3.7-data',
    operation: ({ type }) => ({ method: 'POST', path: type.endpoint, bulkId: 'one' }),
  },
  {
    words: 'a PUT without data',
    requirement: 'RFC7644-3.7-data',
    operation: (_subject, _user, path) => ({ method: 'PUT', path }),
  },
  {
    words: 'a PATCH without data',
    requirement: 'RFC7644-3.7-data',
    operation: (_subject, _user, path) => ({ method: 'PATCH', path }),
  },
];

/** Bodies that are no bulk request at all. */
const NO_JOBS: readonly { readonly words: string; readonly body: Json }[] = [
  { words: 'a bulk request without Operations', body: { schemas: [BULK_REQUEST] } },
  {
    words: 'a bulk request with a text for Operations',
    body: { schemas: [BULK_REQUEST], Operations: 'none' },
  },
  { words: 'a bulk request that is an array', body: [] },
];

/** Bulk requests that fail, as a whole or in part. */
export const malformed: readonly CheckEntry[] = [
  {
    name: 'lacking',
    title: 'An operation of a bulk request without a path, or without data, is refused',
    requirements: ['RFC7644-3.7-path', 'RFC7644-3.7-data'],
    needs: [announced('bulk')],
    run: lacking,
  },
  {
    name: 'no-job',
    title: 'A body that is no bulk request is refused with an error status',
    requirements: ['RFC7644-3.7-status-error'],
    needs: [announced('bulk')],
    run: noJob,
  },
  {
    name: 'fail-on-errors',
    title: 'A bulk request ends with the error that failOnErrors counts to, and not before',
    requirements: [FAIL_ON_ERRORS],
    needs: [announced('bulk')],
    run: failOnErrors,
  },
  {
    name: 'version',
    title: 'An operation of a bulk request that names an old version is refused with 412',
    requirements: ['RFC7644-3.7-version'],
    needs: [announced('bulk'), announced('etag')],
    run: oldVersion,
  },
];

function overUsers(
  t: CheckContext,
  body: (c: Case, subject: Subject, user: JsonObject) => Promise<void>,
): Promise<void> {
  return repertoireOf(t.session)
    .users()
    .then((subject) =>
      t.forAll(
        subject.arbitrary({ required: 'only' }),
        (user, c) => body(c, subject, subject.stamp(c, user)),
        { runs: Math.ceil(t.session.effort.costlyRuns / 2) },
      ),
    );
}

function lacking(t: CheckContext): Promise<void> {
  return t.forEach(LACKING, (item, own) =>
    overUsers(own, async (c, subject, user) => {
      const { created, before } = await settle(c, subject.type, user);
      const operation = item.operation(subject, subject.stamp(c, user), created.path);
      const answer = await sendBulk(c, [operation], item.words);
      const { status } = answer.response;
      const each = answer.results.map((result) => result.status);
      const refused = (code: number): boolean => code >= 400 && code < 500;
      c.judge(item.requirement, refused(status) || (status === 200 && each.some(refused)), () => ({
        message: `${item.words} in a bulk request is answered with ${describe(answer.response)}${each.length > 0 ? ` and the status ${each.join(', ')}` : ''}`,
        expected: '400, for the operation or for the whole request',
        actual: shown(answer.response.body),
      }));
      const after = await c.send({ method: 'GET', path: created.path, purpose: 'read the user' });
      c.judge(item.requirement, member(after.body, 'userName') === member(before, 'userName'), () => ({
        message: `${item.words} in a bulk request changed a user`,
        expected: 'no change',
        actual: describe(after),
      }));
    }),
  );
}

function noJob(t: CheckContext): Promise<void> {
  return t.forEach(NO_JOBS, ({ words, body }, own) =>
    own.once(async (c) => {
      const response = await c.send({ method: 'POST', path: '/Bulk', body, purpose: words });
      c.judge('RFC7644-3.7-status-error', response.status >= 400 && response.status < 500, () => ({
        message: `${words} is answered with ${describe(response)}`,
        expected: '400',
        actual: describe(response),
      }));
    }),
  );
}

async function failOnErrors(t: CheckContext): Promise<void> {
  await overUsers(t, async (c, subject, user) => {
    if (!fits(c, 3)) throw new NotOffered('the target takes fewer than three operations at a time');
    const bad: BulkOperation = {
      method: 'POST',
      path: subject.type.endpoint,
      bulkId: 'bad',
      data: nameless(user),
    };
    const good: BulkOperation = { method: 'POST', path: subject.type.endpoint, bulkId: 'good', data: user };
    const stopped = await sendBulk(c, [bad, good], 'stop at the first error', 1);
    c.judge(FAIL_ON_ERRORS, createdBy(good, stopped.results) === null, () => ({
      message: 'a bulk request with failOnErrors 1 goes on after its first operation failed',
      expected: 'the second operation is not carried out',
      actual: shown(stopped.response.body),
    }));
    const other = { ...good, data: subject.stamp(c, user) };
    const went = await sendBulk(c, [bad, other], 'go on after the first error', 2);
    c.judge(FAIL_ON_ERRORS, createdBy(other, went.results) !== null, () => ({
      message: 'a bulk request with failOnErrors 2 ends with its first error',
      expected: 'the second operation is carried out',
      actual: shown(went.response.body),
    }));
  });
}

function nameless({ userName: _, ...rest }: JsonObject): JsonObject {
  return rest;
}

async function oldVersion(t: CheckContext): Promise<void> {
  await overUsers(t, async (c, subject, user) => {
    const { created } = await settle(c, subject.type, user);
    const get = await c.send({ method: 'GET', path: created.path, purpose: 'read its version' });
    const version = get.headers.etag;
    fc.pre(version !== undefined);
    const other = { ...user, externalId: `v-${c.marker()}` };
    const first = await c.send({ method: 'PUT', path: created.path, body: other, purpose: 'change it' });
    const now = await c.send({ method: 'GET', path: created.path, purpose: 'read its new version' });
    fc.pre(first.status < 300 && now.headers.etag !== version);
    const operation: BulkOperation = {
      method: 'DELETE',
      path: created.path,
      ...(version === undefined ? {} : { version }),
    };
    const answer = await sendBulk(c, [operation], 'delete the version that it was');
    c.judge('RFC7644-3.7-version', answer.results[0]?.status === 412, () => ({
      message: `deleting an old version of ${String(user.userName)} in a bulk request has the status ${answer.results[0]?.status}`,
      expected: '412',
      actual: shown(answer.response.body),
    }));
  });
}
