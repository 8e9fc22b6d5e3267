import { expect, test } from 'vitest';
import type { AnswerRow, Cell } from '../../report/comparison.ts';
import { choicesOf } from './choices.ts';

const row = (
  operation: string,
  path: string,
  values: readonly (Cell | string | number)[],
  count = 1,
): AnswerRow => ({
  operation,
  path,
  values: values.map((value) => (typeof value === 'object' ? value : { value })),
  count,
  checks: [`${operation} ${path}`],
});
const ABSENT: Cell = { absent: true };

test('what is chosen for every resource and request is one choice', () => {
  const choices = choicesOf([
    row('GET /Users/{id}', '$.meta.version', ['W/"{version}"', ABSENT], 9),
    row('POST /Users', '$.meta.version', ['W/"{version}"', ABSENT], 5),
    row('GET /Users?filter', '$.Resources[#0].meta.version', ['W/"{version}"', ABSENT], 2),
    row('GET /Users/{id}', '$.emails[type eq "work"].primary', [ABSENT, 0]),
    row('GET /Users/{id}', '$.addresses[type eq "home"].primary', [ABSENT, 0]),
    row('GET /Users/{id}', 'header etag', ['W/"{version}"', ABSENT]),
  ]);
  expect(choices.map(({ paths, count, operations }) => [paths[0], count, operations.length])).toEqual([
    ['$.meta.version', 16, 3],
    ['$.emails[type eq "work"].primary', 2, 1],
    ['header etag', 1, 1],
  ]);
});

test('an answer without a body differs in its status alone', () => {
  const [choice, ...others] = choicesOf([
    row('PATCH /Groups/{id}', 'header content-type', [ABSENT, 'application/scim+json'], 4),
    row('PATCH /Groups/{id}', '$', [ABSENT, 'x'], 4),
    row('PATCH /Groups/{id}', 'status', [204, 200], 4),
    row('GET /Users', 'status', [204, 200], 1),
  ]);
  expect(choice).toMatchObject({ paths: ['status'], count: 5, follows: ['header content-type', '$'] });
  expect(others).toEqual([]);
});
