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
  ENTERPRISE_USER,
  GROUPS,
  InputRefused,
  isObject,
  MEMBERS,
  member,
  memberIds,
  memberValues,
  NotOffered,
  PATCH,
  PATCH_OP,
  patch,
  populationOf,
  repertoireOf,
  stringMember,
  wrongValue,
} from '../../kit/index.ts';
import { type BulkOperation, judgeBulk, judgeCreated, post, requireFitting, sendBulk } from './job.ts';

const REPLACED = 'RFC7644-3.7.2-replaced';
const EXTENSIONS = 'RFC7644-3.7.2-extensions';
const CIRCULAR = 'RFC7644-3.7.1-circular';

/** References to what the same job creates (RFC 7644 §3.7.1, §3.7.2). */
export const references: readonly CheckEntry[] = [
  {
    name: 'member-by-bulk-id',
    title: 'A group of a bulk request can have a user of the same request as its member, in either order',
    requirements: [REPLACED],
    needs: [announced('bulk'), GROUPS, MEMBERS],
    run: (t) => overCasts(t, memberByBulkId),
  },
  {
    name: 'patch-by-bulk-id',
    title: 'A PATCH in a bulk request can refer to a user of the same request',
    requirements: [REPLACED],
    needs: [announced('bulk'), GROUPS, MEMBERS, PATCH],
    run: (t) => overCasts(t, patchByBulkId),
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
    run: (t) => overCasts(t, circular),
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

async function overCasts(t: CheckContext, body: (c: Case, cast: Cast) => Promise<void>): Promise<void> {
  const users = await repertoireOf(t.session).users();
  const groups = await repertoireOf(t.session).groups();
  if (groups === null) throw new NotOffered('there are no groups');
  const [user, group] = [users, groups].map((subject) => subject.arbitrary({ required: 'only' }));
  if (user === undefined || group === undefined) return;
  await t.forEach([false, true], (reversed, own) =>
    own.forAll(
      fc.record({ user, group, other: group }),
      async (made, c) => {
        requireFitting(c, 2);
        const stamped = {
          user: users.stamp(c, made.user),
          group: groups.stamp(c, made.group),
          other: groups.stamp(c, made.other),
        };
        await body(c, { users, groups, ...stamped, reversed });
      },
      { runs: own.session.effort.costlyRuns },
    ),
  );
}

const memberOf = (bulkId: string): Json => [{ value: `bulkId:${bulkId}` }];

const inOrder = ({ reversed }: Cast, operations: readonly BulkOperation[]): readonly BulkOperation[] =>
  reversed ? operations.toReversed() : operations;

const words = ({ reversed }: Cast): string =>
  `where a bulk request creates a user ${reversed ? 'after' : 'before'} what refers to him`;

async function memberByBulkId(c: Case, cast: Cast): Promise<void> {
  const { users, groups, user, group, reversed } = cast;
  const creation = post(users, 'one', user);
  const reference = post(groups, 'two', { ...group, members: memberOf('one') });
  const answer = await sendBulk(
    c,
    inOrder(cast, [creation, reference]),
    'create a user and a group with him',
  );
  judgeBulk(c, answer, REPLACED);
  const held = await judgeCreated(c, users, creation, answer, REPLACED);
  const holder = await judgeCreated(c, groups, reference, answer, REPLACED, reversed);
  c.session.observe(`bulk.${reversed ? 'forwardReference' : 'backwardReference'}`, holder !== null);
  if (held === null || holder === null) return;
  await judgeMember(c, REPLACED, { holder, held, when: words(cast) }, (members) =>
    groups.create(c, { ...group, members }, 'create a group with a member, as a control'),
  );
}

async function patchByBulkId(c: Case, cast: Cast): Promise<void> {
  const { users, groups, user, group, reversed } = cast;
  const holder = await c.create(groups.type.endpoint, group, 'have a group');
  const creation = post(users, 'one', user);
  const add = (members: Json) => [{ op: 'add', path: 'members', value: members }];
  const data = { schemas: [PATCH_OP], Operations: add(memberOf('one')) };
  const change: BulkOperation = { method: 'PATCH', path: holder.path, data };
  const answer = await sendBulk(c, inOrder(cast, [creation, change]), 'create a user and add him to a group');
  judgeBulk(c, answer, REPLACED);
  const held = await judgeCreated(c, users, creation, answer, REPLACED);
  const refused = answer.results.some(({ method, status }) => method === 'PATCH' && status === 409);
  if (held === null || (reversed && refused)) return;
  await judgeMember(c, REPLACED, { holder, held, when: words(cast) }, async (members) => {
    const alone = await groups.create(c, group, 'create a group, as a control');
    await patch(c, alone, add(members), 'add a member, as a control');
    return alone;
  });
}

async function circular(c: Case, { groups, group, other, reversed }: Cast): Promise<void> {
  await requireNesting(c, groups, other);
  const operations = [
    post(groups, 'one', { ...group, members: memberOf('two') }),
    post(groups, 'two', { ...groups.stamp(c, other), members: memberOf('one') }),
  ];
  const order = reversed ? operations.toReversed() : operations;
  const answer = await sendBulk(c, order, 'create two groups in each other');
  // "MAY stop after a failed attempt and instead return HTTP status code 409" (RFC 7644 §3.7.1).
  if (answer.response.status !== 409) judgeBulk(c, answer, CIRCULAR);
  const created: (Created | null)[] = [];
  for (const operation of operations)
    created.push(await judgeCreated(c, groups, operation, answer, CIRCULAR, true));
  const [first, second] = created;
  if (!first || !second) return;
  const when = 'where a bulk request creates two groups as members of each other';
  await judgeMember(c, CIRCULAR, { holder: first, held: second, when });
  await judgeMember(c, CIRCULAR, { holder: second, held: first, when });
}

/** @throws NotOffered where groups cannot be members of groups, which is no matter of bulk requests */
async function requireNesting(c: Case, groups: Subject, group: JsonObject): Promise<void> {
  const { id } = await c.create(groups.type.endpoint, group, 'have a group');
  const members = memberValues([id]);
  const { created } = await c.post(
    groups.type.endpoint,
    { ...groups.stamp(c, group), members },
    'see if a group can have a group as its member',
  );
  if (created === null || !memberIds(await c.read(created)).includes(id))
    throw new NotOffered('the target does not take groups as members of groups');
}

/** Two resources, one of which refers to the other. */
interface Reference {
  readonly holder: Created;
  readonly held: Created;
  readonly when: string;
}

/**
 * Judges that a group has the member that stood under a bulkId.
 * @param alone makes a group with these members without a bulk request, as a control; without it that is known to work
 */
async function judgeMember(
  c: Case,
  rule: RequirementId,
  { holder, held, when }: Reference,
  alone?: (members: Json) => Promise<Created>,
): Promise<void> {
  const ids = memberIds(await c.read(holder, 'read the group'));
  const id = ids.includes(held.id) ? held.id : await ownId(c, held);
  const isLiteral = ids.some((one) => one.startsWith('bulkId:'));
  const holds = ids.includes(id) && !isLiteral;
  if (!holds && alone !== undefined) await requireMembership(c, alone);
  c.judge(rule, holds, () =>
    wrongValue('members', memberValues([id]), memberValues(ids), {
      what: 'the group',
      when,
      says: isLiteral
        ? 'has a member whose bulkId was not replaced by the id'
        : 'lacks the member that was created under a bulkId',
    }),
  );
}

/** The id that a resource shows: it may not be the end of its location (RFC 7644 §3.1). */
async function ownId(c: Case, created: Created): Promise<string> {
  return stringMember(await c.read(created), 'id') ?? created.id;
}

/** @throws InputRefused where a group does not get a member without a bulk request either */
async function requireMembership(c: Case, alone: (members: Json) => Promise<Created>): Promise<void> {
  const [user] = await populationOf(c.session).users(1);
  const ids = memberIds(await c.read(await alone(memberValues([user?.id ?? '']))));
  if (!ids.includes(user?.id ?? ''))
    throw new InputRefused('cannot judge: a group does not get a member alone either');
}

async function managerByBulkId(t: CheckContext): Promise<void> {
  const users = await repertoireOf(t.session).users();
  if (!users.attributes.some(({ path }) => path.attribute === 'manager'))
    throw new NotOffered('the target takes no manager');
  const user = users.arbitrary({ required: 'only' });
  await t.forAll(fc.record({ boss: user, user }), (made, c) => judgeManager(c, users, made), {
    runs: t.session.effort.costlyRuns,
  });
}

async function judgeManager(
  c: Case,
  users: Subject,
  { boss, user }: { readonly boss: JsonObject; readonly user: JsonObject },
): Promise<void> {
  requireFitting(c, 2);
  const operations = [
    post(users, 'one', users.stamp(c, boss)),
    post(users, 'two', managed(users.stamp(c, user), 'bulkId:one')),
  ];
  const answer = await sendBulk(c, operations, 'create a manager and one whom he manages');
  judgeBulk(c, answer, EXTENSIONS);
  const created: (Created | null)[] = [];
  for (const operation of operations)
    created.push(await judgeCreated(c, users, operation, answer, EXTENSIONS));
  const [manager, employee] = created;
  if (!manager || !employee) return;
  const stored = await managerOf(c, employee);
  const holds = stored === manager.id || stored === (await ownId(c, manager));
  if (!holds) await requireManager(c, users, user);
  const attribute = `${ENTERPRISE_USER}:manager`;
  c.judge(EXTENSIONS, holds, () =>
    wrongValue(`${attribute}.value`, manager.id, stored, {
      what: 'the manager of a user',
      says: 'is not the user created under his bulkId',
      when: 'where a bulk request creates both',
      hint: stored?.startsWith('bulkId:')
        ? 'Only references in the core schema are resolved, or only those in members.'
        : undefined,
    }),
  );
}

async function managerOf(c: Case, created: Created): Promise<string | undefined> {
  return stringMember(member(member(await c.read(created), ENTERPRISE_USER), 'manager'), 'value');
}

/** A user with a manager. */
function managed(user: JsonObject, value: string): JsonObject {
  const { schemas } = user;
  const extension = member(user, ENTERPRISE_USER);
  return {
    ...user,
    schemas: [...new Set([...(Array.isArray(schemas) ? schemas : []), ENTERPRISE_USER])],
    [ENTERPRISE_USER]: { ...(isObject(extension) ? extension : {}), manager: { value } },
  };
}

/** @throws InputRefused where a user does not get a manager alone either */
async function requireManager(c: Case, users: Subject, user: JsonObject): Promise<void> {
  const [boss] = await populationOf(c.session).users(1);
  const alone = await users.create(
    c,
    managed(user, boss?.id ?? ''),
    'create a user with a manager, as a control',
  );
  if ((await managerOf(c, alone)) !== boss?.id)
    throw new InputRefused('cannot judge: a user does not keep a manager alone either');
}
