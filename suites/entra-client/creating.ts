import fc from 'fast-check';
import { extensionOf, setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  JsonObject,
  MappedAttribute,
  Need,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  CORE_GROUP,
  CORE_USER,
  complaint,
  describe,
  differences,
  ENTERPRISE_USER,
  eq,
  GROUPS,
  groupSubject,
  holds,
  member,
  query,
  stringMember,
  userAttribute,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import { isFiltered, isPlain } from './changes.ts';
import { judgePrimaryRole, ROLE_WITH_STRING_PRIMARY, ROLES } from './roles.ts';

const GROUP_OF_ENTRA = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/** A creation in which Entra, or its validator, writes something unusual. */
interface OddBody {
  readonly name: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly noun: 'user' | 'group';
  readonly needs?: readonly Need[];
  /** How the body comes to be unusual, or null where it cannot; all that is sent has to read back. */
  readonly odd: (body: JsonObject, subject: Subject) => JsonObject | null;
  /** Judges more of what reads back. */
  readonly judge?: (c: Case, rule: RequirementId, got: JsonObject) => void;
}

const hasOwnExtension = (attribute: MappedAttribute): boolean =>
  ![null, ENTERPRISE_USER].includes(extensionOf(attribute.path)) && isPlain(attribute);

const isManager = ({ path }: MappedAttribute): boolean => path.attribute === 'manager';

/** Every unusual body: rules E-065 to E-074, E-122 and E-123. */
const ODD_BODIES: readonly OddBody[] = [
  {
    name: 'enterprise-urn-without-data',
    title: 'A user is created whose schemas name the enterprise extension without any of its attributes',
    requirement: 'E-065',
    noun: 'user',
    needs: [
      {
        unmet: (facts) =>
          facts.users.some((a) => a.required && extensionOf(a.path) === ENTERPRISE_USER)
            ? `${facts.applicationName} requires an attribute of the enterprise extension`
            : null,
      },
    ],
    odd: (body) => ({
      ...without(body, ENTERPRISE_USER),
      schemas: [...new Set([...(Array.isArray(body.schemas) ? body.schemas : [CORE_USER]), ENTERPRISE_USER])],
    }),
  },
  {
    name: 'extension-not-in-schemas',
    title: 'A user is created with data of an extension that his schemas do not name, and the data are kept',
    requirement: 'E-066',
    noun: 'user',
    needs: [userAttribute('extension of its own', hasOwnExtension)],
    odd: (body, { attributes, type }) => {
      const assigned = attributes.filter((a) => hasOwnExtension(a) && valueAt(body, a, type) !== undefined);
      const urns = assigned.map(({ path }) => extensionOf(path));
      const named = Array.isArray(body.schemas) ? body.schemas : [];
      return assigned.length === 0
        ? null
        : { ...body, schemas: named.filter((urn) => !urns.includes(String(urn))) };
    },
  },
  {
    name: 'empty-and-null',
    title: 'A user is created with empty arrays, null for what is unassigned, and meta of the client',
    requirement: 'E-067',
    noun: 'user',
    odd: (body, { attributes, type }) => {
      const empty = attributes.filter(
        (a) => isPlain(a) && !isFiltered(a) && valueAt(body, a, type) === undefined && a.path.urn === null,
      );
      const nulls = empty.reduce((filled, a) => setPath(filled, a.path, null, a), body);
      return { roles: [], ...nulls, meta: { resourceType: 'User' } };
    },
  },
  {
    name: 'unknown-manager',
    title: 'A user is created with a manager who does not exist',
    requirement: 'E-070',
    noun: 'user',
    needs: [userAttribute('manager', isManager)],
    odd: (body, { attributes }) => {
      const manager = attributes.find(isManager);
      return manager === undefined ? body : setPath(body, manager.path, { value: 'XQZT' }, manager);
    },
  },
  {
    name: 'string-primary',
    title: 'A user is created with "primary": "True", a string, in his role',
    requirement: 'E-071',
    noun: 'user',
    needs: [ROLES],
    odd: (body) => ({ ...body, roles: [ROLE_WITH_STRING_PRIMARY] }),
    judge: judgePrimaryRole,
  },
  {
    name: 'group-without-members',
    title: 'A group is created with an empty list of members',
    requirement: 'E-122',
    noun: 'group',
    needs: [GROUPS],
    odd: (body) => ({ ...body, members: [] }),
  },
  {
    name: 'foreign-urn',
    title: 'A group is created whose schemas name a URN of Microsoft’s that the target does not know',
    requirement: 'E-123',
    noun: 'group',
    needs: [GROUPS],
    odd: (body) => ({ ...body, schemas: [CORE_GROUP, GROUP_OF_ENTRA], meta: { resourceType: 'Group' } }),
  },
];

/** Creations as the client sends them, and what happens when it sends them again. */
export const creating: readonly CheckEntry[] = [
  ...ODD_BODIES.map(
    (odd): CheckEntry => ({
      name: odd.name,
      title: odd.title,
      requirements: [odd.requirement],
      ...(odd.needs === undefined ? {} : { needs: odd.needs }),
      run: (t) => createsOdd(t, odd),
    }),
  ),
  {
    name: 'guest-user-name',
    title: 'A userName with #EXT# in it, as guests have, is kept and found',
    requirements: ['E-074'],
    run: guestUserName,
  },
  {
    name: 'repeated-creation',
    title:
      'A creation whose answer was lost is sent again: 409, and the first user is found by his matching attribute',
    requirements: ['E-017', 'E-048'],
    run: repeatedCreation,
  },
  {
    name: 'duplicate-group',
    title: 'A second group of the same displayName is refused with 409 (Entra; RFC 7643 lets names repeat)',
    requirements: ['E-121'],
    needs: [GROUPS],
    run: duplicateGroup,
  },
];

function without(body: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}

async function createsOdd(t: CheckContext, { requirement, noun, odd, judge, title }: OddBody): Promise<void> {
  const subject = noun === 'user' ? userSubject(t.session) : groupSubject(t.session);
  if (subject === null) return;
  await t.forAll(
    subject.arbitrary(),
    async (resource, c) => {
      const plain = subject.stamp(c, resource);
      const body = odd(plain, subject);
      if (body === null) return fc.pre(false);
      const { response, created } = await c.post(subject.type.endpoint, body, `create the ${noun}`);
      c.judge(requirement, created !== null, () => ({
        message: `the answer is ${describe(response)} where this should be so: ${title}`,
        expected: '201',
        actual: describe(response),
      }));
      if (created === null) return;
      const got = await c.read(created);
      const found = differences(
        body,
        got,
        subject.attributes.filter((a) => !isManager(a)),
        subject.type,
      ).filter(({ kind }) => kind !== 'canonical');
      c.judge(requirement, found.length === 0, () =>
        complaint(found[0], 'GET', 'does not come back as it was sent', found),
      );
      judge?.(c, requirement, got);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function guestUserName(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const free = t.session.plan.target.constraints.userName === undefined;
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const guest = free
        ? { ...user, userName: `ada_example.org#EXT#.${c.marker()}@example.com` }
        : c.stampUser(user);
      const { response, created } = await c.post(subject.type.endpoint, guest, 'create a guest');
      c.judge('E-074', created !== null, () => ({
        message: `the userName ${JSON.stringify(guest.userName)} is answered with ${describe(response)}`,
        expected: '201',
        actual: describe(response),
      }));
      if (created === null) return;
      await judgeFound(c, 'E-074', subject, created, ['userName']);
    },
    { runs: 1 },
  );
}

/** Judges that a filter on each of these attributes finds the resource and nothing else. */
async function judgeFound(
  c: Case,
  rule: RequirementId,
  subject: Subject,
  created: Created,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const value = stringMember(created.sent, name);
    if (value === undefined) continue;
    const list = await query(
      c,
      subject.type.endpoint,
      { filter: eq(name, value) },
      rule,
      `find it by ${name}`,
    );
    c.judge(rule, holds(list, created.id) && list.resources.length === 1, () => ({
      message: `the filter on ${name} finds ${list.resources.length} ${subject.noun}s, where it should find the one`,
      expected: `the ${subject.noun} ${created.id}`,
      actual: `${list.resources.length} ${subject.noun}s`,
    }));
  }
}

async function repeatedCreation(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const matching = subject.attributes
    .filter((a) => a.matching !== null && a.path.subAttribute === null && a.filterable)
    .map((a) => a.path.attribute);
  await t.forAll(
    subject.arbitrary(),
    async (user, c) => {
      const created = await subject.create(c, user);
      const { response } = await c.post(subject.type.endpoint, created.sent, 'create the same user again');
      c.judge('E-017', response.status === 409, () => ({
        message: `a creation that is sent again is answered with ${describe(response)} instead of 409`,
        expected: '409 with scimType uniqueness',
        actual: describe(response),
      }));
      await judgeFound(c, 'E-048', subject, created, matching.length > 0 ? matching : ['userName']);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function duplicateGroup(t: CheckContext): Promise<void> {
  const subject = groupSubject(t.session);
  if (subject === null) return;
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (group, c) => {
      const created = await subject.create(c, group);
      const name = stringMember(created.sent, 'displayName') ?? '';
      for (const displayName of new Set([name, otherCase(name) ?? name])) {
        const body = { ...subject.stamp(c, group), displayName };
        const { response } = await c.post(subject.type.endpoint, body, 'create a group of the same name');
        // RFC 7643 §4.2 does not make displayName unique, so a target that keeps to it must not fail.
        c.advise('E-121', response.status === 409, () => ({
          message: `a second group ${JSON.stringify(displayName)} beside ${JSON.stringify(name)} is answered with ${describe(response)}`,
          expected: '409 with scimType uniqueness',
          actual: describe(response),
        }));
        const stored = member(await c.read(created), 'displayName');
        c.advise('E-121', stored === name, () => ({
          message: 'a group is changed by the creation of another one of the same name',
          expected: name,
          actual: String(stored),
        }));
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}
