import type { CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  eq,
  holds,
  judgeList,
  NotOffered,
  notDenied,
  putIfOffered,
  REFUSALS,
  userSubject,
} from '../../kit/index.ts';

const FILTER = 'RFC7644-3.4.2.2-filter';

/** What a PUT changes is what filters find. PATCH is judged by filtering/finds-renamed. */
export const renaming: readonly CheckEntry[] = [
  {
    name: 'finds-renamed',
    title: 'A user renamed by PUT is found by the new userName and no longer by the old one',
    requirements: [FILTER],
    needs: [notDenied('filter')],
    run: findsRenamed,
  },
];

async function findsRenamed(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const { endpoint } = subject.type;
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await subject.create(c, user);
      const [old, fresh] = [created.sent.userName, subject.stamp(c, user).userName].map(String);
      const body = { ...created.sent, userName: fresh ?? '' };
      const answer = await putIfOffered(c, created, body, 'rename the user by PUT');
      if (answer.status >= 300) throw new NotOffered('the target does not rename users by PUT');
      for (const [name = '', wanted] of [[fresh, true] as const, [old, false] as const]) {
        const filter = eq('userName', name);
        const request = { method: 'GET', path: endpoint, query: { filter } } as const;
        const response = await c.send({ ...request, purpose: `look for the ${wanted ? 'new' : 'old'} name` });
        if (REFUSALS.has(response.status)) throw new NotOffered('the target does not filter on userName');
        const found = holds(judgeList(c, response, FILTER, filter), created.id);
        c.judge(FILTER, found === wanted, () => ({
          message: wanted
            ? 'a user renamed by PUT is not found by his new userName'
            : 'a user renamed by PUT is still found by his old userName',
          expected: wanted ? `the user ${created.id}` : 'no match',
          actual: found ? `the user ${created.id}` : 'no match',
          hint: 'The filter reads an index that a PUT does not update.',
        }));
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}
