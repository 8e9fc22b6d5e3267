import fc from 'fast-check';
import { expressionArbitrary, type FilterOperand } from '../../generators/filter.ts';
import { PLAIN, type Spelling, spellFilter } from '../../generators/spelling.ts';
import type { Case, CheckContext, CheckEntry, Filter, RequirementId, SpecimenSet } from '../../kit/index.ts';
import {
  describe,
  formatFilter,
  judgeFilter,
  overFilterable,
  queryRequest,
  REFUSALS,
  scoped,
} from '../../kit/index.ts';
import { FILTER } from './operators.ts';

/** Spellings of one filter that have to mean the same. */
export const notation: readonly CheckEntry[] = [
  {
    name: 'letter-case',
    title: 'Names, schema URIs and operators mean the same in any letter case',
    requirements: ['RFC7644-3.10-facets-caseless', 'RFC7644-3.4.2.2-names-caseless'],
    needs: [FILTER],
    run: async (t) => {
      await respelled(t, 'RFC7644-3.10-facets-caseless', [
        { ...PLAIN, names: 'upper' },
        { ...PLAIN, names: 'lower' },
        { ...PLAIN, urns: 'upper' },
      ]);
      await respelled(t, 'RFC7644-3.4.2.2-names-caseless', [
        { ...PLAIN, operators: 'upper' },
        { ...PLAIN, operators: 'capital' },
      ]);
    },
  },
  {
    name: 'schema-uris',
    title: 'An attribute means the same with its schema URI in front and, in the core schema, without',
    requirements: ['RFC7644-3.10-urn-names', 'RFC7644-3.10-core-unprefixed'],
    needs: [FILTER],
    run: async (t) => {
      await respelled(t, 'RFC7644-3.10-urn-names', [{ ...PLAIN, urns: 'full' }]);
      await named(t, 'RFC7644-3.10-urn-names', ({ path }) => path.urn !== null);
      await named(t, 'RFC7644-3.10-core-unprefixed', ({ path }) => path.urn === null);
    },
  },
  {
    name: 'schemas',
    title: 'A filter can ask for the schemas of a resource',
    requirements: ['RFC7644-3.4.2.2-by-schema'],
    needs: [FILTER],
    run: bySchema,
  },
];

function isEquality(operator: string): boolean {
  return operator === 'eq';
}

/** A property over expressions on attributes that are named in this way. */
async function named(
  t: CheckContext,
  requirement: RequirementId,
  fits: (operand: FilterOperand) => boolean,
): Promise<void> {
  await overFilterable(t, async (set, own) => {
    const operands = set.operands.filter((operand) => fits(operand) && operand.operators.includes('eq'));
    if (operands.length === 0) return;
    await own.forAll(
      fc.record({ filter: expressionArbitrary(operands, isEquality) }),
      async ({ filter }, c) => {
        await judgeFilter(c, set, filter, [requirement]);
      },
      { runs: own.session.effort.costlyRuns * 2 },
    );
  });
}

/** A property over expressions: each spelling is taken when the plain one is, and finds the same. */
async function respelled(
  t: CheckContext,
  requirement: RequirementId,
  spellings: readonly Spelling[],
): Promise<void> {
  await overFilterable(t, async (set, own) => {
    await own.forAll(
      fc.record({
        filter: expressionArbitrary(set.operands, isEquality),
        spelling: fc.constantFrom(...spellings),
      }),
      async ({ filter, spelling }, c) => {
        const text = spellFilter(filter, spelling, set.subject.type);
        if (text !== formatFilter(filter)) await judgeSpelling(c, set, filter, text, requirement);
        else c.judge(requirement, true, () => ({ message: '' }));
      },
      { runs: own.session.effort.runs * 2 },
    );
  });
}

async function judgeSpelling(
  c: Case,
  set: SpecimenSet,
  filter: Filter,
  text: string,
  requirement: RequirementId,
): Promise<void> {
  const parameters = { filter: scoped(set, text) };
  const { endpoint } = set.subject.type;
  const response = await c.send(queryRequest(endpoint, parameters, 'ask in another spelling'));
  // Every operand is one that filters in the plain spelling may ask for.
  c.judge(requirement, !REFUSALS.has(response.status), () => ({
    message: `the filter ${text} is refused, although ${formatFilter(filter)} means the same and is not`,
    expected: '200 with a list',
    actual: describe(response),
  }));
  await judgeFilter(c, set, filter, [requirement], text);
}

async function bySchema(t: CheckContext): Promise<void> {
  await overFilterable(t, async (set, own) => {
    const urns = [set.subject.type.schema, ...set.subject.type.extensions].map(({ id }) => id);
    await own.forEach(urns, async (urn, each) =>
      each.once(async (c) => {
        const path = { urn: null, attribute: 'schemas', filter: null, subAttribute: null };
        const filter: Filter = { kind: 'compare', path, operator: 'eq', value: urn };
        await judgeFilter(c, set, filter, ['RFC7644-3.4.2.2-by-schema']);
        c.judge('RFC7644-3.4.2.2-by-schema', true, () => ({ message: '' }));
      }),
    );
  });
}
