import type { CheckContext, CheckEntry, Json } from '../../kit/index.ts';
import {
  counted,
  findAttribute,
  InputRefused,
  idsOf,
  isObject,
  judgeList,
  member,
  NotOffered,
  queryRequest,
  REFUSALS,
  repertoireOf,
} from '../../kit/index.ts';
import { FILTER } from './operators.ts';

const TOTAL = 'RFC7644-3.4.2-total-results';

/** Results are resources, not the values that match in them (RFC 7644 §3.4.2). */
export const once: readonly CheckEntry[] = [
  {
    name: 'each-once',
    title: 'A user of whom two e-mail addresses match is in the answer once, and counts once',
    requirements: [TOTAL],
    needs: [FILTER],
    run: eachOnce,
  },
];

async function eachOnce(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const { endpoint, schema } = subject.type;
  if (findAttribute(schema.attributes, 'emails') === undefined)
    throw new NotOffered('the target declares no e-mail addresses');
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const marker = c.marker();
      const address = (type: string): Json => ({ type, value: `${type}.${marker}@example.com` });
      const body = { ...subject.stamp(c, user), emails: [address('work'), address('home')] };
      const { created } = await c.post(endpoint, body, 'create a user with two e-mail addresses');
      const kept = created === null ? null : member(await c.read(created), 'emails');
      if (created === null || !Array.isArray(kept) || kept.filter(isObject).length < 2)
        throw new NotOffered('the target keeps no two e-mail addresses of a user');
      const filter = `emails.value co ${JSON.stringify(marker)}`;
      const answer = await c.send(queryRequest(endpoint, { filter }, 'find what matches twice'));
      if (REFUSALS.has(answer.status)) throw new NotOffered('the target takes no such filter');
      const list = judgeList(c, answer, TOTAL, `the filter ${filter}`);
      const ids = idsOf(list.resources);
      if (ids.some((id) => id !== created.id) || ids.length === 0)
        throw new InputRefused(
          `cannot judge: the filter ${filter} does not find the one user that matches`,
          answer,
        );
      const when = 'where two e-mail addresses of a user match';
      c.judge(TOTAL, ids.length === 1, () => ({
        deviation: 'repeated',
        what: 'the user',
        when,
        attribute: 'emails.value',
        says: `is in the list ${ids.length} times`,
        wanted: 'once',
        got: `${ids.length} times`,
        hint: 'The rows of a join are taken for resources.',
        answer,
      }));
      c.judge(TOTAL, list.totalResults === 1, () =>
        counted('totalResults', 1, member(list.body, 'totalResults'), {
          when,
          attribute: 'totalResults',
          hint: list.totalResults === 2 ? 'The rows of a join are counted.' : undefined,
          answer,
        }),
      );
    },
    { runs: 1 },
  );
}
