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
  populationOf,
  repertoireOf,
  requireEmpty,
  stringMember,
  wrongValue,
} from '../../kit/index.ts';
import {
  type BulkOperation,
  judgeBulk,
  judgeCreated,
  post,
  requireFitting,
  sendAlone,
  sendBulk,
} from './job.ts';

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
    run: (t) => overCasts(t, [false, true], (c, cast) => judgeReference(c, cast, MEMBER)),
  },
  {
    name: 'patch-by-bulk-id',
    title: 'A PATCH in a bulk request can refer to a user of the same request',
    requirements: [REPLACED],
    needs: [announced('bulk'), GROUPS, MEMBERS, PATCH],
    run: (t) => overCasts(t, [false, true], (c, cast) => judgeReference(c, cast, MEMBER_BY_PATCH)),
  },
  {
    name: 'manager-by-bulk-id',
    title: 'A user of a bulk request can have another user of the same request as his manager',
    requirements: [EXTENSIONS],
    needs: [announced('bulk')],
    run: (t) => overCasts(t, [false], (c, cast) => judgeReference(c, cast, MANAGER)),
  },
  {
    name: 'circular-references',
    title:
      'Groups of a bulk request that are members of each other are created and linked, or refused with 409',
    requirements: [CIRCULAR],
    needs: [announced('bulk'), GROUPS, MEMBERS],
    run: (t) => overCasts(t, [false, true], circular),
  },
];

/** What references are made of. */
interface Cast {
  readonly users: Subject;
  readonly groups: Subject | null;
  /** Without markers: each use gives it its own. */
  readonly user: JsonObject;
  readonly group: JsonObject;
  /** Whether what refers comes before what it refers to. */
  readonly reversed: boolean;
}

async function overCasts(
  t: CheckContext,
  orders: readonly boolean[],
  body: (c: Case, cast: Cast) => Promise<void>,
): Promise<void> {
  const users = await repertoireOf(t.session).users();
  const groups = await repertoireOf(t.session).groups();
  const made = fc.record({
    user: users.arbitrary({ required: 'only' }),
    group: (groups ?? users).arbitrary({ required: 'only' }),
  });
  await t.forEach(orders, (reversed, own) =>
    own.forAll(
      made,
      (resources, c) => {
        requireFitting(c, 2);
        return body(c, { users, groups, reversed, ...resources });
      },
      { runs: own.session.effort.costlyRuns },
    ),
  );
}

/** A way to refer to a user. */
interface Reference {
  readonly rule: RequirementId;
  /** Path of the attribute that refers. */
  readonly attribute: string;
  /** The operation that refers to somebody, with the resource that it changes, where that is there before. */
  readonly refer: (
    c: Case,
    cast: Cast,
    id: string,
  ) => Promise<{ readonly operation: BulkOperation; readonly holder: Created | null }>;
  /** The ids that a resource refers to. */
  readonly idsIn: (resource: JsonObject) => readonly string[];
}

/** @throws NotOffered where there are none */
function groupsOf({ groups }: Cast): Subject {
  if (groups === null) throw new NotOffered('there are no groups');
  return groups;
}

const grouped = (c: Case, cast: Cast, id: string, bulkId = 'two'): BulkOperation => {
  const groups = groupsOf(cast);
  return post(groups, bulkId, { ...groups.stamp(c, cast.group), members: memberValues([id]) });
};

const MEMBER: Reference = {
  rule: REPLACED,
  attribute: 'members',
  refer: async (c, cast, id) => ({ operation: grouped(c, cast, id), holder: null }),
  idsIn: memberIds,
};

const MEMBER_BY_PATCH: Reference = {
  ...MEMBER,
  refer: async (c, cast, id) => {
    const holder = await groupsOf(cast).create(c, cast.group, 'have a group');
    const Operations = [{ op: 'add', path: 'members', value: memberValues([id]) }];
    const data = { schemas: [PATCH_OP], Operations };
    return { operation: { method: 'PATCH', path: holder.path, data }, holder };
  },
};

const MANAGER: Reference = {
  rule: EXTENSIONS,
  attribute: `${ENTERPRISE_USER}:manager`,
  refer: async (c, { users, user }, id) => {
    if (!users.attributes.some(({ path }) => path.attribute === 'manager'))
      throw new NotOffered('the target takes no manager');
    return { operation: post(users, 'two', managed(users.stamp(c, user), id)), holder: null };
  },
  idsIn: (user) => {
    const id = stringMember(member(member(user, ENTERPRISE_USER), 'manager'), 'value');
    return id === undefined ? [] : [id];
  },
};

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

