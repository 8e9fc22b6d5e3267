import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, Created, WireOperation } from '../../kit/index.ts';
import {
  GROUPS,
  groupsOf,
  judgeMembers,
  MEMBERS,
  memberIds,
  memberValues,
  PATCH,
  patch,
  patchGroup,
  plainGroup,
  SetupFailure,
  setMembers,
  withUsers,
} from '../../kit/index.ts';

/** Users and groups that a history plays with. */
const USERS = 4;
const GROUPS_IN_PLAY = 2;

/** One step: what is done with which users in which group. */
interface Step {
  readonly group: number;
  readonly action: keyof typeof ACTIONS;
  readonly users: readonly number[];
}

/** What each kind of step sends, and what it does to the set of members. */
const ACTIONS = {
  add: {
    words: 'added to',
    operations: (ids) => [{ op: 'Add', path: 'members', value: memberValues(ids) }],
    changes: (members, id) => !members.has(id),
    effect: (members, ids) => new Set([...members, ...ids]),
  },
  removeByFilter: {
    words: 'removed (by value filter) from',
    operations: (ids) => ids.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` })),
    changes: (members, id) => members.has(id),
    effect: (members, ids) => new Set([...members].filter((id) => !ids.includes(id))),
  },
  removeByValue: {
    words: 'removed (by value array) from',
    operations: (ids) => [{ op: 'Remove', path: 'members', value: memberValues(ids) }],
    changes: (members, id) => members.has(id),
    effect: (members, ids) => new Set([...members].filter((id) => !ids.includes(id))),
  },
  replace: {
    words: 'made the only members of',
    operations: (ids) => [{ op: 'replace', path: 'members', value: memberValues(ids) }],
    changes: () => true,
    effect: (_members, ids) => new Set(ids),
  },
} as const satisfies Record<
  string,
  {
    words: string;
    operations: (ids: readonly string[]) => readonly WireOperation[];
    /** Whether naming this user makes a difference. */
    changes: (members: ReadonlySet<string>, id: string) => boolean;
    effect: (members: ReadonlySet<string>, ids: readonly string[]) => Set<string>;
  }
>;

/** Random histories of membership changes in two groups, compared with the model's sets after every step. */
export const memberHistories: readonly CheckEntry[] = [
  {
    name: 'histories',
    title: 'After any history of membership changes, each group has exactly the members it should have',
    requirements: ['RFC7643-4.2-members', 'RFC7644-3.5.2-only-target'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => judgeHistories(t),
  },
];

async function judgeHistories(t: CheckContext): Promise<void> {
  const actions = await understoodActions(t);
  const tolerant = await toleratesRepeats(t);
  // The step at which a history fails is its last one worth telling.
  const reached = new WeakMap<readonly Step[], number>();
  const { histories, historyLength } = t.session.effort;
  const subject = groupsOf(t);
  const step: fc.Arbitrary<Step> = fc.record({
    group: fc.nat({ max: GROUPS_IN_PLAY - 1 }),
    action: fc.constantFrom(...actions),
    users: fc.uniqueArray(fc.nat({ max: USERS - 1 }), { minLength: 1, maxLength: 3 }),
  });
  const history = fc.tuple(
    subject.arbitrary({ required: 'only' }),
    fc.array(step, { minLength: 1, maxLength: historyLength, size: 'max' }),
  );
  await withUsers(t, USERS, (ids) =>
    t.forAll(
      history,
      async ([body, steps], c) => {
        const groups = [
          await c.createGroup(body, 'create group 1'),
          await c.createGroup(body, 'create group 2'),
        ];
        const models: Set<string>[] = groups.map(() => new Set());
        for (const [index, next] of steps.entries()) {
          reached.set(steps, index + 1);
          await play(c, next, { groups, models, ids, tolerant });
        }
      },
      { runs: histories, steps: ([, steps]) => steps.map(inWords).slice(0, reached.get(steps)) },
    ),
  );
}

/** The actions that work on this target one at a time; whether they should is judged by checks of their own. */
async function understoodActions(t: CheckContext): Promise<(keyof typeof ACTIONS)[]> {
  const names = Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];
  const understood: (keyof typeof ACTIONS)[] = [];
  await withUsers(t, 2, (ids) =>
    t.once(async (c) => {
      for (const name of names) {
        const group = await c.createGroup(plainGroup(t));
        await patch(c, group, [{ op: 'add', path: 'members', value: memberValues(ids) }], 'add two members');
        await patch(c, group, ACTIONS[name].operations(ids.slice(0, 1)), `see whether ${name} is understood`);
        const expected = ACTIONS[name].effect(new Set(ids), ids.slice(0, 1));
        const actual = new Set(memberIds(await c.read(group)));
        if (actual.size === expected.size && [...expected].every((id) => actual.has(id)))
          understood.push(name);
      }
    }),
  );
  if (understood.length === 0) throw new SetupFailure('no form of changing members works on this target');
  return understood;
}

/** Whether adding a member again and removing a stranger succeed: both SHOULD (RFC 7644 §3.5.2.1, §3.5.2.2), no more. */
async function toleratesRepeats(t: CheckContext): Promise<boolean> {
  let tolerant = true;
  await withUsers(t, 2, ([first = '', second = '']) =>
    t.once(async (c) => {
      for (const members of [[], [first]]) {
        const group = await c.createGroup(plainGroup(t), 'create a group to try repeats on');
        await setMembers(c, group, members);
        const repeats = [
          ...(members.length > 0 ? [ACTIONS.add.operations([first])] : []),
          ACTIONS.removeByFilter.operations([second]),
          ACTIONS.removeByValue.operations([second]),
        ];
        for (const operations of repeats) {
          const answer = await patch(c, group, operations, 'see whether a repeat is tolerated');
          tolerant &&= answer.status < 300;
        }
      }
    }),
  );
  return tolerant;
}

/** The groups of a history with what the model knows of them. */
interface Played {
  readonly groups: readonly Created[];
  readonly models: Set<string>[];
  readonly ids: readonly string[];
  /** Whether steps may add members again and remove strangers. */
  readonly tolerant: boolean;
}

async function play(c: Case, step: Step, { groups, models, ids, tolerant }: Played): Promise<void> {
  const group = groups[step.group];
  const model = models[step.group];
  if (group === undefined || model === undefined) return;
  const action = ACTIONS[step.action];
  const named = step.users.map((number) => ids[number] ?? '');
  const users = tolerant ? named : named.filter((id) => action.changes(model, id));
  if (users.length === 0) return;
  await patchGroup(
    c,
    group,
    action.operations(users),
    'RFC7643-4.2-members',
    `change the members (${step.action})`,
  );
  models[step.group] = action.effect(model, users);
  for (const [index, each] of groups.entries()) {
    const rule = index === step.group ? 'RFC7643-4.2-members' : 'RFC7644-3.5.2-only-target';
    await judgeMembers(c, each, [...(models[index] ?? [])], rule, inWords(step));
  }
}

function inWords({ group, action, users }: Step): string {
  const names = users.map((number) => `user ${number + 1}`).join(' and ');
  return `${names} ${users.length === 1 ? 'is' : 'are'} ${ACTIONS[action].words} group ${group + 1}`;
}
