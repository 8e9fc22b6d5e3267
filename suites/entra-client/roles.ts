import fc from 'fast-check';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
} from '../../kit/index.ts';
import {
  isObject,
  judgePatched,
  member,
  PATCH,
  patch,
  shown,
  userAttribute,
  userSubject,
} from '../../kit/index.ts';
import { asksForPrimary, isFiltered } from './changes.ts';

const TYPE = 'WindowsAzureActiveDirectoryRole';

const isRole = ({ parent }: MappedAttribute): boolean => parent.name === 'roles' && parent.multiValued;

/** The application's user table has roles. */
export const ROLES = userAttribute('roles', isRole);

/** The table's function for roles gives one role, the primary one (rule E-098). */
const PRIMARY_ROLE = userAttribute('primary role', (a) => isRole(a) && asksForPrimary(a));

/** The table's function for roles gives all of them (rules E-099 to E-101). */
const ALL_ROLES = userAttribute('roles as a whole', (a) => isRole(a) && !isFiltered(a));

/** Roles as Entra's three functions for application roles write them (rules E-098 to E-101). */
export const roles: readonly CheckEntry[] = [
  {
    name: 'role-created',
    title: 'A user created with one primary role has that role',
    requirements: ['E-098'],
    needs: [PRIMARY_ROLE],
    run: (t) =>
      overRoles(t, async (c, user, [first]) => {
        const created = await c.createUser({ ...user, roles: [{ ...role(first), primary: true }] });
        const found = rolesOf(await c.read(created));
        c.judge('E-098', found.length === 1 && member(found[0], 'value') === first, () => ({
          message: 'a user created with one primary role does not read back with that role alone',
          expected: shown([{ ...role(first), primary: true }]),
          actual: shown(found),
        }));
        c.judge('E-098', member(found[0], 'primary') === true, () => ({
          message: 'the role of a user created with one primary role is not primary',
          expected: '"primary": true',
          actual: `"primary": ${shown(member(found[0], 'primary'))}`,
        }));
      }),
  },
  {
    name: 'role-as-json',
    title: 'A role whose value is JSON in a string, as sent without the flag, is accepted',
    requirements: ['E-099'],
    needs: [PATCH, ALL_ROLES],
    run: (t) =>
      overRoles(t, async (c, user, [first]) => {
        const created = await c.createUser({ ...user, roles: [{ ...role('starter'), primary: false }] });
        const value = JSON.stringify({
          id: '06b07648-0000-4000-8000-000000000001',
          value: first,
          displayName: 'Role',
        });
        const response = await patch(
          c,
          created,
          [{ op: 'Add', path: 'roles', value: [{ value }] }],
          'add a role',
        );
        judgePatched(c, response, 'E-099', 'a role whose value is JSON in a string');
        if (response.status >= 300) return;
        const found = rolesOf(await c.read(created));
        const there = (name: string): boolean =>
          found.some((item) => String(member(item, 'value')).includes(name));
        c.judge('E-099', there(first) && there('starter'), () => ({
          message: `a role whose value is JSON was added, and ${there(first) ? 'the role before it' : 'it'} is not there`,
          expected: `roles with starter and ${first}`,
          actual: shown(found),
        }));
      }),
  },
  {
    name: 'roles-added',
    title: 'Adding the full list of roles adds the new ones, keeps the others, and doubles none',
    requirements: ['E-100'],
    needs: [PATCH, ALL_ROLES],
    run: (t) =>
      overRoles(t, async (c, user, [first, second]) => {
        const created = await c.createUser({ ...user, roles: [{ ...role(first), primary: false }] });
        const value = [first, second].map((name) => ({ ...oddRole(name), primary: false }));
        const response = await patch(
          c,
          created,
          [{ op: 'Add', path: 'roles', value }],
          'add the full list of roles',
        );
        judgePatched(c, response, 'E-100', 'adding the full list of roles');
        judgeRoles(c, 'E-100', rolesOf(await c.read(created)), [first, second]);
      }),
  },
  {
    name: 'roles-asserted',
    title: 'Replacing roles with a full list leaves exactly that list',
    requirements: ['RFC7644-3.5.2.3-replace'],
    needs: [PATCH, ALL_ROLES],
    run: (t) =>
      overRoles(t, async (c, user, [first, second]) => {
        const created = await c.createUser({ ...user, roles: [{ ...role(first), primary: false }] });
        const value = [{ ...role(second), primary: false }];
        const response = await patch(
          c,
          created,
          [{ op: 'replace', path: 'roles', value }],
          'replace the roles',
        );
        judgePatched(c, response, 'RFC7644-3.5.2.3-replace', 'replacing the roles');
        judgeRoles(c, 'RFC7644-3.5.2.3-replace', rolesOf(await c.read(created)), [second]);
      }),
  },
];

/** A property over users, with the names of two roles. */
function overRoles(
  t: CheckContext,
  body: (c: Case, user: JsonObject, names: readonly [string, string]) => Promise<void>,
): Promise<void> {
  const subject = userSubject(t.session);
  const names = fc.constantFrom<readonly [string, string]>(
    ['editor', 'reader'],
    ['25', '26'],
    ['Admin', 'Guest'],
  );
  return t.forAll(
    fc.tuple(subject.arbitrary({ omit: isRole }), names),
    ([user, chosen], c) => body(c, user, chosen),
    { runs: t.session.effort.costlyRuns },
  );
}

const role = (value: string): JsonObject => ({ type: TYPE, display: `${value} role`, value });

/** A role in the form of a POST by AppRoleAssignmentsComplex, which says `displayName` where the schema says `display`. */
const oddRole = (value: string): JsonObject => ({ type: TYPE, displayName: `${value} role`, value });

function rolesOf(user: JsonObject): readonly JsonObject[] {
  const found: Json | undefined = member(user, 'roles');
  return Array.isArray(found) ? found.filter(isObject) : [];
}

function judgeRoles(
  c: Case,
  rule: RequirementId,
  found: readonly JsonObject[],
  expected: readonly string[],
): void {
  const values = found.map((item) => String(member(item, 'value'))).sort();
  c.judge(rule, JSON.stringify(values) === JSON.stringify([...expected].sort()), () => ({
    message: `the user has ${found.length} roles, where ${expected.length} should be there`,
    expected: shown([...expected].sort()),
    actual: shown(values),
  }));
}

/** What a POST of the validator has for roles: `primary` as a string (rule E-071). */
export const ROLE_WITH_STRING_PRIMARY: JsonObject = { ...role('reader'), primary: 'True' };

/** Whether a resource's first role is primary as a JSON boolean. */
export function judgePrimaryRole(c: Case, rule: RequirementId, user: JsonObject): void {
  const [found] = rolesOf(user);
  const primary = member(found, 'primary');
  c.judge(rule, found !== undefined && primary === true, () => ({
    message: 'a role sent with "primary": "True" does not read back as primary, with a JSON boolean',
    expected: '"primary": true',
    actual: found === undefined ? 'no role' : `"primary": ${shown(primary)}`,
  }));
}
