import fc from 'fast-check';
import type { FilterOperand } from '../../generators/filter.ts';
import { PLAIN, type Spelling, spellFilter } from '../../generators/spelling.ts';
import type { Case, CheckContext, CheckEntry, Filter, RequirementId, SpecimenSet } from '../../kit/index.ts';
import {
  alone,
  answered,
  formatFilter,
  formatPath,
  isComparable,
  judgeFilter,
  NotOffered,
  overFilterable,
  requireAlone,
} from '../../kit/index.ts';
import { exactly, plainly } from './operands.ts';
import { FILTER } from './operators.ts';

const BY_SCHEMA = 'RFC7644-3.4.2.2-by-schema';

/** Spellings of one filter that have to mean the same. */
export const notation: readonly CheckEntry[] = [
  {
    name: 'letter-case',
    title: 'Names, schema URIs and operators mean the same in any letter case',
    requirements: ['RFC7644-3.10-facets-caseless', 'RFC7644-3.4.2.2-names-caseless'],
    needs: [FILTER],
    run: (t) =>
      t.forEach(
        [
          { rule: 'RFC7644-3.10-facets-caseless', spelling: { ...PLAIN, names: 'upper' } },
          { rule: 'RFC7644-3.10-facets-caseless', spelling: { ...PLAIN, names: 'lower' } },
          { rule: 'RFC7644-3.10-facets-caseless', spelling: { ...PLAIN, urns: 'upper' } },
          { rule: 'RFC7644-3.4.2.2-names-caseless', spelling: { ...PLAIN, operators: 'upper' } },
          { rule: 'RFC7644-3.4.2.2-names-caseless', spelling: { ...PLAIN, operators: 'capital' } },
        ] as const,
        ({ rule, spelling }, own) => respelled(own, rule, spelling),
      ),
  },
  {
    name: 'schema-uris',
    title: 'An attribute means the same with its schema URI in front and, in the core schema, without',
    requirements: ['RFC7644-3.10-urn-names', 'RFC7644-3.10-core-unprefixed'],
    needs: [FILTER],
    run: async (t) => {
      await respelled(t, 'RFC7644-3.10-urn-names', { ...PLAIN, urns: 'full' });
      await named(t, 'RFC7644-3.10-urn-names', ({ path }) => path.urn !== null);
      await named(t, 'RFC7644-3.10-core-unprefixed', ({ path }) => path.urn === null);
    },
  },
  {
    name: 'schemas',
    title: 'A filter can ask for the schemas of a resource',
    requirements: [BY_SCHEMA],
    needs: [FILTER],
    run: bySchema,
  },
];

/** A property over expressions on attributes that are named in this way. */
function named(
  t: CheckContext,
  requirement: RequirementId,
  fits: (operand: FilterOperand) => boolean,
): Promise<void> {
  return overFilterable(t, async (set, own) => {
    const operands = set.operands.filter((operand) => fits(operand) && isComparable(operand));
    if (operands.length === 0) return;
    await own.forAll(
      fc.record({ filter: plainly(operands, set) }),
      async ({ filter }, c) => {
        await judgeFilter(c, set, filter, [requirement]);
      },
      { runs: own.session.effort.costlyRuns * 2 },
    );
  });
}

/** A property over expressions that hold in the plain spelling: they are taken in this one too, and find the same. */
function respelled(t: CheckContext, requirement: RequirementId, spelling: Spelling): Promise<void> {
  return overFilterable(t, async (set, own) => {
    const { type } = set.subject;
    const spell = (filter: Filter): string => spellFilter(filter, spelling, type);
    const operands = set.operands.filter(({ path }) => {
      const one: Filter = { kind: 'present', path };
      return spell(one) !== formatFilter(one);
    });
    if (!operands.some(isComparable)) return;
    await own.forAll(
      fc.record({ filter: exactly(operands) }),
      async ({ filter }, c) => {
        if (spelling.urns === 'upper') await requireUrns(c, set, filter);
        const { kind, response } = await judgeFilter(c, set, filter, [requirement], spell);
        if (kind === 'found') return;
        await requireAlone(c, set, filter);
        c.judge(requirement, false, () =>
          answered(`the filter ${spell(filter)}`, response, 200, {
            attribute: 'path' in filter ? formatPath(filter.path) : undefined,
            form: ['filter in another spelling'],
            says: `is refused, although ${formatFilter(filter)} means the same and is not`,
            wanted: '200 with a list',
          }),
        );
      },
      { runs: own.session.effort.costlyRuns * 2 },
    );
  });
}

/** Lets capitals in a URN be blamed only where it is understood in small letters. @throws NotOffered where it is not */
async function requireUrns(c: Case, set: SpecimenSet, filter: Filter): Promise<void> {
  const text = spellFilter(filter, { ...PLAIN, urns: 'full' }, set.subject.type);
  const { kind } = await alone(c.session, set, filter, text);
  if (kind !== 'holds') throw new NotOffered('the target understands no schema URI in front of an attribute');
}

async function bySchema(t: CheckContext): Promise<void> {
  await overFilterable(t, async (set, own) => {
    const urns = [set.subject.type.schema, ...set.subject.type.extensions].map(({ id }) => id);
    await own.forEach(urns, (value, each) =>
      each.once(async (c) => {
        const path = { urn: null, attribute: 'schemas', filter: null, subAttribute: null };
        const filter: Filter = { kind: 'compare', path, operator: 'eq', value };
        await judgeFilter(c, set, filter, [BY_SCHEMA]);
      }),
    );
  });
  if (t.tally.judged === 0) throw new NotOffered('the target does not filter on schemas');
}
