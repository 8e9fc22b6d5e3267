import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  Play,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  amount,
  announced,
  answered,
  BULK_REQUEST,
  describe,
  fewRuns,
  InputRefused,
  overPlays,
  plain,
  putIfOffered,
  repertoireOf,
  resourcePath,
} from '../../kit/index.ts';
import {
  type BulkAnswer,
  type BulkOperation,
  createdBy,
  post,
  requireFitting,
  sendAlone,
  sendBulk,
} from './job.ts';

const PATH = 'RFC7644-3.7-path';
const DATA = 'RFC7644-3.7-data';
const STATUS_ERROR = 'RFC7644-3.7-status-error';
const FAIL_ON_ERRORS = 'RFC7644-3.7-fail-on-errors';
const VERSION = 'RFC7644-3.7-version';

interface Lacking {
  readonly words: string;
  readonly rule: RequirementId;
  readonly operation: (play: Play, data: JsonObject) => BulkOperation;
}

/** Operations that cannot be carried out, however the target reads them. */
const LACKING: readonly Lacking[] = [
  {
    words: 'a POST without a path',
    rule: PATH,
    operation: (_, data) => ({ method: 'POST', bulkId: 'one', data }),
  },
  { words: 'a DELETE without a path', rule: PATH, operation: () => ({ method: 'DELETE' }) },
  {
    words: 'a POST without data',
    rule: DATA,
    operation: ({ subject }) => ({ method: 'POST', path: subject.type.endpoint, bulkId: 'one' }),
  },
  ...(['PUT', 'PATCH'] as const).map(
    (method): Lacking => ({
      words: `a ${method} without data`,
      rule: DATA,
      operation: ({ created: { path } }) => ({ method, path }),
    }),
  ),
];

/** Bodies that are no bulk request at all. */
const NO_JOBS: readonly { readonly words: string; readonly body: Json }[] = [
  { words: 'a bulk request without Operations', body: { schemas: [BULK_REQUEST] } },
  {
    words: 'a bulk request with a text for Operations',
    body: { schemas: [BULK_REQUEST], Operations: 'none' },
  },
  { words: 'a bulk request with null for Operations', body: { schemas: [BULK_REQUEST], Operations: null } },
  { words: 'a bulk request that is an array', body: [] },
];

/** Bulk requests that fail, as a whole or in part. */
export const malformed: readonly CheckEntry[] = [
  {
    name: 'lacking',
    title: 'An operation of a bulk request without a path, or without data, is refused',
    requirements: [PATH, DATA],
    needs: [announced('bulk')],
    run: (t) => t.forEach(LACKING, (item, own) => judgeLacking(own, item)),
  },
  {
    name: 'no-job',
    title: 'A body that is no bulk request is refused with an error status',
    requirements: [STATUS_ERROR],
    needs: [announced('bulk')],
    run: (t) => t.forEach(NO_JOBS, ({ words, body }, own) => own.once((c) => judgeNoJob(c, words, body))),
  },
  {
    name: 'fail-on-errors',
    title: 'A bulk request ends with the error that failOnErrors counts to, and not before',
    requirements: [FAIL_ON_ERRORS],
    needs: [announced('bulk')],
    run: (t) => overUsers(t, judgeFailOnErrors),
  },
  {
    name: 'version',
    title: 'An operation of a bulk request that names an old version is refused with 412',
    requirements: [VERSION],
    needs: [announced('bulk'), announced('etag')],
    run: (t) => overUsers(t, judgeOldVersion),
  },
];

/** Judges that the target declines what makes no sense; that it fails over it is an error status too, and not a good one. */
function judgeDeclined(
  c: Case,
  rule: RequirementId,
  { response, results }: Pick<BulkAnswer, 'response' | 'results'>,
  what: string,
): void {
  const statuses = response.ok ? results.map(({ status }) => status) : [response.status];
  const each = response.ok && statuses.length > 0 ? ` and the status ${statuses.join(', ')}` : '';
  const complaint = () =>
    answered(what, response, 400, {
      says: `is answered with ${describe(response)}${each}`,
      wanted: '400, for the operation or for the whole request',
      actual: `${describe(response)}${each}`,
    });
  const worst = Math.max(0, ...statuses);
  c.judge(rule, worst >= 400, complaint);
  c.advise(rule, worst < 500, complaint);
}

