import { describe, expect, test } from 'vitest';
import { define, ENTERPRISE_USER, USER_TYPE } from '../scim/schemas/index.ts';
import { keepImmutable } from './immutable.ts';

const TYPE = {
  ...USER_TYPE,
  schema: {
    ...USER_TYPE.schema,
    attributes: [define('title'), define('origin', 'string', { mutability: 'immutable' })],
  },
  extensions: [
    { ...ENTERPRISE_USER, attributes: [define('employeeNumber', 'string', { mutability: 'immutable' })] },
  ],
};
const { id } = ENTERPRISE_USER;

describe('an immutable attribute', () => {
  test('is set while it has no value', () => {
    expect(keepImmutable({ origin: 'A' }, {}, TYPE)).toEqual({ origin: 'A' });
  });

  test('stays when it is repeated or left out', () => {
    expect(keepImmutable({ origin: 'a', title: 'B' }, { origin: 'A' }, TYPE)).toEqual({
      origin: 'A',
      title: 'B',
    });
    expect(keepImmutable({ title: 'B' }, { origin: 'A', title: 'A' }, TYPE)).toEqual({
      origin: 'A',
      title: 'B',
    });
    expect(keepImmutable({}, { [id]: { employeeNumber: '7' } }, TYPE)).toEqual({
      schemas: [id],
      [id]: { employeeNumber: '7' },
    });
  });

  test('is not changed', () => {
    expect(() => keepImmutable({ origin: 'B' }, { origin: 'A' }, TYPE)).toThrow('"origin" is immutable');
    expect(() =>
      keepImmutable({ [id]: { employeeNumber: '8' } }, { [id]: { employeeNumber: '7' } }, TYPE),
    ).toThrow('"employeeNumber" is immutable');
  });
});
