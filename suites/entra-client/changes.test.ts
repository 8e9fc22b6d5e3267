import { describe, expect, it } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { mapAttributes } from '../../config/mapping.ts';
import { extensionOf } from '../../generators/build.ts';
import { families, isDotted, isExtension, isFiltered, isOptional, isPlain } from './changes.ts';

const { users } = mapAttributes(loadApplication('alvao'), { user: null, group: null });
const texts = (fits: (attribute: (typeof users)[number]) => boolean): readonly string[] =>
  users.filter(fits).map(({ text }) => text);

describe('the attributes that an update may change', () => {
  it('are plain values without rules of their own', () => {
    const left = texts((attribute) => !isPlain(attribute));
    expect(left).toEqual(['userName', 'externalId', 'active', expect.stringMatching(/:manager$/)]);
  });

  it('are told apart by their paths', () => {
    expect(texts(isDotted)).toEqual(['name.givenName', 'name.familyName', 'name.formatted']);
    expect(texts(isFiltered)).toHaveLength(10);
    expect(users.filter(isExtension).every(({ path }) => extensionOf(path) !== null)).toBe(true);
    expect(texts((attribute) => !isOptional(attribute))).toEqual([
      'userName',
      'externalId',
      'active',
      'displayName',
    ]);
  });

  it('belong together by the multi-valued attribute they are in', () => {
    expect(families(users).map((family) => [family[0]?.parent.name, family.length])).toEqual([
      ['addresses', 6],
      ['phoneNumbers', 3],
    ]);
  });
});
