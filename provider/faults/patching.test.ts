import type { Json, JsonObject } from '../../scim/json.ts';
import { isObject, member } from '../../scim/json.ts';
import { ENTERPRISE_USER, PATCH_OP } from '../../scim/urns.ts';
import {
  addUser,
  at,
  type Client,
  patch,
  type Scenario,
  type Seen,
  testFaults,
} from './fixtures/scenario.ts';
import type { PATCHING } from './patching.ts';

const WORK = { value: 'work@example.com', type: 'work', display: 'Work' };
const HOME = { value: 'home@example.com', type: 'home', display: 'Home' };
const OTHER = { value: 'other@example.com', type: 'work', display: 'Other' };

/** A user of whom everything is known, and what he looks like after a PATCH. */
async function after(client: Client, more: JsonObject, ...operations: readonly JsonObject[]): Promise<Seen> {
  const path = `/Users/${await addUser(client, 'ada', more)}`;
  await patch(client, path, ...operations);
  return client.send('GET', path);
}

/** The status, and the scimType if there is one, of a PATCH. */
async function refusal(
  client: Client,
  more: JsonObject,
  ...operations: readonly JsonObject[]
): Promise<string> {
  const path = `/Users/${await addUser(client, 'ada', more)}`;
  const { status, body } = await patch(client, path, ...operations);
  return [status, member(body, 'scimType')].filter((word) => word !== undefined).join(' ');
}

const values = (seen: Seen, part = 'value'): readonly (Json | undefined)[] => {
  const emails = at(seen, 'emails');
  return Array.isArray(emails) ? emails.map((item) => member(item, part)) : [];
};

/** What e-mail addresses are left, by one of their parts. */
function emails(before: readonly JsonObject[], operation: JsonObject, part?: string): Scenario['find'] {
  return async (client) => values(await after(client, { emails: before }, operation), part);
}

function status(more: JsonObject, ...operations: readonly JsonObject[]): Scenario['find'] {
  return (client) => refusal(client, more, ...operations);
}

function value(more: JsonObject, name: string, ...operations: readonly JsonObject[]): Scenario['find'] {
  return async (client) => at(await after(client, more, ...operations), ...name.split('/'));
}

/** The status of a PATCH with a body of its own. */
function bodyStatus(body: JsonObject): Scenario['find'] {
  return async (client) => {
    const path = `/Users/${await addUser(client, 'ada')}`;
    return (await client.send('PATCH', path, { schemas: [PATCH_OP], ...body })).status;
  };
}

const replace = (path: string, value: Json): JsonObject => ({ op: 'replace', path, value });
const add = (path: string, value: Json): JsonObject => ({ op: 'add', path, value });
const remove = (path: string): JsonObject => ({ op: 'remove', path });
const FAILS = { op: 'remove' };

