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
import { requirement } from '../../requirements/index.ts';

const MEMBERS = 'RFC7643-4.2-members';
const ADD = 'RFC7644-3.5.2.1-add';
const ADD_NO_PATH = 'RFC7644-3.5.2.1-add-no-path';
const REMOVE = 'RFC7644-3.5.2.2-remove';
const REMOVE_FILTER = 'RFC7644-3.5.2.2-remove-filter';
const REMOVE_ABSENT = 'RFC7644-3.5.2.2-remove-absent';
const REPLACE = 'RFC7644-3.5.2.3-replace';
const REPLACE_NO_PATH = 'RFC7644-3.5.2.3-replace-no-path';
const ATOMIC = 'RFC7644-3.5.2-atomic';
const ONLY_TARGET = 'RFC7644-3.5.2-only-target';
const NO_DUPLICATES = 'RFC7643-2.4-no-duplicates';

/** The operations that a form sends, and the plain changes that they are made of. */
interface Sent {
  readonly operations: (ids: readonly string[], write: MemberWriter) => readonly WireOperation[];
  readonly of: readonly MemberActionName[];
}

/** One form of changing members. */
type MemberForm = readonly [
  name: string,
  does: string,
  /** The first one is violated by a refusal, the first that fails a target by a wrong membership. */
  requirements: readonly [RequirementId, ...RequirementId[]],
  /** How many of the users are members before: the first ones. */
  before: number,
  /** Numbers of the users who are members afterwards. */
  after: readonly number[],
  sent: Sent,
];

const at = (ids: readonly string[], numbers: readonly number[]): readonly string[] =>
  numbers.map((number) => ids[number] ?? '');

const adds = (op: string, ...numbers: number[]): Sent => ({
  operations: (ids, write) => [{ op, path: 'members', value: write(at(ids, numbers)) }],
  of: ['add'],
});
const removes = (op: string, ...numbers: number[]): Sent => ({
  operations: (ids) => at(ids, numbers).map((id) => ({ op, path: memberPath(id) })),
  of: ['removeByFilter'],
});
const removesByValue = (op: string, ...numbers: number[]): Sent => ({
  operations: (ids) => [{ op, path: 'members', value: memberValues(at(ids, numbers)) }],
  of: ['removeByValue'],
});
const replaces = (...numbers: number[]): Sent => ({
  operations: (ids, write) => [{ op: 'replace', path: 'members', value: write(at(ids, numbers)) }],
  of: ['replace'],
});
const withoutPath = (op: 'add' | 'replace', ...numbers: number[]): Sent => ({
  operations: (ids, write) => [{ op, value: { members: write(at(ids, numbers)) } }],
  of: [op],
});
const nullRef: Sent = {
  operations: ([, value = '']) => [{ op: 'add', path: 'members', value: [{ $ref: null, value }] }],
  of: ['add'],
};
const several: Sent = {
  operations: (...given) =>
    [adds('add', 1), adds('add', 2), removes('remove', 0)].flatMap(({ operations }) => operations(...given)),
  of: ['add', 'removeByFilter'],
};
const removesAll: Sent = { operations: () => [{ op: 'remove', path: 'members' }], of: [] };

/** The forms that are plain changes themselves. */
const PLAIN: ReadonlySet<string> = new Set(['add-one', 'remove-by-filter', 'remove-by-value', 'replace-all']);

