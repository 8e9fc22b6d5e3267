import type {
  CheckEntry,
  GroupPlay,
  MemberActionName,
  MemberWriter,
  RequirementId,
  WireOperation,
} from '../../kit/index.ts';
import {
  fewRuns,
  groupCheck,
  judgePatched,
  memberForm,
  memberIds,
  memberPath,
  memberValues,
  patch,
  requireEmpty,
} from '../../kit/index.ts';

const ONLY_TARGET = 'RFC7644-3.5.2-only-target';
const NO_DUPLICATES = 'RFC7643-2.4-no-duplicates';

/** One form of changing members: how many are in the group before, what is sent, who must be in it afterwards. */
interface MemberForm {
  readonly name: string;
  readonly title: string;
  /** What the PATCH does. */
  readonly does: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** How many of the users are members before: the first ones. */
  readonly before: number;
  readonly operations: (ids: readonly string[], write: MemberWriter) => readonly WireOperation[];
  /** Numbers of the users who are members afterwards. */
  readonly after: readonly number[];
  /** The plain changes of which this one is a variation. */
  readonly works?: readonly MemberActionName[];
  /** What a wrong membership violates, where that is more than refusing the request. */
  readonly membership?: RequirementId;
}

const at = (ids: readonly string[], ...numbers: readonly number[]): readonly string[] =>
  numbers.map((n) => ids[n] ?? '');
const pathOf = (ids: readonly string[], number: number): string => memberPath(ids[number] ?? '');

/** Users a form may speak of. */
const USERS = 4;

