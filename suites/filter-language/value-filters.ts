import fc from 'fast-check';
import { type FilterOperand, valuePathArbitrary } from '../../generators/filter.ts';
import type { AttributePath, CheckContext, CheckEntry, Filter, Json, SpecimenSet } from '../../kit/index.ts';
import {
  formatFilter,
  forSets,
  isObject,
  judgeFilter,
  member,
  queryRequest,
  REFUSALS,
  readPath,
  specimensOf,
} from '../../kit/index.ts';
import { FILTER } from './operators.ts';

/** Conditions on one value of an attribute with several. */
export const valueFilters: readonly CheckEntry[] = [
  {
    name: 'value-filters',
    title: 'The conditions in square brackets have to hold for one and the same value',
    requirements: ['RFC7644-3.4.2.2-complex', 'RFC7644-3.4.2.2-complex-nested'],
    needs: [FILTER],
    run: sameValue,
  },
];

/** The attributes with several values of which filters may ask for two sub-attributes at least. */
function elementOperands({ operands }: SpecimenSet): readonly FilterOperand[] {
  const inside = operands.filter(({ path, parent }) => path.subAttribute !== null && parent.multiValued);
  return inside.filter(({ parent }) => inside.filter((other) => other.parent === parent).length > 1);
}

async function sameValue(t: CheckContext): Promise<void> {
  const sets = await specimensOf(t.session).all();
  const supporting = await Promise.all(sets.map(async (set) => ((await supports(t, set)) ? [set] : [])));
  const missing = 'the target refuses value filters in square brackets, which are optional';
  await forSets(t, supporting.flat(), missing, async (set, own) => {
    const mixed = crossings(set);
    let judged = 0;
    await own.forAll(
      fc.record({ filter: valuePathArbitrary(elementOperands(set)) }),
      async ({ filter }, c) => {
        const requirements = ['RFC7644-3.4.2.2-complex', 'RFC7644-3.4.2.2-complex-nested'] as const;
        judged += Number((await judgeFilter(c, set, filter, requirements)) === 'judged');
      },
      {
        runs: own.session.effort.runs * 2 + Math.min(mixed.length, 4),
        examples: mixed.slice(0, 4).map((filter) => ({ filter })),
      },
    );
    await own.once(async (c) =>
      c.advise('RFC7644-3.4.2.2-complex-nested', judged > 0, () => ({
        message: `filters on ${set.subject.noun}s with several conditions in square brackets are refused`,
        expected: '200 with a list',
        actual: '400, 403 or 501',
      })),
    );
  });
}

/** Whether the target takes a value filter at all. */
async function supports(t: CheckContext, set: SpecimenSet): Promise<boolean> {
  const operand = elementOperands(set).find(({ values }) => values.length > 0);
  if (operand === undefined) return false;
  const filter = valuePath(operand.path, equal(operand.path.subAttribute ?? '', operand.values[0] ?? ''));
  let refused = false;
  await t.once(async (c) => {
    const parameters = { filter: formatFilter(filter), count: 1 };
    const request = queryRequest(
      set.subject.type.endpoint,
      parameters,
      'see whether value filters are taken',
    );
    refused = REFUSALS.has((await c.send(request)).status);
  });
  if (refused) t.session.observe(`filter.refused.${set.subject.type.name}.valuePath`, formatFilter(filter));
  return !refused;
}

function valuePath({ urn, attribute }: AttributePath, filter: Filter): Filter {
  return { kind: 'valuePath', path: { urn, attribute, filter, subAttribute: null } };
}

function equal(name: string, value: string | number | boolean): Filter {
  const path = { urn: null, attribute: name, filter: null, subAttribute: null };
  return { kind: 'compare', path, operator: 'eq', value };
}

/** Filters whose conditions hold for two values of a resource, but not for one of them. */
function crossings(set: SpecimenSet): readonly Filter[] {
  const operands = elementOperands(set);
  const parents = [...new Map(operands.map(({ parent, path }) => [parent.name, path])).values()];
  return set.items.flatMap(({ shown }) =>
    parents.flatMap((path) => {
      const elements = readPath(shown, { ...path, subAttribute: null }, set.subject.type);
      const [one, other] = elements.filter(isObject);
      const [first, second] = [text(one, 'type'), text(other, 'value')];
      if (first === null || second === null) return [];
      const left = equal('type', first);
      return [valuePath(path, { kind: 'and', left, right: equal('value', second) })];
    }),
  );
}

function text(element: Json | undefined, name: string): string | null {
  const value = member(element, name);
  return typeof value === 'string' && value.length < 80 ? value : null;
}
