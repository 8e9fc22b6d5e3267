import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AttributeDefinition, Schema } from '../schema.ts';
import { COMMON_ATTRIBUTES, define, ENTERPRISE_USER, GROUP, GROUP_TYPE, USER, USER_TYPE } from './index.ts';

/** An attribute as it is printed, which leaves some characteristics out. */
interface Printed extends Partial<Omit<AttributeDefinition, 'name' | 'subAttributes'>> {
  readonly name: string;
  readonly subAttributes?: readonly Printed[];
}

/** The schemas as RFC 7643 §8.7.1 prints them, without their descriptions. */
const PRINTED: readonly {
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly Printed[];
}[] = JSON.parse(readFileSync(new URL('./fixtures/rfc7643-8.7.1.json', import.meta.url), 'utf8'));

type Lines = Readonly<Record<string, unknown>>;

/** Each characteristic of each attribute under its path: `emails.type canonicalValues`. */
function characteristics(attributes: readonly AttributeDefinition[], parent = ''): Lines {
  return Object.assign(
    {},
    ...attributes.map(({ name, subAttributes = [], ...rest }) => ({
      ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [`${parent}${name} ${key}`, value])),
      ...characteristics(subAttributes, `${parent}${name}.`),
    })),
  );
}

/** With what §2.2 says of a characteristic that is not printed. */
function completed(attributes: readonly Printed[]): readonly AttributeDefinition[] {
  return attributes.map(({ subAttributes, ...printed }) => ({
    type: 'string',
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...printed,
    ...(subAttributes && { subAttributes: completed(subAttributes) }),
  }));
}

/** What the schema has otherwise than the printed one, and what of the printed one it does not have. */
function departures({ id, name, attributes }: Schema): { readonly changed: Lines; readonly missing: Lines } {
  const printed = PRINTED.find((schema) => schema.id === id && schema.name === name);
  const theirs = characteristics(completed(printed?.attributes ?? []));
  const ours = characteristics(attributes);
  const same = (key: string) => JSON.stringify(ours[key]) === JSON.stringify(theirs[key]);
  return {
    changed: Object.fromEntries(Object.entries(ours).filter(([key]) => !same(key))),
    missing: Object.fromEntries(Object.entries(theirs).filter(([key]) => !(key in ours))),
  };
}

const added = (path: string, { name, ...rest }: AttributeDefinition): Lines =>
  characteristics([{ ...rest, name: path }]);

/** References and binaries are case exact by their type (§2.3.6, §2.3.7), identifiers by §3.1. */
const exact = (...paths: readonly string[]): Lines =>
  Object.fromEntries(paths.map((path) => [`${path} caseExact`, true]));

describe('the schemas are those of RFC 7643 §8.7.1', () => {
  test.each<[string, Schema, Lines]>([
    [
      'User',
      USER,
      {
        ...exact('profileUrl', 'photos.value', 'groups.value', 'groups.$ref', 'x509Certificates.value'),
        // The same as none (§2.3.1).
        'entitlements.type canonicalValues': [],
        // §4.1.2: "other" is for a network that none of the labels names.
        'ims.type canonicalValues': ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo', 'other'],
        // §2.4 gives every multi-valued attribute a primary; RFC 7644 §3.5.2.3 has one in its example.
        ...added('addresses.primary', define('primary', 'boolean')),
        // §4.1.2: "the URI of the corresponding "Group" resources"; the printed one names "User" too.
        'groups.$ref referenceTypes': ['Group'],
      },
    ],
    [
      'Group',
      GROUP,
      {
        // §4.2: "REQUIRED".
        'displayName required': true,
        ...exact('members.value', 'members.$ref'),
        // §2.4 and the example in RFC 7644 §3.5.2.1.
        ...added('members.display', define('display', 'string', { mutability: 'immutable' })),
      },
    ],
    ['enterprise User', ENTERPRISE_USER, exact('manager.value', 'manager.$ref')],
  ])('%s, but for what the text says otherwise', (_, schema, expected) => {
    expect(departures(schema)).toEqual({ changed: expected, missing: {} });
  });

  test('users have the enterprise extension, groups none (§8.6)', () => {
    expect(USER_TYPE).toEqual({
      name: 'User',
      endpoint: '/Users',
      schema: USER,
      extensions: [ENTERPRISE_USER],
    });
    expect(GROUP_TYPE).toEqual({ name: 'Group', endpoint: '/Groups', schema: GROUP, extensions: [] });
  });
});

describe('the common attributes', () => {
  const common = characteristics(COMMON_ATTRIBUTES);
  const having = (key: string, value: unknown) =>
    Object.keys(common).flatMap((line) =>
      line.endsWith(` ${key}`) && common[line] === value ? [line.slice(0, line.lastIndexOf(' '))] : [],
    );

  test('are those of RFC 7643 §3 and §3.1', () => {
    expect(having('multiValued', true)).toEqual(['schemas']);
    expect(having('type', 'string')).toEqual([
      'schemas',
      'id',
      'externalId',
      'meta.resourceType',
      'meta.version',
    ]);
    expect(having('type', 'dateTime')).toEqual(['meta.created', 'meta.lastModified']);
    expect(having('type', 'reference')).toEqual(['meta.location']);
    expect(having('type', 'complex')).toEqual(['meta']);
  });

  test('have the characteristics that §3.1 gives them', () => {
    // "id ... is REQUIRED": of a provider's answer; a client never sends it (§3.1: mutability "readOnly").
    expect(having('required', true)).toEqual(['schemas']);
    expect(having('returned', 'always')).toEqual(['schemas', 'id']);
    expect(having('returned', 'default')).toEqual([
      'externalId',
      'meta',
      'meta.resourceType',
      'meta.created',
      'meta.lastModified',
      'meta.location',
      'meta.version',
    ]);
    expect(having('mutability', 'readOnly')).toEqual([
      'id',
      'meta',
      'meta.resourceType',
      'meta.created',
      'meta.lastModified',
      'meta.location',
      'meta.version',
    ]);
    expect(having('mutability', 'readWrite')).toEqual(['schemas', 'externalId']);
    expect(having('uniqueness', 'server')).toEqual(['id']);
    expect(having('caseExact', true)).toEqual([
      'id',
      'externalId',
      'meta.resourceType',
      'meta.location',
      'meta.version',
    ]);
  });
});
