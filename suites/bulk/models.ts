import type { Case, CheckContext, CheckEntry, Complaint, Json, RequirementId } from '../../kit/index.ts';
import {
  amount,
  announced,
  answered,
  decoded,
  ERROR,
  malformed,
  member,
  stateOf,
  wrongValue,
} from '../../kit/index.ts';
import { type BulkAnswer, type BulkResult, inWords, judgeBulk, sendBulk } from './job.ts';
import {
  type Actor,
  moveInWords,
  type Planned,
  plan,
  rolesOf,
  type Script,
  scripts,
  setStage,
  shows,
  worksAlone,
} from './moves.ts';

const RESPONSE = 'RFC7644-3.7-response';
const STATUS_200 = 'RFC7644-3.7-status-200';
const OPERATIONS = 'RFC7644-3.7-operations';
const RESULTS = 'RFC7644-3.7.3-all-results';
const METHOD = 'RFC7644-3.7-method';
const BULK_ID = 'RFC7644-3.7-bulk-id-returned';
const LOCATIONS = ['RFC7644-3.7-location', 'RFC7644-3.7.3-locations'] as const;
const ON_ERROR = 'RFC7644-3.7-response-on-error';
const ERROR_DETAIL = 'RFC7644-3.7-error-detail';
const DESCRIPTION = 'RFC7644-3.7.3-status-description';
const CONTINUED = 'RFC7644-3.7-continue';
const EFFECT = 'RFC7644-3.7-same-result';
const STATUS_CODE = 'RFC7644-3.7.3-status-code';

/** Random jobs of creations, changes and deletions, good and bad ones, compared with a model. */
export const models: readonly CheckEntry[] = [
  {
    name: 'results',
    title: 'A bulk response has the result of every operation: method, bulkId, location and status',
    requirements: [RESPONSE, STATUS_200, OPERATIONS, RESULTS, METHOD, BULK_ID, ...LOCATIONS],
    needs: [announced('bulk')],
    run: (t) => overJobs(t, STATUS_200, lookAtResults, RESPONSE),
  },
  {
    name: 'errors',
    title: 'An operation that fails carries its error, and the others are carried out all the same',
    requirements: [ON_ERROR, ERROR_DETAIL, DESCRIPTION, CONTINUED],
    needs: [announced('bulk')],
    run: (t) => overJobs(t, CONTINUED, lookAtErrors),
  },
  {
    name: 'effects',
    title: 'A bulk request leaves behind what its operations would have left behind one by one',
    requirements: [EFFECT, STATUS_CODE],
    needs: [announced('bulk')],
    run: (t) => overJobs(t, EFFECT, lookAtEffects),
  },
];

/** A job that was sent. */
interface Job {
  readonly c: Case;
  readonly actors: readonly Actor[];
  readonly answer: BulkAnswer;
  /** Each operation with its result. */
  readonly pairs: readonly Pair[];
}

interface Pair extends Planned {
  readonly result: BulkResult | undefined;
}

/** @param rule under which a job that is not carried out at all is judged */
async function overJobs(
  t: CheckContext,
  rule: RequirementId,
  look: (job: Job) => Promise<void>,
  form = rule,
): Promise<void> {
  const roles = await rolesOf(t);
  const { maxOperations } = t.session.plan.target.facts.limits;
  await t.forAll(
    scripts(roles, maxOperations),
    async ({ bodies, moves }, c) => {
      const actors = await setStage(c, roles, bodies);
      const planned = plan(c, actors, moves);
      const operations = planned.map(({ operation }) => operation);
      const answer = await sendBulk(c, operations, `send ${operations.length} operations`);
      judgeBulk(c, answer, rule, form);
      const pairs = planned.map((one) => ({ ...one, result: answer.of(one.operation) }));
      await look({ c, actors, answer, pairs });
    },
    {
      runs: Math.ceil((t.session.effort.costlyRuns + t.session.effort.runs) / 2),
      steps: ({ moves }: Script) => moves.map((move) => moveInWords(roles, move)),
    },
  );
}

const rawOf = (result: BulkResult | undefined): string =>
  result === undefined ? 'no result' : JSON.stringify(result.raw);

/** What is wrong with a member of a result. */
const wrongIn = (
  name: string,
  { operation, result, actor }: Pair,
  { response: answer }: BulkAnswer,
  wanted: Json,
  got: Json | undefined,
): Complaint =>
  wrongValue(name, wanted, got, {
    what: `the ${name} of ${inWords(operation)}`,
    when: 'in the results of a bulk request',
    type: actor.subject.type.name,
    expected: `"${name}": ${JSON.stringify(wanted)}`,
    actual: rawOf(result),
    answer,
  });

async function lookAtResults({ c, answer, pairs }: Job): Promise<void> {
  const { response, results } = answer;
  const listed = member(response.resource, 'Operations');
  c.judge(OPERATIONS, Array.isArray(listed), () =>
    malformed('Operations of a bulk response', 'an array', listed, {
      attribute: 'Operations',
      answer: response,
    }),
  );
  c.judge(RESULTS, results.length === pairs.length, () => ({
    deviation: 'count',
    what: `a bulk request of ${amount(pairs.length, 'operation')}`,
    says: `has ${amount(results.length, 'result')}`,
    attribute: 'Operations',
    wanted: pairs.length,
    got: results.length,
    answer: response,
  }));
  for (const pair of pairs) {
    const { operation, result } = pair;
    const { method, bulkId } = operation;
    c.judge(METHOD, result?.method === method, () => wrongIn('method', pair, answer, method, result?.method));
    if (bulkId !== undefined)
      c.judge(BULK_ID, result?.bulkId === bulkId, () =>
        wrongIn('bulkId', pair, answer, bulkId, result?.bulkId),
      );
    for (const rule of LOCATIONS)
      c.judge(rule, isLocated(pair), () => ({
        ...wrongIn('location', pair, answer, `a URL with ${operation.path}`, result?.location),
        says: result?.location === undefined ? 'is missing' : 'is not the URL of its resource',
      }));
  }
}

