import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScimError } from './error.ts';
import { type CompareOperator, type Filter, formatFilter, parseFilter } from './filter.ts';
import type { AttributePath } from './path.ts';

function path(attribute: string, rest: Partial<AttributePath> = {}): AttributePath {
  return { urn: null, attribute, filter: null, subAttribute: null, ...rest };
}

function eq(attribute: string, value: string): Filter {
  return { kind: 'compare', path: path(attribute), operator: 'eq', value };
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

const PARSED: readonly (readonly [string, Filter])[] = [
  ['userName eq "bjensen"', eq('userName', 'bjensen')],
  ['userName Eq "bjensen"', eq('userName', 'bjensen')],
  ['title PR', { kind: 'present', path: path('title') }],
  [
    'name.familyName co "O\'Malley"',
    {
      kind: 'compare',
      path: path('name', { subAttribute: 'familyName' }),
      operator: 'co',
      value: "O'Malley",
    },
  ],
  [
    `${USER}:name.givenName sw "J"`,
    {
      kind: 'compare',
      path: path('name', { urn: USER, subAttribute: 'givenName' }),
      operator: 'sw',
      value: 'J',
    },
  ],
  ['a eq "x" or b eq "y" and c eq "z"', or(eq('a', 'x'), and(eq('b', 'y'), eq('c', 'z')))],
  ['(a eq "x" or b eq "y") and c eq "z"', and(or(eq('a', 'x'), eq('b', 'y')), eq('c', 'z'))],
  ['not (a eq "x") and b eq "y"', and({ kind: 'not', filter: eq('a', 'x') }, eq('b', 'y'))],
  ['NOT(a eq "x")', { kind: 'not', filter: eq('a', 'x') }],
  ['not eq "x"', eq('not', 'x')],
  [
    'emails[type eq "work" and value co "@example.com"]',
    {
      kind: 'valuePath',
      path: path('emails', {
        filter: and(eq('type', 'work'), {
          kind: 'compare',
          path: path('value'),
          operator: 'co',
          value: '@example.com',
        }),
      }),
    },
  ],
  [
    'emails[type eq "work"].value eq "x"',
    {
      kind: 'compare',
      path: path('emails', { filter: eq('type', 'work'), subAttribute: 'value' }),
      operator: 'eq',
      value: 'x',
    },
  ],
  ['a eq "\\u00e9\\"\\\\\\n)"', eq('a', 'é"\\\n)')],
  ['a eq -1.5E+2', { kind: 'compare', path: path('a'), operator: 'eq', value: -150 }],
  ['a ne null', { kind: 'compare', path: path('a'), operator: 'ne', value: null }],
  ['a eq false', { kind: 'compare', path: path('a'), operator: 'eq', value: false }],
  ['  ( a   pr )  ', { kind: 'present', path: path('a') }],
  ['a  eq  "x"  and  b  eq  "y"', and(eq('a', 'x'), eq('b', 'y'))],
  ['a eq "x"  or  b eq "y"', or(eq('a', 'x'), eq('b', 'y'))],
  ['not  (  a eq "x"  )', { kind: 'not', filter: eq('a', 'x') }],
  ['a[  b eq "x"  ]', { kind: 'valuePath', path: path('a', { filter: eq('b', 'x') }) }],
  // chains group to the left; the operators have no letter case (§3.4.2.2)
  ['a pr AND b pr And c pr', and(and(present('a'), present('b')), present('c'))],
  ['a pr OR b pr or c pr', or(or(present('a'), present('b')), present('c'))],
  // a JSON number (RFC 7159 §6)
  ['a eq 1e3', { kind: 'compare', path: path('a'), operator: 'eq', value: 1000 }],
  ['a eq 0.25', { kind: 'compare', path: path('a'), operator: 'eq', value: 0.25 }],
  ['a eq 1e-2', { kind: 'compare', path: path('a'), operator: 'eq', value: 0.01 }],
  // a URI's scheme is letters, digits, "+", "-" and "." (RFC 3986 §3.1)
  ['h2.a+b-c:x:a pr', { kind: 'present', path: path('a', { urn: 'h2.a+b-c:x' }) }],
];

function present(attribute: string): Filter {
  return { kind: 'present', path: path(attribute) };
}

function or(left: Filter, right: Filter): Filter {
  return { kind: 'or', left, right };
}

function and(left: Filter, right: Filter): Filter {
  return { kind: 'and', left, right };
}

const MALFORMED: readonly string[] = [
  '',
  ' ',
  'userName',
  'userName eq',
  'userName eq bjensen',
  "userName eq 'bjensen'",
  'userName eq "bjensen',
  'userName eq "a"b"',
  'userName eq "a\nb"',
  'userName eq "\\x"',
  'userName regex "a"',
  'userName eq TRUE',
  'userName eq 01',
  'userName eq 1e999',
  'userName eq "a" and',
  'userName eq "a"and title pr',
  'userName eq "a" title pr',
  'and title pr',
  'not title pr',
  '(title pr',
  'title pr)',
  '()',
  'emails[]',
  'emails[type eq "work"',
  'emails[a[b pr]]',
  'emails.value[a pr]',
  'emails[type eq "work"] eq "x"',
  'a..b pr',
  'a.b.c pr',
  ':a pr',
  'a:b pr',
  '1a pr',
  'ä pr',
  '1urn:x:a pr',
  'u_n:x:a pr',
  'a\tpr',
  'userName eq +1',
  'userName eq 1.',
  'userName eq .5',
  '(a pr)and(b pr)',
  'a pr or(b pr)',
];

/** What people are told: where in the text, what belongs there and what is. */
const EXPLAINED: readonly (readonly [explanation: string, text: string])[] = [
  ['at character 6: expected the end, found "x"', 'a pr x'],
  ['at character 10: expected ")", found the end', 'not (a pr'],
  ['at character 6: expected ")", found the end', '(a pr'],
  ['at character 12: expected "]", found the end', 'emails[a pr'],
  ['at character 1: expected an attribute name, found the end', ''],
  ['at character 10: expected an attribute name, found "1b pr"', 'a pr and 1b pr'],
  ['at character 3: expected no filter on a sub-attribute, found "b[c pr]]"', 'a[b[c pr]]'],
  ['at character 1: expected no filter on a sub-attribute, found "a.b[c pr]"', 'a.b[c pr]'],
  ['at character 6: expected a JSON string, number, true, false or null, found "x"', 'a eq x'],
  [
    'at character 2: expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le with a value, or pr), found " eq"',
    'a eq',
  ],
  [`at character 6: expected the end, found "${'b'.repeat(40)}"`, `a pr ${'b'.repeat(50)}`],
  ['at character 102: expected at most 100 levels of nesting, found "a pr"', `${'('.repeat(101)}a pr`],
  [
    'at character 9001: expected at most 1000 attribute expressions, found "b pr"',
    `${'a pr and '.repeat(1000)}b pr`,
  ],
];

describe('parseFilter', () => {
  it.each(PARSED)('%s', (text, filter) => {
    expect(parseFilter(text)).toEqual(filter);
  });

  it.each(MALFORMED)('refuses %j', (text) => {
    expect(() => parseFilter(text)).toThrowError(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter' }),
    );
  });

  it.each([
    ['parentheses', `${'('.repeat(100_000)}a pr${')'.repeat(100_000)}`],
    ['negations', `${'not('.repeat(100_000)}a pr`],
    ['a chain', Array(100_000).fill('a pr').join(' and ')],
    ['a long literal', `a eq "${'\\"'.repeat(1_000_000)}`],
  ])('refuses %s without limit instead of overflowing', (_, text) => {
    expect(() => parseFilter(text)).toThrowError(ScimError);
  });

  it('accepts a hundred levels of nesting, a thousand expressions and a literal of a million characters', () => {
    expect(parseFilter(`${'('.repeat(100)}a pr${')'.repeat(100)}`)).toEqual({
      kind: 'present',
      path: path('a'),
    });
    expect(parseFilter(Array(101).fill('(a pr)').join(' and '))).toMatchObject({ kind: 'and' });
    expect(parseFilter(Array(1000).fill('a pr').join(' or '))).toMatchObject({ kind: 'or' });
    const value = '\\"'.repeat(500_000);
    expect(parseFilter(`a eq ${JSON.stringify(value)}`)).toEqual(eq('a', value));
  });

  it.each(EXPLAINED)('explains %s', (explanation, text) => {
    expect(() => parseFilter(text)).toThrowError(`The filter is malformed ${explanation}.`);
  });
});

const name = fc.constantFrom('userName', 'not', 'and', 'pr', '$ref', 'a-b_1', 'value', 'type');
const operator = fc.constantFrom<CompareOperator>('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
const literal = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.boolean(),
  fc.constant(null),
);
const plainPath = fc.record<AttributePath>({
  urn: fc.constantFrom(null, USER, 'urn:x:y'),
  attribute: name,
  filter: fc.constant(null),
  subAttribute: fc.option(name),
});

function filters(expressionPath: fc.Arbitrary<AttributePath>, valuePaths: fc.Arbitrary<Filter> | null) {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ kind: fc.constant('present' as const), path: expressionPath }),
      fc.record({ kind: fc.constant('compare' as const), path: expressionPath, operator, value: literal }),
      ...(valuePaths === null ? [] : [valuePaths]),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        left: tie('filter'),
        right: tie('filter'),
      }),
      fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
    ),
  })).filter;
}

const selected = fc.record<AttributePath>({
  urn: fc.constant(null),
  attribute: name,
  filter: filters(plainPath, null),
  subAttribute: fc.constant(null),
});

describe('formatFilter', () => {
  it('is undone by parseFilter', () => {
    const filter = filters(
      plainPath,
      selected.map((chosen) => ({ kind: 'valuePath' as const, path: chosen })),
    );
    fc.assert(
      fc.property(filter, (original) => {
        expect(parseFilter(formatFilter(original))).toEqual(original);
      }),
      { seed: 7644, numRuns: 500 },
    );
  });

  it('writes no more parentheses than needed', () => {
    const text = 'a eq "x" or not (b eq "y" and c pr) and (d pr or e pr)';
    expect(formatFilter(parseFilter(`((${text}))`))).toBe(text);
  });
});
