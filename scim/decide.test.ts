import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideFilter, decideOrder } from './decide.ts';
import { parseFilter } from './filter.ts';
import type { Json, JsonObject } from './json.ts';
import { matchesFilter } from './match.ts';
import { define, USER_TYPE } from './schemas/index.ts';

const ada: JsonObject = {
  userName: 'Ada',
  title: 'Engineer',
  active: true,
  emails: [
    { value: 'a@example.com', type: 'work', primary: true },
    { value: 'b@example.com', type: 'home' },
  ],
  meta: { created: '2026-01-01T12:00:00.123Z' },
};
const decide = (filter: string, resource = ada) => decideFilter(parseFilter(filter), resource, USER_TYPE);

describe('what the RFC decides', () => {
  test.each<[string, boolean]>([
    ['userName eq "ADA"', true],
    ['userName eq "Ad"', false],
    ['title co "GIN"', true],
    ['title gt "Eager"', true],
    ['title lt "Eager"', false],
    ['nickName eq "x"', false],
    ['not (nickName eq "x")', true],
    ['nickName pr', false],
    ['title ne "x"', true],
    ['title ne null', true],
    ['emails.value eq "B@example.com"', true],
    ['emails[type eq "work" and value eq "b@example.com"]', false],
    ['emails[type eq "home" and value eq "b@example.com"]', true],
    ['emails.primary eq true', true],
    ['active eq false', false],
    ['meta.created gt "2026-01-01T12:00:00+02:00"', true],
    ['members eq "x"', false],
    ['title eq "Engineer" and nickName pr', false],
    ['nickName ne "x" or title pr', true],
  ])('%s is %s', (filter, expected) => {
    expect(decide(filter)).toBe(expected);
  });
});

describe('what it leaves open', () => {
  test.each([
    'nickName ne "x"',
    'nickName eq null',
    'emails.type ne "work"',
    'emails.primary eq false',
    'emails.primary ne true',
    'title gt "Éa"',
    'meta.created eq "2026-01-01T12:00:00Z"',
    'meta.created gt "2026-01-01T12:00:00Z"',
    'emails eq "a@example.com"',
    'nickName ne "x" and title pr',
  ])('%s', (filter) => {
    expect(decide(filter)).toBeNull();
  });

  test('letters of which foldings differ', () => {
    expect(decide('title eq "strasse"', { title: 'Straße' })).toBeNull();
    expect(decide('title eq "straße"', { title: 'Straße' })).toBe(true);
  });
});

describe('order', () => {
  test.each<[Json, Json, number | null]>([
    ['Ada', 'ada', 0],
    ['ada', 'Bea', -1],
    ['ada', 'adam', -1],
    ['a b', 'ab', null],
    ['a-', 'a', null],
    ['e\u0301', 'f', null],
    ['a1', 'a2', -1],
    ['a1', 'ab', null],
    [2, 10, -8],
    ['2', 10, null],
  ])('%j against %j', (a, b, expected) => {
    expect(decideOrder(a, b, define('title'))).toBe(expected);
  });

  test('of letters of two cases nothing is decided where letter case counts', () => {
    const exact = define('title', 'string', { caseExact: true });
    expect(decideOrder('a', 'B', exact)).toBeNull();
    expect(decideOrder('a', 'b', exact)).toBe(-1);
  });

  test('instants closer than a second have none', () => {
    const date = define('since', 'dateTime');
    expect(decideOrder('2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00Z', date)).toBeNull();
    expect(decideOrder('2026-01-01T01:00:00+02:00', '2026-01-01T00:00:00Z', date)).toBe(-1);
  });
});

test('a decision is never another than that of the matcher', () => {
  const word = fc.constantFrom('Ada', 'ada', 'Engineer', 'gin', 'work', 'home', 'A', 'b@example.com', 'z');
  const path = fc.constantFrom(
    'userName',
    'title',
    'nickName',
    'emails.value',
    'emails.type',
    'name.givenName',
  );
  const operator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
  const leaf = fc.oneof(
    fc.tuple(path, operator, word).map(([name, op, text]) => `${name} ${op} ${JSON.stringify(text)}`),
    path.map((name) => `${name} pr`),
  );
  const filter = fc.oneof(
    leaf,
    fc.tuple(leaf, leaf, leaf).map(([a, b, c]) => `(${a} or ${b}) and not (${c})`),
    fc.tuple(leaf, leaf).map(([a, b]) => `${a} and ${b}`),
  );
  fc.assert(
    fc.property(filter, (text) => {
      const decision = decide(text);
      return decision === null || decision === matchesFilter(parseFilter(text), ada, USER_TYPE);
    }),
    { seed: 1, numRuns: 500 },
  );
});
