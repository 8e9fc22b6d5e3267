import fc from 'fast-check';
import { type Breakage, breakageCount, malformedFilter } from '../../generators/malformed-filter.ts';
import type { CheckContext, CheckEntry, Declinable, RequirementId } from '../../kit/index.ts';
import { answered, askBroken, judgeDeclined, NotOffered } from '../../kit/index.ts';
import { FILTER } from './operators.ts';

/** A way to break a filter. */
interface Broken {
  readonly name: string;
  readonly breakage: Breakage;
  readonly requirement: RequirementId;
  readonly title: string;
  readonly paths: readonly string[];
}

const EMPTY = 'RFC7644-3.4.2.2-empty';
const SINGLE = ['userName', 'name.familyName', 'title'];

const BROKEN: readonly Broken[] = [
  {
    name: 'malformed-expression',
    breakage: 'expression',
    requirement: 'RFC7644-3.4.2.2-expression',
    title: 'An expression without attribute, operator or value is declined with 400',
    paths: SINGLE,
  },
  {
    name: 'malformed-syntax',
    breakage: 'syntax',
    requirement: 'RFC7644-3.4.2.2-syntax',
    title: 'A filter that breaks the grammar is declined with 400',
    paths: SINGLE,
  },
  {
    name: 'malformed-value-filters',
    breakage: 'brackets',
    requirement: 'RFC7644-3.4.2.2-complex-expression',
    title: 'Anything but a filter in square brackets is declined with 400',
    paths: ['emails', 'phoneNumbers'],
  },
];

/** What is no filter. */
export const malformed: readonly CheckEntry[] = [
  {
    name: 'empty',
    title: 'An empty filter is declined with 400',
    requirements: [EMPTY],
    needs: [FILTER],
    run: (t) => t.forEach(['', ' '], judgeEmpty),
  },
  ...BROKEN.map(
    ({ name, title, ...broken }): CheckEntry => ({
      name,
      title,
      requirements: [broken.requirement],
      needs: [FILTER],
      run: (t) => judgeBroken(t, broken),
    }),
  ),
];

/** Whether the client must not send it or the service provider must decline it, the text does not say: a warning. */
async function judgeEmpty(filter: string, t: CheckContext): Promise<void> {
  const { endpoint } = t.session.userType;
  const empty: Declinable = { endpoint, filter, what: 'an empty filter', keyword: 'advised' };
  await t.once(async (c) => {
    const answer = await askBroken(c, empty);
    const complaint = () => answered(empty.what, answer, 400, { wanted: '400 with scimType invalidFilter' });
    c.judge(EMPTY, answer.status < 500, complaint);
    c.advise(EMPTY, answer.status === 400, complaint);
  });
}

async function judgeBroken(
  t: CheckContext,
  { breakage, requirement, paths }: Omit<Broken, 'name' | 'title'>,
): Promise<void> {
  const { endpoint } = t.session.userType;
  await t.forAll(
    malformedFilter(breakage, paths, fc.stringMatching(/^x[a-z0-9]{0,8}$/)),
    async ({ text }, c) => {
      const broken: Declinable = {
        endpoint,
        filter: text,
        what: `the malformed filter ${text}`,
        keyword: 'advised',
      };
      const answer = await askBroken(c, broken);
      // A target without value filters, which are optional, need not look at what is in the brackets.
      if (breakage === 'brackets' && answer.status === 501)
        throw new NotOffered('the target answers 501 to square brackets');
      await judgeDeclined(c, requirement, answer, broken);
    },
    { runs: Math.max(t.session.effort.runs, breakageCount(breakage)) },
  );
}
