import type {
  CheckContext,
  CheckEntry,
  CompareOperator,
  RequirementId,
  ResourceType,
  Subject,
  TargetFacts,
} from '../../kit/index.ts';
import {
  findAttribute,
  formatPath,
  judgeRefused,
  member,
  NotOffered,
  queryRequest,
  repertoireOf,
  resolvePath,
  shown,
} from '../../kit/index.ts';
import { FILTER } from './operators.ts';

type OrderOperator = Extract<CompareOperator, 'gt' | 'ge' | 'lt' | 'le'>;

const ORDERS: readonly OrderOperator[] = ['gt', 'ge', 'lt', 'le'];

/** Order operators on what has no order. */
export const unordered: readonly CheckEntry[] = ORDERS.map((operator) => ({
  name: `${operator}-without-order`,
  title: `${operator} on a boolean or binary attribute is declined with 400 invalidFilter`,
  requirements: [`RFC7644-3.4.2.2-${operator}-type`],
  needs: [FILTER],
  run: (t) => judgeDeclined(t, operator),
}));

async function judgeDeclined(t: CheckContext, operator: OrderOperator): Promise<void> {
  const subjects = await repertoireOf(t.session).all();
  const { facts } = t.session.plan.target;
  const filters = subjects.flatMap((subject) =>
    unorderedPaths(subject, facts).map(({ text, literal }) => ({
      subject,
      filter: `${text} ${operator} ${literal}`,
    })),
  );
  if (filters.length === 0) throw new NotOffered('no resource has a boolean or binary attribute');
  await t.forEach(filters, async ({ subject, filter }, own) =>
    own.once(async (c) => {
      const request = queryRequest(
        subject.type.endpoint,
        { filter, count: 1 },
        'ask for an order there is not',
      );
      const response = await c.send(request);
      const requirement: RequirementId = `RFC7644-3.4.2.2-${operator}-type`;
      judgeRefused(c, response, requirement, {
        status: 400,
        what: `the filter ${filter} on an attribute without an order`,
      });
      const scimType = member(response.body, 'scimType');
      c.judge(requirement, scimType === 'invalidFilter', () => ({
        message: `the filter ${filter} is declined with scimType ${shown(scimType)}`,
        expected: '"scimType": "invalidFilter"',
        actual: `"scimType": ${shown(scimType)}`,
      }));
    }),
  );
}

/** The type as the target's own /Schemas has it. */
function declaredType({ type }: Subject, { user, group, others }: TargetFacts): ResourceType | undefined {
  return [user, group, ...others].find((known) => known?.endpoint === type.endpoint) ?? undefined;
}

/** Attributes and sub-attributes that hold booleans, or binary data where the target itself says so. */
function unorderedPaths(subject: Subject, facts: TargetFacts): readonly { text: string; literal: string }[] {
  const declared = declaredType(subject, facts);
  const found = subject.attributes.flatMap(({ path, definition, parent }) => {
    const plain = { ...path, filter: null };
    const whole = path.subAttribute === null && definition.type === 'complex';
    const value = whole ? findAttribute(parent.subAttributes, 'value') : definition;
    const full = whole ? { ...plain, subAttribute: 'value' } : plain;
    if (value?.type === 'boolean') return [{ text: formatPath(full), literal: 'true' }];
    const own = declared && resolvePath(full, declared);
    const isBinary = (own?.subAttribute ?? own?.attribute)?.type === 'binary';
    return isBinary ? [{ text: formatPath(full), literal: '"AAAA"' }] : [];
  });
  return [...new Map(found.map((one) => [one.text, one])).values()];
}
