import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { applyPatch, type PatchOperation, parsePatch } from './patch.ts';
import type { ResourceType } from './schema.ts';
import { GROUP_TYPE, USER_TYPE } from './schemas/index.ts';
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER as ENT, PATCH_OP } from './urns.ts';

const WORK = { value: 'ada@example.com', type: 'work', primary: true };
const HOME = { value: 'ada@example.org', type: 'home' };
const USER: JsonObject = {
  schemas: [CORE_USER],
  id: 'u-1',
  userName: 'ada',
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [WORK, HOME],
  meta: { resourceType: 'User' },
};
const EMPLOYEE: JsonObject = {
  ...USER,
  schemas: [CORE_USER, ENT],
  [ENT]: { department: 'R&D', manager: { value: 'u-2' } },
};
const GROUP: JsonObject = {
  schemas: [CORE_GROUP],
  id: 'g-1',
  displayName: 'Team',
  members: [{ value: 'u-1', type: 'User' }, { value: 'u-2' }],
};

type Step = readonly [op: PatchOperation['op'], path: string | null, value?: Json];

function patched(
  resource: JsonObject,
  steps: readonly Step[],
  entra = false,
  type: ResourceType = USER_TYPE,
) {
  const before = structuredClone(resource);
  try {
    const operations = steps.map(([op, path, value]) => ({ op, path, value }));
    return applyPatch(resource, operations, type, { entra });
  } finally {
    expect(resource).toEqual(before);
  }
}

/** The members of USER that a step changes; undefined for those it removes. */
type Change = { readonly [key: string]: Json | undefined };
type Row = readonly [title: string, step: Step, change: Change, resource?: JsonObject];

function expected(resource: JsonObject, change: Change): JsonObject {
  return Object.fromEntries(
    Object.entries({ ...resource, ...change }).filter(
      (entry): entry is [string, Json] => entry[1] !== undefined,
    ),
  );
}

const THIRD = { value: 'ada@example.net', type: 'other' };

