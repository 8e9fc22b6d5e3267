import type { Case, CheckContext, CheckEntry, Json, RequirementId } from '../../kit/index.ts';
import { announced, ERROR, member, shown } from '../../kit/index.ts';
import { type BulkAnswer, type BulkOperation, type BulkResult, judgeBulk, sendBulk } from './job.ts';
import {
  type Expected,
  inWords,
  type Move,
  movesFor,
  type Planned,
  plan,
  type Stage,
  setStage,
} from './moves.ts';

const RESULTS = 'RFC7644-3.7.3-all-results';
const LOCATIONS = ['RFC7644-3.7-location', 'RFC7644-3.7.3-locations'] as const;
const EFFECT = 'RFC7644-3.7-same-result';
const CONTINUED = 'RFC7644-3.7-continue';

/** What a check looks at in the answer to a random job. */
type Look = (c: Case, planned: Planned, answer: BulkAnswer, stage: Stage) => Promise<void>;

/** Random jobs of creations, changes and deletions, good and bad ones, compared with a model. */
export const models: readonly CheckEntry[] = [
  {
    name: 'results',
    title: 'A bulk response has the result of every operation: method, bulkId, location and status',
    requirements: [
      'RFC7644-3.7-response',
      'RFC7644-3.7-status-200',
      'RFC7644-3.7-operations',
      RESULTS,
      'RFC7644-3.7-method',
      'RFC7644-3.7-bulk-id-returned',
      ...LOCATIONS,
    ],
    needs: [announced('bulk')],
    run: (t) => overJobs(t, 'RFC7644-3.7-status-200', lookAtResults, 'RFC7644-3.7-response'),
  },
  {
    name: 'errors',
    title: 'An operation that fails carries its error, and the others are carried out all the same',
    requirements: [
      'RFC7644-3.7-response-on-error',
      'RFC7644-3.7-error-detail',
      'RFC7644-3.7.3-status-description',
      CONTINUED,
    ],
    needs: [announced('bulk')],
    run: (t) => overJobs(t, CONTINUED, lookAtErrors),
  },
  {
    name: 'effects',
    title: 'A bulk request leaves behind what its operations would have left behind one by one',
    requirements: [EFFECT, 'RFC7644-3.7.3-status-code'],
    needs: [announced('bulk')],
    run: (t) => overJobs(t, EFFECT, lookAtEffects),
  },
];

/** @param requirement under which a job that is not carried out at all is judged */
async function overJobs(
  t: CheckContext,
  requirement: RequirementId,
  look: Look,
  form = requirement,
): Promise<void> {
  const moves = await movesFor(t);
  await t.forAll(
    moves.arbitrary,
    async (input, c) => {
      const stage = await setStage(c, moves, input);
      const planned = plan(c, stage, input.moves);
      const answer = await sendBulk(c, planned.operations, `send ${planned.operations.length} operations`);
      judgeBulk(c, answer, requirement, form);
      await look(c, planned, answer, stage);
    },
    {
      runs: Math.ceil((t.session.effort.costlyRuns + t.session.effort.runs) / 2),
      steps: ({ moves: all }: { readonly moves: readonly Move[] }) => all.map(inWords),
    },
  );
}

async function lookAtResults(
  c: Case,
  { operations }: Planned,
  { response, results }: BulkAnswer,
): Promise<void> {
  c.judge('RFC7644-3.7-operations', Array.isArray(member(response.body, 'Operations')), () => ({
    message: 'a bulk response has no Operations',
    expected: 'Operations with a result for each operation',
    actual: shown(member(response.body, 'Operations')),
  }));
  c.judge(RESULTS, results.length === operations.length, () => ({
    message: `a bulk request of ${operations.length} operations has ${results.length} results`,
    expected: String(operations.length),
    actual: String(results.length),
  }));
  for (const [operation, result] of matched(operations, results)) {
    const { method, bulkId } = operation;
    const what = `the ${method} of ${operation.path}`;
    c.judge('RFC7644-3.7-method', result !== undefined && result.method === method, () => ({
      message: `no result of a bulk request states the method of ${what}`,
      expected: `"method": ${shown(method)}`,
      actual: shown(result?.raw),
    }));
    if (result === undefined) continue;
    c.judge('RFC7644-3.7-bulk-id-returned', bulkId === undefined || result.bulkId === bulkId, () => ({
      message: `the result of ${what} does not have its bulkId`,
      expected: `"bulkId": ${shown(bulkId)}`,
      actual: shown(result.raw),
    }));
    for (const rule of LOCATIONS) judgeLocation(c, operation, result, rule);
  }
}

