import { describe, expect, test } from 'vitest';
import type { Json } from '../../scim/json.ts';
import type { ResourceType } from '../../scim/schema.ts';
import { define, USER_TYPE } from '../../scim/schemas/index.ts';
import { ENTERPRISE_USER } from '../../scim/urns.ts';
import { judgeTypes } from './types.ts';

const type: ResourceType = {
  ...USER_TYPE,
  schema: {
    ...USER_TYPE.schema,
    attributes: [
      ...USER_TYPE.schema.attributes,
      define('size', 'decimal'),
      define('level', 'integer'),
      define('tags', 'string', { multiValued: true }),
      define('since', 'dateTime'),
    ],
  },
};

const faultsOf = (resource: Readonly<Record<string, Json>>) =>
  judgeTypes([resource], type).faults.map(({ requirement, path }) => `${requirement} ${path}`);

describe('judgeTypes', () => {
  test('finds nothing wrong with values of the right types, unassigned ones, and what no schema defines', () => {
    const resource = {
      userName: 'ada',
      ACTIVE: true,
      size: 1.5,
      level: 3,
      tags: ['a', null],
      since: '2026-01-01T00:00:00+01:00',
      nickName: null,
      emails: [],
      photos: [{ value: 'https://example.com/a', primary: true, type: 'photo', display: null }],
      x509Certificates: [{ value: 'YWJj\nZGVm' }, { value: 'YQ' }],
      meta: { created: '2026-01-01T00:00:00Z', location: '../Users/1' },
      tenantExtra: { anything: [1] },
      [ENTERPRISE_USER]: { manager: { value: '1', $ref: '/Users/1' } },
    };
    expect(faultsOf(resource)).toEqual([]);
    expect(judgeTypes([resource], null).judged.size).toBe(0);
  });

  test.each<[string, Record<string, Json>, string]>([
    ['a number for a string', { title: 7 }, 'RFC7643-2.3-json-types title'],
    ['a string for a boolean', { active: 'true' }, 'RFC7643-2.3.2-boolean active'],
    ['a string for a decimal', { size: '1.5' }, 'RFC7643-2.3.3-decimal size'],
    ['a fraction for an integer', { level: 1.5 }, 'RFC7643-2.3.4-integer level'],
    ['a number for a dateTime', { since: 1_700_000_000 }, 'RFC7643-2.3.5-json since'],
    ['a date alone', { since: '2026-01-01' }, 'RFC7643-2.3.5-date-and-time since'],
    ['a day that does not exist', { since: '2026-02-30T00:00:00Z' }, 'RFC7643-2.3.5-date-time since'],
    [
      'bytes in hex',
      { x509Certificates: [{ value: '61:62' }] },
      'RFC7643-2.3.6-base64 x509Certificates.value',
    ],
    ['a blank in a URI', { profileUrl: 'https://example.com/a b' }, 'RFC7643-2.3.7-uri profileUrl'],
    ['an object for a simple attribute', { title: { value: 'Dr' } }, 'RFC7643-1.2-simple-attribute title'],
    ['an object in a sub-attribute', { name: { givenName: {} } }, 'RFC7643-2.3.8-no-nesting name.givenName'],
    ['a string for an element', { emails: ['a@example.com'] }, 'RFC7643-2.4-complex emails'],
    ['an object for a list', { emails: { value: 'a@example.com' } }, 'RFC7644-3.8-structure emails'],
    ['a list for one value', { title: ['Dr'] }, 'RFC7644-3.8-structure title'],
    ['a string for an extension', { [ENTERPRISE_USER]: 'x' }, `RFC7644-3.8-structure ${ENTERPRISE_USER}`],
  ])('finds %s', (_, resource, fault) => {
    expect(faultsOf(resource)).toEqual([fault]);
  });

  test('holds type, display, primary and $ref to their meanings in every multi-valued attribute', () => {
    expect(faultsOf({ emails: [{ value: 'a@example.com', primary: 'true', type: 1 }] })).toEqual([
      'RFC7643-2.4-standard-meanings emails.type',
      'RFC7643-2.4-standard-meanings emails.primary',
      'RFC7643-2.3.2-boolean emails.primary',
      'RFC7643-2.3-json-types emails.type',
    ]);
  });
});
