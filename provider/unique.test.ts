import { expect, test } from 'vitest';
import { define } from '../scim/schemas/index.ts';
import { requireUniqueValues } from './unique.ts';

const TYPE = {
  name: 'Device',
  endpoint: '/Devices',
  schema: {
    id: 'urn:example:Device',
    name: 'Device',
    attributes: [define('label'), define('serial', 'string', { uniqueness: 'server' })],
  },
  extensions: [],
};
const others = [{ id: '1', label: 'A', serial: 'S1' }];

test('a value that is declared unique is refused when another resource has it, in any letter case', () => {
  expect(() => requireUniqueValues({ serial: 's1' }, TYPE, others, null)).toThrow('serial is in use');
  expect(() => requireUniqueValues({ serial: 'S1' }, TYPE, others, '2')).toThrow('serial is in use');
});

test('a value of one’s own, another value, none, and what is not unique are fine', () => {
  for (const [resource, id] of [
    [{ serial: 'S1' }, '1'],
    [{ serial: 'S2' }, null],
    [{ label: 'A' }, null],
  ] as const)
    expect(() => requireUniqueValues(resource, TYPE, others, id)).not.toThrow();
});
