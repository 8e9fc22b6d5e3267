import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import { USER_TYPE } from '../scim/schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from '../scim/urns.ts';
import { attributeValue } from './attribute.ts';
import { elementTemplate, removePath, setPath } from './build.ts';
import { SAMPLE_USER, sampleAttribute } from './fixtures/sample-attributes.ts';

const bare: JsonObject = { schemas: [CORE_USER], userName: 'ada' };

function set(resource: JsonObject, text: string, value: string | boolean | JsonObject): JsonObject {
  const attribute = sampleAttribute(text);
  return setPath(resource, attribute.path, value, attribute);
}

function remove(resource: JsonObject, text: string): JsonObject {
  const attribute = sampleAttribute(text);
  return removePath(resource, attribute.path, attribute);
}

describe('setPath', () => {
  test('merges the sub-attributes of one element', () => {
    const one = set(bare, 'addresses[type eq "work"].locality', 'London');
    const two = set(one, 'addresses[type eq "WORK"].region', 'Kent');
    const three = set(two, 'addresses[type eq "home"].region', 'Bern');
    expect(three.addresses).toEqual([
      { type: 'work', locality: 'London', region: 'Kent' },
      { type: 'home', region: 'Bern' },
    ]);
  });

  test('puts enterprise attributes into their own object and names it in schemas', () => {
    const user = set(bare, `${ENTERPRISE_USER.toLowerCase()}:department`, 'Sales');
    expect(user).toEqual({
      schemas: [CORE_USER, ENTERPRISE_USER],
      userName: 'ada',
      [ENTERPRISE_USER]: { department: 'Sales' },
    });
    expect(set(user, `${ENTERPRISE_USER}:division`, 'EU').schemas).toEqual([CORE_USER, ENTERPRISE_USER]);
  });

  test('keeps core attributes with a core URN at the top', () => {
    expect(set(bare, `${CORE_USER}:title`, 'x')).toEqual({ ...bare, title: 'x' });
  });

  test('sets the first element when the path has no filter', () => {
    expect(set(bare, 'emails.value', 'a@example.com').emails).toEqual([{ value: 'a@example.com' }]);
    const two = { ...bare, emails: [{ value: 'a' }, { value: 'b' }] };
    expect(set(two, 'emails.value', 'c').emails).toEqual([{ value: 'c' }, { value: 'b' }]);
  });

  test('a boolean in a filter takes the type of its definition', () => {
    expect(set(bare, 'roles[primary eq "True"].value', 'x').roles).toEqual([{ primary: true, value: 'x' }]);
  });

  test('reuses names in another letter case', () => {
    expect(set({ DisplayName: 'a' }, 'displayName', 'b')).toEqual({ DisplayName: 'b' });
  });

  test('refuses a filter that describes no element', () => {
    const attribute = sampleAttribute('emails[type ne "work"].value');
    expect(() => elementTemplate(attribute.path.filter, attribute.parent)).toThrow(RangeError);
  });
});

describe('removePath', () => {
  test('takes the element along when nothing else describes a value', () => {
    const user = {
      ...bare,
      emails: [
        { type: 'work', primary: true, value: 'a' },
        { type: 'home', value: 'b' },
      ],
    };
    expect(remove(user, 'emails[type eq "work"].value').emails).toEqual([{ type: 'home', value: 'b' }]);
  });

  test('keeps the element when it has other values', () => {
    const user = { ...bare, addresses: [{ type: 'work', locality: 'a', region: 'b' }] };
    expect(remove(user, 'addresses[type eq "work"].region').addresses).toEqual([
      { type: 'work', locality: 'a' },
    ]);
  });

  test('changes nothing when the path is not assigned', () => {
    for (const attribute of SAMPLE_USER.filter(({ text }) => text !== 'userName')) {
      expect(removePath(bare, attribute.path, attribute)).toEqual(bare);
    }
  });
});

test.each(SAMPLE_USER)(
  'what is set at $text is read there, and removing it restores the resource',
  (attribute) => {
    const options = { references: { User: ['id-1'] } };
    const values = fc
      .constantFrom('realistic' as const, 'hard' as const)
      .chain((flavour) => attributeValue(attribute, { flavour, ...options }));
    const before: JsonObject = attribute.text === 'userName' ? { schemas: [CORE_USER] } : bare;
    fc.assert(
      fc.property(values, (value) => {
        const after = setPath(before, attribute.path, value, attribute);
        const expected = Array.isArray(value) ? value : [value];
        expect(readPath(after, attribute.path, USER_TYPE)).toEqual(expected);
        expect(removePath(after, attribute.path, attribute)).toEqual(before);
      }),
      { seed: 1, numRuns: 20 },
    );
  },
);
