import fc from 'fast-check';
import { type Answer, describe } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import { oncePerSession } from '../engine/once-per-session.ts';
import { resourcePath } from '../engine/resource-path.ts';
import type { Session } from '../engine/session.ts';
import { NotOffered, SetupFailure } from '../engine/violation.ts';
import { stripQuery } from '../http/client.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { type AttributeDefinition, findAttribute } from '../scim/schema.ts';
import { MEMBER_ACTIONS, type MemberActionName, type MemberWriter } from './member-actions.ts';
import { groupsOf, memberCount, memberIds, userIds } from './members.ts';
import { patch } from './patching.ts';
import { plain } from './play.ts';
import { put } from './putting.ts';
import { tried } from './trying.ts';

// What a target demands of members and which changes of them it carries out: found out when it is first asked for, once in
// a session. Whether it should is judged by checks of their own; the others use what works.

/** How groups and their members are written on a target. */
export interface MemberForm {
  /** With the sub-attributes that the target demands (RFC 7643 §4.2 lets it make them required). */
  readonly write: MemberWriter;
  /** Whether a group is created with the members that it is given. */
  readonly atCreation: boolean;
  /** Whether a group may have all attributes of the table; otherwise what is required alone. */
  readonly full: boolean;
}

/** How members are written on the target. @throws SetupFailure when no group can be created */
export const memberForm = oncePerSession((session) => tried(session, findForm));

/** Whether the target takes a group without members, which it need not (RFC 7643 §4.2; RFC 7644 §3.5.2.2). */
export const mayBeEmpty = oncePerSession((session) =>
  tried(session, async (c) => {
    if (declaredMembers(session)?.required === true || session.demandedMembers.length > 0) return false;
    const body = c.stampGroup(plain(c, groupsOf(c)));
    return (await c.post(session.groupType.endpoint, body, 'see whether a group needs members')).response.ok;
  }),
);

/** @throws NotOffered where the target takes no group without members */
export async function requireEmpty(session: Session): Promise<void> {
  if (!(await mayBeEmpty(session))) throw new NotOffered('the groups of the target have to have members');
}

/** What each change is answered with when it is the only one in its PATCH and does not work; null where it works. */
const refusals = oncePerSession(() => new Map<MemberActionName, Promise<Answer | null>>());

function refusal(session: Session, name: MemberActionName): Promise<Answer | null> {
  const known = refusals(session).get(name) ?? tried(session, (c) => tryAction(c, name));
  // Whoever waits for it fails, not the process.
  known.catch(() => {});
  refusals(session).set(name, known);
  return known;
}

/** Whether the target carries a change out that is the only one in its PATCH. */
export async function understands(session: Session, name: MemberActionName): Promise<boolean> {
  return (await refusal(session, name)) === null;
}

/** @throws SetupFailure when the target does not carry out the changes that what is judged is made of */
export async function requireActions(session: Session, names: readonly MemberActionName[]): Promise<void> {
  for (const name of names) {
    const answer = await refusal(session, name);
    if (answer === null) continue;
    throw new SetupFailure(
      `cannot judge: a PATCH that ${MEMBER_ACTIONS[name].does(1)} does not work by itself; it is answered with ${describe(answer)}`,
      answer,
    );
  }
}

/** A way to take members out that works. @throws SetupFailure when none does */
export async function removalOn(session: Session): Promise<MemberActionName> {
  const [plainly, byValue] = ['removeByFilter', 'removeByValue'] as const;
  if (!(await understands(session, plainly)) && (await understands(session, byValue))) return byValue;
  await requireActions(session, [plainly]);
  return plainly;
}

/** Creates a group that has these members, by whichever way works. @throws SetupFailure when none does */
export async function createWithMembers(
  c: Case,
  group: JsonObject,
  ids: readonly string[],
): Promise<Created> {
  const { write, atCreation } = await memberForm(c.session);
  const created = await c.createGroup(
    atCreation && ids.length > 0 ? { ...group, members: write(ids) } : group,
  );
  if (!atCreation) await setMembers(c, created, ids);
  return created;
}

