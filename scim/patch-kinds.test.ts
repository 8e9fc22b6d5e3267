import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { applyPatch, type PatchOperation } from './patch.ts';
import type { ResourceType } from './schema.ts';
import { define } from './schemas/index.ts';

/** A type with attributes of the kinds that users and groups do not have. */
const DEVICE: ResourceType = {
  name: 'Device',
  endpoint: '/Devices',
  extensions: [
    {
      id: 'urn:example:Lease',
      name: 'Lease',
      attributes: [define('until'), define('terms', 'string', { multiValued: true })],
    },
  ],
  schema: {
    id: 'urn:example:Device',
    name: 'Device',
    attributes: [
      define('serial', 'string', { mutability: 'immutable' }),
      define('ports', 'integer'),
      define('tags', 'string', { multiValued: true }),
      define('owners', 'string', { multiValued: true, required: true }),
      define('codes', 'string', { multiValued: true, mutability: 'immutable' }),
      define('bag', 'complex'),
      define('bags', 'complex', { multiValued: true }),
      define('maker', 'complex', {
        subAttributes: [
          define('name', 'string', { required: true }),
          define('country'),
          define('code', 'string', { mutability: 'readOnly' }),
          define('sites', 'string', { multiValued: true }),
        ],
      }),
      define('disks', 'complex', {
        multiValued: true,
        subAttributes: [
          define('size', 'integer', { required: true }),
          define('slot', 'string', { mutability: 'immutable' }),
          define('health', 'string', { mutability: 'readOnly' }),
          define('labels', 'string', { multiValued: true }),
        ],
      }),
    ],
  },
};

const DISK = { size: 1, slot: 'a', health: 'good', labels: ['x'] };
const RESOURCE: JsonObject = {
  schemas: ['urn:example:Device'],
  id: 'd-1',
  serial: 's-1',
  ports: 4,
  tags: ['Red', 'blue'],
  owners: ['ada'],
  codes: ['k'],
  maker: { name: 'Acme', country: 'CH', code: 'a-1', sites: ['Bern'] },
  disks: [DISK, { size: 2, slot: 'b' }],
};

type Step = readonly [op: PatchOperation['op'], path: string | null, value?: Json];

const patched = ([op, path, value]: Step, entra = false, resource = RESOURCE) =>
  applyPatch(resource, [{ op, path, value }], DEVICE, { entra });