/** A POST that failed has no location; all other results have that of their resource. */
function isLocated({ operation: { method, path = '' }, result }: Pair): boolean {
  if (result === undefined || (method === 'POST' && !(result.status < 300))) return true;
  const { location } = result;
  // A relative URI begins behind the base URL (RFC 7643 §2.3.7), so without the slash of `path`.
  return location !== undefined && `/${decoded(location)}`.includes(decoded(path.replace(/^\/*/, '/')));
}

async function lookAtErrors({ c, answer, pairs }: Job): Promise<void> {
  for (const pair of pairs) {
    const { expected, result } = pair;
    const holds = result !== undefined && (!expected.good || result.status < 300);
    if (holds || (await worksAlone(c, pair)))
      c.judge(CONTINUED, holds, () => ({
        ...wrongStatus(pair, answer, 'in a bulk request with operations that fail'),
        hint:
          result === undefined
            ? 'The job ends with the first error although no failOnErrors is given.'
            : undefined,
      }));
    if (result !== undefined && result.status >= 400) judgeError(c, pair, result, answer);
  }
}

/** Another status of an operation than it should have, or no result at all. */
function wrongStatus(
  { operation, result, expected, actor }: Pair,
  { response: answer }: BulkAnswer,
  when = 'in a bulk request',
): Complaint {
  const wanted = result === undefined ? `a result with ${expected.words}` : expected.words;
  const got = result === undefined ? 'no result' : String(result.status);
  return {
    deviation: 'answered',
    what: inWords(operation),
    says: result === undefined ? 'has no result' : `has the status ${result.status}`,
    when,
    type: actor.subject.type.name,
    wanted,
    got,
    actual: rawOf(result),
    answer,
  };
}

function judgeError(c: Case, pair: Pair, { response, status, raw }: BulkResult, answer: BulkAnswer): void {
  const what = `${inWords(pair.operation)}, which failed with ${status},`;
  const about = {
    when: 'in the results of a bulk request',
    type: pair.actor.subject.type.name,
    answer: answer.response,
  };
  const lacks = (attribute: string, says: string, wanted: string): Complaint => ({
    deviation: 'missing',
    what,
    says,
    attribute,
    expected: wanted,
    actual: JSON.stringify(raw),
    ...about,
  });
  c.judge(ON_ERROR, response !== undefined && response !== null, () =>
    lacks('response', 'has no response', 'the SCIM Error as response'),
  );
  const schemas = member(response, 'schemas');
  c.judge(ERROR_DETAIL, Array.isArray(schemas) && schemas.includes(ERROR), () =>
    malformed(`the response of ${what}`, `schemas with ${ERROR}`, response, {
      says: 'is no SCIM Error',
      attribute: 'response',
      ...about,
    }),
  );
  const words = [member(response, 'detail'), member(member(raw, 'status'), 'description')];
  const isExplained = words.some((word) => typeof word === 'string' && word.trim() !== '');
  c.judge(DESCRIPTION, isExplained, () => lacks('detail', 'has nothing that says why in words', 'a detail'));
}

async function lookAtEffects({ c, actors, answer, pairs }: Job): Promise<void> {
  for (const pair of pairs) {
    const holds = pair.expected.fits(pair.result?.status ?? Number.NaN);
    if (holds || (await worksAlone(c, pair))) c.judge(STATUS_CODE, holds, () => wrongStatus(pair, answer));
  }
  for (const actor of actors)
    await judgeEffect(
      c,
      actor,
      pairs.filter((pair) => pair.actor === actor),
    );
}

/** Judges that a resource is as the last operation that counts left it. */
async function judgeEffect(
  c: Case,
  { name, created, subject, ...role }: Actor,
  pairs: readonly Pair[],
): Promise<void> {
  const last = pairs.findLast(({ move, alive }) => alive && ['patch', 'put', 'delete'].includes(move.kind));
  const alive = last?.move.kind !== 'delete';
  const answer = await c.send({ method: 'GET', path: created.path, purpose: `read ${name}` });
  const isThere = answer.status === (alive ? 200 : 404);
  const value = last?.move.value ?? null;
  const holds =
    isThere && (!alive || last === undefined || shows({ ...role, subject }, answer.resource ?? {}, value));
  if (!holds && last !== undefined && !(await worksAlone(c, last, true))) return;
  c.judge(EFFECT, isThere, () =>
    answered(`GET of ${name}`, answer, alive ? 200 : 404, {
      when: 'after a bulk request',
      type: subject.type.name,
      success: false,
    }),
  );
  const { unit } = role;
  const attribute = unit?.text ?? '';
  const got = unit === null ? undefined : stateOf(answer.resource ?? {}, unit);
  c.judge(EFFECT, holds, () =>
    wrongValue(attribute, value, got, { what: `${attribute} of ${name}`, when: 'after a bulk request' }),
  );
}
