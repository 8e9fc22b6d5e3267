import type { Case, CheckEntry, Json, JsonObject, RequirementId } from '../../kit/index.ts';
import { announced, describe, isObject, malformed, member, NotOffered } from '../../kit/index.ts';

const isBoolean = (value: Json | undefined): boolean => typeof value === 'boolean';
const isOptional =
  (holds: (value: Json) => boolean) =>
  (value: Json | undefined): boolean =>
    value === undefined || value === null || holds(value);
const isPositive = isOptional((value) => typeof value === 'number' && Number.isInteger(value) && value > 0);

/** The members of `pagination` (RFC 9865 §4). */
const MEMBERS: readonly {
  readonly name: string;
  readonly requirement: RequirementId;
  readonly expected: string;
  readonly holds: (value: Json | undefined, pagination: JsonObject) => boolean;
}[] = [
  { name: 'cursor', requirement: 'RFC9865-4-cursor', expected: 'true or false', holds: isBoolean },
  { name: 'index', requirement: 'RFC9865-4-index', expected: 'true or false', holds: isBoolean },
  {
    name: 'defaultPaginationMethod',
    requirement: 'RFC9865-4-default',
    expected: '"cursor" or "index", whichever is true',
    holds: (value, pagination) =>
      isOptional(
        (method) =>
          (method === 'cursor' || method === 'index') && member(pagination, String(method)) === true,
      )(value),
  },
  {
    name: 'defaultPageSize',
    requirement: 'RFC9865-4-default-page-size',
    expected: 'a positive integer',
    holds: isPositive,
  },
  {
    name: 'maxPageSize',
    requirement: 'RFC9865-4-max-page-size',
    expected: 'a positive integer',
    holds: isPositive,
  },
  {
    name: 'cursorTimeout',
    requirement: 'RFC9865-4-cursor-timeout',
    expected: 'a positive integer',
    holds: isPositive,
  },
];

/** What the configuration says about paging. */
export const announcement: readonly CheckEntry[] = [
  {
    name: 'announcement',
    title: 'The configuration says how results are paged',
    requirements: [
      'RFC9865-4-cursor',
      'RFC9865-4-index',
      'RFC9865-4-advertised',
      'RFC9865-4-default',
      'RFC9865-4-default-page-size',
      'RFC9865-4-max-page-size',
      'RFC9865-4-cursor-timeout',
    ],
    needs: [announced('cursorPagination')],
    run: (t) => t.once(judgeAnnouncement),
  },
];

async function judgeAnnouncement(c: Case): Promise<void> {
  const path = '/ServiceProviderConfig';
  const answer = await c.send({ method: 'GET', path, purpose: 'read the configuration' });
  if (!answer.ok) throw new NotOffered(`the target answers ${describe(answer)} to ${path}`);
  const pagination = member(answer.resource, 'pagination');
  c.judge('RFC9865-4-advertised', isObject(pagination), () => ({
    deviation: 'missing',
    what: 'pagination of the ServiceProviderConfig',
    says: 'is missing, although cursors are supported',
    attribute: 'pagination',
    expected: '"pagination": {"cursor": true, …}',
    got: pagination ?? null,
  }));
  if (!isObject(pagination)) return;
  for (const { name, requirement, expected, holds } of MEMBERS) {
    const value = member(pagination, name);
    c.judge(requirement, holds(value, pagination), () =>
      malformed(`pagination.${name} of the ServiceProviderConfig`, expected, value, {
        attribute: `pagination.${name}`,
      }),
    );
  }
}