function changed(change: { readonly [key: string]: Json | undefined }): JsonObject {
  const entries = Object.entries({ ...RESOURCE, ...change });
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

const MAKER = { name: 'Acme', country: 'CH', code: 'a-1', sites: ['Bern'] };
const SECOND = { size: 2, slot: 'b' };

describe('applyPatch', () => {
  it.each<readonly [string, Step, { readonly [key: string]: Json | undefined }]>([
    // values without sub-attributes (RFC 7644 §3.5.2.1: no value twice; §3.5.2.2: "comparing a 'value'")
    ['adds a simple value', ['add', 'tags', 'green'], { tags: ['Red', 'blue', 'green'] }],
    [
      'adds simple values once',
      ['add', 'tags', ['BLUE', 'green', 'Green']],
      { tags: ['Red', 'blue', 'green'] },
    ],
    ['replaces simple values', ['replace', 'tags', ['green']], { tags: ['green'] }],
    [
      'replaces a selected simple value',
      ['replace', 'tags[value eq "red"]', 'green'],
      { tags: ['green', 'blue'] },
    ],
    [
      'adds to a selected simple value by replacing it',
      ['add', 'tags[value eq "red"]', 'green'],
      { tags: ['green', 'blue'] },
    ],
    ['removes a selected simple value', ['remove', 'tags[value eq "red"]'], { tags: ['blue'] }],
    ['unassigns a selected value by null', ['replace', 'tags[value eq "red"]', null], { tags: ['blue'] }],
    ['adds nothing to a selected value by null', ['add', 'tags[value eq "red"]', null], {}],
    ['adds nothing by an empty array', ['add', 'tags', []], {}],
    ['leaves all but one required value', ['replace', 'owners', ['bea']], { owners: ['bea'] }],
    // sub-attributes with several values
    [
      'adds to a multi-valued sub-attribute',
      ['add', 'maker.sites', ['bern', 'Chur']],
      { maker: { ...MAKER, sites: ['Bern', 'Chur'] } },
    ],
    [
      'replaces a multi-valued sub-attribute',
      ['replace', 'maker.sites', ['Chur']],
      { maker: { ...MAKER, sites: ['Chur'] } },
    ],
    [
      'adds to it in a selected element',
      ['add', 'disks[slot eq "a"].labels', ['y']],
      { disks: [{ ...DISK, labels: ['x', 'y'] }, SECOND] },
    ],
    [
      'removes it from all elements',
      ['remove', 'disks.labels'],
      { disks: [{ size: 1, slot: 'a', health: 'good' }, SECOND] },
    ],
    ['replaces a number', ['replace', 'ports', 5], { ports: 5 }],
    // what a client cannot change stays (§3.5.2.3, §3.5.2)
    [
      'keeps read-only parts of a complex value',
      ['replace', 'maker', { name: 'Bolt', code: 'x' }],
      { maker: { ...MAKER, name: 'Bolt' } },
    ],
    [
      'keeps read-only and immutable parts of an element',
      ['replace', 'disks[size eq 1]', { size: 3 }],
      { disks: [{ size: 3, slot: 'a', health: 'good' }, SECOND] },
    ],
    [
      'takes the present value of an immutable part',
      ['replace', 'disks[size eq 2]', { size: 3, slot: 'B' }],
      { disks: [DISK, { size: 3, slot: 'B' }] },
    ],
    ['takes the present value of an immutable attribute', ['replace', 'serial', 'S-1'], { serial: 'S-1' }],
    ['takes the present values of an immutable list', ['replace', 'codes', ['K']], { codes: ['K'] }],
    [
      'merges into a selected element',
      ['add', 'disks[slot eq "b"]', { labels: ['y'] }],
      { disks: [DISK, { ...SECOND, labels: ['y'] }] },
    ],
    [
      'unassigns parts of a selected element',
      ['add', 'disks[slot eq "a"]', { labels: null }],
      { disks: [{ size: 1, slot: 'a', health: 'good' }, SECOND] },
    ],
    [
      'removes a part',
      ['remove', 'maker.country'],
      { maker: { name: 'Acme', code: 'a-1', sites: ['Bern'] } },
    ],
    ['removes a part that is not there', ['remove', 'disks[slot eq "b"].labels'], {}],
    [
      'replaces a part of every element',
      ['replace', 'disks.size', 9],
      {
        disks: [
          { ...DISK, size: 9 },
          { ...SECOND, size: 9 },
        ],
      },
    ],
    [
      'sets an extension and its URN',
      ['add', 'urn:example:Lease:terms', ['a']],
      { schemas: ['urn:example:Device', 'urn:example:Lease'], 'urn:example:Lease': { terms: ['a'] } },
    ],
    ['unassigns by null where nothing is', ['replace', 'urn:example:Lease:until', null], {}],
    ['unassigns an extension that is not there', ['replace', null, { 'urn:example:Lease': null }], {}],
    ['removes from an extension that is not there', ['remove', 'urn:example:Lease:until'], {}],
    ['keeps nothing of parts that no schema tells of', ['replace', 'bag', { any: 1 }], {}],
    ['ignores META without a path', ['replace', null, { META: { version: 'x' }, PORTS: 5 }], { ports: 5 }],
    ['takes the read-only id that is there', ['replace', 'id', 'd-1'], {}],
  ])('%s', (_, step, change) => {
    expect(patched(step)).toEqual(changed(change));
  });

  it.each<readonly [Step, string, string]>([
    [['replace', 'serial', 's-2'], 'mutability', 'Attribute "serial" is immutable.'],
    [['remove', 'serial'], 'mutability', 'Attribute "serial" is immutable.'],
    [['add', 'codes', ['l']], 'mutability', 'Attribute "codes" is immutable.'],
    [['remove', 'codes[value eq "k"]'], 'mutability', 'Attribute "codes" is immutable.'],
    [['replace', 'id', 'd-2'], 'mutability', 'Attribute "id" is readOnly.'],
    [['remove', 'id'], 'mutability', 'Attribute "id" is readOnly.'],
    [['replace', 'meta.created', null], 'mutability', 'Attribute "meta" is readOnly.'],
    [['replace', 'maker.code', 'a-1'], 'mutability', 'Attribute "code" is readOnly.'],
    [['remove', 'maker.code'], 'mutability', 'Attribute "code" is readOnly.'],
    [['remove', 'disks[size eq 1].health'], 'mutability', 'Attribute "health" is readOnly.'],
    [['replace', 'disks[size eq 1]', { size: 1, slot: 'c' }], 'mutability', 'Attribute "slot" is immutable.'],
    [['add', 'disks[size eq 1]', { slot: 'c' }], 'mutability', 'Attribute "slot" is immutable.'],
    [['replace', 'disks[size eq 1].slot', 'c'], 'mutability', 'Attribute "slot" is immutable.'],
    [['remove', 'owners'], 'mutability', 'Attribute "owners" is required.'],
    [['remove', 'owners[value eq "ada"]'], 'mutability', 'Attribute "owners" is required.'],
    [['remove', 'maker.name'], 'mutability', 'Attribute "name" is required.'],
    [['remove', 'disks.size'], 'mutability', 'Attribute "size" is required.'],
    [['replace', 'owners', []], 'invalidValue', 'Attribute "owners" is required.'],
    [['replace', 'maker.name', ''], 'invalidValue', 'Attribute "name" is required.'],
    [['replace', 'maker.name', null], 'invalidValue', 'Attribute "name" is required.'],
    [['replace', 'maker', { name: null }], 'invalidValue', 'Attribute "maker.name" is required.'],
    [['add', 'disks', [{ slot: 'c' }]], 'invalidValue', 'Attribute "disks.size" is required.'],
    [['replace', 'maker', 'Acme'], 'invalidValue', 'Attribute "maker" takes an object.'],
    [['replace', 'ports', '4'], 'invalidValue', 'Attribute "ports" takes a value of type integer.'],
    [['add', 'maker.sites', 'Chur'], 'invalidValue', 'Attribute "sites" takes an array.'],
    [
      ['replace', null, { 'urn:example:Lease': 'x' }],
      'invalidValue',
      'Attribute "urn:example:Lease" takes an object.',
    ],
    [['replace', null, 'x'], 'invalidValue', '"replace" without a "path" needs an object as its "value".'],
    [['add', 'tags'], 'invalidValue', '"add" needs a "value" (RFC 7644 §3.5.2).'],
    [['remove', null], 'noTarget', '"remove" needs a "path" (RFC 7644 §3.5.2.2).'],
    [['replace', 'tags[value eq "x"]', 'y'], 'noTarget', 'No value of "tags" matches the path\'s filter.'],
    [['add', 'shoe', 1], 'invalidPath', 'Device has no attribute "shoe" to act on.'],
  ])('refuses %j: %s', (step, scimType, message) => {
    expect(() => patched(step)).toThrowError(expect.objectContaining({ status: 400, scimType, message }));
  });

  it('gives the first value to what is immutable (RFC 7644 §3.5.2)', () => {
    const { serial: _, codes: __, ...fresh } = RESOURCE;
    expect(patched(['add', 'serial', 's-9'], false, fresh).serial).toBe('s-9');
    expect(patched(['add', 'codes', ['k', 'l']], false, fresh).codes).toEqual(['k', 'l']);
  });

  it('creates the complex value whose part is set, and removes it with its last part', () => {
    const { maker: _, disks: __, ...fresh } = RESOURCE;
    expect(patched(['add', 'maker.name', 'Bolt'], false, fresh).maker).toEqual({ name: 'Bolt' });
    expect(patched(['replace', 'disks.size', 5], false, fresh).disks).toEqual([{ size: 5 }]);
    expect(patched(['replace', 'disks.labels', null], false, fresh)).toEqual(fresh);
    const small = { ...fresh, maker: { country: 'CH' }, disks: [{ labels: ['x'] }, SECOND] };
    expect(patched(['remove', 'maker.country'], false, small)).not.toHaveProperty('maker');
    expect(patched(['replace', 'maker.country', null], false, small)).not.toHaveProperty('maker');
    expect(patched(['remove', 'disks.labels'], false, small).disks).toEqual([SECOND]);
    expect(patched(['replace', 'disks[labels pr].labels', []], false, small).disks).toEqual([SECOND]);
  });

  it('writes under the names that the resource has (RFC 7643 §2.1)', () => {
    const odd = { SCHEMAS: ['URN:EXAMPLE:DEVICE'], Ports: 4, 'URN:EXAMPLE:LEASE': { Until: 'x' } };
    expect(patched(['replace', 'ports', 5], false, odd)).toEqual({
      ...odd,
      Ports: 5,
      SCHEMAS: [...odd.SCHEMAS, 'urn:example:Lease'],
    });
    expect(patched(['replace', 'urn:example:lease:until', 'y'], false, odd)['URN:EXAMPLE:LEASE']).toEqual({
      Until: 'y',
    });
    expect(patched(['remove', 'urn:example:lease:until'], false, odd)).toEqual({
      SCHEMAS: odd.SCHEMAS,
      Ports: 4,
    });
  });

  it('keeps "schemas" in step (RFC 7644 §3.5.2), whatever else they name', () => {
    expect(patched(['replace', 'ports', 5], false, { ports: 4 })).toEqual({
      schemas: ['urn:example:Device'],
      ports: 5,
    });
    expect(patched(['replace', 'ports', 5], false, { schemas: [null, 5], ports: 4 }).schemas).toEqual([
      'urn:example:Device',
      null,
      5,
    ]);
    const named = { ...RESOURCE, schemas: ['urn:x:y', 'urn:example:Device', 'urn:example:Lease'] };
    expect(patched(['replace', 'ports', 5], false, named).schemas).toEqual(named.schemas);
    const leased = { ...named, 'urn:example:Lease': { until: 'x' } };
    expect(patched(['remove', 'urn:example:Lease:until'], false, leased).schemas).toEqual([
      'urn:x:y',
      'urn:example:Device',
    ]);
    expect(patched(['replace', 'urn:example:Lease:until', 'y'], false, leased).schemas).toEqual(
      named.schemas,
    );
  });
});

it('leaves parts that no schema tells of where they are', () => {
  const resource = { ...RESOURCE, bag: { any: 1 }, bags: [{ any: 1 }] };
  expect(patched(['add', 'bag', { more: 2 }], false, resource)).toEqual(resource);
  expect(patched(['add', 'bags', [{ more: 2 }]], false, resource)).toEqual(resource);
});

describe('applyPatch for Entra', () => {
  it.each<readonly [string, Step, { readonly [key: string]: Json | undefined }]>([
    ['E-129: removes simple values that are sent', ['remove', 'tags', ['RED']], { tags: ['blue'] }],
    ['E-129: one of them without an array', ['remove', 'tags', 'red'], { tags: ['blue'] }],
    ['E-129: none that is not sent', ['remove', 'tags', []], {}],
    ['E-129: all when the value is null', ['remove', 'tags', null], { tags: undefined }],
    [
      'E-129: elements by what is sent of them',
      ['remove', 'disks', [{ SIZE: 2, slot: null, shoe: 1 }]],
      { disks: [DISK] },
    ],
    ['E-129: no element that departs in a part', ['remove', 'disks', [{ size: 2, slot: 'a' }]], {}],
    ['E-129: no element that lacks a part', ['remove', 'disks', [{ size: 2, labels: ['x'] }]], {}],
    ['E-129: no object by a text', ['remove', 'disks', ['a']], {}],
    ['E-090: no value limits a selection', ['remove', 'tags[value eq "red"]', ['blue']], { tags: ['blue'] }],
    [
      'E-090: no value limits a sub-attribute',
      ['remove', 'disks.labels', ['y']],
      { disks: [{ size: 1, slot: 'a', health: 'good' }, SECOND] },
    ],
    [
      'a value that is added to a list is one more',
      ['add', 'tags', ['green']],
      { tags: ['Red', 'blue', 'green'] },
    ],
    [
      'E-081: the element of two terms',
      ['add', 'disks[size eq 3 and slot eq "c"].labels', ['z']],
      { disks: [DISK, SECOND, { size: 3, slot: 'c', labels: ['z'] }] },
    ],
    ['E-081: nothing by null', ['replace', 'disks[size eq 3]', null], {}],
  ])('%s', (_, step, change) => {
    expect(patched(step, true)).toEqual(changed(change));
  });

  it.each([
    'disks[size gt 3].labels',
    'disks[size eq 3 or slot eq "c"].labels',
    'disks[not (size eq 2 or size eq 1)].labels',
    'disks[size eq 3 and slot pr].labels',
    'disks[slot pr and size eq 3].labels',
    'disks[size eq 3 and health eq "good"].labels',
    'disks[size.x eq 3].labels',
  ])('E-081: creates no element for %s', (path) => {
    expect(() => patched(['replace', path, ['z']], true)).toThrowError(
      expect.objectContaining({ scimType: 'noTarget' }),
    );
  });

  it('E-081: a value without sub-attributes is not created', () => {
    expect(() => patched(['replace', 'tags[value eq "x"]', 'y'], true)).toThrowError(
      expect.objectContaining({ scimType: 'noTarget' }),
    );
  });

  it('E-093: only what refers to resources is taken for a reference', () => {
    expect(() => patched(['replace', 'maker', 'Bolt'], true)).toThrowError(
      expect.objectContaining({ scimType: 'invalidValue' }),
    );
    expect(() => patched(['replace', 'maker', [{ name: 'Bolt' }]], true)).toThrowError(
      expect.objectContaining({ scimType: 'invalidValue' }),
    );
  });
});