async function judgeReference(c: Case, cast: Cast, reference: Reference): Promise<void> {
  const { users, user, reversed } = cast;
  const { rule, attribute, refer, idsIn } = reference;
  const creation = post(users, 'one', users.stamp(c, user));
  const { operation, holder: known } = await refer(c, cast, 'bulkId:one');
  const order = reversed ? [operation, creation] : [creation, operation];
  const answer = await sendBulk(c, order, 'create a user, and refer to him');
  judgeBulk(c, answer, rule);
  const held = await judgeCreated(c, creation, answer, rule, async () => {
    const alone = post(users, 'alone', users.stamp(c, user));
    return (await sendAlone(c, alone)).created !== null;
  });
  const worksAlone = (): Promise<boolean> => refersAlone(c, cast, reference);
  const holder = known ?? (await judgeCreated(c, operation, answer, rule, worksAlone, reversed));
  c.session.observe(`bulk.${reversed ? 'forwardReference' : 'backwardReference'}`, holder !== null);
  const refused = reversed && answer.of(operation)?.status === 409;
  if (held === null || holder === null || refused) return;
  const when = `where a bulk request creates a user ${reversed ? 'after' : 'before'} what refers to him`;
  await judgeHeld(c, rule, { holder, held, attribute, idsIn, when }, worksAlone);
}

/** Whether the same reference to a user who is there works without a bulk request. */
async function refersAlone(c: Case, cast: Cast, { refer, idsIn }: Reference): Promise<boolean> {
  const [someone] = await populationOf(c.session).users(1);
  if (someone === undefined) return false;
  const { operation, holder } = await refer(c, cast, someone.id);
  const { created } = await sendAlone(c, operation);
  const own = holder ?? created;
  return own !== null && idsIn(await c.read(own)).includes(someone.id);
}

/** Two resources, one of which has to refer to the other. */
interface Pair extends Pick<Reference, 'attribute' | 'idsIn'> {
  readonly holder: Created;
  readonly held: Created;
  readonly when: string;
}

/** Judges that a resource refers to the one that stood under a bulkId. @throws InputRefused where that does not work alone either */
async function judgeHeld(
  c: Case,
  rule: RequirementId,
  { holder, held, attribute, idsIn, when }: Pair,
  worksAlone: () => Promise<boolean>,
): Promise<void> {
  const ids = idsIn(await c.read(holder, 'read what refers'));
  // The location of a resource need not end in its id (RFC 7644 §3.1).
  const id = ids.includes(held.id) ? held.id : (stringMember(await c.read(held), 'id') ?? held.id);
  const isLiteral = ids.some((one) => one.startsWith('bulkId:'));
  const holds = ids.includes(id) && !isLiteral;
  if (!holds && !(await worksAlone()))
    throw new InputRefused('cannot judge: the reference does not work without a bulk request either');
  const shown = (all: readonly string[]): Json =>
    attribute === 'members' ? memberValues(all) : { value: all[0] ?? null };
  c.judge(rule, holds, () =>
    wrongValue(attribute, shown([id]), ids.length === 0 ? undefined : shown(ids), {
      when,
      says: isLiteral
        ? 'has a bulkId that was not replaced by the id'
        : 'does not refer to what was created under the bulkId',
    }),
  );
}

async function circular(c: Case, cast: Cast): Promise<void> {
  // Each would have to be there before the other (RFC 7643 §4.2 permits to demand members).
  await requireEmpty(c.session);
  const groups = groupsOf(cast);
  const inner = await groups.create(c, cast.group, 'have a group');
  const nested = (await sendAlone(c, grouped(c, cast, inner.id))).created;
  if (nested === null || !memberIds(await c.read(nested)).includes(inner.id))
    throw new NotOffered('the target does not take groups as members of groups');
  const pair = [grouped(c, cast, 'bulkId:two', 'one'), grouped(c, cast, 'bulkId:one', 'two')] as const;
  const order = cast.reversed ? pair.toReversed() : pair;
  const answer = await sendBulk(c, order, 'create two groups in each other');
  // "MAY stop after a failed attempt and instead return HTTP status code 409" (RFC 7644 §3.7.1).
  if (answer.response.status !== 409) judgeBulk(c, answer, CIRCULAR);
  const known = async (): Promise<boolean> => true;
  const [first, second] = [
    await judgeCreated(c, pair[0], answer, CIRCULAR, known, true),
    await judgeCreated(c, pair[1], answer, CIRCULAR, known, true),
  ];
  if (first === null || second === null) return;
  const when = 'where a bulk request creates two groups as members of each other';
  const about = { attribute: 'members', idsIn: memberIds, when };
  await judgeHeld(c, CIRCULAR, { holder: first, held: second, ...about }, known);
  await judgeHeld(c, CIRCULAR, { holder: second, held: first, ...about }, known);
}