const STANDARD: readonly Row[] = [
  // §3.5.2.1
  ['adds an attribute without a value', ['add', 'nickName', 'Babs'], { nickName: 'Babs' }],
  ['replaces a single value by add', ['add', 'TITLE', 'Dr'], { title: 'Dr' }],
  [
    'adds without a path',
    ['add', null, { emails: [THIRD], nickname: 'Babs' }],
    { emails: [WORK, HOME, THIRD], nickName: 'Babs' },
  ],
  ['adds to a multi-valued attribute', ['add', 'emails', [THIRD]], { emails: [WORK, HOME, THIRD] }],
  ['adds one value without an array', ['add', 'emails', THIRD], { emails: [WORK, HOME, THIRD] }],
  ['adds no equal value again', ['add', 'emails', [{ Type: 'HOME', value: 'ADA@example.org' }]], {}],
  [
    'adds a value that departs in a part',
    ['add', 'emails', [{ value: WORK.value, type: 'other' }]],
    { emails: [WORK, HOME, { value: WORK.value, type: 'other' }] },
  ],
  [
    'adds roles that depart in a part',
    ['add', 'roles', [{ value: 'a', display: 'A' }]],
    { roles: [{ value: 'a' }, { value: 'a', display: 'A' }] },
    { ...USER, roles: [{ value: 'a' }] },
  ],
  [
    'removes an element by replacing it with nothing',
    ['replace', 'emails[type eq "home"]', {}],
    { emails: [WORK] },
  ],
  [
    'adds sub-attributes',
    ['add', 'name', { middleName: 'B' }],
    { name: { givenName: 'Ada', familyName: 'Lovelace', middleName: 'B' } },
  ],
  [
    'adds a sub-attribute',
    ['add', 'name.givenName', 'A'],
    { name: { givenName: 'A', familyName: 'Lovelace' } },
  ],
  [
    'adds to the selected element',
    ['add', 'emails[type eq "home"]', { display: 'Home' }],
    { emails: [WORK, { ...HOME, display: 'Home' }] },
  ],
  [
    'adds an extension and its URN',
    ['add', `${ENT}:employeeNumber`, '007'],
    { schemas: [CORE_USER, ENT], [ENT]: { employeeNumber: '007' } },
  ],
  [
    'adds an extension object',
    ['add', null, { [ENT]: { Department: 'R&D', manager: { value: 'u-2' } } }],
    { schemas: [CORE_USER, ENT], [ENT]: { department: 'R&D', manager: { value: 'u-2' } } },
  ],
  [
    'drops read-only sub-attributes of a value',
    ['add', `${ENT}:manager`, { value: 'u-2', displayName: 'x' }],
    {},
    EMPLOYEE,
  ],
  [
    'adds a sub-attribute where there is no element',
    ['add', 'phoneNumbers.value', '1'],
    { phoneNumbers: [{ value: '1' }] },
  ],
  [
    'moves primary',
    ['add', 'emails', [{ ...THIRD, primary: true }]],
    { emails: [{ ...WORK, primary: false }, HOME, { ...THIRD, primary: true }] },
  ],
  [
    'moves primary to an element that exists',
    ['replace', 'emails[type eq "home"].primary', true],
    {
      emails: [
        { ...WORK, primary: false },
        { ...HOME, primary: true },
      ],
    },
  ],
  [
    'ignores meta without a path',
    ['add', null, { meta: { resourceType: 'X' }, title: 'Dr' }],
    { title: 'Dr' },
  ],
  ['takes the present id', ['replace', null, { id: 'u-1', title: 'Dr' }], { title: 'Dr' }],
  // §3.5.2.3
  ['replaces a single value', ['replace', 'title', 'Dr'], { title: 'Dr' }],
  ['replaces all values', ['replace', 'emails', [THIRD]], { emails: [THIRD] }],
  ['replaces what does not exist by adding', ['replace', 'nickName', 'Babs'], { nickName: 'Babs' }],
  [
    'leaves other sub-attributes',
    ['replace', 'name', { givenName: 'A' }],
    { name: { givenName: 'A', familyName: 'Lovelace' } },
  ],
  ['replaces the selected element', ['replace', 'emails[type eq "home"]', THIRD], { emails: [WORK, THIRD] }],
  [
    'replaces a sub-attribute of the selected element',
    ['replace', 'emails[type eq "work"].value', 'x@example.com'],
    { emails: [{ ...WORK, value: 'x@example.com' }, HOME] },
  ],
  [
    'replaces a sub-attribute of all selected elements',
    ['replace', 'emails[value pr].display', 'x'],
    {
      emails: [
        { ...WORK, display: 'x' },
        { ...HOME, display: 'x' },
      ],
    },
  ],
  ['unassigns by null', ['replace', 'title', null], { title: undefined }],
  ['unassigns by an empty array', ['replace', 'emails', []], { emails: undefined }],
  [
    'unassigns a sub-attribute',
    ['replace', null, { name: { givenName: null } }],
    { name: { familyName: 'Lovelace' } },
  ],
  ['keeps the empty string', ['replace', 'title', ''], { title: '' }],
  [
    'unassigns an extension',
    ['replace', null, { [ENT]: null }],
    { schemas: [CORE_USER], [ENT]: undefined },
    EMPLOYEE,
  ],
  // §3.5.2.2
  ['removes a single value', ['remove', 'title'], { title: undefined }],
  ['removes what is not there', ['remove', 'nickName'], {}],
  ['removes all values', ['remove', 'emails'], { emails: undefined }],
  ['removes the selected value', ['remove', 'emails[type eq "work"]'], { emails: [HOME] }],
  ['removes the last selected value', ['remove', 'emails[value pr]'], { emails: undefined }],
  ['removes nothing when nothing matches', ['remove', 'emails[type eq "other"]'], {}],
  ['removes a sub-attribute', ['remove', 'name.givenName'], { name: { familyName: 'Lovelace' } }],
  [
    'removes a sub-attribute of the selected element',
    ['remove', 'emails[type eq "work"].primary'],
    { emails: [{ value: WORK.value, type: 'work' }, HOME] },
  ],
  [
    'removes an extension attribute',
    ['remove', `${ENT}:manager`],
    { [ENT]: { department: 'R&D' } },
    EMPLOYEE,
  ],
];

