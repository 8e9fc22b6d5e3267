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
  plain,
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

/** What steps may do on this target. */
interface Liberties {
  readonly actions: readonly MemberActionName[];
  /** Add members again and remove strangers: that it succeeds is a SHOULD (RFC 7644 §3.5.2.1, §3.5.2.2), no more. */
  readonly repeat: boolean;
  /** Leave a group without members. */
  readonly empty: boolean;
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

async function judgeHistories(t: CheckContext): Promise<void> {
  const liberties = await libertiesOf(t);
  const ids = await userIds(t, USERS);
  // The step at which a history fails is its last one worth telling.
  const reached = new WeakMap<readonly Step[], number>();
  const { histories, historyLength } = t.session.effort;
  const step: fc.Arbitrary<Step> = fc.record({
    group: fc.nat({ max: GROUPS_IN_PLAY - 1 }),
    action: fc.constantFrom(...liberties.actions),
    users: fc.uniqueArray(fc.nat({ max: USERS - 1 }), { minLength: 1, maxLength: 3 }),
  });
  const history = fc.tuple(
    groupsOf(t).arbitrary({ required: 'only' }),
    fc.array(step, { minLength: 1, maxLength: historyLength, size: 'max' }),
  );
  const experiment = async ([body, steps]: [JsonObject, Step[]], c: Case): Promise<void> => {
    const first = liberties.empty ? [] : ids.slice(0, 1);
    const groups = [await GroupPlay.start(c, RULE, body, first), await GroupPlay.start(c, RULE, body, first)];
    for (const [index, next] of steps.entries()) {
      reached.set(steps, index + 1);
      await take(next, groups, ids, liberties);
    }
  };
  await t.forAll(history, experiment, {
    runs: histories,
    steps: ([, steps]) => steps.map(inWords).slice(0, reached.get(steps)),
  });
}

/** @throws SetupFailure when no change of members works on this target */
async function libertiesOf(t: CheckContext): Promise<Liberties> {
  const understood = await Promise.all(MEMBER_ACTION_NAMES.map((name) => understands(t.session, name)));
  const actions = MEMBER_ACTION_NAMES.filter((_, index) => understood[index]);
  if (actions.length === 0)
    throw new SetupFailure('cannot judge: no form of changing members works on this target');
  const empty = await mayBeEmpty(t.session);
  return { actions, empty, repeat: await toleratesRepeats(t, empty ? [0, 1] : [1]) };
}

/** Whether repeats succeed in groups with so many members. */
async function toleratesRepeats(t: CheckContext, sizes: readonly number[]): Promise<boolean> {
  const [first = '', second = ''] = await userIds(t, 2);
  const { write } = await memberForm(t.session);
  let tolerant = true;
  await t.once(async (c) => {
    for (const size of sizes) {
      const { created } = await GroupPlay.start(c, RULE, plain(t, groupsOf(t)), [first].slice(0, size));
      const repeats = [
        ...(size > 0 ? [MEMBER_ACTIONS.add.operations([first], write)] : []),
        MEMBER_ACTIONS.removeByFilter.operations([second], write),
        MEMBER_ACTIONS.removeByValue.operations([second], write),
      ];
      for (const operations of repeats)
        tolerant &&= (await patch(c, created, operations, 'see whether a repeat is tolerated')).ok;
    }
  });
  return tolerant;
}

async function take(
  step: Step,
  groups: readonly GroupPlay[],
  ids: readonly string[],
  { repeat, empty }: Liberties,
): Promise<void> {
  const group = groups[step.group];
  if (group === undefined) return;
  const { changes, effect } = MEMBER_ACTIONS[step.action];
  const named = step.users.map((number) => ids[number] ?? '');
  const users = repeat ? named : named.filter((id) => changes(group.members, id));
  const emptied = effect(group.members, users).size === 0;
  if (users.length === 0 || (emptied && !empty)) return;
  await group.act(step.action, users);
  const when = `when ${inWords(step)}`;
  for (const each of groups) await each.judge(when, each === group ? RULE : ONLY_TARGET);
}

function inWords({ group, action, users }: Step): string {
  const names = users.map((number) => `user ${number + 1}`).join(' and ');
  return `${names} ${users.length === 1 ? 'is' : 'are'} ${MEMBER_ACTIONS[action].words} group ${group + 1}`;
}
