import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otherCase } from './letter-case.ts';
import { nearMisses } from './near-miss.ts';
import { email } from './values/email.ts';
import { hardString } from './values/hard-string.ts';

const values = (value: string, options: Parameters<typeof nearMisses>[1]) =>
  nearMisses(value, options).map((miss) => miss.value);

describe('nearMisses', () => {
  test('lists parts, longer values, wildcards and quotes', () => {
    expect(values('Ada', { caseExact: false })).toEqual([
      'aDA',
      'Ad',
      'da',
      'Adax',
      'xAda',
      'AdaAda',
      'A da',
      '*da',
      '%da',
      '_da',
      '"Ada"',
    ]);
  });

  test('another letter case is equal unless the attribute is caseExact', () => {
    expect(nearMisses('Ada', { caseExact: false })[0]).toEqual({
      label: 'other letter case',
      value: 'aDA',
      equal: true,
    });
    expect(nearMisses('Ada', { caseExact: true })[0]).toEqual({
      label: 'other letter case',
      value: 'aDA',
      equal: false,
    });
    expect(nearMisses('123', { caseExact: true }).map(({ label }) => label)).not.toContain(
      'other letter case',
    );
  });

  test('of an address, domains stay reserved', () => {
    fc.assert(
      fc.property(fc.oneof(email().hard, email().realistic), (address) => {
        for (const value of values(address, { caseExact: false })) {
          expect(value).toMatch(/[@.](example(\.(com|org|net))?|test|invalid)"?$/i);
        }
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('candidates meet the constraint and keep the marker', () => {
    const constraint = { format: 'email', domain: 'corp.test' } as const;
    const found = values('ada.abc123@corp.test', { caseExact: false, constraint, marker: 'abc123' });
    expect(found).toContain('da.abc123@corp.test');
    expect(found).toContain('%da.abc123@corp.test');
    expect(
      found.every((value) => value.toLowerCase().endsWith('abc123@corp.test') || value.includes('abc123x@')),
    ).toBe(true);
  });

  test('no two candidates are the same value, none the value itself or blank', () => {
    fc.assert(
      fc.property(hardString(), fc.boolean(), (value, caseExact) => {
        const fold = (text: string) => (caseExact ? text : text.toLowerCase()).trim();
        const different = nearMisses(value, { caseExact })
          .filter(({ equal }) => !equal)
          .map((miss) => fold(miss.value));
        expect(new Set(different).size).toBe(different.length);
        expect(different).not.toContain(fold(value));
        expect(different).not.toContain('');
        expect(different.every((text) => !/\p{Surrogate}/u.test(text))).toBe(true);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

test('otherCase flips ASCII letters only', () => {
  expect(otherCase('Straße 7')).toBe('sTRAßE 7');
  expect(otherCase('007 é')).toBeNull();
});