describe('applyPatch by RFC 7644 §3.5.2', () => {
  for (const [title, step, change, resource = USER] of STANDARD) {
    it(title, () => {
      expect(patched(resource, [step])).toEqual(expected(resource, change));
    });
  }

  it('drops the URN with the last extension attribute and applies operations in order', () => {
    const steps: readonly Step[] = [
      ['remove', `${ENT}:manager`],
      ['remove', `${ENT}:department`],
      ['add', 'title', 'x'],
      ['replace', 'title', 'y'],
    ];
    expect(patched(EMPLOYEE, steps)).toEqual({ ...USER, title: 'y' });
  });

  it('keeps what the schemas do not define', () => {
    const resource = { ...USER, schemas: [CORE_USER, 'urn:x:y'], 'urn:x:y': { a: 1 }, other: [null] };
    expect(patched(resource, [['replace', 'title', 'Dr']])).toEqual({ ...resource, title: 'Dr' });
  });
});

const MEMBER_CHANGES: readonly (readonly [string, Step, boolean, readonly string[]])[] = [
  [
    'adds members',
    ['add', 'members', [{ value: 'u-3' }, { value: 'u-4' }]],
    false,
    ['u-1', 'u-2', 'u-3', 'u-4'],
  ],
  [
    'adds no member again, whatever its other parts',
    ['add', 'members', [{ value: 'u-2', display: 'B' }]],
    false,
    ['u-1', 'u-2'],
  ],
  ['replaces all members', ['replace', 'members', [{ value: 'u-3' }, { value: 'u-3' }]], false, ['u-3']],
  ['removes one member', ['remove', 'members[value eq "u-1"]'], false, ['u-2']],
  ['compares ids with case', ['remove', 'members[value eq "U-1"]'], false, ['u-1', 'u-2']],
  ['removes a member who is none', ['remove', 'members[value eq "u-9"]'], false, ['u-1', 'u-2']],
  [
    'removes all members, the value beside the path notwithstanding',
    ['remove', 'members', [{ value: 'u-1' }]],
    false,
    [],
  ],
  [
    'E-129: removes only the members sent',
    ['remove', 'members', [{ value: 'u-1', $ref: null }]],
    true,
    ['u-2'],
  ],
  ['E-131: removes a non-member', ['remove', 'members', [{ value: 'u-9' }]], true, ['u-1', 'u-2']],
  ['E-129: removes all without a value', ['remove', 'members'], true, []],
  [
    'E-127: adds with a null $ref',
    ['add', 'members', [{ $ref: null, value: 'u-3' }]],
    true,
    ['u-1', 'u-2', 'u-3'],
  ],
];

describe('applyPatch on members', () => {
  it.each(MEMBER_CHANGES)('%s', (_, step, entra, members) => {
    const { members: after = [] } = patched(GROUP, [step], entra, GROUP_TYPE);
    expect(after).toEqual(members.map((value) => expect.objectContaining({ value })));
  });
});

