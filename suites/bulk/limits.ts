import type { Answer, Case, CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  announced,
  BULK_REQUEST,
  describe,
  judgeAnswered,
  malformed,
  member,
  NotOffered,
  stringMember,
} from '../../kit/index.ts';

const LIMITS = 'RFC7644-3.7.4-limits';
const TOO_LARGE = 'RFC7644-3.7.4-too-large';
const NAMED = 'RFC7644-3.7.4-limit-named';
/** Limits beyond which trying them would be an imposition: operations, and bytes. */
const MOST = { maxOperations: 10_000, maxPayloadSize: 4 * 1024 * 1024 } as const;

/** The limits of a bulk request (RFC 7644 §3.7.4). */
export const limits: readonly CheckEntry[] = [
  {
    name: 'limits-stated',
    title: 'The configuration states the most operations and the largest payload of a bulk request',
    requirements: [LIMITS],
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
  const path = '/ServiceProviderConfig';
  const answer = await c.send({ method: 'GET', path, purpose: 'read the limits' });
  const bulk = member(answer.resource, 'bulk');
  for (const name of ['maxOperations', 'maxPayloadSize']) {
    const value = member(bulk, name);
    c.judge(LIMITS, typeof value === 'number' && value > 0, () =>
      malformed(`bulk.${name} of the ServiceProviderConfig`, 'a positive integer', value, {
        attribute: `bulk.${name}`,
      }),
    );
  }
}

/** Deletes nobody, as often as it takes. */
const nobody = (c: Case) => ({ method: 'DELETE', path: `/Users/none-${c.marker()}` });

/** @throws NotOffered where a limit is not stated, or too high to be tried */
function limitOf({ session }: CheckContext, name: keyof typeof MOST): number {
  const limit = session.plan.target.facts.limits[name];
  if (limit === null || limit === 0) throw new NotOffered(`the target states no bulk.${name}`);
  if (limit > MOST[name]) throw new NotOffered(`bulk.${name} is ${limit}, too much to try`);
  return limit;
}

async function tooManyOperations(t: CheckContext): Promise<void> {
  const most = limitOf(t, 'maxOperations');
  await t.once(async (c) => {
    const Operations = Array.from({ length: most + 1 }, () => nobody(c));
    const body = { schemas: [BULK_REQUEST], Operations };
    const answer = await c.send({ method: 'POST', path: '/Bulk', body, purpose: 'exceed a limit' });
    const what = `a bulk request of ${most + 1} operations, where ${most} are allowed,`;
    judgeTooLarge(c, answer, what, [String(most), 'maxoperations', 'operation']);
  });
}

/** Filled up with white space, which means nothing in JSON (RFC 8259 §2), so that nothing else is too long. */
async function tooManyBytes(t: CheckContext): Promise<void> {
  const most = limitOf(t, 'maxPayloadSize');
  await t.once(async (c) => {
    const [schemas, operations] = [BULK_REQUEST, nobody(c)].map((item) => JSON.stringify([item]));
    const rawBody = `{"schemas":${schemas},${' '.repeat(most)}"Operations":${operations}}`;
    const answer = await c.send({ method: 'POST', path: '/Bulk', rawBody, purpose: 'exceed a limit' });
    const what = `a bulk request of more than the ${most} bytes that are allowed`;
    judgeTooLarge(c, answer, what, [String(most), 'payload', 'size', 'large', 'byte']);
  });
}

/** @param names what the error may name the limit by */
function judgeTooLarge(c: Case, answer: Answer, what: string, names: readonly string[]): void {
  judgeAnswered(c, TOO_LARGE, answer, 413, what);
  const detail = stringMember(answer.error, 'detail') ?? '';
  const said = detail.toLowerCase().replace(/(?<=\d)[,.\s_](?=\d{3})/g, '');
  const isNamed = names.some((name) => said.includes(name));
  c.judge(NAMED, isNamed, () =>
    malformed(`the error for ${what}`, `a detail that names the limit, such as ${names[0]}`, detail, {
      says: 'does not name the limit',
      attribute: 'detail',
      got: detail === '' ? describe(answer) : detail,
      answer,
    }),
  );
}
