import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER } from '../../scim/urns.ts';
import type { ENTRA_UPDATES } from './entra-updates.ts';
import { addUser, at, type Client, patch, type Scenario, testFaults } from './fixtures/scenario.ts';

const WORK = { type: 'work', value: 'w' };
const HOME = { type: 'home', value: 'h' };
const ADDRESS = { type: 'work', locality: 'London', region: 'Kent' };

/** A user with something of everything. */
const RICH: JsonObject = {
  title: 'Dr',
  phoneNumbers: [WORK, HOME],
  addresses: [ADDRESS],
  [ENTERPRISE_USER]: { department: 'Math', division: 'North' },
};

const add = (path: string, value: Json): JsonObject => ({ op: 'Add', path, value });
const replace = (path: string, value: Json): JsonObject => ({ op: 'Replace', path, value });
const remove = (path: string, value?: Json): JsonObject => ({
  op: 'Remove',
  path,
  ...(value === undefined ? {} : { value }),
});
const pathless = (value: Json): JsonObject => ({ op: 'replace', value });

/** The status of one PATCH with all operations, and what is at a place of the user afterwards. */
function patching(
  operations: readonly JsonObject[],
  place: readonly (string | number)[],
  before: JsonObject = RICH,
): Scenario['find'] {
  return async (client) => {
    const path = `/Users/${await addUser(client, 'ada', before)}`;
    const { status } = await patch(client, path, ...operations);
    return [status, at(await client.send('GET', path), ...place)];
  };
}

/** The manager a user has after PATCHes, one for each operation; "boss" in a value stands for the id of a user. */
function managing(...values: readonly ((boss: string) => Json)[]): Scenario['find'] {
  return async (client) => {
    const [boss, other] = [await addUser(client, 'boss'), await addUser(client, 'other')];
    const path = `/Users/${await addUser(client, 'ada')}`;
    let status = 0;
    for (const [index, value] of values.entries()) {
      const operation = {
        op: index === 0 ? 'Add' : 'Replace',
        path: MANAGER,
        value: value(index === 0 ? boss : other),
      };
      status = (await patch(client, path, operation)).status;
    }
    const found = at(await client.send('GET', path), ENTERPRISE_USER, 'manager');
    // The URI beside the id is no matter of these faults.
    const withoutUri = (key: string, value: unknown): unknown => (key === '$ref' ? undefined : value);
    return [
      status,
      JSON.parse(
        JSON.stringify(found ?? null, withoutUri)
          .replaceAll(boss, 'boss')
          .replaceAll(other, 'other'),
      ),
    ];
  };
}

const MANAGER = `${ENTERPRISE_USER}:manager`;
const string = (id: string): Json => id;
const roles = (...values: readonly string[]): Json => values.map((value) => ({ value }));
const ROLES: JsonObject = { roles: roles('a') };

const TEN = Array.from({ length: 10 }, (_, index) => replace('title', `${index}`));