const REFUSED: readonly (readonly [string, Step, string])[] = [
  ['remove without a path', ['remove', null], 'noTarget'],
  ['replace of an element that is not there', ['replace', 'emails[type eq "other"].value', 'x'], 'noTarget'],
  ['add to an element that is not there', ['add', 'emails[type eq "other"]', { value: 'x' }], 'noTarget'],
  ['remove of a required attribute', ['remove', 'userName'], 'mutability'],
  ['remove of "schemas"', ['remove', 'schemas'], 'mutability'],
  ['remove of a read-only attribute', ['remove', 'id'], 'mutability'],
  ['replace of a read-only attribute', ['replace', 'id', 'u-2'], 'mutability'],
  ['replace of a read-only attribute without a path', ['replace', null, { id: 'u-2' }], 'mutability'],
  ['replace of a read-only sub-attribute', ['replace', 'meta.created', '2020-01-01T00:00:00Z'], 'mutability'],
  ['add to a read-only attribute', ['add', 'groups', [{ value: 'g-1' }]], 'mutability'],
  [
    "replace of an extension's read-only sub-attribute",
    ['replace', `${ENT}:manager.displayName`, 'x'],
    'mutability',
  ],
  ['unknown attribute', ['add', 'shoeSize', 42], 'invalidPath'],
  ['unknown attribute without a path', ['add', null, { shoeSize: 42 }], 'invalidPath'],
  ['unknown sub-attribute', ['add', 'name.nickName', 'x'], 'invalidPath'],
  ['dotted key', ['replace', null, { 'name.givenName': 'x' }], 'invalidPath'],
  ['malformed path', ['replace', 'emails[type eq work]', {}], 'invalidPath'],
  ['array index', ['replace', 'emails[0].value', 'x'], 'invalidPath'],
  ['order on a boolean', ['remove', 'emails[primary gt false]'], 'invalidFilter'],
  ['missing value', ['add', 'title'], 'invalidValue'],
  ['no object without a path', ['replace', null, 'x'], 'invalidValue'],
  ['number for a string', ['replace', 'title', 5], 'invalidValue'],
  ['string for a boolean', ['replace', 'active', 'False'], 'invalidValue'],
  ['string for an object', ['replace', 'name', 'Ada'], 'invalidValue'],
  ['array for a single value', ['replace', 'title', ['x']], 'invalidValue'],
  ['strings for objects', ['add', 'emails', ['x@example.com']], 'invalidValue'],
  ['two primaries', ['replace', 'emails', [WORK, { ...THIRD, primary: true }]], 'invalidValue'],
  ['two primaries by a filter', ['replace', 'emails[value pr].primary', true], 'invalidValue'],
  ['required attribute unassigned', ['replace', 'userName', null], 'invalidValue'],
  ['required attribute emptied', ['replace', 'userName', ''], 'invalidValue'],
];

describe('applyPatch refuses', () => {
  for (const [title, step, scimType] of REFUSED) {
    it(`${title}: ${scimType}`, () => {
      const steps: readonly Step[] = [['replace', 'title', 'changed'], step];
      expect(() => patched(USER, steps)).toThrowError(expect.objectContaining({ status: 400, scimType }));
    });
  }

  it.each<[Step]>([
    [['replace', 'members[value eq "u-1"].value', 'u-3']],
    [['replace', 'members[value eq "u-1"]', { value: 'u-3' }]],
    [['remove', 'members[value eq "u-1"].type']],
    [['add', 'members[value eq "u-1"].type', 'Group']],
  ])('a change of immutable member parts: %j', (step) => {
    expect(() => patched(GROUP, [step], false, GROUP_TYPE)).toThrowError(
      expect.objectContaining({ scimType: 'mutability' }),
    );
  });

  it('two primaries, with the reason', () => {
    expect(() => patched(USER, [['replace', 'emails[value pr].primary', true]])).toThrowError(
      'Attribute "emails" would have more than one primary value.',
    );
  });

  it('what only Entra sends, unless it is asked for', () => {
    const operations = [{ op: 'replace' as const, path: 'active', value: 'False' }];
    expect(() => applyPatch(USER, operations, USER_TYPE)).toThrowError(
      expect.objectContaining({ scimType: 'invalidValue' }),
    );
    expect(() => applyPatch(USER, operations, USER_TYPE, {})).toThrowError(
      expect.objectContaining({ scimType: 'invalidValue' }),
    );
  });

  it('a selection of a read-only attribute, whatever the value', () => {
    const resource = { ...USER, groups: [{ value: 'g-1' }] };
    const step: Step = ['replace', 'groups[value eq "g-1"]', [{ value: 'g-1' }]];
    expect(() => patched(resource, [step])).toThrowError(expect.objectContaining({ scimType: 'mutability' }));
    expect(patched(resource, [['replace', 'groups', [{ value: 'g-1' }]]])).toEqual(resource);
  });

  it('not the first value of an immutable part', () => {
    const { members } = patched(GROUP, [['add', 'members[value eq "u-2"].type', 'User']], false, GROUP_TYPE);
    expect(members).toEqual([
      { value: 'u-1', type: 'User' },
      { value: 'u-2', type: 'User' },
    ]);
  });
});

