import fc from 'fast-check';
import { extensionOf, setPath } from '../../generators/build.ts';
import type { Case, CheckContext, CheckEntry, JsonObject, WireOperation } from '../../kit/index.ts';
import {
  describe,
  differences,
  eq,
  formatPath,
  GROUPS,
  groupsOf,
  holds,
  judgeMembers,
  judgePatched,
  MEMBERS,
  member,
  overGroups,
  ownChanges,
  PATCH,
  patch,
  query,
  sameJson,
  setMembers,
  shown,
  stringMember,
  userAttribute,
  userSubject,
} from '../../kit/index.ts';
import { changedUsers, isExtension, isOptional, isPlain } from './changes.ts';
import { judgeWanted, overDialects } from './forms.ts';

/** PATCH requests as a whole: empty ones, ones that must fail as a whole, ones that come at the same time. */
export const requests: readonly CheckEntry[] = [
  {
    name: 'all-or-nothing',
    title: 'A PATCH of which one operation is refused changes nothing',
    requirements: ['RFC7644-3.5.2-atomic', 'E-079'],
    needs: [PATCH, userAttribute('attribute that a PATCH may change', isPlain)],
    run: allOrNothing,
  },
  {
    name: 'empty-operations',
    title: 'A PATCH without any operation is answered with 200, 204 or 400, and changes nothing',
    requirements: ['E-103'],
    needs: [PATCH],
    run: emptyOperations,
  },
  {
    name: 'extension-path',
    title:
      'The first attribute of an extension is set by its URN path, and schemas name the extension afterwards',
    requirements: ['E-084'],
    needs: [PATCH, userAttribute('optional attribute of an extension', fitsExtension)],
    run: extensionPath,
  },
  {
    name: 'group-attributes',
    title: 'The attributes of a group are changed in both dialects, and the group is found by its new name',
    requirements: ['E-126', 'E-132'],
    needs: [GROUPS, PATCH],
    run: groupAttributes,
  },
  {
    name: 'parallel-members',
    title: 'Members added to one group by PATCHes that arrive at the same time are all there',
    requirements: ['E-018'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: parallelMembers,
  },
];

function fitsExtension(attribute: Parameters<typeof isPlain>[0]): boolean {
  return isExtension(attribute) && isPlain(attribute) && isOptional(attribute);
}

/** Operations that no conformant target can carry out (RFC 7644 §3.5.2.2, §3.12). */
const IMPOSSIBLE: readonly WireOperation[] = [
  { op: 'Remove', path: 'userName' },
  { op: 'Replace', path: 'id', value: 'chosen-by-client' },
  { op: 'Replace', path: 'emails[type eq', value: 'x' },
];

async function allOrNothing(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const changed = changedUsers(t, { fits: isPlain, before: 'assigned', choose: 'some' });
  await t.forAll(
    fc.tuple(changed, fc.constantFrom(...IMPOSSIBLE)),
    async ([{ user, changes }, impossible], c) => {
      const created = await subject.create(c, user);
      const before = await c.read(created);
      const possible = ownChanges(c, created, changes).map(({ attribute, wanted }) => ({
        op: 'Replace',
        path: formatPath(attribute.path),
        value: wanted ?? null,
      }));
      const response = await patch(
        c,
        created,
        [...possible, impossible],
        'a PATCH whose last operation is impossible',
      );
      // A target that shrugs the last operation off has nothing to undo.
      fc.pre(response.status >= 400);
      const got = await c.read(created, 'see that nothing has changed');
      const [was, is] = [before, got].map((user) => member(member(user, 'meta'), 'lastModified'));
      c.advise('RFC7644-3.5.2-atomic', sameJson(was ?? null, is ?? null), () => ({
        message: 'a PATCH that fails moves meta.lastModified',
        expected: `"lastModified": ${shown(was)}`,
        actual: `"lastModified": ${shown(is)}`,
      }));
      const wrong = differences(created.sent, got, subject.attributes, subject.type).find(
        ({ kind }) => kind !== 'canonical',
      );
      c.judge('RFC7644-3.5.2-atomic', wrong === undefined, () => ({
        message: `${wrong?.attribute.text} was changed by a PATCH that is answered with ${describe(response)}`,
        expected: `${wrong?.attribute.text} = ${shown(wrong?.sent)}`,
        actual: `${wrong?.attribute.text} = ${shown(wrong?.got)}`,
        hint: 'The operations before the one that failed have to be undone.',
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function emptyOperations(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary(),
    async (user, c) => {
      const created = await subject.create(c, user);
      const response = await patch(c, created, [], 'a PATCH without operations');
      c.judge('E-103', [200, 204, 400].includes(response.status), () => ({
        message: `a PATCH without any operation is answered with ${describe(response)}`,
        expected: '200, 204 or 400',
        actual: describe(response),
      }));
      judgeWanted(c, 'E-103', created.sent, await c.read(created));
    },
    { runs: 1 },
  );
}

async function extensionPath(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await overDialects(t, undefined, (spell, own) =>
    own.forAll(
      changedUsers(own, { fits: fitsExtension, before: 'no-extension', choose: 'one' }),
      async ({ user, changes }, c) => {
        const [change] = changes;
        if (change === undefined) return;
        const { attribute, wanted = null } = change;
        const urn = extensionOf(attribute.path) ?? '';
        const created = await subject.create(c, withoutUrn(user, urn));
        const operation = { op: spell('add'), path: formatPath(attribute.path), value: wanted };
        judgePatched(
          c,
          await patch(c, created, [operation], `add ${attribute.text}`),
          'E-084',
          `adding ${attribute.text}`,
        );
        const got = await c.read(created);
        judgeWanted(c, 'E-084', setPath(created.sent, attribute.path, wanted, attribute), got);
        const listed = member(got, 'schemas');
        const names = Array.isArray(listed) ? listed.map((item) => String(item).toLowerCase()) : [];
        c.judge('E-084', names.includes(urn.toLowerCase()), () => ({
          message: 'the schemas of a user do not name the extension of which a PATCH set the first attribute',
          expected: `"schemas" with ${urn}`,
          actual: `"schemas": ${shown(listed)}`,
        }));
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

function withoutUrn(user: JsonObject, urn: string): JsonObject {
  const schemas = Array.isArray(user.schemas) ? user.schemas : [];
  return { ...user, schemas: schemas.filter((item) => item !== urn) };
}

async function groupAttributes(t: CheckContext): Promise<void> {
  const subject = groupsOf(t);
  const withExternalId = subject.attributes.some(({ path }) => path.attribute === 'externalId');
  await overDialects(t, undefined, (spell, own) =>
    own.forAll(
      subject.arbitrary(),
      async (group, c) => {
        const created = await subject.create(c, group);
        const wanted: JsonObject = subject.stamp(c, {
          displayName: 'Renamed',
          ...(withExternalId ? { externalId: 'renamed' } : {}),
        });
        const operations =
          spell('add') === 'add'
            ? [{ op: 'replace', value: wanted }]
            : Object.entries(wanted).map(([path, value]) => ({ op: 'Replace', path, value }));
        const response = await patch(c, created, operations, 'change the group');
        judgePatched(c, response, 'E-126', 'changing a group');
        c.advise('E-132', response.status === 204, () => ({
          message: `a PATCH of a group is answered with ${response.status}; Entra wants no members back`,
          expected: '204 without a body',
          actual: String(response.status),
        }));
        await judgeGroup(c, created.path, { ...created.sent, ...wanted });
        const filter = eq('displayName', stringMember(wanted, 'displayName') ?? '');
        const list = await query(
          c,
          subject.type.endpoint,
          { filter },
          'E-126',
          'find the group by its new name',
        );
        c.judge('E-126', holds(list, created.id), () => ({
          message: 'a renamed group is not found by its new displayName',
          expected: `the group ${created.id}`,
          actual: `${list.resources.length} groups`,
        }));
      },
      { runs: own.session.effort.costlyRuns },
    ),
  );
}

async function judgeGroup(c: Case, path: string, expected: JsonObject): Promise<void> {
  const { groups, groupType } = c.session;
  const response = await c.send({ method: 'GET', path, purpose: 'read the group' });
  const got =
    typeof response.body === 'object' && response.body !== null && !Array.isArray(response.body)
      ? response.body
      : {};
  const wrong = differences(expected, got as JsonObject, groups ?? [], groupType).find(
    ({ kind }) => kind !== 'canonical',
  );
  c.judge('E-126', wrong === undefined, () => ({
    message: `${wrong?.attribute.text} of a group does not read back as it was set`,
    expected: `${wrong?.attribute.text} = ${shown(wrong?.sent)}`,
    actual: `${wrong?.attribute.text} = ${shown(wrong?.got)}`,
  }));
}

/** Users who are added, each by a PATCH of his own. */
const AT_ONCE = 8;

async function parallelMembers(t: CheckContext): Promise<void> {
  await overGroups(t, AT_ONCE + 1, async (c, group, ids) => {
    const [first = '', ...others] = ids;
    await setMembers(c, group, [first]);
    const answers = await Promise.all(
      others.map((value) =>
        patch(c, group, [{ op: 'Add', path: 'members', value: [{ $ref: null, value }] }], 'add a member'),
      ),
    );
    const refused = answers.find(({ status }) => status !== 200 && status !== 204);
    c.judge('E-018', refused === undefined, () => ({
      message: `one of ${AT_ONCE} PATCHes that came at the same time is answered with ${refused && describe(refused)}`,
      expected: '200 or 204',
      actual: refused === undefined ? '' : describe(refused),
    }));
    await judgeMembers(c, group, ids, 'E-018', `${AT_ONCE} members were added at the same time`);
  });
}
