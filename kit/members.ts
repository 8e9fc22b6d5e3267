import type { Case, Created } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { CheckContext } from '../engine/context.ts';
import { groupSubject, type Subject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { Json } from '../scim/json.ts';
import { member, stringMember } from '../scim/json.ts';
import { shown } from './answers.ts';
import { type changedValue, type More, wrongValue } from './complaints.ts';
import { populationOf } from './population.ts';

/** The group subject. @throws SetupFailure where a check forgot to need groups */
export function groupsOf(t: Pick<CheckContext, 'session'>): Subject {
  const subject = groupSubject(t.session);
  if (subject === null) throw new SetupFailure('there are no groups');
  return subject;
}

/** A property over groups that were just created without members. */
export async function overGroups(
  t: CheckContext,
  users: number,
  body: (c: Case, group: Created, ids: readonly string[]) => Promise<void>,
  runs = t.session.effort.costlyRuns,
): Promise<void> {
  const ids = await userIds(t, users);
  await t.forAll(
    groupsOf(t).arbitrary({ required: 'only' }),
    async (group, c) => body(c, await c.createGroup(group), ids),
    { runs },
  );
}

/** The ids of so many users of the population. */
export async function userIds(t: Pick<CheckContext, 'session'>, count: number): Promise<readonly string[]> {
  return (await populationOf(t.session).users(count)).map(({ id }) => id);
}

/** `1 member`, `3 members` */
export const memberCount = (count: number): string => `${count} ${count === 1 ? 'member' : 'members'}`;

/** The path of one member (RFC 7644 §3.5.2.2). */
export const memberPath = (id: string): string => `members[value eq ${JSON.stringify(id)}]`;

/** Members as a client writes them. */
export const memberValues = (ids: readonly string[]): Json => ids.map((value) => ({ value }));

/** The ids of a group's members as a resource shows them, in order, duplicates included. */
export function memberIds(group: Json | undefined): readonly string[] {
  const members = member(group, 'members');
  return Array.isArray(members) ? members.flatMap((item) => stringMember(item, 'value') ?? []) : [];
}

/**
 * Another set of members than the one that a group has to have: `after one member was added, the group lacks 1 of 2
 * members`.
 * @param more `what` for another group than the only one
 */
export function membersComplaint(
  got: readonly string[],
  wanted: readonly string[],
  more: More = {},
  complain: typeof changedValue | typeof wrongValue = wrongValue,
): Complaint {
  const lacking = wanted.filter((id) => !got.includes(id)).length;
  const extra = got.filter((id) => !wanted.includes(id)).length;
  const parts = [
    ...(lacking > 0 ? [`lacks ${lacking} of ${memberCount(wanted.length)}`] : []),
    ...(extra > 0 ? [`has ${memberCount(extra)} that should not be there`] : []),
  ];
  return complain('members', [...wanted].sort(), [...got].sort(), {
    what: 'the group',
    says: got.length === 0 ? `has no members instead of ${wanted.length}` : parts.join(' and '),
    expected: listed(wanted),
    actual: listed(got),
    ...more,
  });
}

/** Ids that are told of a list. */
const TOLD = 6;

function listed(ids: readonly string[]): string {
  if (ids.length === 0) return 'no members';
  const rest = ids.length > TOLD ? ' …' : '';
  return `${memberCount(ids.length)}: ${shown([...ids].sort().slice(0, TOLD))}${rest}`;
}
