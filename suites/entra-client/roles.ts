import fc from 'fast-check';
import type {
  CheckContext,
  CheckEntry,
  Complaint,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
} from '../../kit/index.ts';
import {
  InputRefused,
  isObject,
  judgePatched,
  member,
  PATCH,
  Play,
  patch,
  userAttribute,
  userSubject,
  wrongValue,
} from '../../kit/index.ts';
import { asksForPrimary, isFiltered } from './changes.ts';
import { plainChanges, requirePlainReplace } from './plain-changes.ts';

const TYPE = 'WindowsAzureActiveDirectoryRole';

const isRole = ({ parent }: MappedAttribute): boolean => parent.name === 'roles' && parent.multiValued;

/** The application's user table has roles. */
export const ROLES = userAttribute('roles', isRole);

/** The table's function for roles gives one role, the primary one (rule E-098). */
const PRIMARY_ROLE = userAttribute('primary role', (a) => isRole(a) && asksForPrimary(a));

/** The table's function for roles gives all of them (rules E-099 to E-101). */
const ALL_ROLES = userAttribute('roles as a whole', (a) => isRole(a) && !isFiltered(a));

/** One way to change the roles of a user, and which he has before and afterwards; names stand for whole roles. */
interface RoleForm {
  readonly name: string;
  readonly title: string;
  readonly requirement: RequirementId;
  /** The request as the subject of a sentence. */
  readonly what: string;
  readonly op: 'Add' | 'replace';
  /** Of the two names that are drawn, of which the user has the first: what the operation has, and what he has afterwards. */
  readonly value: (first: string, second: string) => readonly JsonObject[];
  readonly after: (first: string, second: string) => readonly string[];
  /** Whether the value of a role may be anything with the name in it. */
  readonly within?: true;
}

/** A role that the user has besides, and that no operation names. */
const STARTER = 'starter';

const FORMS: readonly RoleForm[] = [
  {
    name: 'role-as-json',
    title: 'A role whose value is JSON in a string, as sent without the flag, is accepted',
    requirement: 'E-099',
    what: 'a PATCH that adds a role whose value is JSON in a string',
    op: 'Add',
    value: (_, second) => [{ value: asJson(second) }],
    after: (first, second) => [first, STARTER, second],
    within: true,
  },
  {
    name: 'roles-added',
    title: 'Adding the full list of roles adds the new ones, keeps the others, and doubles none',
    requirement: 'E-100',
    what: 'a PATCH that adds the full list of roles',
    op: 'Add',
    value: (first, second) => [first, second].map((name) => ({ ...oddRole(name), primary: false })),
    after: (first, second) => [first, STARTER, second],
  },
  {
    name: 'roles-asserted',
    title: 'Replacing roles with a full list leaves exactly that list',
    requirement: 'RFC7644-3.5.2.3-replace',
    what: 'a PATCH that replaces the roles',
    op: 'replace',
    value: (_, second) => [{ ...role(second), primary: false }],
    after: (_, second) => [second],
  },
];

/** Roles as Entra's three functions for application roles write them (rules E-098 to E-101). */
export const roles: readonly CheckEntry[] = [
  {
    name: 'role-created',
    title: 'A user created with one primary role has that role',
    requirements: ['E-098'],
    needs: [PRIMARY_ROLE],
    run: (t) =>
      overRoles(t, 'E-098', [], async ({ c, rule, shown }, [first]) => {
        const when = 'after a user was created with one primary role';
        const names = namesOf(shown);
        c.judge(rule, names.length === 1 && names[0] === first, () =>
          wrongValue('roles', [{ ...role(first), primary: true }], member(shown, 'roles'), { when }),
        );
        c.judge(rule, isPrimary(shown), () => notPrimary(shown, when));
      }),
  },
  ...FORMS.map(
    (form): CheckEntry => ({
      name: form.name,
      title: form.title,
      requirements: [form.requirement],
      needs: [PATCH, ALL_ROLES],
      run: (t) => changesRoles(t, form),
    }),
  ),
];

async function changesRoles(t: CheckContext, form: RoleForm): Promise<void> {
  await plainChanges(t.session, 'replace');
  await overRoles(t, form.requirement, [STARTER], async (play, [first, second]) => {
    const { what, op, value, after, within } = form;
    if (![first, STARTER].every((name) => namesOf(play.shown).includes(name)))
      throw new InputRefused('cannot judge: a user is created without the roles that were sent');
    const answer = await patch(
      play.c,
      play.created,
      [{ op, path: 'roles', value: value(first, second) }],
      what,
    );
    const when = `after ${what}`;
    const found = answer.ok ? namesOf(await play.read(when)) : [];
    const wanted = after(first, second);
    const right =
      found.length === wanted.length &&
      wanted.every((name) => found.some((text) => text === name || (within === true && text.includes(name))));
    if (!right && within === true) {
      const plainly = wanted.map((name) => ({ ...role(name), primary: false }));
      await requirePlainReplace(play, 'roles', plainly, (is) => namesOf(is).includes(second));
    }
    judgePatched(play.c, answer, play.rule, what);
    if (!answer.ok) return;
    play.c.judge(play.rule, right, () => ({
      ...wrongValue('roles', wanted, found, { when }),
      says: `are ${listed(found)} instead of ${listed(wanted)}`,
    }));
  });
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** A property over users with a role, and others, with the names of two. */
function overRoles(
  t: CheckContext,
  rule: RequirementId,
  others: readonly string[],
  body: (play: Play, names: readonly [string, string]) => Promise<void>,
): Promise<void> {
  const subject = userSubject(t.session);
  const names = fc.constantFrom<readonly [string, string]>(
    ['editor', 'reader'],
    ['25', '26'],
    ['Admin', 'Guest'],
  );
  return t.forAll(
    fc.tuple(subject.arbitrary({ omit: isRole }), names),
    async ([user, chosen], c) => {
      const given = [chosen[0], ...others].map((name) => ({ ...role(name), primary: others.length === 0 }));
      await body(await Play.begin(c, subject, rule, { ...user, roles: given }), chosen);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

const role = (value: string): JsonObject => ({ type: TYPE, display: `${value} role`, value });

/** A role in the form of a POST by AppRoleAssignmentsComplex, which says `displayName` where the schema says `display`. */
const oddRole = (value: string): JsonObject => ({ type: TYPE, displayName: `${value} role`, value });

const asJson = (value: string): string =>
  JSON.stringify({ id: '06b07648-0000-4000-8000-000000000001', value, displayName: 'Role' });

function rolesOf(user: JsonObject): readonly JsonObject[] {
  const found: Json | undefined = member(user, 'roles');
  return Array.isArray(found) ? found.filter(isObject) : [];
}

const namesOf = (user: JsonObject): readonly string[] =>
  rolesOf(user).map((item) => String(member(item, 'value')));

/** What a POST of the validator has for roles: `primary` as a string (rule E-071). */
export const ROLE_WITH_STRING_PRIMARY: JsonObject = { ...role('reader'), primary: 'True' };

/** Whether a user's first role is primary, as a JSON boolean. */
export function isPrimary(user: JsonObject): boolean {
  return member(rolesOf(user)[0], 'primary') === true;
}

/** That it is not. */
export function notPrimary(user: JsonObject, when: string): Complaint {
  return wrongValue('roles.primary', true, member(rolesOf(user)[0], 'primary'), { when });
}
