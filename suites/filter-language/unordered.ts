import type {
  CheckContext,
  CheckEntry,
  CompareOperator,
  Declinable,
  RequirementId,
  ResourceType,
  SpecimenSet,
  TargetFacts,
} from '../../kit/index.ts';
import {
  askBroken,
  formatPath,
  judgeDeclined,
  NotOffered,
  resolvePath,
  specimensOf,
} from '../../kit/index.ts';
import { FILTER } from './operators.ts';

const ORDERS = ['gt', 'ge', 'lt', 'le'] as const satisfies readonly CompareOperator[];

/** Order operators on what has no order. */
export const unordered: readonly CheckEntry[] = ORDERS.map((operator) => ({
  name: `${operator}-without-order`,
  title: `${operator} on a boolean or binary attribute is declined with 400 invalidFilter`,
  requirements: [`RFC7644-3.4.2.2-${operator}-type`],
  needs: [FILTER],
  run: (t) => judgeUnordered(t, operator, `RFC7644-3.4.2.2-${operator}-type`),
}));

async function judgeUnordered(
  t: CheckContext,
  operator: (typeof ORDERS)[number],
  requirement: RequirementId,
): Promise<void> {
  const { facts } = t.session.plan.target;
  const filters = (await specimensOf(t.session).all()).flatMap((set) =>
    oneOfEach(unorderedPaths(set, facts), ORDERS.indexOf(operator)).map(
      ({ attribute, literal }): Declinable => {
        const filter = `${attribute} ${operator} ${literal}`;
        const what = `the filter ${filter} on an attribute without an order`;
        const more = { attribute, form: [`filter ${operator}`] };
        return { endpoint: set.subject.type.endpoint, filter, what, keyword: 'demanded', more };
      },
    ),
  );
  if (filters.length === 0)
    throw new NotOffered('the target filters on no boolean or binary attribute of a resource');
  await t.forEach(filters, (one, own) =>
    own.once(async (c) => judgeDeclined(c, requirement, await askBroken(c, one), one)),
  );
}

/** The type as the target's own /Schemas has it. */
function declaredType(endpoint: string, { user, group, others }: TargetFacts): ResourceType | null {
  return [user, group, ...others].find((known) => known?.endpoint === endpoint) ?? null;
}

/** An attribute without an order. */
interface Unordered {
  readonly attribute: string;
  readonly literal: string;
  /** What makes it a different matter than another one. */
  readonly kind: string;
}

/** One attribute of each kind, another one for each operator. */
function oneOfEach(all: readonly Unordered[], turn: number): readonly Unordered[] {
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  return kinds.flatMap((wanted) => {
    const alike = all.filter(({ kind }) => kind === wanted);
    return alike[turn % alike.length] ?? [];
  });
}

/** What filters may ask for that holds booleans, or binary data where the target itself says so. */
function unorderedPaths(
  { subject, operands, failing }: SpecimenSet,
  facts: TargetFacts,
): readonly Unordered[] {
  const declared = declaredType(subject.type.endpoint, facts);
  return [...operands, ...failing].flatMap(({ path, definition, parent }) => {
    const attribute = formatPath(path);
    const place = parent.multiValued ? 'of an element' : 'alone';
    if (definition.type === 'boolean') return [{ attribute, literal: 'true', kind: `boolean ${place}` }];
    const own = declared && resolvePath(path, declared);
    const isBinary = (own?.subAttribute ?? own?.attribute)?.type === 'binary';
    return isBinary ? [{ attribute, literal: '"AAAA"', kind: `binary ${place}` }] : [];
  });
}
