import type { Answer } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import type { CheckEntry } from '../engine/check.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { CheckContext } from '../engine/context.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { RequirementId } from '../requirements/index.ts';
import { eq } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../scim/json.ts';
import { alike, differenceComplaint } from './comparing.ts';
import { changedValue, together, wrongValue } from './complaints.ts';
import { MEMBER_ACTIONS, type MemberActionName } from './member-actions.ts';
import { createWithMembers, memberForm, removalOn, requireActions, requireEmpty } from './member-ways.ts';
import { groupsOf, memberIds, membersComplaint, userIds } from './members.ts';
import { GROUPS, MEMBERS, PATCH } from './needs.ts';
import type { WireOperation } from './patching.ts';
import { Play } from './play.ts';
import { differences } from './readback.ts';

type Complain = typeof wrongValue;

/** A change leaves alone what it does not name (RFC 7644 §3.5.2). */
const ONLY_TARGET = 'RFC7644-3.5.2-only-target';

/** A group on the target in one experiment, with the members that it has to have. */
export class GroupPlay extends Play {
  /** The ids of those who have to be its members. */
  members: ReadonlySet<string> = new Set();

  /**
   * Creates a group with these members, by whichever way works on the target, and reads it.
   * @throws SetupFailure when none does
   */
  static async start(
    c: Case,
    rule: RequirementId,
    group: JsonObject,
    ids: readonly string[],
  ): Promise<GroupPlay> {
    const created = await createWithMembers(c, group, ids);
    const play = GroupPlay.of(c, rule, created, ids, await c.read(created, 'see how the group is shown'));
    if (!ids.every((id) => memberIds(play.shown).includes(id)))
      throw new SetupFailure('cannot judge: the group does not have the members that it was given');
    return play;
  }

  /** A group that is there already and has to have these members. */
  static of(
    c: Case,
    rule: RequirementId,
    group: Pick<Created, 'id' | 'path'>,
    ids: Iterable<string>,
    shown: JsonObject = {},
  ): GroupPlay {
    const play = new GroupPlay(c, groupsOf(c), rule, group, shown);
    play.members = new Set(ids);
    return play;
  }

  add(ids: readonly string[], rule = this.rule): Promise<Answer> {
    return this.act('add', ids, rule);
  }

  /** Takes members out by a way that works on the target. @throws SetupFailure when none does */
  async remove(ids: readonly string[], rule = this.rule): Promise<Answer> {
    return this.act(await removalOn(this.c.session), ids, rule);
  }

  /** Changes the members in one of the ways there are, and judges that the PATCH is accepted. */
  async act(name: MemberActionName, ids: readonly string[], rule = this.rule): Promise<Answer> {
    const { write } = await memberForm(this.c.session);
    const { does, operations, effect } = MEMBER_ACTIONS[name];
    const members = effect(this.members, ids);
    return this.change(`a PATCH that ${does(ids.length)}`, operations(ids, write), members, rule);
  }

  /** Sends a PATCH that has to leave these members, and judges that it is accepted. */
  async change(
    what: string,
    operations: readonly WireOperation[],
    members: Iterable<string>,
    rule = this.rule,
  ): Promise<Answer> {
    const answer = await this.patch(what, operations, rule);
    this.members = new Set(members);
    return answer;
  }

