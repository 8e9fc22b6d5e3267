import fc from 'fast-check';
import type { CheckContext, CheckEntry } from '../../kit/index.ts';
import { announced, formatPath, idsOf, queryRequest, scopeText, shown } from '../../kit/index.ts';
import { overScoped } from '../pagination/pages.ts';
import { type Asked, type Blame, blaming, judgeListed, selectable } from '../projection/selections.ts';
import { firstDisorder } from '../sorting/order.ts';
import { FILTERS, searchFor } from './posted.ts';

const OPTIONAL = (['attributes', 'excluded', 'sort-by', 'sort-order', 'start-index', 'count'] as const).map(
  (name) => `RFC7644-3.4.3-${name}-optional` as const,
);

/** The parameters of a search, one by one. */
export const parameters: readonly CheckEntry[] = [
  {
    name: 'attributes',
    title: 'attributes in a search works as in a query',
    requirements: ['RFC7644-3.4.3-attributes'],
    needs: FILTERS,
    run: (t) => overSelections(t, 'attributes', blaming('RFC7644-3.4.3-attributes')),
  },
  {
    name: 'excluded-attributes',
    title: 'excludedAttributes in a search works as in a query and removes nothing of the minimum set',
    requirements: ['RFC7644-3.4.3-excluded-attributes', 'RFC7644-3.4.3-excluded-always'],
    needs: FILTERS,
    run: (t) =>
      overSelections(t, 'excludedAttributes', {
        ...blaming('RFC7644-3.4.3-excluded-attributes'),
        minimum: 'RFC7644-3.4.3-excluded-always',
      }),
  },
  {
    name: 'sorted',
    title: 'sortBy in a search works as in a query',
    requirements: ['RFC7644-3.4.3-sort-by'],
    needs: [...FILTERS, announced('sort')],
    run: sorts,
  },
  {
    name: 'optional-parameters',
    title: 'A search may do without any of its parameters',
    requirements: ['RFC7644-3.4.3-filter-optional', ...OPTIONAL],
    needs: FILTERS,
    run: doesWithout,
  },
];

async function overSelections(
  t: CheckContext,
  kind: 'attributes' | 'excludedAttributes',
  blame: Blame,
): Promise<void> {
  await overScoped(t, async (set, own) => {
    const paths = selectable(set, kind, own);
    const [item] = set.items;
    if (paths.length === 0 || item === undefined) return;
    await own.forAll(
      fc.uniqueArray(fc.constantFrom(...paths), { minLength: 1, maxLength: 3, selector: formatPath }),
      async (chosen, c) => {
        const text = chosen.map(formatPath).join(',');
        const asked: Asked = { item, selection: { kind, paths: chosen }, text };
        // Sends nothing more than a search where there is none, and ends the check then.
        await searchFor(c, set, { filter: scopeText(set), count: 1 }, blame.refused);
        await judgeListed(c, set, asked, blame, 'search');
        await keepsId(c, set, asked, blame, 'search');
      },
      { runs: own.session.effort.runs },
    );
  });
}

/** `id` is always returned, also when it is named as one to leave out. */
async function keepsId(
  ...[c, set, { item, selection }, blame]: Parameters<typeof judgeListed>
): Promise<void> {
  if (selection.kind !== 'excludedAttributes') return;
  const path = { urn: null, attribute: 'id', filter: null, subAttribute: null };
  await judgeListed(
    c,
    set,
    { item, selection: { ...selection, paths: [path] }, text: 'id' },
    blame,
    'search',
  );
}

async function sorts(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    const operand = set.operands.find(({ path }) => ['userName', 'displayName'].includes(path.attribute));
    if (operand === undefined) return;
    await own.forAll(
      fc.record({ descending: fc.boolean() }),
      async ({ descending }, c) => {
        const requirement = 'RFC7644-3.4.3-sort-by';
        const sortOrder = descending ? 'descending' : 'ascending';
        const sortBy = operand.path.attribute;
        const list = await searchFor(c, set, { filter: scopeText(set), sortBy, sortOrder }, requirement);
        const wrong = firstDisorder(idsOf(list.resources), set, operand, descending);
        c.judge(requirement, wrong < 0, () => ({
          message: `a search sorted by ${sortBy}, ${sortOrder}, gives another order`,
          expected: `result ${wrong + 2} before result ${wrong + 1}`,
          actual: `result ${wrong + 1} first`,
        }));
      },
      { runs: own.session.effort.costlyRuns },
    );
  });
}

async function doesWithout(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) =>
    own.once(async (c) => {
      const bare = await searchFor(c, set, { filter: scopeText(set) }, 'RFC7644-3.4.3-count-optional');
      for (const requirement of OPTIONAL) {
        c.judge(requirement, bare.totalResults === set.items.length, () => ({
          message: 'a search with nothing but a filter does not find what it should',
          expected: `"totalResults": ${set.items.length}`,
          actual: `"totalResults": ${shown(bare.body.totalResults)}`,
        }));
      }
      const request = queryRequest(
        set.subject.type.endpoint,
        { count: 1 },
        'search without a filter',
        'search',
      );
      const response = await c.send(request);
      // All resources may be too many to list (RFC 7644 §3.4.2.1).
      c.judge('RFC7644-3.4.3-filter-optional', [200, 400, 403].includes(response.status), () => ({
        message: `a search without a filter is answered with ${response.status}`,
        expected: '200, or 400 tooMany',
        actual: String(response.status),
      }));
    }),
  );
}
