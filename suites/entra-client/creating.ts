import fc from 'fast-check';
import { extensionOf, setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import type {
  CheckContext,
  CheckEntry,
  Complaint,
  JsonObject,
  MappedAttribute,
  Need,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  answered,
  CORE_GROUP,
  CORE_USER,
  changedValue,
  ENTERPRISE_USER,
  GROUPS,
  groupsOf,
  judgeAnswered,
  member,
  overPlays,
  Play,
  plain,
  stringMember,
  userAttribute,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import { isFiltered, isPlain } from './changes.ts';
import { find, findable, isAlone, type Key, keysOf, notAlone, textOf, USER_NAME } from './look-up.ts';
import { judgeOddCreation } from './odd-creation.ts';
import { isPrimary, notPrimary, ROLE_WITH_STRING_PRIMARY, ROLES } from './roles.ts';

const GROUP_OF_ENTRA = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/** A creation in which Entra, or its validator, writes something unusual. */
interface OddBody {
  readonly name: string;
  /** What is unusual: "a user is created <words>". */
  readonly words: string;
  readonly requirement: RequirementId;
  readonly noun: 'user' | 'group';
  readonly needs?: readonly Need[];
  /** How the body comes to be unusual, or null where it cannot; all that is sent has to be shown. */
  readonly odd: (body: JsonObject, subject: Subject) => JsonObject | null;
  /** How it would be usual; by default, as it comes. */
  readonly plain?: (body: JsonObject) => JsonObject;
  /** What else may be wrong with what is shown. */
  readonly wrong?: (shown: JsonObject, when: string) => readonly Complaint[];
}

const hasOwnExtension = (attribute: MappedAttribute): boolean =>
  ![null, ENTERPRISE_USER].includes(extensionOf(attribute.path)) && isPlain(attribute);

const isManager = ({ path }: MappedAttribute): boolean => path.attribute === 'manager';

/** Every unusual body: rules E-065 to E-074, E-122 and E-123. */
const ODD_BODIES: readonly OddBody[] = [
  {
    name: 'enterprise-urn-without-data',
    words: 'whose schemas name the enterprise extension without any of its attributes',
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
    words: 'with data of an extension that his schemas do not name',
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
    words: 'with empty arrays, null for what is unassigned, and meta of the client',
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
    words: 'with a manager who does not exist',
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
    words: 'with "primary": "True", a string, in his role',
    requirement: 'E-071',
    noun: 'user',
    needs: [ROLES],
    odd: (body) => ({ ...body, roles: [ROLE_WITH_STRING_PRIMARY] }),
    plain: (body) => ({ ...body, roles: [{ ...ROLE_WITH_STRING_PRIMARY, primary: true }] }),
    wrong: (shown, when) => (isPrimary(shown) ? [] : [notPrimary(shown, when)]),
  },
  {
    name: 'group-without-members',
    words: 'with an empty list of members',
    requirement: 'E-122',
    noun: 'group',
    needs: [GROUPS],
    odd: (body) => ({ ...body, members: [] }),
  },
  {
    name: 'foreign-urn',
    words: 'whose schemas name a URN of Microsoft’s that the target does not know',
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
      title: `A ${odd.noun} is created ${odd.words}`,
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

async function createsOdd(t: CheckContext, form: OddBody): Promise<void> {
  const { requirement, noun, words, odd, plain: usual = (body) => body, wrong } = form;
  const subject = noun === 'user' ? userSubject(t.session) : groupsOf(t);
  await t.forAll(
    subject.arbitrary(),
    async (resource, c) => {
      const unusual = odd(subject.stamp(c, resource), subject);
      if (unusual === null) return fc.pre(false);
      await judgeOddCreation(c, {
        subject,
        rule: requirement,
        what: `the creation of a ${noun} ${words}`,
        odd: unusual,
        plain: () => usual(subject.stamp(c, resource)),
        ...(wrong === undefined ? {} : { wrong }),
      });
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function guestUserName(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  // Where userNames have a form of their own, no guest's name fits.
  const free = t.session.plan.target.constraints.userName === undefined;
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const guest = subject.stamp(c, user);
      const userName = free ? `ada_example.org#EXT#.${c.marker()}@example.com` : String(guest.userName);
      const what = `the creation of a user with the userName ${JSON.stringify(userName)}`;
      const made = await judgeOddCreation(c, {
        subject,
        rule: 'E-074',
        what,
        odd: { ...guest, userName },
        plain: () => subject.stamp(c, user),
      });
      if (made === null) return;
      const list = await find(c, subject, 'userName', userName, 'E-074');
      const alone = isAlone(list, made.id);
      if (!alone) await findable(await Play.begin(c, subject, 'E-074', user), USER_NAME);
      c.judge('E-074', alone, () =>
        notAlone(subject, list, made.id, { attribute: 'userName', value: userName, when: `after ${what}` }),
      );
    },
    { runs: 1 },
  );
}

/** The keys by which a filter finds a resource alone; whether all should is for others to judge. */
async function findableBy({ c, subject, shown, id }: Play, keys: readonly Key[]): Promise<readonly Key[]> {
  const lists = await Promise.all(
    keys.map((key) => find(c, subject, key.text, textOf(shown, key, subject), 'E-048')),
  );
  return keys.filter((_, index) => lists[index] !== undefined && isAlone(lists[index], id));
}

async function repeatedCreation(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const { endpoint } = subject.type;
  await t.forAll(
    subject.arbitrary(),
    async (user, c) => {
      const body = subject.stamp(c, user);
      const created = await c.create(endpoint, body, 'create the user');
      const play = new Play(c, subject, 'E-048', created, await c.read(created));
      const keys = await findableBy(play, keysOf(subject));
      const { response } = await c.post(endpoint, body, 'create the same user again');
      const what = 'a creation that is sent again';
      judgeAnswered(c, 'E-017', response, 409, what);
      // Who is there twice is rightly found twice.
      if (response.ok) return;
      for (const key of keys) {
        const value = textOf(play.shown, key, subject);
        const list = await find(c, subject, key.text, value, 'E-048');
        c.judge('E-048', isAlone(list, play.id), () =>
          notAlone(subject, list, play.id, { attribute: key.text, value, when: `after ${what}` }),
        );
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function duplicateGroup(t: CheckContext): Promise<void> {
  const subject = groupsOf(t);
  await overPlays(t, subject, 'E-121', async (play) => {
    const { c, rule, shown } = play;
    const name = stringMember(shown, 'displayName') ?? '';
    for (const displayName of new Set([name, otherCase(name) ?? name])) {
      const what = `a second group ${JSON.stringify(displayName)} beside ${JSON.stringify(name)}`;
      const body = { ...subject.stamp(c, plain(t, subject)), displayName };
      const { response } = await c.post(subject.type.endpoint, body, 'create a group of the same name');
      // RFC 7643 §4.2 does not make displayName unique, so a target that keeps to it must not fail.
      c.advise(rule, response.status === 409, () => answered(what, response, 409));
      const stored = member(await play.read(`after ${what}`), 'displayName');
      c.advise(rule, stored === name, () =>
        changedValue('displayName', name, stored, { when: `after ${what}` }),
      );
    }
  });
}
