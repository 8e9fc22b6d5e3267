import type { CheckContext, CheckEntry, Json } from '../../kit/index.ts';
import {
  findAttribute,
  idsOf,
  isObject,
  judgeList,
  member,
  NotOffered,
  queryRequest,
  REFUSALS,
  repertoireOf,
  shown,
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
      const response = await c.send(queryRequest(endpoint, { filter }, 'find what matches twice'));
      if (REFUSALS.has(response.status)) throw new NotOffered('the target takes no such filter');
      const list = judgeList(c, response, TOTAL, filter);
      const ids = idsOf(list.resources);
      c.judge(TOTAL, ids.filter((id) => id === created.id).length < 2, () => ({
        message: 'a user of whom two e-mail addresses match is in the answer twice',
        expected: shown([created.id]),
        actual: shown(ids),
        hint: 'The rows of a join are taken for resources.',
      }));
      c.judge(TOTAL, list.totalResults === list.resources.length, () => ({
        message: `totalResults is ${shown(list.body.totalResults)} where one user matches with two values`,
        expected: '"totalResults": 1',
        actual: `"totalResults": ${shown(list.body.totalResults)}`,
        hint: 'The rows of a join are counted.',
      }));
    },
    { runs: 1 },
  );
}
