import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, JsonObject, MemberActionName } from '../../kit/index.ts';
import {
  GROUPS,
  GroupPlay,
  groupsOf,
  MEMBER_ACTION_NAMES,
  MEMBER_ACTIONS,
  MEMBERS,
  mayBeEmpty,
  memberForm,
  PATCH,
  patch,
  SetupFailure,
  understands,
  userIds,
} from '../../kit/index.ts';

const RULE = 'RFC7643-4.2-members';
const ONLY_TARGET = 'RFC7644-3.5.2-only-target';

/** Users and groups that a history plays with. */
const USERS = 4;
const GROUPS_IN_PLAY = 2;

/** One step: what is done with which users in which group. */
interface Step {
  readonly group: number;
  readonly action: MemberActionName;
  readonly users: readonly number[];
}

/** Random histories of membership changes in two groups, compared with the model's sets after every step. */
export const memberHistories: readonly CheckEntry[] = [
  {
    name: 'histories',
    title: 'After any history of membership changes, each group has exactly the members it should have',
    requirements: [RULE, ONLY_TARGET],
    needs: [GROUPS, MEMBERS, PATCH],
    run: judgeHistories,
  },
];

/** @throws SetupFailure when no change of members works on this target */
async function judgeHistories(t: CheckContext): Promise<void> {
  const { session } = t;
  const understood = await Promise.all(MEMBER_ACTION_NAMES.map((name) => understands(session, name)));
  const actions = MEMBER_ACTION_NAMES.filter((_, index) => understood[index]);
  if (actions.length === 0)
    throw new SetupFailure('cannot judge: no form of changing members works on this target');
  const empty = await mayBeEmpty(session);
  const ids = await userIds(t, USERS);
  // The step at which a history fails is its last one worth telling.
  const reached = new WeakMap<readonly Step[], number>();
  const { histories, historyLength } = session.effort;
  const step: fc.Arbitrary<Step> = fc.record({
    group: fc.nat({ max: GROUPS_IN_PLAY - 1 }),
    action: fc.constantFrom(...actions),
    users: fc.uniqueArray(fc.nat({ max: USERS - 1 }), { minLength: 1, maxLength: 3 }),
  });
  const history = fc.tuple(
    groupsOf(t).arbitrary({ required: 'only' }),
    fc.array(step, { minLength: 1, maxLength: historyLength, size: 'max' }),
  );
  const experiment = async ([body, steps]: [JsonObject, Step[]], c: Case): Promise<void> => {
    const groups: GroupPlay[] = [];
    for (let count = 0; count < GROUPS_IN_PLAY; count++)
      groups.push(await GroupPlay.start(c, RULE, body, empty ? [] : ids.slice(0, 1)));
    for (const [index, next] of steps.entries()) {
      reached.set(steps, index + 1);
      await take(next, groups, ids, empty);
    }
  };
  await t.forAll(history, experiment, {
    runs: histories,
    steps: ([, steps]) => steps.map(inWords).slice(0, reached.get(steps)),
  });
}

/** @param empty whether a group may be left without members */
async function take(
  step: Step,
  groups: readonly GroupPlay[],
  ids: readonly string[],
  empty: boolean,
): Promise<void> {
  const group = groups[step.group];
  if (group === undefined) return;
  const { c, created, members } = group;
  const { changes, effect, operations } = MEMBER_ACTIONS[step.action];
  const named = step.users.map((number) => ids[number] ?? '');
  const telling = named.filter((id) => changes(members, id));
  if (!empty && effect(members, named).size === 0) return;
  // That members can be added again and strangers removed is a SHOULD (RFC 7644 §3.5.2.1, §3.5.2.2), no more.
  const { write } = await memberForm(c.session);
  const purpose = `when ${inWords(step)}`;
  const isTaken =
    telling.length < named.length && (await patch(c, created, operations(named, write), purpose)).ok;
  if (isTaken) group.members = effect(members, named);
  else if (telling.length > 0) await group.act(step.action, telling);
  for (const each of groups) await each.judge(purpose, each === group ? RULE : ONLY_TARGET);
}

function inWords({ group, action, users }: Step): string {
  const names = users.map((number) => `user ${number + 1}`).join(' and ');
  return `${names} ${users.length === 1 ? 'is' : 'are'} ${MEMBER_ACTIONS[action].words} group ${group + 1}`;
}
