import type { Case, CheckContext, CheckEntry, RequirementId } from '../../kit/index.ts';
import { counted, member, NotOffered, notDenied, plain, remove, userSubject } from '../../kit/index.ts';

const OMITTED: RequirementId = 'RFC7644-3.6-omitted';

/** More users are deleted than requests of other checks may be on their way, so that these cannot be the reason. */
const SPARE = 4;

/** Times in a row that the totals must differ. */
const ATTEMPTS = 3;

/** What lists count. */
export const totals: readonly CheckEntry[] = [
  {
    name: 'not-counted',
    title: 'A deleted user is not counted in the total of a list',
    requirements: [OMITTED],
    needs: [notDenied('filter')],
    run: isNotCounted,
  },
];

/**
 * Every user has a userName, so a list of all users has as many as a list of those with one: unless what was deleted is
 * counted where no filter looks at it (RFC 7644 §3.4.2, §3.6). Other checks create and delete meanwhile; each of their
 * requests may be a user whom only one of the lists has seen, and one of bulk operations may be several.
 */
async function isNotCounted(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const { concurrency } = t.session.plan.target;
  await t.once(async (c) => {
    const resources = Array.from({ length: concurrency + SPARE }, () => plain(c, subject));
    await Promise.all(resources.map(async (resource) => remove(c, await subject.create(c, resource))));
    let counts = await totalsOf(c);
    for (let attempt = 1; attempt < ATTEMPTS && counts.differ; attempt++) counts = await totalsOf(c);
    const { all, named, differ } = counts;
    c.judge(OMITTED, !differ, () =>
      counted('totalResults of a list of all users', named, all, {
        when: 'after users were deleted',
        says: `is ${all}, and only ${named} have a userName`,
        type: subject.type.name,
        hint: 'Where no filter is given, deleted users are counted, or filters do not find new users at once.',
      }),
    );
  });
}

/** The totals of all users and of those with a userName, and whether more than other requests can have made them differ. */
async function totalsOf(
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
  const { list } = await c.send({ method: 'GET', path, query: { ...query, count: 1 }, purpose });
  const count = member(list, 'totalResults');
  if (typeof count !== 'number') throw new NotOffered(`the target gives no total where it has to ${purpose}`);
  return count;
}
