import type { CheckEntry, RequirementId, WireOperation } from '../../kit/index.ts';
import {
  GROUPS,
  judgeMembers,
  judgeNoDuplicates,
  MEMBERS,
  memberIds,
  memberValues,
  overGroups,
  PATCH,
  patchGroup,
  setMembers,
} from '../../kit/index.ts';

/** One form of changing members: who is in the group before, what is sent, who must be in it afterwards. */
interface MemberForm {
  readonly name: string;
  readonly title: string;
  readonly words: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** Numbers of the users who are members before. */
  readonly before: readonly number[];
  readonly operations: (ids: readonly string[]) => readonly WireOperation[];
  readonly after: readonly number[];
  /** What a wrong membership violates, where that is more than refusing the request. */
  readonly membership?: RequirementId;
}

const at = (ids: readonly string[], numbers: readonly number[]): readonly string[] =>
  numbers.map((n) => ids[n] ?? '');
const one = (ids: readonly string[], number: number): string => JSON.stringify(ids[number] ?? '');

/** Users a form may speak of. */
const USERS = 4;

/** Every form in which Entra and others change members (rules E-127…E-131; RFC 7644 §3.5.2.1-§3.5.2.3). */
const MEMBER_FORMS: readonly MemberForm[] = [
  {
    name: 'add-one',
    title: 'Adding one member adds that member and keeps the others',
    words: 'one member was added',
    requirements: ['RFC7644-3.5.2.1-add', 'E-127'],
    before: [0],
    operations: (ids) => [{ op: 'add', path: 'members', value: memberValues(at(ids, [1])) }],
    after: [0, 1],
  },
  {
    name: 'add-several',
    title: 'Several members in one operation are added all',
    words: 'three members were added in one operation',
    requirements: ['E-128', 'RFC7644-3.5.2.1-add'],
    before: [0],
    operations: (ids) => [{ op: 'Add', path: 'members', value: memberValues(at(ids, [1, 2, 3])) }],
    after: [0, 1, 2, 3],
  },
  {
    name: 'add-with-null-ref',
    title: 'Members are added in the form Entra sends, with $ref null',
    words: 'a member was added with $ref null',
    requirements: ['E-127'],
    before: [],
    operations: (ids) => [{ op: 'Add', path: 'members', value: [{ $ref: null, value: ids[0] ?? '' }] }],
    after: [0],
  },
  {
    name: 'add-without-path',
    title: 'Members in the value of an add operation without a path are added',
    words: 'a member was added without a path',
    requirements: ['RFC7644-3.5.2.1-add-no-path'],
    before: [0],
    operations: (ids) => [{ op: 'add', value: { members: memberValues(at(ids, [1])) } }],
    after: [0, 1],
  },
  {
    name: 'add-in-several-operations',
    title: 'Several operations in one PATCH are all applied',
    words: 'two members were added and one removed in one PATCH',
    requirements: ['RFC7644-3.5.2-atomic'],
    before: [0],
    operations: (ids) => [
      { op: 'add', path: 'members', value: memberValues(at(ids, [1])) },
      { op: 'add', path: 'members', value: memberValues(at(ids, [2])) },
      { op: 'remove', path: `members[value eq ${one(ids, 0)}]` },
    ],
    after: [1, 2],
  },
  {
    name: 'add-twice',
    title: 'Adding a member again succeeds and lists him once',
    words: 'a member was added again',
    requirements: ['E-131', 'RFC7643-4.2-members', 'RFC7643-2.4-no-duplicates'],
    membership: 'RFC7643-4.2-members',
    before: [0, 1],
    operations: (ids) => [{ op: 'add', path: 'members', value: memberValues(at(ids, [1])) }],
    after: [0, 1],
  },
  {
    name: 'remove-by-filter',
    title: 'Removing members[value eq "…"] removes that member only',
    words: 'one member was removed by a value filter',
    requirements: ['RFC7644-3.5.2.2-remove-filter'],
    before: [0, 1, 2],
    operations: (ids) => [{ op: 'remove', path: `members[value eq ${one(ids, 1)}]` }],
    after: [0, 2],
  },
  {
    name: 'remove-by-filter-capitalised',
    title: 'Removing a member by a value filter works with a capitalised op',
    words: 'one member was removed by a value filter with a capitalised op',
    requirements: ['E-076'],
    before: [0, 1, 2],
    operations: (ids) => [{ op: 'Remove', path: `members[value eq ${one(ids, 1)}]` }],
    after: [0, 2],
  },
  {
    name: 'remove-by-value',
    title: 'Removing members with a value array removes those members only',
    words: 'one member was removed by a value array',
    requirements: ['E-129'],
    before: [0, 1, 2],
    operations: (ids) => [{ op: 'Remove', path: 'members', value: memberValues(at(ids, [1])) }],
    after: [0, 2],
  },
  {
    name: 'remove-several',
    title: 'Several members are removed in one PATCH',
    words: 'two members were removed in one PATCH',
    requirements: ['RFC7644-3.5.2.2-remove-filter'],
    before: [0, 1, 2, 3],
    operations: (ids) => [
      { op: 'remove', path: `members[value eq ${one(ids, 0)}]` },
      { op: 'remove', path: `members[value eq ${one(ids, 3)}]` },
    ],
    after: [1, 2],
  },
  {
    name: 'remove-several-by-value',
    title: 'Several members in the value array of a remove operation are removed, and no others',
    words: 'two members were removed by a value array',
    requirements: ['E-129'],
    before: [0, 1, 2, 3],
    operations: (ids) => [{ op: 'Remove', path: 'members', value: memberValues(at(ids, [0, 3])) }],
    after: [1, 2],
  },
  {
    name: 'remove-absent',
    title: 'Removing a user who is not a member succeeds and changes nothing',
    words: 'a user who is not a member was removed',
    requirements: ['RFC7644-3.5.2.2-remove-absent', 'RFC7644-3.5.2.2-remove-filter'],
    membership: 'RFC7644-3.5.2.2-remove-filter',
    before: [0, 1],
    operations: (ids) => [{ op: 'remove', path: `members[value eq ${one(ids, 2)}]` }],
    after: [0, 1],
  },
  {
    name: 'remove-all',
    title: 'Removing members without a filter empties the group',
    words: 'all members were removed',
    requirements: ['RFC7644-3.5.2.2-remove'],
    before: [0, 1, 2],
    operations: () => [{ op: 'remove', path: 'members' }],
    after: [],
  },
  {
    name: 'replace-all',
    title: 'Replacing members leaves exactly the new ones',
    words: 'the members were replaced',
    requirements: ['RFC7644-3.5.2.3-replace'],
    before: [0, 1],
    operations: (ids) => [{ op: 'replace', path: 'members', value: memberValues(at(ids, [1, 2, 3])) }],
    after: [1, 2, 3],
  },
  {
    name: 'replace-all-with-none',
    title: 'Replacing members with an empty list leaves none',
    words: 'the members were replaced with an empty list',
    requirements: ['RFC7644-3.5.2.3-replace'],
    before: [0, 1],
    operations: () => [{ op: 'replace', path: 'members', value: [] }],
    after: [],
  },
  {
    name: 'replace-without-path',
    title: 'Replacing members without a path leaves exactly the new ones',
    words: 'the members were replaced without a path',
    requirements: ['RFC7644-3.5.2.3-replace-no-path'],
    before: [0, 1],
    operations: (ids) => [{ op: 'replace', value: { members: memberValues(at(ids, [2])) } }],
    after: [2],
  },
];

/** One check per form. */
export const memberForms: readonly CheckEntry[] = MEMBER_FORMS.map((form) => ({
  name: form.name,
  title: form.title,
  requirements: form.requirements,
  needs: [GROUPS, MEMBERS, PATCH],
  run: (t) =>
    overGroups(t, USERS, async (c, group, ids) => {
      await setMembers(c, group, at(ids, form.before));
      const [requirement] = form.requirements;
      await patchGroup(c, group, form.operations(ids), requirement, `change the members (${form.name})`);
      const membership = form.membership ?? requirement;
      const after = await judgeMembers(c, group, at(ids, form.after), membership, form.words);
      if (form.requirements.includes('RFC7643-2.4-no-duplicates'))
        judgeNoDuplicates(c, memberIds(after), form.words);
    }),
}));