const SCENARIOS: Record<keyof typeof PATCHING, Scenario> = {
  'add-keeps-existing-value': {
    find: value({ title: 'A' }, 'title', add('title', 'B')),
    good: 'B',
    bad: 'A',
  },
  'add-replaces-elements': {
    find: emails([WORK], add('emails', [HOME]), 'type'),
    good: ['work', 'home'],
    bad: ['home'],
  },
  'add-takes-first-element': {
    find: emails([WORK], add('emails', [HOME, OTHER]), 'display'),
    good: ['Work', 'Home', 'Other'],
    bad: ['Work', 'Home'],
  },
  'add-replaces-complex-value': {
    find: value({}, 'name/familyName', add('name', { givenName: 'Eve' })),
    good: 'Example',
    bad: undefined,
  },
  'pathless-add-replaces-elements': {
    find: emails([WORK], { op: 'add', value: { emails: [HOME] } }, 'type'),
    good: ['work', 'home'],
    bad: ['home'],
  },
  'add-again-moves-time': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada', { title: 'A' })}`;
      await patch(client, path, add('title', 'A'));
      return at(await client.send('GET', path), 'meta', 'version');
    },
    good: 'W/"1"',
    bad: 'W/"2"',
  },
  'add-again-conflicts': {
    find: status({ title: 'A' }, add('title', 'A')),
    good: '200',
    bad: '409 uniqueness',
  },
  'add-again-doubles': {
    find: emails([WORK], add('emails', [WORK]), 'type'),
    good: ['work'],
    bad: ['work', 'work'],
  },
  'add-without-value-ignored': {
    find: status({}, { op: 'add', path: 'title' }),
    good: '400 invalidValue',
    bad: '200',
  },
  'remove-element-part-removes-element': {
    find: emails([WORK, HOME], remove('emails[type eq "work"].display'), 'type'),
    good: ['work', 'home'],
    bad: ['home'],
  },
  'remove-element-part-of-all': {
    find: emails([WORK, HOME], remove('emails[type eq "work"].display'), 'display'),
    good: [undefined, 'Home'],
    bad: [undefined, undefined],
  },
  'remove-first-match-only': {
    find: emails([WORK, HOME, OTHER], remove('emails[type eq "work"]'), 'display'),
    good: ['Home'],
    bad: ['Home', 'Other'],
  },
  'remove-last-element-ignored': {
    find: emails([WORK], remove('emails[type eq "work"]'), 'type'),
    good: [],
    bad: ['work'],
  },
  'remove-all-keeps-first': { find: emails([WORK, HOME], remove('emails'), 'type'), good: [], bad: ['work'] },
  'remove-without-path-ignored': { find: status({}, FAILS), good: '400 noTarget', bad: '200' },
  'remove-without-path-invalid-path': {
    find: status({}, FAILS),
    good: '400 noTarget',
    bad: '400 invalidPath',
  },
  'remove-required-invalid-value': {
    find: status({}, remove('userName')),
    good: '400 mutability',
    bad: '400 invalidValue',
  },
  'replace-drops-other-parts': {
    find: value({}, 'name/familyName', replace('name', { givenName: 'Eve' })),
    good: 'Example',
    bad: undefined,
  },
  'replace-absent-no-target': {
    find: status({}, replace('title', 'A')),
    good: '200',
    bad: '400 noTarget',
  },
  'replace-all-adds': {
    find: emails([WORK], replace('emails', [HOME]), 'type'),
    good: ['home'],
    bad: ['work', 'home'],
  },
  'replace-filter-first-match-only': {
    find: emails([WORK, OTHER], replace('emails[type eq "work"].display', 'New'), 'display'),
    good: ['New', 'New'],
    bad: ['New', 'Other'],
  },
  'replace-filter-ignored': {
    find: emails([WORK, HOME], replace('emails[type eq "work"].display', 'New'), 'display'),
    good: ['New', 'Home'],
    bad: ['New', 'New'],
  },
  'replace-element-appends': {
    find: emails([WORK], replace('emails[type eq "work"]', { ...WORK, display: 'New' }), 'display'),
    good: ['New'],
    bad: ['Work', 'New'],
  },
  'no-match-ignored': {
    find: status({ emails: [WORK] }, replace('emails[value co "none"].value', 'x')),
    good: '400 noTarget',
    bad: '200',
  },
  'no-match-404': {
    find: status({ emails: [WORK] }, replace('emails[value co "none"].value', 'x')),
    good: '400 noTarget',
    bad: '404',
  },
  'patched-primary-not-alone': {
    find: emails([{ ...WORK, primary: true }], add('emails', [{ ...HOME, primary: true }]), 'primary'),
    good: [false, true],
    bad: [true, true],
  },
  'operations-in-reverse': {
    find: value({}, 'title', replace('title', 'A'), replace('title', 'B')),
    good: 'B',
    bad: 'A',
  },
  'operations-see-original': {
    find: async (client) =>
      values(await after(client, {}, add('emails', [WORK]), add('emails', [HOME])), 'type'),
    good: ['work', 'home'],
    bad: ['home'],
  },
  'failing-operation-skipped': {
    find: status({}, replace('title', 'A'), FAILS),
    good: '400 noTarget',
    bad: '200',
  },
  'operations-before-failure-stay': {
    find: value({ title: 'A' }, 'title', replace('title', 'B'), FAILS),
    good: 'A',
    bad: 'B',
  },
  'qualified-path-refused': {
    find: status({}, replace('urn:ietf:params:scim:schemas:core:2.0:User:title', 'A')),
    good: '200',
    bad: '400 invalidPath',
  },
  'plain-path-refused-when-extended': {
    find: status({ [ENTERPRISE_USER]: { costCenter: '1' } }, replace('title', 'A')),
    good: '200',
    bad: '400 invalidPath',
  },
  'read-only-change-ignored': { find: status({}, replace('id', 'x')), good: '400 mutability', bad: '200' },
  'ill-typed-value-ignored': {
    find: status({}, replace('title', { a: 1 })),
    good: '400 invalidValue',
    bad: '200',
  },
  'ill-typed-value-stored': {
    find: value({}, 'title', replace('title', { a: 1 })),
    good: undefined,
    bad: '[object Object]',
  },
  'missing-operations-accepted': { find: bodyStatus({}), good: 400, bad: 200 },
  'missing-op-replaces': {
    find: bodyStatus({ Operations: [{ path: 'title', value: 'A' }] }),
    good: 400,
    bad: 200,
  },
  'unknown-op-ignored': {
    find: bodyStatus({ Operations: [{ op: 'move', path: 'title', value: 'A' }] }),
    good: 400,
    bad: 200,
  },
  'malformed-path-ignored': {
    find: status({}, replace('emails[type eq', 'A')),
    good: '400 invalidPath',
    bad: '200',
  },
  'malformed-path-500': {
    find: status({}, replace('emails[type eq', 'A')),
    good: '400 invalidPath',
    bad: '500',
  },
  'attributes-parameter-ignored-on-patch': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}?attributes=title`;
      return (await patch(client, path, replace('title', 'A'))).status;
    },
    good: 200,
    bad: 204,
  },
  'extension-not-listed-after-patch': {
    find: async (client) => {
      const more = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] };
      const seen = await after(client, more, add(`${ENTERPRISE_USER}:costCenter`, '1'));
      const schemas = at(seen, 'schemas');
      return Array.isArray(schemas) ? schemas.length : 0;
    },
    good: 2,
    bad: 1,
  },
  'second-extension-attribute-lost': {
    find: async (client) => {
      const operations = ['costCenter', 'division'].map((name) => add(`${ENTERPRISE_USER}:${name}`, '1'));
      const data = at(await after(client, {}, ...operations), ENTERPRISE_USER);
      return isObject(data) ? Object.keys(data) : [];
    },
    good: ['costCenter', 'division'],
    bad: ['costCenter'],
  },
  'patch-error-without-schema': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      return member((await patch(client, path, FAILS)).body, 'schemas') !== undefined;
    },
    good: true,
    bad: false,
  },
};

testFaults(SCENARIOS);
