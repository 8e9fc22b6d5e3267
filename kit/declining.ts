import type { Answer } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { RequirementId } from '../requirements/index.ts';
import { member, stringMember } from '../scim/json.ts';
import { judgeAnswered, type More, malformed } from './complaints.ts';
import { requirePlainSearch, userNameOf } from './filterable.ts';
import { queryRequest } from './specimens/queries.ts';

/** What is no filter, or none that a target may take. */
export interface Declinable {
  readonly endpoint: string;
  readonly filter: string;
  /** `the malformed filter userName eq` */
  readonly what: string;
  /** Whether the standard names the keyword that the error has to have, or only advises one (RFC 7644 §3.12). */
  readonly keyword: 'demanded' | 'advised';
  readonly more?: More;
}

/** Asks what is no filter. Whatever is made of it, the status is judged by who asks. */
export function askBroken(c: Case, { endpoint, filter, what }: Declinable): Promise<Answer> {
  return c.send({ ...queryRequest(endpoint, { filter, count: 1 }, `send ${what}`), wellFormed: false });
}

/**
 * Judges that what is no filter was declined with 400 and the keyword invalidFilter (RFC 7644 §3.4.2.2).
 * @throws InputRefused where not even the plainest filter works
 */
export async function judgeDeclined(
  c: Case,
  rule: RequirementId,
  answer: Answer,
  { what, keyword, more = {} }: Declinable,
): Promise<void> {
  if (answer.status !== 400) await requirePlainSearch(c, userNameOf(c.session));
  judgeAnswered(c, rule, answer, 400, what, {
    wanted: '400 with scimType invalidFilter',
    hint: answer.ok && member(answer.list ?? undefined, 'totalResults') !== 0 ? IGNORED : undefined,
    ...more,
  });
  const scimType = stringMember(answer.error ?? undefined, 'scimType');
  const judge = keyword === 'demanded' ? c.judge : c.advise;
  judge.call(c, rule, scimType === 'invalidFilter', () =>
    malformed(`the error that answers ${what}`, 'invalidFilter', scimType, {
      attribute: 'scimType',
      says: scimType === undefined ? 'has no scimType' : `has the scimType ${scimType}`,
      answer,
    }),
  );
}

const IGNORED =
  'A filter that cannot be understood must not be ignored: the client would take the whole list for its match.';
