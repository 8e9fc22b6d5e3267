import { isObject, type Json, type JsonObject, member, stringMember } from '../../scim/json.ts';
import { CORE_USER, ENTERPRISE_USER } from '../../scim/urns.ts';
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
  user,
} from './fixtures/scenario.ts';
import type { VALUES } from './values.ts';

type Path = readonly (string | number)[];

/** The value at a path of a user that was created with more attributes. */
const reading =
  (more: JsonObject, ...path: Path): Scenario['find'] =>
  async (client) =>
    at(await client.send('GET', `/Users/${await addUser(client, 'ada', more)}`), ...path);

/** The type of the value at a path of such a user. */
const typeOf =
  (more: JsonObject, ...path: Path): Scenario['find'] =>
  async (client) => {
    const value = await reading(more, ...path)(client);
    return Array.isArray(value) ? 'array' : typeof value;
  };

/** The status of a creation with this body. */
const creating =
  (body: JsonObject): Scenario['find'] =>
  async (client) =>
    (await client.send('POST', '/Users', body)).status;

/** The value at a path of a user after a PUT of more attributes. */
const replacing =
  (before: JsonObject, after: JsonObject, ...path: Path): Scenario['find'] =>
  async (client) => {
    const url = `/Users/${await addUser(client, 'ada', before)}`;
    await client.send('PUT', url, user('ada', after));
    return at(await client.send('GET', url), ...path) ?? null;
  };

/** What the User schema declares about an attribute. */
const declared =
  (name: string, ...path: Path): Scenario['find'] =>
  async (client) => {
    const schema = await client.send('GET', `/Schemas/${CORE_USER}`);
    const attributes = at(schema, 'attributes');
    const found: Json | undefined = (Array.isArray(attributes) ? attributes : []).find((item: Json) =>
      stringMember(item, 'name')?.startsWith(name),
    );
    return path.reduce<Json | undefined>(
      (value, key) =>
        typeof key === 'number' && Array.isArray(value) ? value[key] : member(value, String(key)),
      found,
    );
  };

/** A user, his group, and what a path of either shows. */
const inGroup =
  (
    of: 'user' | 'group',
    look: (found: unknown, ids: { user: string; group: string }) => unknown,
  ): Scenario['find'] =>
  async (client) => {
    const id = await addUser(client, 'ada');
    const group = await addGroup(client, 'Team', [id]);
    const path = of === 'user' ? `/Users/${id}` : `/Groups/${group}`;
    return look(at(await client.send('GET', path), of === 'user' ? 'groups' : 'members', 0), {
      user: id,
      group,
    });
  };

const memberNames = async (client: Client, group: string, users: Readonly<Record<string, string>>) => {
  const members = at(await client.send('GET', `/Groups/${group}`), 'members');
  return (Array.isArray(members) ? members : []).map(
    (item: Json) => users[stringMember(item, 'value') ?? ''] ?? '?',
  );
};

/** The members of a group of two, by name, after a PATCH. */
const patched =
  (build: (first: string, other: string) => JsonObject): Scenario['find'] =>
  async (client) => {
    const ids = [await addUser(client, 'ada'), await addUser(client, 'bea'), await addUser(client, 'cleo')];
    const group = await addGroup(client, 'Team', ids.slice(0, 2));
    await patch(client, `/Groups/${group}`, build(ids[0] ?? '', ids[2] ?? ''));
    return memberNames(client, group, {
      [ids[0] ?? '']: 'ada',
      [ids[1] ?? '']: 'bea',
      [ids[2] ?? '']: 'cleo',
    });
  };

const managed =
  (look: (manager: unknown, boss: string) => unknown): Scenario['find'] =>
  async (client) => {
    const boss = await addUser(client, 'boss');
    const more = { [ENTERPRISE_USER]: { manager: { value: boss, displayName: 'Mine' } } };
    return look(await reading(more, ENTERPRISE_USER, 'manager')(client), boss);
  };

const endsWith = (value: unknown, name: string, end: string): boolean =>
  isObject(value) && (stringMember(value, name) ?? '').endsWith(end);

const mail = (...emails: readonly JsonObject[]): JsonObject => ({ emails });
const hex = { x509Certificates: [{ value: 'YWJj' }] };
const { userName: _, ...nameless } = user('ada');
const { schemas, ...bare } = user('ada');

