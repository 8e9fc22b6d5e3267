import fc from 'fast-check';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  announced,
  describe,
  ENTERPRISE_USER,
  GROUPS,
  MEMBERS,
  member,
  memberIds,
  NotOffered,
  PATCH_OP,
  repertoireOf,
  shown,
} from '../../kit/index.ts';
import { type BulkAnswer, type BulkOperation, createdBy, fits, judgeBulk, sendBulk } from './job.ts';

const REPLACED = 'RFC7644-3.7.2-replaced';
const EXTENSIONS = 'RFC7644-3.7.2-extensions';
const CIRCULAR = 'RFC7644-3.7.1-circular';

/** References to what the same job creates (RFC 7644 §3.7.1, §3.7.2). */
export const references: readonly CheckEntry[] = [
  {
    name: 'member-by-bulk-id',
    title: 'A group of a bulk request can have a user of the same request as its member, in either order',
    requirements: [REPLACED, 'RFC7644-3.7-bulk-id-returned'],
    needs: [announced('bulk'), GROUPS, MEMBERS],
    run: (t) => overUsersAndGroups(t, memberByBulkId),
  },
  {
    name: 'patch-by-bulk-id',
    title: 'A PATCH in a bulk request can refer to a user of the same request',
    requirements: [REPLACED],
    needs: [announced('bulk'), GROUPS, MEMBERS],
    run: (t) => overUsersAndGroups(t, patchByBulkId),
  },
  {
    name: 'manager-by-bulk-id',
    title: 'A user of a bulk request can have another user of the same request as his manager',
    requirements: [EXTENSIONS],
    needs: [announced('bulk')],
    run: managerByBulkId,
  },
  {
    name: 'circular-references',
    title:
      'Groups of a bulk request that are members of each other are created and linked, or refused with 409',
    requirements: [CIRCULAR],
    needs: [announced('bulk'), GROUPS, MEMBERS],
    run: (t) => overUsersAndGroups(t, circular),
  },
];

/** What a check of references works with: one new user and two new groups. */
interface Cast {
  readonly users: Subject;
  readonly groups: Subject;
  readonly user: JsonObject;
  readonly group: JsonObject;
  readonly other: JsonObject;
  /** Whether what refers comes before what it refers to. */
  readonly reversed: boolean;
}

async function overUsersAndGroups(
  t: CheckContext,
  body: (c: Case, cast: Cast) => Promise<void>,
): Promise<void> {
  const users = await repertoireOf(t.session).users();
  const groups = await repertoireOf(t.session).groups();
  if (groups === null) throw new NotOffered('there are no groups');
  for (const reversed of [false, true]) {
    await t.forAll(
      fc.record({
        user: users.arbitrary({ required: 'only' }),
        group: groups.arbitrary({ required: 'only' }),
        other: groups.arbitrary({ required: 'only' }),
      }),
      async (generated, c) => {
        if (!fits(c, 2)) throw new NotOffered('the target takes only one operation at a time');
        const { user, group, other } = generated;
        await body(c, {
          users,
          groups,
          user: users.stamp(c, user),
          group: groups.stamp(c, group),
          other: groups.stamp(c, other),
          reversed,
        });
      },
      { runs: t.session.effort.costlyRuns },
    );
  }
}

function post({ type }: Subject, bulkId: string, data: JsonObject): BulkOperation {
  return { method: 'POST', path: type.endpoint, bulkId, data };
}

const memberOf = (bulkId: string): Json => [{ value: `bulkId:${bulkId}` }];

/** What a job created under a bulkId; a failure of it is judged, 409 for what comes before what it refers to excepted. */
function judgeCreated(
  c: Case,
  operation: BulkOperation,
  answer: BulkAnswer,
  requirement: RequirementId,
  mayConflict: boolean,
): Created | null {
  const created = createdBy(operation, answer.results);
  const result = answer.results.find(({ bulkId }) => bulkId === operation.bulkId);
  const conflict = mayConflict && (result?.status === 409 || answer.response.status === 409);
  c.judge(requirement, created !== null || conflict, () => ({
    message: `in a bulk request, the POST of ${operation.path} with bulkId ${operation.bulkId} did not succeed: ${result === undefined ? describe(answer.response) : result.status}`,
    expected: `201 with its location${mayConflict ? ', or 409' : ''}`,
    actual: result === undefined ? describe(answer.response) : shown(result.raw),
  }));
  return created;
}

async function memberByBulkId(c: Case, { users, groups, user, group, reversed }: Cast): Promise<void> {
  const operations = [post(users, 'one', user), post(groups, 'two', { ...group, members: memberOf('one') })];
  const order = reversed ? operations.toReversed() : operations;
  const answer = await sendBulk(c, order, 'create a user and a group with him');
  judgeBulk(c, answer, REPLACED);
  const [first, second] = operations.map((operation) =>
    judgeCreated(c, operation, answer, REPLACED, reversed && operation.bulkId === 'two'),
  );
  c.session.observe(`bulk.${reversed ? 'forwardReference' : 'backwardReference'}`, second !== null);
  if (!first || !second) return;
  const ids = memberIds(await c.read(second, 'read the group'));
  c.judge(REPLACED, ids.includes(first.id), () => ({
    message: `a group created in a bulk request does not have the user created ${reversed ? 'after' : 'before'} it as its member`,
    expected: `a member ${first.id}`,
    actual: shown([...ids]),
  }));
  judgeNoLiteral(c, ids);
}

