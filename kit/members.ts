import fc from 'fast-check';
import type { Answer } from '../engine/answer.ts';
import { describe } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import type { CheckContext } from '../engine/context.ts';
import { groupSubject, type Subject, userSubject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { RequirementId } from '../requirements/index.ts';
import { eq } from '../scim/filter.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { isObject, member, stringMember } from '../scim/json.ts';
import { judgeList, query, shown } from './answers.ts';
import { patch, type WireOperation } from './patching.ts';
import { populationOf } from './population.ts';

/** The group subject. @throws SetupFailure where a check forgot to need groups */
export function groupsOf(t: CheckContext): Subject {
  const subject = groupSubject(t.session);
  if (subject === null) throw new SetupFailure('there are no groups');
  return subject;
}

/** A group with what its table requires, for a check to which its name is all the same. */
export function plainGroup(t: CheckContext): JsonObject {
  const [group] = fc.sample(groupsOf(t).arbitrary({ required: 'only' }), { seed: 1, numRuns: 1 });
  return { ...group, displayName: 'Team' };
}

/** A user with what the table requires, for a check to which the values are all the same. */
export function plainUser(t: CheckContext): JsonObject {
  const required = userSubject(t.session).arbitrary({ required: 'only' });
  return fc.sample(required, { seed: 1, numRuns: 1 })[0] ?? {};
}

/** A property over groups that were just created without members. */
export function overGroups(
  t: CheckContext,
  users: number,
  body: (c: Case, group: Created, ids: readonly string[]) => Promise<void>,
  runs = t.session.effort.costlyRuns,
): Promise<void> {
  return withUsers(t, users, (ids) =>
    t.forAll(
      groupsOf(t).arbitrary({ required: 'only' }),
      async (group, c) => body(c, await c.createGroup(group), ids),
      { runs },
    ),
  );
}

/** Runs the body with the ids of so many users of the population. */
export async function withUsers<T>(
  t: CheckContext,
  count: number,
  body: (ids: readonly string[]) => Promise<T>,
): Promise<T> {
  return body((await populationOf(t.session).users(count)).map((user) => user.id));
}

/** Members as a client writes them. */
export const memberValues = (ids: readonly string[]): Json => ids.map((value) => ({ value }));

/** The ids of a group's members as a resource shows them, in order, duplicates included. */
export function memberIds(group: Json | undefined): readonly string[] {
  const members = member(group, 'members');
  return Array.isArray(members) ? members.flatMap((item) => stringMember(item, 'value') ?? []) : [];
}

/** Reads the group and judges that its members are exactly these. */
export async function judgeMembers(
  c: Case,
  group: Created,
  expected: readonly string[],
  requirement: RequirementId,
  after: string,
): Promise<JsonObject> {
  const response = await c.send({ method: 'GET', path: group.path, purpose: 'read the group' });
  c.judge(requirement, response.status === 200 && isObject(response.body), () => ({
    message: `after ${after}, GET on the group is answered with ${describe(response)}`,
    expected: '200 with the group',
    actual: describe(response),
  }));
  judgeMemberSet(c, memberIds(response.body), expected, requirement, after);
  return isObject(response.body) ? response.body : {};
}

/** Judges the members of a group where a list shows any: they are those that GET shows. */
export async function judgeListedMembers(
  c: Case,
  group: Created,
  expected: readonly string[],
  requirement: RequirementId,
  after: string,
): Promise<void> {
  const filter = eq('displayName', String(group.sent.displayName));
  const path = c.session.groupType.endpoint;
  const response = await c.send({ method: 'GET', path, query: { filter }, purpose: 'find the group' });
  // Whether groups can be looked for is for other checks to judge.
  if (response.status !== 200) return;
  const { resources } = judgeList(c, response, requirement, filter);
  const hit = resources.find((found) => member(found, 'id') === group.id);
  if (Array.isArray(member(hit, 'members')))
    judgeMemberSet(c, memberIds(hit), expected, requirement, `${after}, in the list`);
}

/** Judges a list of member ids against the expected set: none missing, none too many. */
export function judgeMemberSet(
  c: Case,
  actual: readonly string[],
  expected: readonly string[],
  requirement: RequirementId,
  after: string,
): void {
  const wanted = new Set(expected);
  const found = new Set(actual);
  const missing = expected.filter((id) => !found.has(id));
  const extra = actual.filter((id) => !wanted.has(id));
  const problems = [
    ...(missing.length > 0 ? [`${missing.length} of ${expected.length} are missing`] : []),
    ...(extra.length > 0 ? [`${extra.length} should not be there`] : []),
  ];
  c.judge(requirement, problems.length === 0, () => ({
    message: `after ${after}, the members of the group are wrong: ${problems.join(', ')}`,
    expected: `${expected.length} members${listed(expected)}`,
    actual: `${actual.length} members${listed(actual)}`,
  }));
}

/** Judges that no member is listed twice, which the standard advises against (RFC 7643 §2.4, RFC 7644 §3.5.2.1). */
export function judgeNoDuplicates(c: Case, actual: readonly string[], after: string): void {
  const twice = actual.filter((id, index) => actual.indexOf(id) !== index);
  c.judge('RFC7643-2.4-no-duplicates', twice.length === 0, () => ({
    message: `after ${after}, ${twice.length} members of the group are listed twice`,
    expected: 'each member once',
    actual: shown(twice),
  }));
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? '' : `: ${shown([...ids].sort().slice(0, 6))}${ids.length > 6 ? ' …' : ''}`;
}

/** Gives a group its members for a check that is about what follows. @throws SetupFailure when that does not work */
export async function setMembers(c: Case, group: Created, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const response = await patch(
    c,
    group,
    [{ op: 'add', path: 'members', value: memberValues(ids) }],
    `add ${ids.length} members`,
  );
  const stored = memberIds(await c.read(group, 'read the group'));
  if (!ids.every((id) => stored.includes(id))) {
    throw new SetupFailure(
      `adding ${ids.length} members was answered with ${describe(response)}, and ${stored.length} are there, so the check cannot judge`,
    );
  }
}

/** Sends PATCH operations to a group and judges that they are accepted. */
export async function patchGroup(
  c: Case,
  group: Created,
  operations: readonly WireOperation[],
  requirement: RequirementId,
  what: string,
): Promise<Answer> {
  const response = await patch(c, group, operations, what);
  c.judge(requirement, response.status === 200 || response.status === 204, () => ({
    message: `a PATCH to ${what} is answered with ${describe(response)}`,
    expected: '200 or 204',
    actual: describe(response),
  }));
  return response;
}

/** The list of groups with the displayName of this one. */
export function findGroup(
  c: Case,
  group: Created,
  extra: Readonly<Record<string, string>>,
  requirement: RequirementId,
): ReturnType<typeof query> {
  const filter = eq('displayName', String(group.sent.displayName));
  return query(
    c,
    c.session.groupType.endpoint,
    { ...extra, filter },
    requirement,
    'find the group by displayName',
  );
}