const SCENARIOS: Record<keyof typeof VALUES, Scenario> = {
  'title-shown-as-object': { find: typeOf({ title: 'Dr' }, 'title'), good: 'string', bad: 'object' },
  'names-by-exact-case': { find: creating({ ...nameless, USERNAME: 'ada' }), good: 201, bad: 400 },
  'sub-names-by-exact-case': {
    find: creating({ ...user('ada'), name: { GIVENNAME: 'Ada' } }),
    good: 201,
    bad: 400,
  },
  // A member is found whatever its letter case, so both are looked for by their exact names.
  'names-shown-twice': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada', { displayName: 'Ada' })}`;
      const { body } = await client.send('GET', path);
      return isObject(body) ? Object.keys(body).filter((name) => name.toLowerCase() === 'displayname') : [];
    },
    good: ['displayName'],
    bad: ['displayName', 'displayname'],
  },
  'attribute-name-with-blank': { find: declared('nick', 'name'), good: 'nickName', bad: 'nick name' },
  'schema-silent-about-dropped': {
    find: async (client) => [
      await declared('nickName', 'mutability')(client),
      await reading({ nickName: 'A' }, 'nickName')(client),
    ],
    good: ['readWrite', 'A'],
    bad: [undefined, undefined],
  },
  'digits-shown-as-numbers': {
    find: typeOf({ [ENTERPRISE_USER]: { employeeNumber: '7' } }, ENTERPRISE_USER, 'employeeNumber'),
    good: 'string',
    bad: 'number',
  },
  'schema-with-own-type': { find: declared('nickName', 'type'), good: 'string', bad: 'text' },
  'primary-shown-as-string': {
    find: reading(mail({ value: 'a@example.com', primary: true }), 'emails', 0, 'primary'),
    good: true,
    bad: 'true',
  },
  'active-shown-as-number': { find: reading({}, 'active'), good: true, bad: 1 },
  'config-limits-shown-as-strings': {
    find: async (client) =>
      typeof at(await client.send('GET', '/ServiceProviderConfig'), 'filter', 'maxResults'),
    good: 'number',
    bad: 'string',
  },
  'dates-without-time': {
    find: async (client) => String(await reading({}, 'meta', 'created')(client)).length,
    good: 24,
    bad: 10,
  },
  'dates-as-numbers': { find: typeOf({}, 'meta', 'lastModified'), good: 'string', bad: 'number' },
  'dates-with-blank': {
    find: async (client) => String(await reading({}, 'meta', 'created')(client))[10],
    good: 'T',
    bad: ' ',
  },
  'certificates-in-hex': {
    find: reading(hex, 'x509Certificates', 0, 'value'),
    good: 'YWJj',
    bad: '61:62:63',
  },
  'padding-demanded': {
    find: creating({ ...user('ada'), x509Certificates: [{ value: 'YQ' }] }),
    good: 201,
    bad: 400,
  },
  'location-in-brackets': {
    find: async (client) => String(await reading({}, 'meta', 'location')(client))[0],
    good: 'h',
    bad: '<',
  },
  'location-leads-nowhere': {
    find: async (client) => /\/User\//.test(String(await reading({}, 'meta', 'location')(client))),
    good: false,
    bad: true,
  },
  'relative-location-from-host': {
    find: async (client) =>
      String(await reading({}, 'meta', 'location')(client)).startsWith('scim/v2/Users/'),
    good: false,
    bad: true,
  },
  'schemas-demanded-first': { find: creating({ ...bare, schemas: schemas ?? [] }), good: 201, bad: 400 },
  'email-value-nested': {
    find: typeOf(mail({ value: 'a@example.com' }), 'emails', 0, 'value'),
    good: 'string',
    bad: 'object',
  },
  'sub-attribute-complex': {
    find: declared('photos', 'subAttributes', 1, 'type'),
    good: 'string',
    bad: 'complex',
  },
  'simple-attribute-with-parts': {
    find: async (client) => (await declared('timezone', 'subAttributes')(client)) !== undefined,
    good: false,
    bad: true,
  },
  'emails-shown-as-strings': {
    find: typeOf(mail({ value: 'a@example.com' }), 'emails', 0),
    good: 'object',
    bad: 'string',
  },
  'type-shown-as-number': {
    find: reading({ phoneNumbers: [{ type: 'work', value: '1' }] }, 'phoneNumbers', 0, 'type'),
    good: 'work',
    bad: 4,
  },
  'two-primaries-kept': {
    find: creating({
      ...user('ada'),
      ...mail({ value: 'a@example.com', primary: true }, { value: 'b@example.com', primary: true }),
    }),
    good: 400,
    bad: 201,
  },
  'last-email-primary': {
    find: reading(
      mail({ value: 'a@example.com', primary: true }, { value: 'b@example.com' }),
      'emails',
      1,
      'primary',
    ),
    good: undefined,
    bad: true,
  },
  'null-in-creation-refused': { find: creating({ ...user('ada'), title: null }), good: 201, bad: 400 },
  'null-in-put-keeps-value': {
    find: replacing({ title: 'Dr' }, { title: null }, 'title'),
    good: null,
    bad: 'Dr',
  },
  'empty-array-in-put-keeps-value': {
    find: replacing(mail({ value: 'a@example.com' }), { emails: [] }, 'emails', 0, 'value'),
    good: null,
    bad: 'a@example.com',
  },
  'password-hash-shown': {
    find: typeOf({ password: 'Aa1!aaaa' }, 'password'),
    good: 'undefined',
    bad: 'string',
  },
  'password-shown-when-asked': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      return typeof at(await client.send('GET', `${path}?attributes=password`), 'password');
    },
    good: 'undefined',
    bad: 'string',
  },
  'password-shown-by-put': {
    find: async (client) => {
      const more = { password: 'Aa1!aaaa' };
      const path = `/Users/${await addUser(client, 'ada', more)}`;
      return typeof at(await client.send('PUT', path, user('ada', more)), 'password');
    },
    good: 'undefined',
    bad: 'string',
  },
  'email-domains-kept': {
    find: reading(mail({ value: 'Ada@EXAMPLE.COM' }), 'emails', 0, 'value'),
    good: 'Ada@example.com',
    bad: 'Ada@EXAMPLE.COM',
  },
  'address-lines-joined': {
    find: reading({ addresses: [{ type: 'work', formatted: 'a\nb' }] }, 'addresses', 0, 'formatted'),
    good: 'a\nb',
    bad: 'a, b',
  },
  'groups-by-name': {
    find: inGroup('user', (group, ids) => isObject(group) && group.value === ids.group),
    good: true,
    bad: false,
  },
  'groups-ref-wrong': {
    find: inGroup('user', (group, ids) => endsWith(group, '$ref', ids.group)),
    good: true,
    bad: false,
  },
  'groups-in-put-followed': {
    find: async (client) => {
      const id = await addUser(client, 'ada');
      const group = await addGroup(client, 'Team');
      await client.send('PUT', `/Users/${id}`, user('ada', { groups: [{ value: group }] }));
      return memberNames(client, group, { [id]: 'ada' });
    },
    good: [],
    bad: ['ada'],
  },
  'members-changed-in-place': {
    find: patched((first, other) => ({
      op: 'replace',
      path: `members[value eq "${first}"].value`,
      value: other,
    })),
    good: ['ada', 'bea'],
    bad: ['cleo', 'bea'],
  },
  'members-ref-wrong': {
    find: inGroup('group', (item, ids) => endsWith(item, '$ref', ids.user)),
    good: true,
    bad: false,
  },
  'members-remove-one-ignored': {
    find: patched((first) => ({ op: 'remove', path: `members[value eq "${first}"]` })),
    good: ['bea'],
    bad: ['ada', 'bea'],
  },
  'manager-name-stored': {
    find: managed((manager) => isObject(manager) && manager.displayName),
    good: undefined,
    bad: 'Mine',
  },
  'manager-without-ref': {
    find: managed((manager, boss) => endsWith(manager, '$ref', boss)),
    good: true,
    bad: false,
  },
  'name-shown-as-string': { find: typeOf({}, 'name'), good: 'object', bad: 'string' },
  'single-email-unwrapped': {
    find: typeOf(mail({ value: 'a@example.com' }), 'emails'),
    good: 'array',
    bad: 'object',
  },
  'user-names-bytewise-unique': {
    find: async (client) => {
      await addUser(client, '\u00e9');
      return (await client.send('POST', '/Users', user('e\u0301'))).status;
    },
    good: 409,
    bad: 201,
  },
  'filters-bytewise': {
    find: async (client) => {
      await addUser(client, '\u00e9');
      return names(await query(client, 'userName eq "e\u0301"'));
    },
    good: ['\u00e9'],
    bad: [],
  },
};

testFaults(SCENARIOS);