const PHONE = { type: 'mobile', value: '1' };

const ENTRA: readonly Row[] = [
  ['E-088', ['replace', 'active', 'False'], { active: false }],
  ['E-089', ['add', 'active', 'true'], { active: true }],
  ['E-081 replace', ['replace', 'phoneNumbers[type eq "mobile"].value', '1'], { phoneNumbers: [PHONE] }],
  ['E-081 add', ['add', 'emails[type eq "other"].value', 'ada@example.net'], { emails: [WORK, HOME, THIRD] }],
  [
    'E-081 whole element',
    ['add', 'phoneNumbers[type eq "mobile"]', { value: '1' }],
    { phoneNumbers: [PHONE] },
  ],
  ['E-081 null creates nothing', ['replace', 'phoneNumbers[type eq "mobile"].value', null], {}],
  [
    'E-087',
    ['add', 'roles[primary eq "True"].value', 'admin'],
    { roles: [{ primary: true, value: 'admin' }] },
  ],
  [
    'E-085',
    [
      'replace',
      null,
      { 'name.givenName': 'A', [`${ENT}:department`]: 'X', 'emails[type eq "home"].value': 'h' },
    ],
    {
      schemas: [CORE_USER, ENT],
      name: { givenName: 'A', familyName: 'Lovelace' },
      [ENT]: { department: 'X' },
      emails: [WORK, { ...HOME, value: 'h' }],
    },
  ],
  [
    'E-090',
    ['remove', 'emails[type eq "home"].value', 'ada@example.org'],
    { emails: [WORK, { type: 'home' }] },
  ],
  [
    'E-093 string',
    ['add', `${ENT}:manager`, 'u-3'],
    { [ENT]: { department: 'R&D', manager: { value: 'u-3' } } },
    EMPLOYEE,
  ],
  [
    'E-093 array',
    ['replace', 'manager', [{ $ref: null, value: 'u-3' }]],
    { [ENT]: { department: 'R&D', manager: { value: 'u-3' } } },
    EMPLOYEE,
  ],
  ['E-095 empty string', ['replace', `${ENT}:manager`, ''], { [ENT]: { department: 'R&D' } }, EMPLOYEE],
  [
    'E-095 empty value',
    ['replace', `${ENT}:manager`, { value: '' }],
    { [ENT]: { department: 'R&D' } },
    EMPLOYEE,
  ],
  [
    'E-100',
    ['add', 'roles', [{ value: 'a', displayName: 'A' }, { value: 'b' }]],
    { roles: [{ value: 'a', display: 'A role', primary: false }, { value: 'b' }] },
    { ...USER, roles: [{ value: 'a', display: 'A role', primary: false }] },
  ],
  [
    'E-100 only where there is a value',
    ['add', 'roles', [{ display: 'B' }]],
    { roles: [{ display: 'A' }, { display: 'B' }] },
    { ...USER, roles: [{ display: 'A' }] },
  ],
  [
    'E-100 for nothing but roles',
    ['add', 'emails', [{ value: WORK.value, type: 'other' }]],
    { emails: [WORK, HOME, { value: WORK.value, type: 'other' }] },
  ],
  [
    'E-100 not for replace',
    ['replace', 'roles', [{ value: 'a' }, { value: 'a', display: 'A' }]],
    { roles: [{ value: 'a' }, { value: 'a', display: 'A' }] },
  ],
  ['keeps a text that reads like a boolean', ['replace', 'title', 'True'], { title: 'True' }],
  ['E-091', ['replace', 'title', ''], { title: '' }],
  ['E-092', ['replace', 'title', null], { title: undefined }],
];

