import type { Case, CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  announced,
  BULK_REQUEST,
  describe,
  member,
  NotOffered,
  shown,
  stringMember,
} from '../../kit/index.ts';

const TOO_LARGE = 'RFC7644-3.7.4-too-large';
const NAMED = 'RFC7644-3.7.4-limit-named';
/** Limits beyond which trying them would be an imposition: operations, and bytes. */
const MOST_OPERATIONS = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** The limits of a bulk request (RFC 7644 §3.7.4). */
export const limits: readonly CheckEntry[] = [
  {
    name: 'limits-stated',
    title: 'The configuration states the most operations and the largest payload of a bulk request',
    requirements: ['RFC7644-3.7.4-limits'],
    needs: [announced('bulk')],
    run: (t) => t.once(limitsStated),
  },
  {
    name: 'too-many-operations',
    title:
      'A bulk request of more operations than the limit is refused with 413, and the error names the limit',
    requirements: [TOO_LARGE, NAMED],
    needs: [announced('bulk')],
    run: tooManyOperations,
  },
  {
    name: 'too-many-bytes',
    title: 'A bulk request of more bytes than the limit is refused with 413, and the error names the limit',
    requirements: [TOO_LARGE, NAMED],
    needs: [announced('bulk')],
    run: tooManyBytes,
  },
];

async function limitsStated(c: Case): Promise<void> {
  const response = await c.send({
    method: 'GET',
    path: '/ServiceProviderConfig',
    purpose: 'read the limits',
  });
  const bulk = member(response.body, 'bulk');
  for (const name of ['maxOperations', 'maxPayloadSize']) {
    const value = member(bulk, name);
    c.judge('RFC7644-3.7.4-limits', typeof value === 'number' && value > 0, () => ({
      message: `the configuration does not state bulk.${name}`,
      expected: `"${name}": a positive integer`,
      actual: `"${name}": ${shown(value)}`,
    }));
  }
}

/** Deletes nobody, as often as it takes. */
const nobody = (c: Case) => ({ method: 'DELETE', path: `/Users/none-${c.marker()}` });

async function tooManyOperations(t: CheckContext): Promise<void> {
  const { maxOperations } = t.session.plan.target.facts.limits;
  if (maxOperations === null || maxOperations === 0)
    throw new NotOffered('the target states no bulk.maxOperations');
  if (maxOperations > MOST_OPERATIONS)
    throw new NotOffered(`bulk.maxOperations is ${maxOperations}, too many to try`);
  await t.once(async (c) => {
    const one = nobody(c);
    const operations = Array.from({ length: maxOperations + 1 }, () => one);
    await judgeTooLarge(c, operations, {
      words: `a bulk request of ${maxOperations + 1} operations, where ${maxOperations} are allowed,`,
      names: [String(maxOperations), 'maxoperations', 'operation'],
    });
  });
}

async function tooManyBytes(t: CheckContext): Promise<void> {
  const { maxPayloadSize } = t.session.plan.target.facts.limits;
  if (maxPayloadSize === null || maxPayloadSize === 0)
    throw new NotOffered('the target states no bulk.maxPayloadSize');
  if (maxPayloadSize > MOST_BYTES)
    throw new NotOffered(`bulk.maxPayloadSize is ${maxPayloadSize}, too much to try`);
  await t.once(async (c) => {
    const padded = { ...nobody(c), bulkId: 'x'.repeat(maxPayloadSize) };
    await judgeTooLarge(c, [padded], {
      words: `a bulk request of more than the ${maxPayloadSize} bytes that are allowed`,
      names: [String(maxPayloadSize), 'payload', 'size', 'large', 'byte'],
    });
  });
}

async function judgeTooLarge(
  c: Case,
  operations: readonly { readonly method: string; readonly path: string }[],
  { words, names }: { readonly words: string; readonly names: readonly string[] },
): Promise<void> {
  const body = { schemas: [BULK_REQUEST], Operations: operations.map((operation) => ({ ...operation })) };
  const response = await c.send({ method: 'POST', path: '/Bulk', body, purpose: 'exceed a limit' });
  c.judge(TOO_LARGE, response.status === 413, () => ({
    message: `${words} is answered with ${describe(response)}`,
    expected: '413',
    actual: describe(response),
  }));
  const detail = stringMember(response.body, 'detail') ?? '';
  const said = detail.toLowerCase().replace(/(?<=\d)[,.\s_](?=\d{3})/g, '');
  c.judge(
    NAMED,
    names.some((name) => said.includes(name)),
    () => ({
      message: `the error for ${words} does not name the limit`,
      expected: `a detail that names the limit, such as ${names[0]}`,
      actual: shown(detail === '' ? response.text : detail),
    }),
  );
}
