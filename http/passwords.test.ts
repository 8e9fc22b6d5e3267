import { describe, expect, test } from 'vitest';
import { hidePasswords } from './passwords.ts';

const PASSWORD = 'Aa1! "x\\y';

describe('a password is removed', () => {
  test.each([
    ['from a resource', { userName: 'a', password: PASSWORD }],
    ['from a resource in other letter case', { userName: 'a', Password: PASSWORD }],
    ['from an operation', { Operations: [{ op: 'replace', path: 'password', value: PASSWORD }] }],
    ['from an operation, value first', { Operations: [{ value: PASSWORD, op: 'add', path: 'password' }] }],
    [
      'from an operation with a URN path',
      {
        Operations: [
          { op: 'add', path: 'urn:ietf:params:scim:schemas:core:2.0:User:password', value: PASSWORD },
        ],
      },
    ],
    [
      'from a bulk request',
      { Operations: [{ method: 'POST', path: '/Users', data: { password: PASSWORD } }] },
    ],
  ])('%s', (_, body) => {
    const sent = JSON.stringify(body);
    const hide = hidePasswords(sent);
    expect(hide(sent)).toContain('[redacted]');
    expect(hide(sent)).not.toContain('Aa1!');
    expect(hide(JSON.stringify({ detail: `${PASSWORD} is too weak` }))).toBe(
      '{"detail":"[redacted] is too weak"}',
    );
  });

  test('from an answer to a request without one, also where the answer is cut off', () => {
    const hide = hidePasswords(null);
    expect(hide('{"password" : "a\\"b","x":1}')).toBe('{"password" : "[redacted]","x":1}');
    expect(hide('{"password":"half of i')).toBe('{"password":"[redacted]"');
  });
});

test('what is no password stays', () => {
  const body =
    '{"changePassword":{"supported":true},"password":null,"passwords":"x","attributes":["password"]}';
  expect(hidePasswords(body)(body)).toBe(body);
});
