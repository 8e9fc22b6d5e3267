import type { Json, JsonObject } from '../../scim/json.ts';
import { CORE_GROUP } from '../../scim/urns.ts';
import {
  addGroup,
  addUser,
  at,
  type Client,
  names,
  patch,
  query,
  type Scenario,
  testFaults,
} from './fixtures/scenario.ts';
import type { GROUP_MEMBERS } from './group-members.ts';

/** Users `u0`, `u1`, ... by number, and a group with the first of them. */
interface Cast {
  readonly users: readonly string[];
  readonly group: string;
}

async function cast(client: Client, users: number, members: number): Promise<Cast> {
  const ids: string[] = [];
  for (let index = 0; index < users; index += 1) ids.push(await addUser(client, `u${index}`));
  return { users: ids, group: `/Groups/${await addGroup(client, 'Team', ids.slice(0, members))}` };
}

/** Which users, by number, a group holds. */
async function members(client: Client, { users, group }: Cast): Promise<readonly number[]> {
  const found = at(await client.send('GET', group), 'members');
  return Array.isArray(found) ? found.map((item) => users.indexOf(item.value)) : [];
}

/** The members after these PATCHes of a group that has the first two of four users. */
function patching(...build: readonly ((ids: readonly string[]) => JsonObject)[]): Scenario['find'] {
  return async (client) => {
    const given = await cast(client, 4, 2);
    for (const operation of build) await patch(client, given.group, operation(given.users));
    return members(client, given);
  };
}

/** The status of a PATCH of a group that has the first two of four users. */
function status(build: (ids: readonly string[]) => JsonObject): Scenario['find'] {
  return async (client) => {
    const { users, group } = await cast(client, 4, 2);
    return (await patch(client, group, build(users))).status;
  };
}

type Ids = readonly string[];
const values = (ids: Ids, ...picks: readonly number[]): Json =>
  picks.map((pick) => ({ value: ids[pick] ?? '' }));
const add =
  (...picks: readonly number[]) =>
  (ids: Ids) => ({ op: 'Add', path: 'members', value: values(ids, ...picks) });
const removeArray =
  (...picks: readonly number[]) =>
  (ids: Ids) => ({
    op: 'Remove',
    path: 'members',
    value: values(ids, ...picks),
  });
const removeFilter = (op: string, pick: number) => (ids: Ids) => ({
  op,
  path: `members[value eq "${ids[pick]}"]`,
});
const rename = () => ({ op: 'replace', path: 'displayName', value: 'New' });

/** How many members a group of `count` users shows. */
function counting(count: number): Scenario['find'] {
  return async (client) => (await members(client, await cast(client, count, count))).length;
}

/** Whether the members of an excluded attribute come back, on an endpoint. */
function excluding(
  path: (group: string) => string,
  ...where: readonly (string | number)[]
): Scenario['find'] {
  return async (client) => {
    const { group } = await cast(client, 1, 1);
    return Array.isArray(at(await client.send('GET', `${path(group)}?excludedAttributes=members`), ...where));
  };
}

