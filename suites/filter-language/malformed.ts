import fc from 'fast-check';
import { type Breakage, breakageCount, malformedFilter } from '../../generators/malformed-filter.ts';
import type { Case, CheckContext, CheckEntry, RequirementId } from '../../kit/index.ts';
import { judgeRefused, member, queryRequest, shown } from '../../kit/index.ts';
import { FILTER } from './operators.ts';

const TITLES: Readonly<Record<Breakage, { readonly requirement: RequirementId; readonly title: string }>> = {
  expression: {
    requirement: 'RFC7644-3.4.2.2-expression',
    title: 'An expression without attribute, operator or value is declined with 400',
  },
  syntax: {
    requirement: 'RFC7644-3.4.2.2-syntax',
    title: 'A filter that breaks the grammar is declined with 400',
  },
  brackets: {
    requirement: 'RFC7644-3.4.2.2-complex-expression',
    title: 'Anything but a filter in square brackets is declined with 400',
  },
};

const NOTHING = () => ({ message: '' });

/** What is no filter. */
export const malformed: readonly CheckEntry[] = [
  {
    name: 'empty',
    title: 'An empty filter is declined with 400',
    requirements: ['RFC7644-3.4.2.2-empty'],
    needs: [FILTER],
    run: (t) => t.forEach(['', ' '], (text, own) => own.once((c) => judgeEmpty(t, c, text))),
  },
  ...(['expression', 'syntax', 'brackets'] as const).map(
    (breakage): CheckEntry => ({
      name: breakage === 'brackets' ? 'malformed-value-filters' : `malformed-${breakage}`,
      title: TITLES[breakage].title,
      requirements: [TITLES[breakage].requirement],
      needs: [FILTER],
      run: (t) => judgeBroken(t, breakage),
    }),
  ),
];

/** Whether the client must not send it or the service provider must decline it, the text does not say: a warning. */
async function judgeEmpty(t: CheckContext, c: Case, text: string): Promise<void> {
  const { endpoint } = t.session.userType;
  const response = await c.send(queryRequest(endpoint, { filter: text, count: 1 }, 'send an empty filter'));
  c.judge('RFC7644-3.4.2.2-empty', response.status < 500, () => ({
    message: `an empty filter is answered with ${response.status}`,
    expected: '400 with scimType invalidFilter',
    actual: String(response.status),
  }));
  c.advise('RFC7644-3.4.2.2-empty', response.status === 400, () => ({
    message: `an empty filter is answered with ${response.status} instead of 400`,
    expected: '400 with scimType invalidFilter',
    actual: String(response.status),
    hint: 'A filter holds at least one expression; an empty one is mostly a mistake of the client.',
  }));
}

async function judgeBroken(t: CheckContext, breakage: Breakage): Promise<void> {
  const { requirement } = TITLES[breakage];
  const paths =
    breakage === 'brackets' ? ['emails', 'phoneNumbers'] : ['userName', 'name.familyName', 'title'];
  const value = fc.stringMatching(/^x[a-z0-9]{0,8}$/);
  await t.forAll(
    malformedFilter(breakage, paths, value),
    async ({ text }, c) => {
      const request = queryRequest(
        t.session.userType.endpoint,
        { filter: text, count: 1 },
        'send what is no filter',
      );
      const response = await c.send(request);
      // A target without value filters, which are optional, need not look at what is in the brackets.
      if (breakage === 'brackets' && response.status === 501) return c.judge(requirement, true, NOTHING);
      judgeRefused(c, response, requirement, {
        status: 400,
        what: `the malformed filter ${text}`,
        hint: 'A filter that cannot be understood must not be ignored: the client would take the whole list for its match.',
      });
      const scimType = member(response.body, 'scimType');
      c.advise(requirement, scimType === 'invalidFilter', () => ({
        message: `a malformed filter is declined with scimType ${shown(scimType)}`,
        expected: '"scimType": "invalidFilter"',
        actual: `"scimType": ${shown(scimType)}`,
      }));
    },
    { runs: Math.max(t.session.effort.runs, breakageCount(breakage)) },
  );
}