/** A POST that failed has no location; all other results have that of their resource. */
function judgeLocation(
  c: Case,
  { method, path = '' }: BulkOperation,
  { status, location, raw }: BulkResult,
  rule: RequirementId,
): void {
  if (method === 'POST' && !(status < 300)) return;
  // A relative URI begins behind the base URL (RFC 7643 §2.3.7), so without the slash of `path`.
  const held = location !== undefined && `/${decoded(location)}`.includes(decoded(path.replace(/^\/*/, '/')));
  c.judge(rule, held, () => ({
    message: `the result of the ${method} of ${path}, ${status}, does not have the URL of its resource`,
    expected: `a location with ${path}`,
    actual: shown(raw),
  }));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Each operation with its result: in the order of the request, unless the bulkIds tell another one. */
function matched(
  operations: readonly BulkOperation[],
  results: readonly BulkResult[],
): readonly (readonly [BulkOperation, BulkResult | undefined])[] {
  const inOrder = operations.every(
    ({ bulkId }, index) => bulkId === undefined || results[index]?.bulkId === bulkId,
  );
  if (inOrder || results.every(({ bulkId }) => bulkId === undefined))
    return operations.map((operation, index) => [operation, results[index]]);
  const rest = [...results];
  return operations.map((operation) => {
    const index = rest.findIndex(({ method, bulkId, location = '' }) =>
      operation.bulkId === undefined
        ? method === operation.method && decoded(location).includes(decoded(operation.path ?? ''))
        : bulkId === operation.bulkId,
    );
    return [operation, index < 0 ? undefined : rest.splice(index, 1)[0]];
  });
}

async function lookAtErrors(
  c: Case,
  { operations, expected }: Planned,
  { results }: BulkAnswer,
): Promise<void> {
  const pairs = matched(operations, results);
  for (const [index, [operation, result]] of pairs.entries()) {
    const what = `the ${operation.method} of ${operation.path}`;
    const good = expected[index]?.good ?? false;
    c.judge(CONTINUED, result !== undefined && (!good || result.status < 300), () => ({
      message: `in a bulk request with operations that fail, ${what}, which should succeed, has ${result === undefined ? 'no result' : `the status ${result.status}`}`,
      expected: 'it is carried out',
      actual: shown(result?.raw),
      hint: 'The job ends with the first error although no failOnErrors is given.',
    }));
    if (result === undefined || !(result.status >= 400)) continue;
    judgeError(c, what, result);
  }
}

function judgeError(c: Case, what: string, { response, status, raw }: BulkResult): void {
  c.judge('RFC7644-3.7-response-on-error', response !== undefined && response !== null, () => ({
    message: `the result of ${what}, which failed with ${status}, has no response`,
    expected: 'the SCIM Error as response',
    actual: shown(raw),
  }));
  const schemas = member(response, 'schemas');
  c.judge('RFC7644-3.7-error-detail', Array.isArray(schemas) && schemas.includes(ERROR), () => ({
    message: `the response of ${what}, which failed with ${status}, is no SCIM Error`,
    expected: `schemas with ${ERROR}`,
    actual: shown(response),
  }));
  const words = [member(response, 'detail'), member(member(raw, 'status'), 'description')];
  c.judge('RFC7644-3.7.3-status-description', words.some(isText), () => ({
    message: `nothing says in words why ${what} failed with ${status}`,
    expected: 'a detail',
    actual: shown(raw),
  }));
}

function isText(value: Json | undefined): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

async function lookAtEffects(
  c: Case,
  { operations, expected, model }: Planned,
  { results }: BulkAnswer,
  stage: Stage,
): Promise<void> {
  for (const [index, [operation, result]] of matched(operations, results).entries()) {
    const wanted: Expected | undefined = expected[index];
    if (wanted === undefined) continue;
    c.judge('RFC7644-3.7.3-status-code', wanted.fits(result?.status ?? Number.NaN), () => ({
      message: `in a bulk request, the ${operation.method} of ${operation.path} has the status ${result?.status}`,
      expected: wanted.words,
      actual: shown(result?.raw),
    }));
  }
  for (const [index, { alive, value }] of model.entries()) {
    const created = stage.existing[index];
    if (created === undefined) continue;
    const response = await c.send({ method: 'GET', path: created.path, purpose: `read user ${index + 1}` });
    const shows = response.status === 200 ? stage.valueIn(response.body) : undefined;
    c.judge(EFFECT, alive ? response.status === 200 : response.status === 404, () => ({
      message: `after a bulk request, user ${index + 1} should ${alive ? 'be there' : 'be gone'}, and is answered with ${response.status}`,
      expected: alive ? '200' : '404',
      actual: String(response.status),
    }));
    if (!alive || value === null) continue;
    c.judge(EFFECT, stage.same(value, shows), () => ({
      message: `after a bulk request, ${stage.text} of user ${index + 1} is not what the operations made it`,
      expected: `${stage.text} = ${shown(value)}`,
      actual: `${stage.text} = ${shown(shows)}`,
    }));
  }
}
