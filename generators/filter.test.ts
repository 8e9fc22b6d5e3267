import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Filter, formatFilter, parseFilter } from '../scim/filter.ts';
import { parsePath } from '../scim/path.ts';
import { define, USER, USER_TYPE } from '../scim/schemas/index.ts';
import { expressionArbitrary, type FilterOperand, filterArbitrary, valuePathArbitrary } from './filter.ts';
import { malformedFilter } from './malformed-filter.ts';
import { PLAIN, spellFilter, spellingArbitrary } from './spelling.ts';

const emails = USER.attributes.find(({ name }) => name === 'emails') ?? define('emails');
const operand = (
  path: string,
  definition: FilterOperand['definition'],
  more: Partial<FilterOperand> = {},
): FilterOperand => ({
  path: parsePath(path),
  definition,
  parent: definition,
  values: ['Engineer', 'Chief of "staff"'],
  operators: ['eq', 'co', 'sw', 'ew', 'gt', 'pr'],
  exactly: false,
  ...more,
});
const OPERANDS: readonly FilterOperand[] = [
  operand('title', define('title')),
  operand('active', define('active', 'boolean'), { values: [true, false], operators: ['eq', 'ne', 'pr'] }),
  operand('id', define('id', 'string', { caseExact: true }), {
    values: ['1'],
    operators: ['eq'],
    exactly: true,
  }),
  operand('meta.created', define('created', 'dateTime'), {
    values: ['2026-01-01T00:00:00Z'],
    operators: ['gt'],
  }),
];
const ELEMENTS: readonly FilterOperand[] = [
  operand('emails.value', define('value'), { parent: emails, values: ['a@example.com'] }),
  operand('emails.type', define('type'), { parent: emails, values: ['work'] }),
];
const sample = <T>(arbitrary: fc.Arbitrary<T>): T[] => fc.sample(arbitrary, { seed: 1, numRuns: 300 });

describe('generated filters', () => {
  test('are what they say when they are written out', () => {
    for (const filter of sample(filterArbitrary(expressionArbitrary(OPERANDS), 3)))
      expect(parseFilter(formatFilter(filter))).toEqual(filter);
  });

  test('ask for every operand, with its operators alone', () => {
    const texts = sample(expressionArbitrary(OPERANDS)).map(formatFilter);
    for (const { path } of OPERANDS) expect(texts.some((text) => text.startsWith(path.attribute))).toBe(true);
    expect(texts.filter((text) => text.startsWith('id')).every((text) => text === 'id eq "1"')).toBe(true);
    expect(texts.some((text) => /^active (eq|ne) (true|false)$/.test(text))).toBe(true);
    expect(texts.some((text) => text.includes('+09:00') || text.includes('-09:00'))).toBe(true);
  });

  test('name sub-attributes alone in square brackets', () => {
    for (const filter of sample(valuePathArbitrary(ELEMENTS))) {
      expect(formatFilter(filter)).toMatch(/^emails\[.*\]$/);
      expect(parseFilter(formatFilter(filter))).toEqual(filter);
    }
  });

  test('shrink to one of their expressions', () => {
    const found = fc.check(
      fc.property(
        filterArbitrary(expressionArbitrary(OPERANDS), 3),
        (filter) => !formatFilter(filter).includes('active'),
      ),
      { seed: 1 },
    );
    const [smallest] = found.counterexample ?? [];
    expect((smallest as Filter | undefined)?.kind).toMatch(/compare|present/);
  });
});

describe('spellings', () => {
  test('mean the same filter', () => {
    const lower = (text: string) => JSON.stringify(parseFilter(text)).toLowerCase();
    for (const [filter, spelling] of sample(
      fc.tuple(filterArbitrary(expressionArbitrary(OPERANDS), 2), spellingArbitrary()),
    )) {
      const plain = spellFilter(filter, { ...spelling, urns: 'plain' }, USER_TYPE);
      expect(lower(plain)).toBe(lower(formatFilter(filter)));
    }
  });

  test('put the URI in front of attributes that have one', () => {
    const title = parseFilter('title eq "eq and" and id pr');
    expect(spellFilter(title, { names: 'upper', operators: 'capital', urns: 'full' }, USER_TYPE)).toBe(
      'urn:ietf:params:scim:schemas:core:2.0:User:TITLE Eq "eq and" And ID Pr',
    );
    expect(spellFilter(title, PLAIN, USER_TYPE)).toBe('title eq "eq and" and id pr');
  });

  test('leave the names inside square brackets without one', () => {
    const filter = parseFilter('emails[type eq "work"]');
    expect(spellFilter(filter, { names: 'upper', operators: 'upper', urns: 'plain' }, USER_TYPE)).toBe(
      'EMAILS[TYPE EQ "work"]',
    );
  });
});

describe('malformed filters', () => {
  test.each(['expression', 'syntax', 'brackets'] as const)('break the grammar: %s', (breakage) => {
    const broken = malformedFilter(breakage, ['emails'], fc.stringMatching(/^x[a-z]{0,4}$/));
    for (const { text } of sample(broken)) expect(() => parseFilter(text), text).toThrow(/malformed/);
  });
});