/** Gives a group its members for a check that is about what follows. @throws SetupFailure when no way works */
export async function setMembers(
  c: Case,
  group: Pick<Created, 'path'>,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { write } = await memberForm(c.session);
  const purpose = `give the group ${memberCount(ids.length)}`;
  for (const name of ['add', 'replace'] as const) {
    await patch(c, group, MEMBER_ACTIONS[name].operations(ids, write), purpose);
    if (await has(c, group, ids)) return;
  }
  const answer = await put(c, group, { ...(await c.read(group)), members: write(ids) }, purpose);
  if (!(await has(c, group, ids)))
    throw new SetupFailure(
      'cannot judge: no way to give a group all its members works on this target',
      answer,
    );
}

async function tryAction(c: Case, name: MemberActionName): Promise<Answer | null> {
  const [one = '', two = ''] = await userIds(c, 2);
  const { write } = await memberForm(c.session);
  const { does, operations, effect } = MEMBER_ACTIONS[name];
  const [before, named] = name === 'add' ? [[one], [two]] : [[one, two], [one]];
  const group = await createWithMembers(c, plain(c, groupsOf(c)), before);
  const answer = await patch(c, group, operations(named, write), `see whether a PATCH ${does(1)}`);
  const after = new Set(memberIds(await c.read(group)));
  const wanted = effect(new Set(before), named);
  return after.size === wanted.size && [...wanted].every((id) => after.has(id)) ? null : answer;
}

/** The sub-attributes of a member as a client may have to give them. */
const PARTS: Readonly<Record<string, (session: Session, id: string) => Json>> = {
  value: (_session, id) => id,
  type: () => 'User',
  $ref: ({ plan, userType }, id) => stripQuery(plan.target.url) + resourcePath(userType.endpoint, id),
  display: (_session, id) => `User ${id}`,
};

/** `members` as the target's own /Schemas declares it. */
export function declaredMembers({ plan }: Session): AttributeDefinition | undefined {
  return findAttribute(plan.target.facts.group?.schema.attributes, 'members');
}

/** Ways to write members, the plainest first: the id with what /Schemas calls required, and with everything. */
function writersFor(session: Session): readonly [MemberWriter, MemberWriter] {
  const { subAttributes } = declaredMembers(session) ?? {};
  const writer =
    (isNeeded: (name: string) => boolean): MemberWriter =>
    (ids) =>
      ids.map((id) =>
        Object.fromEntries(
          Object.entries(PARTS).flatMap(([name, part]) =>
            isNeeded(name) ? [[name, part(session, id)]] : [],
          ),
        ),
      );
  const isRequired = (name: string): boolean => findAttribute(subAttributes, name)?.required === true;
  return [writer((name) => name === 'value' || isRequired(name)), writer(() => true)];
}

async function findForm(c: Case): Promise<MemberForm> {
  const ids = await userIds(c, 2);
  const [least, most] = writersFor(c.session);
  const only = plain(c, groupsOf(c));
  const [all = only] = fc.sample(groupsOf(c).arbitrary({ required: 'all' }), { seed: 1, numRuns: 1 });
  for (const [group, write] of [
    [all, least],
    [all, most],
    [only, least],
    [only, most],
  ] as const) {
    const body = { ...c.stampGroup(group), members: write(ids) };
    const purpose = 'see how the members of a group are written';
    const { created } = await c.post(c.session.groupType.endpoint, body, purpose);
    if (created === null) continue;
    const full = group === all;
    if (await has(c, created, ids)) return { write, full, atCreation: true };
    return { write: await writerOfPatch(c, created, ids), full, atCreation: false };
  }
  const created = await c.createGroup(only);
  return { write: await writerOfPatch(c, created, ids), full: false, atCreation: false };
}

/** The plainest way of writing members that a PATCH takes. */
async function writerOfPatch(c: Case, group: Created, ids: readonly string[]): Promise<MemberWriter> {
  const writers = writersFor(c.session);
  for (const write of writers) {
    await patch(c, group, MEMBER_ACTIONS.add.operations(ids, write), 'see how members are added');
    if (await has(c, group, ids)) return write;
  }
  return writers[0];
}

async function has(c: Case, group: Pick<Created, 'path'>, ids: readonly string[]): Promise<boolean> {
  const found = memberIds(await c.read(group, 'see whether the members are there'));
  return ids.every((id) => found.includes(id));
}