  /**
   * Reads the group and judges that its members are those it has to have.
   * @param values what other attributes have to be as well, judged at the same time
   */
  async judge(when: string, rule = this.rule, values: Readonly<Record<string, Json>> = {}): Promise<void> {
    await this.read(when, rule);
    this.#judge(rule, [
      ...this.#wrongMembers(when, rule === ONLY_TARGET ? changedValue : wrongValue),
      ...Object.entries(values).flatMap(([name, wanted]) => this.#wrongValue(when, name, wanted)),
    ]);
  }

  /** Judges that what was read last is as it was before, members included, but for the attributes that were meant. */
  judgeRest(before: JsonObject, when: string, ...meant: readonly string[]): void {
    const { attributes, type } = this.subject;
    if (!meant.includes('members')) this.#judge(ONLY_TARGET, this.#wrongMembers(when, changedValue));
    const others = attributes.filter(({ path }) => ![...meant, 'members'].includes(path.attribute));
    const changed = differences(before, this.shown, others, type).filter(({ kind }) => kind !== 'canonical');
    this.c.judge(ONLY_TARGET, changed.length === 0, () => differenceComplaint(changed, when));
  }

  /** Judges the members in another representation of the group than the one that was read last. */
  judgeIn(representation: JsonObject, when: string, rule = this.rule): void {
    this.#judge(rule, this.#wrongMembers(when, wrongValue, representation));
  }

  /** The group as a list shows it, members included; null where no list can be had that shows it. */
  async listed(): Promise<JsonObject | null> {
    const { c, created, subject } = this;
    const isAsked = c.session.shownOnRequest(created.path).includes('members');
    const query = { ...(isAsked ? { attributes: 'members' } : {}), filter: this.nameFilter };
    const purpose = 'see how the group is shown in a list';
    const { list } = await c.send({ method: 'GET', path: subject.type.endpoint, query, purpose });
    const resources = member(list ?? undefined, 'Resources');
    const hit = Array.isArray(resources) && resources.find((found) => member(found, 'id') === this.id);
    return isObject(hit) ? hit : null;
  }

  /** The group as it was read last, with other values of some attributes: what a client sends by PUT. */
  with(values: JsonObject): JsonObject {
    const names = new Set(Object.keys(values).map((name) => name.toLowerCase()));
    const rest = Object.entries(this.shown).filter(([name]) => !names.has(name.toLowerCase()));
    return { ...Object.fromEntries(rest), ...values };
  }

  /** The filter that finds the group by the displayName that it was shown with. */
  get nameFilter(): string {
    return eq('displayName', stringMember(this.shown, 'displayName') ?? '');
  }

  #judge(rule: RequirementId, complaints: readonly Complaint[]): void {
    this.c.judge(rule, complaints.length === 0, () => together(complaints));
  }

  #wrongMembers(when: string, complain: Complain = wrongValue, shown = this.shown): readonly Complaint[] {
    const got = memberIds(shown);
    const same = this.members.size === new Set(got).size && got.every((id) => this.members.has(id));
    return same ? [] : [membersComplaint(got, [...this.members], { when }, complain)];
  }

  #wrongValue(when: string, attribute: string, wanted: Json): readonly Complaint[] {
    const got = member(this.shown, attribute);
    const known = this.subject.attributes.find(({ text }) => text === attribute);
    const same = known === undefined ? got === wanted : got !== undefined && alike(wanted, got, known);
    return same ? [] : [wrongValue(attribute, wanted, got, { when })];
  }
}

/** What a check over groups with members is made of. */
export interface GroupCheck {
  /** The first one is what judgements are made by that name no other. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** How many members a group has at the beginning; the first of the users. */
  readonly members: number;
  /** How many users there are; by default as many as there are members. */
  readonly users?: number;
  /** Changes that what is judged is made of: they have to work by themselves. */
  readonly works?: readonly MemberActionName[];
  readonly runs?: (t: CheckContext) => number;
}

type GroupExperiment = (play: GroupPlay, ids: readonly string[]) => Promise<void>;

/** A check over fresh groups that have members. */
export function groupCheck(name: string, title: string, what: GroupCheck, body: GroupExperiment): CheckEntry {
  const { requirements } = what;
  const needs = [GROUPS, MEMBERS, PATCH];
  return { name, title, requirements, needs, run: (t) => overGroupPlays(t, what, body) };
}

/**
 * A property over fresh groups that have members, and all else that the target takes.
 * @throws SetupFailure where it cannot be judged
 * @throws NotOffered where groups without members are wanted and the target takes none
 */
export async function overGroupPlays(
  t: CheckContext,
  { requirements: [rule], members, users = members, works = [], runs }: GroupCheck,
  body: GroupExperiment,
): Promise<void> {
  const { session } = t;
  const ids = await userIds(t, users);
  const { full } = await memberForm(session);
  await requireActions(session, works);
  if (members === 0) await requireEmpty(session);
  await t.forAll(
    groupsOf(t).arbitrary({ required: full ? 'all' : 'only' }),
    async (group, c) => body(await GroupPlay.start(c, rule, group, ids.slice(0, members)), ids),
    { runs: runs?.(t) ?? session.effort.costlyRuns },
  );
}
