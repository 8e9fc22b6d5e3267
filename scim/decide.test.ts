import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideFilter, decideOrder } from './decide.ts';
import { parseFilter } from './filter.ts';
import type { Json, JsonObject } from './json.ts';
import { matchesFilter } from './match.ts';
import { define, USER_TYPE } from './schemas/index.ts';
import { CORE_USER } from './urns.ts';

const ada: JsonObject = {
  schemas: [CORE_USER],
  externalId: 'E1',
  profileUrl: 'https://example.com/Ada',
  x509Certificates: [{ value: 'QUJD' }],
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
    ['nickName eq false', false],
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
    ['title pr and nickName pr', false],
    ['nickName pr or members pr', false],
    ['not (title pr)', false],
    ['title pr', true],
    ['title sw "ENG"', true],
    ['title sw "gin"', false],
    ['title ew "EER"', true],
    ['title ew "gin"', false],
    ['title co "gun"', false],
    ['title gt "Engineer"', false],
    ['title ge "Engineer"', true],
    ['title le "Engineer"', true],
    ['title lt "Engineer"', false],
    ['title ge "Eager"', true],
    ['title le "Eager"', false],
    ['title eq null', false],
    ['title ne "Engineer"', false],
    ['emails.value ne "c@example.com"', true],
    ['emails.type eq "other"', false],
    ['emails[type eq "other"]', false],
    ['phoneNumbers[type eq "work"]', false],
    ['active eq true', true],
    ['active ne true', false],
    ['active ne false', true],
    ['active pr', true],
    ['members pr', false],
    ['meta.created eq "2026-01-01T12:00:00.123Z"', true],
    ['meta.created eq "2026-01-02T12:00:00Z"', false],
    ['meta.created ge "2026-01-01T12:00:00.123Z"', true],
    ['externalId eq "E1"', true],
    ['externalId eq "e1"', false],
    ['profileUrl eq "https://example.com/Ada"', true],
    ['profileUrl eq "https://example.com/Bea"', false],
    ['x509Certificates.value eq "QUJD"', true],
    ['x509Certificates.value eq "qujd"', false],
    [`schemas eq "${CORE_USER}"`, true],
    // elements without sub-attributes answer to "value"
    [`schemas[value eq "${CORE_USER}"]`, true],
    ['schemas[value sw "x"]', false],
  ])('%s is %s', (filter, expected) => {
    expect(decide(filter)).toBe(expected);
  });

  test('numbers by their value', () => {
    const level = define('level', 'integer');
    const type = { ...USER_TYPE, schema: { ...USER_TYPE.schema, attributes: [level] } };
    const of = (filter: string) => decideFilter(parseFilter(filter), { level: 10 }, type);
    expect(['level eq 10', 'level ne 9', 'level gt 9', 'level ge 10', 'level le 10'].map(of)).toEqual(
      Array(5).fill(true),
    );
    expect(['level eq 9', 'level ne 10', 'level gt 10', 'level lt 10', 'level le 9'].map(of)).toEqual(
      Array(5).fill(false),
    );
    expect(['level co 1', 'level eq "10"', 'level gt "9"'].map(of)).toEqual(Array(3).fill(null));
  });

  test('binaries by every letter, whatever their definition says (RFC 7643 §2.3.6)', () => {
    const blob = define('blob', 'binary', { caseExact: false });
    const type = { ...USER_TYPE, schema: { ...USER_TYPE.schema, attributes: [blob] } };
    expect(decideFilter(parseFilter('blob eq "qujd"'), { blob: 'QUJD' }, type)).toBe(false);
  });

  test('nothing but empty texts as neither present nor absent (RFC 7644 §3.4.2.2, Table 3)', () => {
    const empty = { title: '', name: { givenName: '', familyName: '' } };
    expect(decide('title pr', empty)).toBe(null);
    expect(decide('name.givenName pr', empty)).toBe(null);
    expect(decide('name pr', empty)).toBe(null);
    expect(decide('name pr', { name: { givenName: '', familyName: 'Byron' } })).toBe(true);
  });

  test('several values that all differ, or are all the same', () => {
    const both = (type: string) => ({ emails: [{ type }, { type }] });
    expect(decide('emails.type ne "work"', both('work'))).toBe(false);
    expect(decide('emails.type ne "work"', both('home'))).toBe(true);
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
    'title pr and nickName ne "x"',
    'nickName ne "x" or nickName pr',
    'not (nickName ne "x")',
    'nickName ne null',
    'members ne "x"',
    'members eq null',
    'members[value eq "x"]',
    'name eq "x"',
    'emails[type eq "work"].value eq "a@example.com"',
    'title eq 5',
    'title ne 5',
    'active eq "true"',
    'active co true',
    'active gt false',
    'externalId gt "e0"',
    'profileUrl eq "HTTPS://EXAMPLE.COM/ADA"',
    'profileUrl gt "https://example.com/A"',
    'x509Certificates.value gt "QUJC"',
    'meta.created lt "never"',
    'meta.created eq "never"',
  ])('%s', (filter) => {
    expect(decide(filter)).toBeNull();
  });

  test('a boolean that is left out, which may count as false (RFC 7643 §2.4)', () => {
    for (const filter of ['active pr', 'active eq false', 'not (active pr)']) {
      expect(decide(filter, {})).toBeNull();
    }
    expect(decide('active eq true', {})).toBe(false);
    expect(decide('title eq "false"', {})).toBe(false);
  });

  test('values of which only some are there', () => {
    expect(decide('emails.type ne "work"', { emails: [{ type: 'work' }, { value: 'a' }] })).toBeNull();
    expect(decide('emails.type eq "home"', { emails: [{ type: 'work' }, { value: 'a' }] })).toBe(false);
    expect(decide('emails.type eq "work"', { emails: [{ type: 'work' }, { value: 'a' }] })).toBe(true);
  });

  test('spellings that Unicode counts as one, or as compatible', () => {
    expect(decide('title eq "Andr\u00e9"', { title: 'Andre\u0301' })).toBeNull();
    expect(decide('externalId eq "Andr\u00e9"', { externalId: 'Andre\u0301' })).toBeNull();
    expect(decide('title eq "fig"', { title: '\ufb01g' })).toBeNull();
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
    [2, '10', null],
    [true, false, null],
    ['adam', 'ada', 1],
    ['Bea', 'ada', 1],
    ['ada', 'ada1', -1],
    ['a', 'a-', null],
    ['f', 'e\u0301', null],
    ['ae\u0301', 'af', null],
    ['é', 'f', null],
    ['a', 'é', null],
    ['b\u0301', 'ba', null],
    ['a', '1', null],
    ['-', '+', null],
  ])('%j against %j', (a, b, expected) => {
    expect(decideOrder(a, b, define('title'))).toBe(expected);
  });

  test('of letters of two cases nothing is decided where letter case counts', () => {
    const exact = define('title', 'string', { caseExact: true });
    expect(decideOrder('a', 'B', exact)).toBeNull();
    expect(decideOrder('a', 'b', exact)).toBe(-1);
    expect(decideOrder('B', 'A', exact)).toBe(1);
    expect(decideOrder('A', 'a', exact)).toBeNull();
  });

  test('instants closer than a second have none', () => {
    const date = define('since', 'dateTime');
    expect(decideOrder('2026-01-01T00:00:00.1Z', '2026-01-01T00:00:00Z', date)).toBeNull();
    expect(decideOrder('2026-01-01T00:00:00Z', '2026-01-01T00:00:00.999999999Z', date)).toBeNull();
    expect(decideOrder('2026-01-01T01:00:00+02:00', '2026-01-01T00:00:00Z', date)).toBe(-1);
    expect(decideOrder('2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', date)).toBe(-1);
    expect(decideOrder('2026-01-01T00:00:01Z', '2026-01-01T00:00:00Z', date)).toBe(1);
    expect(decideOrder('2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', date)).toBe(0);
    expect(decideOrder('now', '2026-01-01T00:00:00Z', date)).toBeNull();
    expect(decideOrder('2026-01-01T00:00:00Z', 'now', date)).toBeNull();
  });

  test('nor have instants of which one alone tells its zone, unless no zone is that wide', () => {
    const date = define('since', 'dateTime');
    expect(decideOrder('2026-01-01T12:00:00', '2026-01-01T00:00:00Z', date)).toBeNull();
    expect(decideOrder('2026-01-01T00:00:00+02:00', '2026-01-01T08:00:00', date)).toBeNull();
    expect(decideOrder('2026-01-02T00:00:00', '2026-01-01T00:00:00Z', date)).toBe(1);
    expect(decideOrder('2026-01-01T00:00:00', '2026-01-01T12:00:00', date)).toBe(-1);
  });

  test('nor have references and binaries', () => {
    expect(decideOrder('a', 'b', define('link', 'reference'))).toBeNull();
    expect(decideOrder('a', 'b', define('blob', 'binary'))).toBeNull();
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