/** Every form in which Entra and others change members (rules E-127…E-131; RFC 7644 §3.5.2.1-§3.5.2.3). */
const MEMBER_FORMS: readonly MemberForm[] = [
  ['add-one', 'adds a member', [ADD, 'E-127'], 1, [0, 1], adds('add', 1)],
  ['add-first', 'adds the first member', [ADD], 0, [0], adds('add', 0)],
  ['add-several', 'adds three members at once', ['E-128', ADD], 1, [0, 1, 2, 3], adds('add', 1, 2, 3)],
  ['add-capitalised', 'adds a member by an op with a capital', ['E-076'], 1, [0, 1], adds('Add', 1)],
  ['add-with-null-ref', 'adds a member with $ref null', ['E-127'], 1, [0, 1], nullRef],
  ['add-without-path', 'adds a member without a path', [ADD_NO_PATH], 1, [0, 1], withoutPath('add', 1)],
  ['add-in-several-operations', 'adds two members and removes one', [ATOMIC], 1, [1, 2], several],
  ['add-twice', 'adds a member again', ['E-131', MEMBERS, NO_DUPLICATES], 2, [0, 1], adds('add', 1)],
  [
    'remove-by-filter',
    'removes a member by a value filter',
    [REMOVE_FILTER],
    3,
    [0, 2],
    removes('remove', 1),
  ],
  [
    'remove-by-filter-capitalised',
    'removes a member by an op with a capital',
    ['E-076'],
    3,
    [0, 2],
    removes('Remove', 1),
  ],
  ['remove-by-value', 'removes a member by a value array', ['E-129'], 3, [0, 2], removesByValue('remove', 1)],
  [
    'remove-by-value-capitalised',
    'removes a member by a value array and an op with a capital',
    ['E-076'],
    3,
    [0, 2],
    removesByValue('Remove', 1),
  ],
  [
    'remove-several',
    'removes two members by value filters',
    [REMOVE_FILTER],
    4,
    [1, 2],
    removes('remove', 0, 3),
  ],
  [
    'remove-several-by-value',
    'removes two members by a value array',
    ['E-129'],
    4,
    [1, 2],
    removesByValue('remove', 0, 3),
  ],
  [
    'remove-absent',
    'removes a user who is no member',
    [REMOVE_ABSENT, REMOVE_FILTER],
    2,
    [0, 1],
    removes('remove', 2),
  ],
  ['remove-last', 'removes the last member by a value filter', [REMOVE_FILTER], 1, [], removes('remove', 0)],
  ['remove-all', 'removes members', [REMOVE], 3, [], removesAll],
  [
    'remove-all-by-value',
    'removes all members by a value array',
    ['E-129'],
    2,
    [],
    removesByValue('remove', 0, 1),
  ],
  ['replace-all', 'replaces members', [REPLACE], 2, [1, 2, 3], replaces(1, 2, 3)],
  ['replace-all-with-none', 'replaces members by an empty list', [REPLACE], 2, [], replaces()],
  [
    'replace-without-path',
    'replaces members without a path',
    [REPLACE_NO_PATH],
    2,
    [2],
    withoutPath('replace', 2),
  ],
  [
    'replace-without-path-with-none',
    'replaces members by an empty list without a path',
    [REPLACE_NO_PATH],
    2,
    [],
    withoutPath('replace'),
  ],
];

/** Users a form may speak of. */
const USERS = 4;

/** One check per form. */
export const memberForms: readonly CheckEntry[] = MEMBER_FORMS.map((form) => {
  const [name, does, requirements, members, , { of }] = form;
  const works = PLAIN.has(name) ? [] : of;
  return groupCheck(
    name,
    `A PATCH that ${does} leaves exactly the members that it should, and all else as it was`,
    { requirements: [...requirements, ONLY_TARGET], members, users: USERS, works, runs: fewRuns },
    (play, ids) => judgeForm(play, ids, form),
  );
});

async function judgeForm(
  play: GroupPlay,
  ids: readonly string[],
  [, does, requirements, , after, { operations }]: MemberForm,
): Promise<void> {
  const { c, created, rule, shown: before } = play;
  const what = `a PATCH that ${does}`;
  const when = `after ${what}`;
  const { write } = await memberForm(c.session);
  const answer = await patch(c, created, operations(ids, write), what);
  // A group may have to have members (RFC 7643 §4.2); then this is how a target says so.
  if (!answer.ok && after.length === 0) await requireEmpty(c.session);
  judgePatched(c, answer, rule, what);
  play.members = new Set(at(ids, after));
  await play.judge(when, requirements.find((id) => requirement(id).gate === 'fail') ?? rule);
  play.judgeRest(before, when, 'members');
  if (!requirements.includes(NO_DUPLICATES)) return;
  const shown = memberIds(play.shown);
  const twice = shown.some((id, index) => shown.indexOf(id) !== index);
  c.judge(NO_DUPLICATES, !twice, () => ({
    deviation: 'repeated',
    attribute: 'members',
    what: 'a member',
    when,
    wanted: 'each member once',
    got: shown,
  }));
}