describe('applyPatch for Entra', () => {
  for (const [title, step, change, resource = USER] of ENTRA) {
    it(title, () => {
      expect(patched(resource, [step], true)).toEqual(expected(resource, change));
    });
  }

  it('E-086: several operations land in one element per type', () => {
    const steps: readonly Step[] = [
      ['add', 'addresses[type eq "work"].locality', 'London'],
      ['add', 'addresses[type eq "work"].Formatted', 'x'],
      ['add', 'addresses[type eq "other"].formatted', 'y'],
    ];
    expect(patched(USER, steps, true).addresses).toEqual([
      { type: 'work', locality: 'London', formatted: 'x' },
      { type: 'other', formatted: 'y' },
    ]);
  });

  it.each([
    'emails[type ne "work"].display',
    'emails[type eq "x" or type eq "y"].value',
    'emails[shoe eq "x"].value',
  ])('creates no element for %s', (path) => {
    const resource = { ...USER, emails: [WORK] };
    expect(() => patched(resource, [['replace', path, 'x']], true)).toThrowError(
      expect.objectContaining({ scimType: 'noTarget' }),
    );
  });
});

const NAMES_SCHEMA = `"schemas" has to contain "${PATCH_OP}"`;
const NAMES_OP = '"op" has to be "add", "replace" or "remove"';

describe('parsePatch', () => {
  it('reads operations in any letter case', () => {
    const body = {
      schemas: [PATCH_OP],
      operations: [
        { Op: 'Replace', path: 'title', value: null },
        { op: 'REMOVE', path: 'a' },
        { op: 'add', value: {} },
      ],
    };
    expect(parsePatch(body)).toEqual([
      { op: 'replace', path: 'title', value: null },
      { op: 'remove', path: 'a', value: undefined },
      { op: 'add', path: null, value: {} },
    ]);
  });

  it.each<[string, Json, string]>([
    ['no object', [], 'The body has to be a JSON object'],
    ['null', null, 'The body has to be a JSON object'],
    ['no schemas', { Operations: [{ op: 'add', value: {} }] }, NAMES_SCHEMA],
    ['another schema', { schemas: [CORE_USER], Operations: [{ op: 'add', value: {} }] }, NAMES_SCHEMA],
    [
      'a schema that is no text',
      { schemas: [5, null], Operations: [{ op: 'add', value: {} }] },
      NAMES_SCHEMA,
    ],
    ['no operations', { schemas: [PATCH_OP] }, '"Operations" has to be an array of one or more operations'],
    [
      'empty operations',
      { schemas: [PATCH_OP], Operations: [] },
      '"Operations" has to be an array of one or more operations',
    ],
    [
      'an operation that is a text',
      { schemas: [PATCH_OP], Operations: ['add'] },
      'An operation has to be a JSON object',
    ],
    [
      'an operation that is null',
      { schemas: [PATCH_OP], Operations: [null] },
      'An operation has to be a JSON object',
    ],
    ['no op', { schemas: [PATCH_OP], Operations: [{ path: 'a' }] }, NAMES_OP],
    ['an op that is no text', { schemas: [PATCH_OP], Operations: [{ op: 5 }] }, NAMES_OP],
    ['another op', { schemas: [PATCH_OP], Operations: [{ op: 'move', path: 'a' }] }, NAMES_OP],
    ['an inherited op', { schemas: [PATCH_OP], Operations: [{ op: 'constructor', path: 'a' }] }, NAMES_OP],
    [
      'a path that is no text',
      { schemas: [PATCH_OP], Operations: [{ op: 'remove', path: 1 }] },
      '"path" has to be a string',
    ],
  ])('refuses %s', (_, body, why) => {
    expect(() => parsePatch(body)).toThrowError(
      expect.objectContaining({
        status: 400,
        scimType: 'invalidSyntax',
        message: `${why} (RFC 7644 §3.5.2).`,
      }),
    );
  });

  it('takes the schema among others and in any letter case', () => {
    const Operations = [{ op: 'add', value: {} }];
    expect(parsePatch({ schemas: [5, 'urn:x:y', PATCH_OP.toUpperCase()], Operations })).toHaveLength(1);
  });
});
