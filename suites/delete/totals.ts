import type { Case, CheckContext } from '../../kit/index.ts';
import { member, NotOffered, userSubject } from '../../kit/index.ts';
import { removed, simplest } from './removed.ts';

const OMITTED = 'RFC7644-3.6-omitted';

/** More users are deleted than requests of other checks may be on their way, so that these cannot be the reason. */
const SPARE = 4;

/** Times in a row that the totals must differ. */
const ATTEMPTS = 3;

/**
 * Every user has a userName, so a list of all users has as many as a list of those with one: unless what was deleted is
 * counted where no filter looks at it (RFC 7644 §3.4.2, §3.6). Other checks create and delete meanwhile; each of their
 * requests may be a user whom only one of the lists has seen, and one of bulk operations may be several.
 */
export async function isNotCounted(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const { concurrency } = t.session.plan.target;
  await t.once(async (c) => {
    const resources = Array.from({ length: concurrency + SPARE }, () => simplest(c, subject));
    await Promise.all(resources.map(async (resource) => removed(c, await subject.create(c, resource))));
    let counts = await counted(c);
    for (let attempt = 1; attempt < ATTEMPTS && counts.differ; attempt++) counts = await counted(c);
    const { all, named, differ } = counts;
    c.judge(OMITTED, !differ, () => ({
      message: `a list of all users has totalResults ${all}, and only ${named} have a userName`,
      expected: `totalResults = ${named}`,
      actual: `totalResults = ${all}`,
      hint: 'Where no filter is given, deleted users are counted, or filters do not find new users at once.',
    }));
  });
}

/** The totals of all users and of those with a userName, and whether more than other requests can have made them differ. */
async function counted(
  c: Case,
): Promise<{ readonly all: number; readonly named: number; readonly differ: boolean }> {
  const { concurrency, facts } = c.session.plan.target;
  const before = c.session.requests;
  const all = await total(c, {}, 'count all users');
  const named = await total(c, { filter: 'userName pr' }, 'count those who have a userName');
  const again = await total(c, {}, 'count all users again');
  const others = c.session.requests - before - 3 + concurrency;
  const { maxResults } = facts.limits;
  if (named === maxResults) throw new NotOffered(`the target may count no more than ${maxResults} results`);
  return { all, named, differ: Math.min(all, again) - named > others };
}

/** @throws NotOffered where the target gives no total */
async function total(c: Case, query: Readonly<Record<string, string>>, purpose: string): Promise<number> {
  const path = c.session.userType.endpoint;
  const { status, body } = await c.send({ method: 'GET', path, query: { ...query, count: 1 }, purpose });
  const count = member(body, 'totalResults');
  if (status !== 200 || typeof count !== 'number')
    throw new NotOffered(`the target gives no total where it has to ${purpose}`);
  return count;
}
