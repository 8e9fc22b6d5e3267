import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ValueConstraint } from '../config/application.ts';
import type { MappedAttribute } from '../config/mapping.ts';
import { isObject } from '../scim/json.ts';
import { define, GROUP_TYPE } from '../scim/schemas/index.ts';
import { ENTERPRISE_USER } from '../scim/urns.ts';
import { attributeValue } from './attribute.ts';
import { satisfies } from './constraints.ts';
import { sampleAttribute } from './fixtures/sample-attributes.ts';

const FLAVOURS = ['realistic', 'hard'] as const;

function typed(type: MappedAttribute['definition']['type'], name = 'custom'): MappedAttribute {
  const definition = define(name, type);
  return { ...sampleAttribute('title'), text: name, definition, parent: definition };
}

describe.each(FLAVOURS)('%s values', (flavour) => {
  test.each<[MappedAttribute['definition']['type'], (value: unknown) => boolean]>([
    ['boolean', (value) => typeof value === 'boolean'],
    ['integer', Number.isSafeInteger],
    ['decimal', (value) => Number.isFinite(value) && !Number.isInteger(value)],
    [
      'dateTime',
      (value) =>
        /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(String(value)) &&
        !Number.isNaN(Date.parse(String(value))),
    ],
    ['binary', (value) => /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(String(value))],
    ['reference', (value) => URL.canParse(String(value))],
    ['string', (value) => typeof value === 'string'],
  ])('of type %s', (type, valid) => {
    for (const name of ['custom', 'title']) {
      fc.assert(fc.property(attributeValue(typed(type, name), { flavour }), valid), { seed: 1 });
    }
  });

  test.each<[string, RegExp]>([
    ['phoneNumbers[type eq "work"].value', /555\D?01\d\d(;ext=\d+)?$/],
    ['addresses[type eq "work"].country', /^[A-Z]{2}$/],
    ['emails[type eq "home"].value', /^[^@"\s]+@([a-z]+\.)*(example\.(com|org|net)|test|invalid)$/],
    ['emails[type eq "home"].type', /^home$/],
    ['emails.type', /^(work|home|other)$/],
    ['profileUrl', /^https:\/\/([\w-]+\.)*example\.com/],
    ['timezone', /^[A-Z]\w+/],
  ])('of %s', (text, form) => {
    fc.assert(
      fc.property(attributeValue(sampleAttribute(text), { flavour }), (value) => form.test(String(value))),
      { seed: 2 },
    );
  });

  test.each<[string, ValueConstraint]>([
    ['userName', { format: 'email', domain: 'corp.test', maxLength: 20 }],
    ['userName', { minLength: 4, maxLength: 12 }],
    ['emails[type eq "work"].value', { maxLength: 24 }],
    ['title', { pattern: '^[a-z]{3}-[0-9]+$', maxLength: 9 }],
    ['title', { format: 'countryCode' }],
    ['title', { format: 'phone', maxLength: 12 }],
    ['title', { minLength: 20 }],
    ['locale', { maxLength: 5 }],
    ['title', { enum: ['a', 'b'], maxLength: 1 }],
  ])('of %s within %j', (text, constraint) => {
    fc.assert(
      fc.property(attributeValue(sampleAttribute(text), { flavour, constraint }), (value) =>
        satisfies(String(value), constraint),
      ),
      { seed: 3 },
    );
  });
});

describe('shapes', () => {
  const options = { flavour: 'realistic', references: { User: ['u-1'] } } as const;

  test('manager and members refer to what exists', () => {
    const draw = (attribute: MappedAttribute) =>
      fc.sample(attributeValue(attribute, options), { seed: 1, numRuns: 1 })[0];
    expect(draw(sampleAttribute(`${ENTERPRISE_USER}:manager`))).toEqual({ value: 'u-1' });
    expect(draw(sampleAttribute(`${ENTERPRISE_USER}:manager.value`))).toBe('u-1');
    expect(draw(sampleAttribute('members', false, GROUP_TYPE))).toEqual([{ value: 'u-1' }]);
  });

  test('a multi-valued attribute is an array, an element named by its filter an object', () => {
    fc.assert(
      fc.property(attributeValue(sampleAttribute('emails'), options), (value) => {
        expect(
          Array.isArray(value) && value.every((item) => isObject(item) && typeof item.value === 'string'),
        ).toBe(true);
      }),
      { seed: 1 },
    );
    fc.assert(
      fc.property(attributeValue(sampleAttribute('addresses[type eq "work"]'), options), (value) => {
        expect(isObject(value) && Object.keys(value).length > 0 && value.type === undefined).toBe(true);
      }),
      { seed: 1 },
    );
  });

  test('says when nothing can be generated', () => {
    const draw = (text: string, constraint?: ValueConstraint) =>
      fc.sample(
        attributeValue(sampleAttribute(text), { flavour: 'hard', ...(constraint && { constraint }) }),
        1,
      );
    expect(() => draw(`${ENTERPRISE_USER}:manager`)).toThrow(RangeError);
    expect(() => draw(`${ENTERPRISE_USER}:manager.$ref`)).toThrow(RangeError);
    expect(() => draw('locale', { minLength: 90 })).toThrow(RangeError);
    expect(() => draw('userName', { format: 'email', maxLength: 5 })).toThrow(RangeError);
    expect(() => draw('title', { enum: [] })).toThrow(RangeError);
  });
});