function judgeNoLiteral(c: Case, ids: readonly string[]): void {
  c.judge(REPLACED, !ids.some((id) => id.startsWith('bulkId:')), () => ({
    message: 'a bulkId was stored instead of the id that it stands for',
    expected: 'ids',
    actual: shown([...ids]),
  }));
}

async function patchByBulkId(c: Case, { users, groups, user, group, reversed }: Cast): Promise<void> {
  if (c.session.facts.features.patch === false)
    throw new NotOffered('the target announces patch.supported: false');
  const existing = await c.create(groups.type.endpoint, group, 'have a group');
  const creation = post(users, 'one', user);
  const operation = { op: 'add', path: 'members', value: memberOf('one') };
  const change: BulkOperation = {
    method: 'PATCH',
    path: existing.path,
    data: { schemas: [PATCH_OP], Operations: [operation] },
  };
  const operations = reversed ? [change, creation] : [creation, change];
  const answer = await sendBulk(c, operations, 'create a user and add him to a group');
  judgeBulk(c, answer, REPLACED);
  const created = judgeCreated(c, creation, answer, REPLACED, false);
  if (created === null) return;
  const failed = answer.results.some(({ method, status }) => method === 'PATCH' && status === 409);
  if (reversed && failed) return;
  const ids = memberIds(await c.read(existing, 'read the group'));
  c.judge(REPLACED, ids.includes(created.id), () => ({
    message: `a PATCH in a bulk request does not add the user that the request creates ${reversed ? 'after' : 'before'} it`,
    expected: `a member ${created.id}`,
    actual: shown([...ids]),
  }));
  judgeNoLiteral(c, ids);
}

async function managerByBulkId(t: CheckContext): Promise<void> {
  const users = await repertoireOf(t.session).users();
  if (!users.attributes.some(({ path }) => path.attribute === 'manager'))
    throw new NotOffered('the target takes no manager');
  await t.forAll(
    fc.tuple(users.arbitrary({ required: 'only' }), users.arbitrary({ required: 'only' })),
    async ([boss, user], c) => {
      if (!fits(c, 2)) throw new NotOffered('the target takes only one operation at a time');
      const [first, second] = [users.stamp(c, boss), users.stamp(c, user)];
      const schemas = [
        ...new Set([...(Array.isArray(second.schemas) ? second.schemas : []), ENTERPRISE_USER]),
      ];
      const extension = member(second, ENTERPRISE_USER);
      const managed: JsonObject = {
        ...second,
        schemas,
        [ENTERPRISE_USER]: {
          ...(typeof extension === 'object' && !Array.isArray(extension) ? extension : {}),
          manager: { value: 'bulkId:one' },
        },
      };
      const operations = [post(users, 'one', first), post(users, 'two', managed)];
      const answer = await sendBulk(c, operations, 'create a manager and one whom he manages');
      judgeBulk(c, answer, EXTENSIONS);
      const [manager, employee] = operations.map((operation) =>
        judgeCreated(c, operation, answer, EXTENSIONS, false),
      );
      if (!manager || !employee) return;
      const stored = member(member(await c.read(employee), ENTERPRISE_USER), 'manager');
      c.judge(EXTENSIONS, member(stored, 'value') === manager.id, () => ({
        message: 'the manager of a user created in a bulk request is not the user created under his bulkId',
        expected: `"manager": {"value": "${manager.id}"}`,
        actual: `"manager": ${shown(stored)}`,
        hint: 'Only references in the core schema are resolved, or only those in members.',
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function circular(c: Case, { groups, group, other, reversed }: Cast): Promise<void> {
  await requireNesting(c, groups, other);
  const again = groups.stamp(c, { ...other });
  const operations = [
    post(groups, 'one', { ...group, members: memberOf('two') }),
    post(groups, 'two', { ...again, members: memberOf('one') }),
  ];
  const answer = await sendBulk(
    c,
    reversed ? operations.toReversed() : operations,
    'create two groups in each other',
  );
  if (answer.response.status === 409) {
    c.judge(CIRCULAR, true, () => ({ message: '' }));
    return;
  }
  judgeBulk(c, answer, CIRCULAR);
  const [first, second] = operations.map((operation) => judgeCreated(c, operation, answer, CIRCULAR, true));
  if (!first || !second) return;
  for (const [holder, held] of [
    [first, second],
    [second, first],
  ] as const) {
    const ids = memberIds(await c.read(holder, 'read the group'));
    c.judge(CIRCULAR, ids.includes(held.id), () => ({
      message: 'of two groups created in one bulk request as members of each other, one lacks the other',
      expected: `a member ${held.id}`,
      actual: shown([...ids]),
    }));
  }
}

/** @throws NotOffered where groups cannot be members of groups, which is no matter of bulk requests */
async function requireNesting(c: Case, groups: Subject, group: JsonObject): Promise<void> {
  const inner = await c.create(groups.type.endpoint, group, 'have a group');
  const outer = { ...groups.stamp(c, group), members: [{ value: inner.id }] };
  const { created } = await c.post(
    groups.type.endpoint,
    outer,
    'see if a group can have a group as its member',
  );
  const nested = created !== null && memberIds(await c.read(created)).includes(inner.id);
  if (!nested) throw new NotOffered('the target does not take groups as members of groups');
}