/** Every form in which Entra and others change members (rules E-127…E-131; RFC 7644 §3.5.2.1-§3.5.2.3). */
const MEMBER_FORMS: readonly MemberForm[] = [
  {
    name: 'add-one',
    title: 'Adding one member adds that member and keeps the others',
    does: 'adds one member',
    requirements: ['RFC7644-3.5.2.1-add', 'E-127'],
    before: 1,
    operations: (ids, write) => [{ op: 'add', path: 'members', value: write(at(ids, 1)) }],
    after: [0, 1],
  },
  {
    name: 'add-several',
    title: 'Several members in one operation are added all',
    does: 'adds three members in one operation',
    requirements: ['E-128', 'RFC7644-3.5.2.1-add'],
    before: 1,
    operations: (ids, write) => [{ op: 'Add', path: 'members', value: write(at(ids, 1, 2, 3)) }],
    after: [0, 1, 2, 3],
    works: ['add'],
  },
  {
    name: 'add-with-null-ref',
    title: 'Members are added in the form Entra sends, with $ref null',
    does: 'adds a member with $ref null to an empty group',
    requirements: ['E-127'],
    before: 0,
    operations: (ids) => [{ op: 'Add', path: 'members', value: [{ $ref: null, value: ids[0] ?? '' }] }],
    after: [0],
    works: ['add'],
  },
  {
    name: 'add-without-path',
    title: 'Members in the value of an add operation without a path are added',
    does: 'adds a member without a path',
    requirements: ['RFC7644-3.5.2.1-add-no-path'],
    before: 1,
    operations: (ids, write) => [{ op: 'add', value: { members: write(at(ids, 1)) } }],
    after: [0, 1],
    works: ['add'],
  },
  {
    name: 'add-in-several-operations',
    title: 'Several operations in one PATCH are all applied',
    does: 'adds two members and removes one in three operations',
    requirements: ['RFC7644-3.5.2-atomic'],
    before: 1,
    operations: (ids, write) => [
      { op: 'add', path: 'members', value: write(at(ids, 1)) },
      { op: 'add', path: 'members', value: write(at(ids, 2)) },
      { op: 'remove', path: pathOf(ids, 0) },
    ],
    after: [1, 2],
    works: ['add', 'removeByFilter'],
  },
  {
    name: 'add-twice',
    title: 'Adding a member again succeeds and lists him once',
    does: 'adds a member again',
    requirements: ['E-131', 'RFC7643-4.2-members', NO_DUPLICATES],
    membership: 'RFC7643-4.2-members',
    before: 2,
    operations: (ids, write) => [{ op: 'add', path: 'members', value: write(at(ids, 1)) }],
    after: [0, 1],
    works: ['add'],
  },
  {
    name: 'remove-by-filter',
    title: 'Removing members[value eq "…"] removes that member only',
    does: 'removes one member by a value filter',
    requirements: ['RFC7644-3.5.2.2-remove-filter'],
    before: 3,
    operations: (ids) => [{ op: 'remove', path: pathOf(ids, 1) }],
    after: [0, 2],
  },
  {
    name: 'remove-by-filter-capitalised',
    title: 'Removing a member by a value filter works with a capitalised op',
    does: 'removes one member by a value filter with a capitalised op',
    requirements: ['E-076'],
    before: 3,
    operations: (ids) => [{ op: 'Remove', path: pathOf(ids, 1) }],
    after: [0, 2],
    works: ['removeByFilter'],
  },
  {
    name: 'remove-by-value',
    title: 'Removing members with a value array removes those members only',
    does: 'removes one member by a value array',
    requirements: ['E-129'],
    before: 3,
    operations: (ids) => [{ op: 'Remove', path: 'members', value: memberValues(at(ids, 1)) }],
    after: [0, 2],
  },
  {
    name: 'remove-several',
    title: 'Several members are removed in one PATCH',
    does: 'removes two members by value filters',
    requirements: ['RFC7644-3.5.2.2-remove-filter'],
    before: 4,
    operations: (ids) => [0, 3].map((number) => ({ op: 'remove', path: pathOf(ids, number) })),
    after: [1, 2],
    works: ['removeByFilter'],
  },
  {
    name: 'remove-several-by-value',
    title: 'Several members in the value array of a remove operation are removed, and no others',
    does: 'removes two members by a value array',
    requirements: ['E-129'],
    before: 4,
    operations: (ids) => [{ op: 'Remove', path: 'members', value: memberValues(at(ids, 0, 3)) }],
    after: [1, 2],
    works: ['removeByValue'],
  },
  {
    name: 'remove-absent',
    title: 'Removing a user who is not a member succeeds and changes nothing',
    does: 'removes a user who is not a member',
    requirements: ['RFC7644-3.5.2.2-remove-absent', 'RFC7644-3.5.2.2-remove-filter'],
    membership: 'RFC7644-3.5.2.2-remove-filter',
    before: 2,
    operations: (ids) => [{ op: 'remove', path: pathOf(ids, 2) }],
    after: [0, 1],
    works: ['removeByFilter'],
  },
  {
    name: 'remove-last',
    title: 'Removing the last member by a value filter empties the group',
    does: 'removes the last member by a value filter',
    requirements: ['RFC7644-3.5.2.2-remove-filter'],
    before: 1,
    operations: (ids) => [{ op: 'remove', path: pathOf(ids, 0) }],
    after: [],
    works: ['removeByFilter'],
  },
  {
    name: 'remove-all',
    title: 'Removing members without a filter empties the group',
    does: 'removes members',
    requirements: ['RFC7644-3.5.2.2-remove'],
    before: 3,
    operations: () => [{ op: 'remove', path: 'members' }],
    after: [],
  },
  {
    name: 'remove-all-by-value',
    title: 'Removing all members with a value array empties the group',
    does: 'removes all members by a value array',
    requirements: ['E-129'],
    before: 2,
    operations: (ids) => [{ op: 'Remove', path: 'members', value: memberValues(at(ids, 0, 1)) }],
    after: [],
    works: ['removeByValue'],
  },
  {
    name: 'replace-all',
    title: 'Replacing members leaves exactly the new ones',
    does: 'replaces members',
    requirements: ['RFC7644-3.5.2.3-replace'],
    before: 2,
    operations: (ids, write) => [{ op: 'replace', path: 'members', value: write(at(ids, 1, 2, 3)) }],
    after: [1, 2, 3],
  },
  {
    name: 'replace-all-with-none',
    title: 'Replacing members with an empty list leaves none',
    does: 'replaces members by an empty list',
    requirements: ['RFC7644-3.5.2.3-replace'],
    before: 2,
    operations: () => [{ op: 'replace', path: 'members', value: [] }],
    after: [],
    works: ['replace'],
  },
  {
    name: 'replace-without-path',
    title: 'Replacing members without a path leaves exactly the new ones',
    does: 'replaces members without a path',
    requirements: ['RFC7644-3.5.2.3-replace-no-path'],
    before: 2,
    operations: (ids, write) => [{ op: 'replace', value: { members: write(at(ids, 2)) } }],
    after: [2],
    works: ['replace'],
  },
  {
    name: 'replace-without-path-with-none',
    title: 'Replacing members with an empty list without a path leaves none',
    does: 'replaces members by an empty list without a path',
    requirements: ['RFC7644-3.5.2.3-replace-no-path'],
    before: 2,
    operations: () => [{ op: 'replace', value: { members: [] } }],
    after: [],
    works: ['replace'],
  },
];

/** One check per form. */
export const memberForms: readonly CheckEntry[] = MEMBER_FORMS.map((form) => {
  const { name, title, requirements, before: members, works = [] } = form;
  const made = { members, users: USERS, works, runs: fewRuns };
  return groupCheck(name, title, { ...made, requirements: [...requirements, ONLY_TARGET] }, (play, ids) =>
    judgeForm(play, ids, form),
  );
});

async function judgeForm(play: GroupPlay, ids: readonly string[], form: MemberForm): Promise<void> {
  const { c, created, rule, shown: before } = play;
  const what = `a PATCH that ${form.does}`;
  const when = `after ${what}`;
  const { write } = await memberForm(c.session);
  const answer = await patch(c, created, form.operations(ids, write), what);
  // A group may have to have members (RFC 7643 §4.2); then this is how a target says so.
  if (!answer.ok && form.after.length === 0) await requireEmpty(c.session);
  judgePatched(c, answer, rule, what);
  play.members = new Set(at(ids, ...form.after));
  await play.judge(when, form.membership);
  play.judgeRest(before, when, 'members');
  if (!form.requirements.includes(NO_DUPLICATES)) return;
  const shown = memberIds(play.shown);
  const twice = shown.filter((id, index) => shown.indexOf(id) !== index);
  c.judge(NO_DUPLICATES, twice.length === 0, () => ({
    deviation: 'repeated',
    attribute: 'members',
    what: 'a member',
    when,
    wanted: 'each member once',
    got: twice,
  }));
}