async function judgeLacking(t: CheckContext, { words, rule, operation }: Lacking): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  await overPlays(
    t,
    subject,
    rule,
    async (play) => {
      const { c } = play;
      const what = `${words} in a bulk request`;
      const job = [operation(play, subject.stamp(c, plain(t, subject)))];
      judgeDeclined(c, rule, await sendBulk(c, job, words, { wellFormed: false }), what);
      await play.judgeUntouched(`after ${what}`, [], rule);
    },
    { runs: fewRuns(t) },
  );
}

async function judgeNoJob(c: Case, words: string, body: Json): Promise<void> {
  const response = await c.send({ method: 'POST', path: '/Bulk', body, purpose: words, wellFormed: false });
  judgeDeclined(c, STATUS_ERROR, { response, results: [] }, words);
}

/** Runs the body with what users are created with. */
async function overUsers(
  t: CheckContext,
  body: (c: Case, subject: Subject, user: JsonObject) => Promise<void>,
): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  await t.forAll(subject.arbitrary({ required: 'only' }), (user, c) => body(c, subject, user), {
    runs: fewRuns(t),
  });
}

async function judgeFailOnErrors(c: Case, subject: Subject, user: JsonObject): Promise<void> {
  requireFitting(c, 2);
  const bad: BulkOperation = {
    method: 'DELETE',
    path: resourcePath(subject.type.endpoint, `none-${c.marker()}`),
  };
  for (const [failOnErrors, says] of [
    [1, 'goes on after its first operation failed'],
    [2, 'ends with its first error'],
  ] as const) {
    const good = post(subject, 'good', subject.stamp(c, user));
    const answer = await sendBulk(c, [bad, good], `fail over ${amount(failOnErrors, 'error')}`, {
      failOnErrors,
    });
    if (answer.response.status !== 200)
      throw new InputRefused(
        `cannot judge: a bulk request over ${amount(failOnErrors, 'error')} is answered with ${describe(answer.response)}`,
        answer.response,
      );
    if (!((answer.of(bad)?.status ?? 0) >= 400))
      throw new InputRefused('cannot judge: a DELETE of what is not there does not fail', answer.response);
    const wentOn = createdBy(good, answer) !== null;
    const alone = post(subject, 'alone', subject.stamp(c, user));
    if (!wentOn && failOnErrors > 1 && (await sendAlone(c, alone)).created === null)
      throw new InputRefused('cannot judge: alone, the second operation is refused too', answer.response);
    c.judge(FAIL_ON_ERRORS, wentOn === failOnErrors > 1, () => ({
      deviation: 'ignored',
      what: `a bulk request with failOnErrors ${failOnErrors}`,
      says,
      attribute: 'failOnErrors',
      wanted: `the second operation is ${failOnErrors > 1 ? '' : 'not '}carried out`,
      got: answer.results.map(({ raw }) => raw),
      answer: answer.response,
    }));
  }
}

/** A user who was changed, and his version before that. @throws InputRefused where that does not work */
async function outdated(
  c: Case,
  subject: Subject,
  user: JsonObject,
): Promise<{ readonly path: string; readonly version: string }> {
  const body = subject.stamp(c, user);
  const { path } = await subject.create(c, body);
  const read = () => c.send({ method: 'GET', path, purpose: 'read its version' });
  const before = await read();
  const { etag: version } = before.headers;
  if (version === undefined)
    throw new InputRefused('cannot judge: GET of a user has no ETag', before, 'ETag');
  const change = { ...body, externalId: `v-${c.marker()}` };
  const changed = await putIfOffered(c, { path }, change, 'change it');
  if (!changed.ok || (await read()).headers.etag === version)
    throw new InputRefused(
      'cannot judge: a PUT of another externalId does not make another version',
      changed,
      'meta.version',
    );
  return { path, version };
}

async function judgeOldVersion(c: Case, subject: Subject, user: JsonObject): Promise<void> {
  const { path, version } = await outdated(c, subject, user);
  const { response, results } = await sendBulk(
    c,
    [{ method: 'DELETE', path, version }],
    'delete an old version',
  );
  const status = results[0]?.status;
  if (status !== 412) {
    const { answer } = await sendAlone(c, { method: 'DELETE', ...(await outdated(c, subject, user)) });
    if (answer.status !== 412)
      throw new InputRefused('cannot judge: alone, a DELETE of an old version is not refused either', answer);
  }
  c.judge(VERSION, status === 412, () => ({
    deviation: 'answered',
    what: 'a DELETE of an old version',
    says: status === undefined ? 'has no result' : `has the status ${status}`,
    when: 'in a bulk request',
    type: subject.type.name,
    wanted: '412',
    got: results[0]?.raw ?? describe(response),
    answer: response,
  }));
}
