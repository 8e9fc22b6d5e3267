import { expect, test } from 'vitest';
import { define, USER_TYPE } from '../../scim/schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from '../../scim/urns.ts';
import { departures } from './validator.ts';

const ada = { schemas: [CORE_USER], id: '1', userName: 'ada' };

test('a resource that agrees has no departures, in whatever letter case its names are', () => {
  const resource = { ...ada, ACTIVE: true, Emails: [{ Value: 'a@example.test', primary: null }] };
  expect(departures(resource, USER_TYPE)).toEqual([]);
});

test('departures say where, what was expected, and what is there', () => {
  const resource = {
    ...ada,
    active: 'True',
    emails: [{ value: 'a@example.test', primary: 'true' }],
    [ENTERPRISE_USER]: { department: 7 },
  };
  expect(departures(resource, USER_TYPE)).toEqual(
    expect.arrayContaining([
      { at: 'active', attribute: 'active', kind: 'form', expected: 'JSON boolean', actual: 'True' },
      {
        at: 'emails/0/primary',
        attribute: 'emails.primary',
        kind: 'form',
        expected: 'JSON boolean',
        actual: 'true',
      },
      {
        at: `${ENTERPRISE_USER}/department`,
        attribute: `${ENTERPRISE_USER}:department`,
        kind: 'form',
        expected: 'JSON string',
        actual: 7,
      },
    ]),
  );
});

test('a required value can be missing, or be there without a value', () => {
  const { userName: _, ...nameless } = ada;
  const missing = {
    at: 'userName',
    attribute: 'userName',
    kind: 'missing',
    expected: 'a value: it is required',
  };
  expect(departures(nameless, USER_TYPE)).toEqual([{ ...missing, actual: undefined }]);
  expect(departures({ ...ada, userName: null }, USER_TYPE)).toEqual([{ ...missing, actual: null }]);
});

test('definitions with hostile names do no harm', () => {
  const names = ['__proto__', 'constructor', 'a"]+process.exit()//', '$ref', 'a/b~c'];
  const type = {
    ...USER_TYPE,
    schema: { ...USER_TYPE.schema, attributes: names.map((name) => define(name, 'boolean')) },
  };
  const odd = JSON.parse('{"__proto__": "x", "a/b~c": "x", "schemas": ["urn:example:a"]}');
  expect(departures(odd, type)).toEqual(
    expect.arrayContaining([
      { at: 'a/b~c', attribute: 'a/b~c', kind: 'form', expected: 'JSON boolean', actual: 'x' },
    ]),
  );
});
