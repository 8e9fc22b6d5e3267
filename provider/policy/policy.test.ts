import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findAttribute } from '../../scim/schema.ts';
import { COMMON_ATTRIBUTES, GROUP_TYPE, USER_TYPE } from '../../scim/schemas/index.ts';
import { knownVariations } from '../variations.ts';
import { nameOf, partsOf, policyOf, standTogether } from './compatible.ts';
import { policies, policyOfSeed } from './draw.ts';
import { FEATURES } from './features.ts';
import { KINDS, type Kind } from './kinds.ts';
import { CHOICES, choicesOf, describePolicy, readPolicy } from './policy.ts';

const DRAWS = 1000;
const drawn = fc.sample(policies(), { seed: 16, numRuns: DRAWS });

describe('each choice', () => {
  test.each(CHOICES)('$id is about an attribute of RFC 7643', ({ resource, path }) => {
    const type = resource === 'User' ? USER_TYPE : GROUP_TYPE;
    const [name = '', part] = path;
    const all = [...COMMON_ATTRIBUTES, ...[type.schema, ...type.extensions].flatMap((one) => one.attributes)];
    const whole = findAttribute(all, name);
    expect(part === undefined ? whole : findAttribute(whole?.subAttributes, part)).toBeDefined();
  });

  test.each(Object.entries(KINDS).map(([name, kind]): [string, Kind] => [name, kind]))(
    '%s carries the words that permit it',
    (_, { permittedBy, sentence, title }) => {
      expect(permittedBy).toMatch(/^RFC764[34]-\d+(\.\d+)*$/);
      expect(sentence.length).toBeGreaterThan(30);
      expect(title).toMatch(/[^.]$/);
    },
  );
});

describe('what is drawn', () => {
  it('stands together', () => {
    for (const policy of drawn) {
      const parts = partsOf(policy);
      for (const [index, part] of parts.entries()) {
        for (const other of parts.slice(index + 1)) expect(standTogether(part, other)).toBe(true);
      }
    }
  });

  it('is every choice, feature and variation that is one of policy', () => {
    const names = new Set(drawn.flatMap(partsOf).map(nameOf));
    const variations = knownVariations().filter(({ topic }) => topic !== 'neighbours');
    const known = [...CHOICES, ...variations].map(({ id }) => id);
    const missing = [...known, ...Object.keys(FEATURES)].filter((name) => !names.has(name));
    expect(missing).toEqual(['slow-answers', 'throttles-at-times', 'throttles-for-a-second']);
  });

  it('is each kind with each other and with each variation that it can stand with', () => {
    const seen = new Set<string>();
    const labels = (policy: (typeof drawn)[number]): readonly string[] => [
      ...choicesOf(policy).map(({ kind }) => kind),
      ...policy.without,
      ...policy.variations,
    ];
    for (const policy of drawn) {
      const all = labels(policy);
      for (const a of all) for (const b of all) seen.add(`${a} ${b}`);
    }
    const kinds = Object.keys(KINDS);
    const variations = [...new Set(drawn.flatMap((policy) => policy.variations))];
    const parts = new Map(drawn.flatMap(partsOf).map((part) => [nameOf(part), part]));
    const can = (kind: string, other: string): boolean =>
      [...parts.values()].some(
        (part) =>
          part.part === 'attribute' &&
          part.choice.kind === kind &&
          [...parts.values()].some(
            (one) =>
              (one.part === 'attribute' ? one.choice.kind : nameOf(one)) === other &&
              standTogether(part, one),
          ),
      );
    const pairs = kinds.flatMap((kind) =>
      [...kinds, ...Object.keys(FEATURES), ...variations]
        .filter((other) => kind !== other && can(kind, other))
        .map((other) => `${kind} ${other}`),
    );
    const missing = pairs.filter((pair) => !seen.has(pair));
    expect(missing).toEqual([]);
  });

  it('is at times a single choice', () => {
    expect(drawn.filter((policy) => partsOf(policy).length === 1).length).toBeGreaterThan(5);
  });

  it('is the same for a seed every time', () => {
    expect(policyOfSeed(7)).toEqual(policyOfSeed(7));
    expect(policyOfSeed(7)).not.toEqual(policyOfSeed(8));
  });
});

describe('a policy in a file', () => {
  it('is read as it was written', () => {
    for (const policy of drawn.slice(0, 50)) {
      expect(readPolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
      expect(policyOf(partsOf(policy))).toEqual(policy);
      expect(describePolicy(policy)).toHaveLength(partsOf(policy).length);
    }
  });

  test.each([
    [[], 'a policy is an object'],
    [{ attributes: ['User.title:blue'] }, '"User.title:blue" is none of the attributes'],
    [{ without: ['luck'] }, '"luck" is none of the without'],
    [{ variations: 'no-bulk' }, '"variations" of a policy is a list'],
    [{ attribute: [] }, 'a policy has no "attribute"'],
  ])('%j is refused', (value, message) => {
    expect(() => readPolicy(value)).toThrow(message);
  });
});
