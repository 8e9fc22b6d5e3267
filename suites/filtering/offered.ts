import type { CheckContext, CheckEntry, Filterable } from '../../kit/index.ts';
import { NotOffered, plainSearch, subjects } from '../../kit/index.ts';
import { filterable } from './filterable.ts';

const DOCUMENTED = 'APP-filterable';

/** What the client needs where the standard leaves a choice. */
export const offered: readonly CheckEntry[] = [
  {
    name: 'filters-offered',
    title: 'Filters are offered, as documented',
    requirements: [DOCUMENTED],
    run: filtersOffered,
  },
];

/**
 * Filters are optional (RFC 7644 §3.4.2.2), so a target that announces `filter.supported: false` breaks no sentence of the standard,
 * and nothing else is judged of its filters. But what the table documents for filtering is promised, and Entra finds users by it.
 */
async function filtersOffered(t: CheckContext): Promise<void> {
  const all = subjects(t.session).flatMap((subject): Filterable[] => {
    // What was measured, nobody has promised.
    const [attribute] = filterable(subject).filter(({ source }) => source === 'documented');
    return attribute === undefined ? [] : [{ subject, attribute }];
  });
  if (all.length === 0) throw new NotOffered('no document names an attribute for filtering');
  await t.forEach(all, (of, own) =>
    own.once(async (c) => {
      const denied = t.session.facts.features.filter === false;
      const trouble = denied ? await plainSearch(t.session, of) : null;
      c.judge(DOCUMENTED, trouble === null, () => ({
        deviation: 'missing',
        what: `filtering ${of.subject.noun}s by ${of.attribute.text}`,
        says: 'is documented, and the target announces filter.supported: false',
        wanted: `a filter on ${of.attribute.text} that finds who has the value`,
        got: `the plainest filter on it ${trouble?.why ?? ''}`,
        type: of.subject.type.name,
        answer: trouble?.answer ?? undefined,
      }));
    }),
  );
}