const SCENARIOS: Record<keyof typeof GROUP_MEMBERS, Scenario> = {
  'members-add-replaces': { find: patching(add(2)), good: [0, 1, 2], bad: [2] },
  'members-add-ignored': { find: patching(add(2)), good: [0, 1, 2], bad: [0, 1] },
  'members-add-first-only': { find: patching(add(2, 3)), good: [0, 1, 2, 3], bad: [0, 1, 2] },
  'members-add-last-only': { find: patching(add(2, 3)), good: [0, 1, 2, 3], bad: [0, 1, 3] },
  'members-add-cut-at-50': {
    find: async (client) => {
      const given = await cast(client, 51, 0);
      await patch(client, given.group, add(...given.users.keys())(given.users));
      return (await members(client, given)).length;
    },
    good: 51,
    bad: 50,
  },
  'members-add-twice-duplicates': { find: patching(add(1)), good: [0, 1], bad: [0, 1, 1] },
  'members-add-again-refused': { find: status(add(1)), good: 204, bad: 409 },
  'members-null-ref-refused': {
    find: status((ids) => ({ op: 'Add', path: 'members', value: [{ $ref: null, value: ids[2] ?? '' }] })),
    good: 204,
    bad: 400,
  },
  'members-remove-array-empties': { find: patching(removeArray(0)), good: [1], bad: [] },
  'members-remove-array-ignored': { find: patching(removeArray(0)), good: [1], bad: [0, 1] },
  'members-remove-array-first-only': { find: patching(removeArray(0, 1)), good: [], bad: [1] },
  'members-remove-filter-empties': { find: patching(removeFilter('remove', 0)), good: [1], bad: [] },
  'members-remove-filter-ignored': { find: patching(removeFilter('remove', 0)), good: [1], bad: [0, 1] },
  'members-remove-absent-refused': { find: status(removeFilter('remove', 3)), good: 204, bad: 400 },
  'members-remove-all-ignored': {
    find: patching(() => ({ op: 'remove', path: 'members' })),
    good: [],
    bad: [0, 1],
  },
  'members-remove-capital-op-ignored': { find: patching(removeFilter('Remove', 0)), good: [1], bad: [0, 1] },
  'members-replace-appends': {
    find: patching((ids) => ({ op: 'replace', path: 'members', value: values(ids, 2) })),
    good: [2],
    bad: [0, 1, 2],
  },
  'members-excluded-returned-in-list': {
    find: excluding(() => '/Groups', 'Resources', 0, 'members'),
    good: false,
    bad: true,
  },
  'members-excluded-returned-on-get': {
    find: excluding((group) => group, 'members'),
    good: false,
    bad: true,
  },
  'members-missing-in-list': {
    find: async (client) => {
      await cast(client, 1, 1);
      return Array.isArray(
        at(await query(client, 'displayName eq "Team"', '/Groups'), 'Resources', 0, 'members'),
      );
    },
    good: true,
    bad: false,
  },
  'members-cut-at-100': { find: counting(101), good: 101, bad: 100 },
  'members-cut-at-200': { find: counting(201), good: 201, bad: 200 },
  'members-lost-on-rename': { find: patching(rename), good: [0, 1], bad: [] },
  'members-lost-on-put': {
    find: async (client) => {
      const given = await cast(client, 2, 2);
      const body = { schemas: [CORE_GROUP], displayName: 'Team', members: values(given.users, 0) };
      await client.send('PUT', given.group, body);
      return members(client, given);
    },
    good: [0],
    bad: [],
  },
  'members-lost-on-create': { find: counting(2), good: 2, bad: 0 },
  'members-keep-deleted-user': {
    find: async (client) => {
      const given = await cast(client, 2, 2);
      await client.send('DELETE', `/Users/${given.users[0]}`);
      return members(client, given);
    },
    good: [1],
    bad: [0, 1],
  },
  'user-delete-removes-groups': {
    find: async (client) => {
      const { users, group } = await cast(client, 2, 2);
      await client.send('DELETE', `/Users/${users[0]}`);
      return (await client.send('GET', group)).status;
    },
    good: 200,
    bad: 404,
  },
  'group-delete-removes-users': {
    find: async (client) => {
      const { users, group } = await cast(client, 2, 2);
      await client.send('DELETE', group);
      return (await client.send('GET', `/Users/${users[0]}`)).status;
    },
    good: 200,
    bad: 404,
  },
  'group-rename-ignored': {
    find: async (client) => {
      const { group } = await cast(client, 0, 0);
      await patch(client, group, rename());
      return names(await query(client, 'displayName eq "New"', '/Groups'));
    },
    good: ['New'],
    bad: [],
  },
  'group-duplicate-accepted': {
    find: async (client) => {
      await addGroup(client, 'Team');
      return (await client.send('POST', '/Groups', { schemas: [CORE_GROUP], displayName: 'TEAM' })).status;
    },
    good: 409,
    bad: 201,
  },
  'group-name-kept-after-delete': {
    find: async (client) => {
      await client.send('DELETE', `/Groups/${await addGroup(client, 'Team')}`);
      return (await client.send('POST', '/Groups', { schemas: [CORE_GROUP], displayName: 'Team' })).status;
    },
    good: 201,
    bad: 409,
  },
  'group-patch-200-empty': { find: status(rename), good: 204, bad: 200 },
};

testFaults(SCENARIOS);