const MOBILE = 'phoneNumbers[type eq "mobile"].value';
const SCENARIOS: Record<keyof typeof ENTRA_UPDATES, Scenario> = {
  'path-names-case-sensitive': {
    find: patching([replace('Title', 'Prof')], ['title']),
    good: [200, 'Prof'],
    bad: [400, 'Dr'],
  },
  'operations-limited-to-ten': {
    find: patching([...TEN, replace('title', 'Prof')], ['title']),
    good: [200, 'Prof'],
    bad: [400, 'Dr'],
  },
  'operations-cut-at-ten': {
    find: patching([...TEN, replace('title', 'Prof')], ['title']),
    good: [200, 'Prof'],
    bad: [200, '9'],
  },
  'failed-patch-not-undone': {
    find: patching([replace('title', 'Prof'), replace('id', '1')], ['title']),
    good: [400, 'Dr'],
    bad: [400, 'Prof'],
  },
  'empty-operations-500': { find: patching([], ['title']), good: [400, 'Dr'], bad: [500, 'Dr'] },
  'add-to-element-drops-siblings': {
    find: patching([add('addresses[type eq "work"].locality', 'Leeds')], ['addresses']),
    good: [200, [{ ...ADDRESS, locality: 'Leeds' }]],
    bad: [200, [{ type: 'work', locality: 'Leeds' }]],
  },
  'add-to-element-hits-all': {
    find: patching([add('phoneNumbers[type eq "work"].value', '1')], ['phoneNumbers', 1, 'value']),
    good: [200, 'h'],
    bad: [200, '1'],
  },
  'add-to-element-doubles-it': {
    find: patching([add('phoneNumbers[type eq "work"].value', '1')], ['phoneNumbers', 2]),
    good: [200, undefined],
    bad: [200, { type: 'work', value: '1' }],
  },
  'missing-element-ignored': {
    find: patching([replace(MOBILE, '1')], ['phoneNumbers', 2]),
    good: [200, { type: 'mobile', value: '1' }],
    bad: [200, undefined],
  },
  'missing-element-500': {
    find: patching([add(MOBILE, '1')], ['phoneNumbers', 2, 'value']),
    good: [200, '1'],
    bad: [500, undefined],
  },
  'missing-element-without-type': {
    find: patching([add(MOBILE, '1')], ['phoneNumbers', 2]),
    good: [200, { type: 'mobile', value: '1' }],
    bad: [200, { value: '1' }],
  },
  'missing-element-replaces-others': {
    find: patching([add(MOBILE, '1')], ['phoneNumbers', 0, 'type']),
    good: [200, 'work'],
    bad: [200, 'mobile'],
  },
  'several-paths-several-elements': {
    find: patching(
      [add('addresses[type eq "home"].locality', 'a'), add('addresses[type eq "home"].region', 'b')],
      ['addresses', 2],
    ),
    good: [200, undefined],
    bad: [200, { type: 'home', region: 'b' }],
  },
  'several-paths-last-only': {
    find: patching(
      [add('addresses[type eq "home"].locality', 'a'), add('addresses[type eq "home"].region', 'b')],
      ['addresses', 1],
    ),
    good: [200, { type: 'home', locality: 'a', region: 'b' }],
    bad: [200, { type: 'home', region: 'b' }],
  },
  'add-keeps-the-value': {
    find: patching([add('title', 'Prof')], ['title']),
    good: [200, 'Prof'],
    bad: [200, 'Dr'],
  },
  'replace-unassigned-refused': {
    find: patching([replace('nickName', 'Ad')], ['nickName']),
    good: [200, 'Ad'],
    bad: [400, undefined],
  },
  'dotted-add-drops-siblings': {
    find: patching([add('name.givenName', 'Adeline')], ['name']),
    good: [200, { givenName: 'Adeline', familyName: 'Example' }],
    bad: [200, { givenName: 'Adeline' }],
  },
  'extension-urn-not-listed': {
    find: async (client: Client) => {
      const body = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] };
      const path = `/Users/${await addUser(client, 'ada', body)}`;
      await patch(client, path, add(`${ENTERPRISE_USER}:department`, 'Math'));
      const schemas = at(await client.send('GET', path), 'schemas');
      return Array.isArray(schemas) && schemas.includes(ENTERPRISE_USER);
    },
    good: true,
    bad: false,
  },
  'extension-path-needs-extension': {
    find: patching([add(`${ENTERPRISE_USER}:department`, 'Math')], [ENTERPRISE_USER, 'department'], {}),
    good: [200, 'Math'],
    bad: [400, undefined],
  },
  'dotted-keys-ignored': {
    find: patching([pathless({ 'name.givenName': 'Adeline' })], ['name', 'givenName']),
    good: [200, 'Adeline'],
    bad: [200, 'Ada'],
  },
  'dotted-keys-refused': {
    find: patching([pathless({ 'name.givenName': 'Adeline' })], ['name', 'givenName']),
    good: [200, 'Adeline'],
    bad: [400, 'Ada'],
  },
  'urn-keys-ignored': {
    find: patching([pathless({ [`${ENTERPRISE_USER}:department`]: 'Art' })], [ENTERPRISE_USER, 'department']),
    good: [200, 'Art'],
    bad: [200, 'Math'],
  },
  'nested-name-replaced': {
    find: patching([pathless({ name: { givenName: 'Adeline' } })], ['name', 'familyName']),
    good: [200, 'Example'],
    bad: [200, undefined],
  },
  'nested-extension-replaced': {
    find: patching([pathless({ [ENTERPRISE_USER]: { department: 'Art' } })], [ENTERPRISE_USER]),
    good: [200, { department: 'Art', division: 'North' }],
    bad: [200, { department: 'Art' }],
  },
  'pathless-after-others-ignored': {
    find: patching([replace('nickName', 'Ad'), pathless({ title: 'Prof' })], ['title']),
    good: [200, 'Prof'],
    bad: [200, 'Dr'],
  },
  'primary-string-never-matches': {
    find: patching([replace('roles[primary eq "True"].value', 'b')], ['roles', 0, 'value'], {
      roles: [{ value: 'a', primary: true }],
    }),
    good: [200, 'b'],
    bad: [200, 'a'],
  },
  'primary-boolean-refused': {
    find: patching([replace('roles[primary eq true].value', 'b')], ['roles', 0, 'value'], {
      roles: [{ value: 'a', primary: true }],
    }),
    good: [200, 'b'],
    bad: [400, 'a'],
  },
  'remove-with-value-refused': {
    find: patching([remove('title', 'Dr')], ['title']),
    good: [200, undefined],
    bad: [400, 'Dr'],
  },
  'remove-with-value-ignored': {
    find: patching([remove('title', 'Dr')], ['title']),
    good: [200, undefined],
    bad: [200, 'Dr'],
  },
  'remove-again-refused': {
    find: patching([remove('nickName')], ['nickName']),
    good: [200, undefined],
    bad: [400, undefined],
  },
  'empty-string-ignored': {
    find: patching([replace('title', '')], ['title']),
    good: [200, ''],
    bad: [200, 'Dr'],
  },
  'empty-string-refused': {
    find: patching([replace('title', '')], ['title']),
    good: [200, ''],
    bad: [400, 'Dr'],
  },
  'empty-string-500': {
    find: patching([replace('title', '')], ['title']),
    good: [200, ''],
    bad: [500, 'Dr'],
  },
  'null-refused': {
    find: patching([replace('title', null)], ['title']),
    good: [200, undefined],
    bad: [400, 'Dr'],
  },
  'null-ignored': {
    find: patching([replace('title', null)], ['title']),
    good: [200, undefined],
    bad: [200, 'Dr'],
  },
  'null-stored-as-text': {
    find: patching([replace('title', null)], ['title']),
    good: [200, undefined],
    bad: [200, 'null'],
  },
  'manager-string-refused': { find: managing(string), good: [200, { value: 'boss' }], bad: [400, null] },
  'manager-array-refused': {
    find: managing((value) => [{ value }]),
    good: [200, { value: 'boss' }],
    bad: [400, null],
  },
  'manager-change-ignored': {
    find: managing(string, string),
    good: [200, { value: 'other' }],
    bad: [200, { value: 'boss' }],
  },
  'manager-empty-string-ignored': {
    find: managing(string, () => ''),
    good: [200, null],
    bad: [200, { value: 'boss' }],
  },
  'manager-empty-string-refused': {
    find: managing(string, () => ''),
    good: [200, null],
    bad: [400, { value: 'boss' }],
  },
  'manager-empty-value-ignored': {
    find: managing(string, () => ({ value: '' })),
    good: [200, null],
    bad: [200, { value: 'boss' }],
  },
  'manager-string-returned': { find: managing(string), good: [200, { value: 'boss' }], bad: [200, 'boss'] },
  'manager-string-lost': { find: managing(string), good: [200, { value: 'boss' }], bad: [200, null] },
  'role-json-refused': {
    find: patching(
      [add('roles', roles('{"value":"25","displayName":"Role"}'))],
      ['roles', 1, 'value'],
      ROLES,
    ),
    good: [200, '{"value":"25","displayName":"Role"}'],
    bad: [400, undefined],
  },
  'roles-added-twice': {
    find: patching([add('roles', roles('a', 'b'))], ['roles'], ROLES),
    good: [200, roles('a', 'b')],
    bad: [200, roles('a', 'b', 'a')],
  },
  'roles-add-replaces': {
    find: patching([add('roles', roles('b'))], ['roles'], ROLES),
    good: [200, roles('a', 'b')],
    bad: [200, roles('b')],
  },
  'roles-replace-adds': {
    find: patching([replace('roles', roles('b'))], ['roles'], ROLES),
    good: [200, roles('b')],
    bad: [200, roles('a', 'b')],
  },
  'sequence-first-only': {
    find: patching([replace('title', 'Prof'), replace('title', 'Sir')], ['title']),
    good: [200, 'Sir'],
    bad: [200, 'Prof'],
  },
  'sequence-removals-last': {
    find: patching([remove('title'), add('title', 'Prof')], ['title']),
    good: [200, 'Prof'],
    bad: [200, undefined],
  },
  'rename-without-path-ignored': {
    find: patching([pathless({ userName: 'bea' })], ['userName']),
    good: [200, 'bea'],
    bad: [200, 'ada'],
  },
  'same-patch-refused': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      await patch(client, path, replace('title', 'Prof'));
      return (await patch(client, path, replace('title', 'Prof'))).status;
    },
    good: 200,
    bad: 409,
  },
};

testFaults(SCENARIOS);
