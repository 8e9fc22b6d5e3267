import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER, ERROR } from '../../scim/urns.ts';
import { addUser, at, type Client, query, type Scenario, testFaults, user } from './fixtures/scenario.ts';
import type { REQUIRED_ATTRIBUTES } from './required-attributes.ts';

/** What a user's POST answers, seen through `look`. */
function creating(
  body: JsonObject,
  look: (seen: Awaited<ReturnType<Client['send']>>) => unknown = ({ status }) => status,
): Scenario['find'] {
  return async (client) => look(await client.send('POST', '/Users', body));
}

/** How a user reads back, at a path, after a POST with `more`. */
function keeping(more: JsonObject, ...path: readonly (string | number)[]): Scenario['find'] {
  return async (client) => {
    const id = await addUser(client, 'ada', more);
    return at(await client.send('GET', `/Users/${id}`), ...path);
  };
}

/** What the POST of a taken userName answers. */
function duplicating(name: string, ...path: readonly string[]): Scenario['find'] {
  return async (client) => {
    await addUser(client, 'ada');
    const seen = await client.send('POST', '/Users', user(name));
    return path.length > 0 ? at(seen, ...path) : seen.status;
  };
}

const title = (value: Json) => keeping({ title: value }, 'title');
const nameless = (givenName: Json) => user('ada', { name: { givenName, familyName: 'Example' } });
const missing = user('ada', { name: { familyName: 'Example' } });
const unknown =
  (look: Parameters<typeof creating>[1]): Scenario['find'] =>
  async (client) =>
    look?.(await client.send('GET', '/Users/none'));

const SCENARIOS: Record<keyof typeof REQUIRED_ATTRIBUTES, Scenario> = {
  'required-missing-accepted': { find: creating(missing), good: 400, bad: 201 },
  'required-null-accepted': { find: creating(nameless(null)), good: 400, bad: 201 },
  'required-empty-accepted': { find: creating(nameless('')), good: 400, bad: 201 },
  'required-missing-500': { find: creating(missing), good: 400, bad: 500 },
  'required-missing-422': { find: creating(missing), good: 400, bad: 422 },
  'required-refused-but-created': {
    find: async (client) => {
      const { status } = await client.send('POST', '/Users', missing);
      return [status, at(await query(client, 'userName eq "ada"'), 'totalResults')];
    },
    good: [400, 0],
    bad: [400, 1],
  },
  'create-answers-200': { find: creating(user('ada')), good: 201, bad: 200 },
  'create-no-location-header': {
    find: creating(user('ada'), ({ headers }) => headers.has('location')),
    good: true,
    bad: false,
  },
  'create-no-meta-location': {
    find: creating(user('ada'), (seen) => typeof at(seen, 'meta', 'location')),
    good: 'string',
    bad: 'undefined',
  },
  'create-no-body': { find: creating(user('ada'), ({ text }) => text === ''), good: false, bad: true },
  'create-no-id': {
    find: creating(user('ada'), (seen) => typeof at(seen, 'id')),
    good: 'string',
    bad: 'undefined',
  },
  'create-no-schemas': {
    find: creating(user('ada'), (seen) => Array.isArray(at(seen, 'schemas'))),
    good: true,
    bad: false,
  },
  'resource-type-plural': { find: keeping({}, 'meta', 'resourceType'), good: 'User', bad: 'Users' },
  'media-type-json': {
    find: creating(user('ada'), ({ headers }) => headers.get('content-type')),
    good: 'application/scim+json',
    bad: 'application/json',
  },
  'drops-given-name': { find: keeping({}, 'name', 'givenName'), good: 'Ada', bad: undefined },
  'drops-external-id': { find: keeping({ externalId: 'x1' }, 'externalId'), good: 'x1', bad: undefined },
  'drops-title': { find: title('Dr'), good: 'Dr', bad: undefined },
  'drops-active': { find: keeping({}, 'active'), good: true, bad: undefined },
  'drops-enterprise-extension': {
    find: keeping({ [ENTERPRISE_USER]: { department: 'Math' } }, ENTERPRISE_USER),
    good: { department: 'Math' },
    bad: undefined,
  },
  'drops-second-address-part': {
    find: keeping(
      { addresses: [{ type: 'work', locality: 'Rome', streetAddress: '1 Way' }] },
      'addresses',
      0,
    ),
    good: { type: 'work', locality: 'Rome', streetAddress: '1 Way' },
    bad: { type: 'work', locality: 'Rome' },
  },
  'merges-phone-types': {
    find: keeping(
      {
        phoneNumbers: [
          { type: 'work', value: '1' },
          { type: 'mobile', value: '2' },
        ],
      },
      'phoneNumbers',
      1,
    ),
    good: { type: 'mobile', value: '2' },
    bad: undefined,
  },
  'drops-email-type': {
    find: keeping({ emails: [{ type: 'work', value: 'a@example.com' }] }, 'emails', 0),
    good: { type: 'work', value: 'a@example.com' },
    bad: { value: 'a@example.com' },
  },
  'truncates-at-64': { find: title('x'.repeat(65)), good: 'x'.repeat(65), bad: 'x'.repeat(64) },
  'truncates-at-255': { find: title('x'.repeat(256)), good: 'x'.repeat(256), bad: 'x'.repeat(255) },
  'trims-blanks': { find: title(' a '), good: ' a ', bad: 'a' },
  'strips-non-bmp': { find: title('a😀b'), good: 'a😀b', bad: 'ab' },
  'strips-non-ascii': { find: title('é'), good: 'é', bad: '?' },
  'escapes-html': { find: title('a & b'), good: 'a & b', bad: 'a &amp; b' },
  'doubles-apostrophes': { find: title("a'b"), good: "a'b", bad: "a''b" },
  'swallows-backslashes': { find: title('a\\b'), good: 'a\\b', bad: 'ab' },
  'lower-cases-given-name': { find: keeping({}, 'name', 'givenName'), good: 'Ada', bad: 'ada' },
  'numeric-strings-to-numbers': { find: title('007'), good: '007', bad: 7 },
  'boolean-strings-to-booleans': { find: title('true'), good: 'true', bad: true },
  'null-string-unassigned': { find: title('null'), good: 'null', bad: null },
  'username-unique-case-sensitive': { find: duplicating('ADA'), good: 409, bad: 201 },
  'duplicate-accepted': { find: duplicating('ada'), good: 409, bad: 201 },
  'duplicate-answers-400': { find: duplicating('ada'), good: 409, bad: 400 },
  'duplicate-answers-500': { find: duplicating('ada'), good: 409, bad: 500 },
  'duplicate-without-scim-type': {
    find: duplicating('ada', 'scimType'),
    good: 'uniqueness',
    bad: undefined,
  },
  'error-without-schemas': { find: unknown((seen) => at(seen, 'schemas')), good: [ERROR], bad: undefined },
  'error-status-number': { find: unknown((seen) => at(seen, 'status')), good: '404', bad: 404 },
  'error-as-html': {
    find: unknown(({ headers }) => headers.get('content-type')),
    good: 'application/scim+json',
    bad: 'text/html; charset=utf-8',
  },
};

testFaults(SCENARIOS);
