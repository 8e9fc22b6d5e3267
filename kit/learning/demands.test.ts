import fc from 'fast-check';
import { expect, test } from 'vitest';
import { demandsAmong } from './demands.ts';

/** A target that demands some things, takes none with others, and says more or less of what is wrong. */
interface Drawn {
  readonly pool: readonly number[];
  readonly demanded: readonly number[];
  readonly refused: readonly number[];
  readonly says: 'the first' | 'all' | 'nothing' | 'something else';
}

const drawn = (most: number, refusals: number): fc.Arbitrary<Drawn> =>
  fc
    .record({
      size: fc.integer({ min: 1, max: 40 }),
      wanted: fc.uniqueArray(fc.nat(39), { maxLength: most }),
      unwanted: fc.uniqueArray(fc.nat(39), { minLength: refusals, maxLength: refusals }),
      says: fc.constantFrom(...(['the first', 'all', 'nothing', 'something else'] as const)),
    })
    .map(({ size, wanted, unwanted, says }) => ({
      pool: Array.from({ length: size }, (_, one) => one),
      demanded: wanted.filter((one) => one < size),
      refused: unwanted.filter((one) => one < size && !wanted.includes(one)),
      says,
    }));

/** Learns what such a target demands, and counts the creations that it takes. */
async function learnt({ pool, demanded, refused, says }: Drawn) {
  let creations = 0;
  const found = await demandsAmong(pool, {
    create: async (some: readonly number[]) => {
      creations++;
      const missing = demanded.filter((one) => !some.includes(one));
      const wrong = refused.filter((one) => some.includes(one));
      if (missing.length + wrong.length === 0) return null;
      const words = [...wrong, ...missing];
      if (says === 'something else') return [pool.find((one) => !words.includes(one)) ?? 0];
      return says === 'nothing' ? [] : says === 'all' ? words : words.slice(0, 1);
    },
    names: (words, one) => words.includes(one),
  });
  return { found, creations };
}

const sorted = (all: readonly number[] | null): readonly number[] | undefined =>
  all?.toSorted((a, b) => a - b);

test('exactly what is demanded is found, whatever refusals say, in few creations', async () => {
  await fc.assert(
    fc.asyncProperty(drawn(5, 0), async (target) => {
      const { found, creations } = await learnt(target);
      expect(sorted(found)).toEqual(sorted(target.demanded));
      expect(creations).toBeLessThanOrEqual(40);
    }),
    { seed: 15, numRuns: 1000 },
  );
});

test('it is found although something else is refused', async () => {
  await fc.assert(
    fc.asyncProperty(drawn(3, 1), async (target) => {
      const { found, creations } = await learnt(target);
      expect(sorted(found)).toEqual(sorted(target.demanded));
      expect(creations).toBeLessThanOrEqual(90);
    }),
    { seed: 15, numRuns: 1000 },
  );
});

test('a target that demands nothing is asked once', async () => {
  expect(await learnt({ pool: [1, 2], demanded: [], refused: [], says: 'nothing' })).toEqual({
    found: [],
    creations: 1,
  });
});

test('a target that takes nothing at all is given up soon', async () => {
  const { found, creations } = await learnt({
    pool: Array.from({ length: 40 }, (_, one) => one),
    demanded: [99],
    refused: [],
    says: 'nothing',
  });
  expect(found).toBeNull();
  expect(creations).toBeLessThanOrEqual(60);
});

test('of a list that has to have one element and takes no more, one of the elements is found', async () => {
  const pool = ['home.value', 'home.type', 'work.value', 'other'];
  const elementOf = (one: string): string => one.replace(/\..*/, '');
  const found = await demandsAmong(pool, {
    create: async (some: readonly string[]) => {
      const elements = new Set(some.filter((one) => one.includes('.')).map(elementOf));
      return elements.size === 1 ? null : 'list';
    },
    names: (_, one) => one.includes('.'),
    place: (one) => (one.includes('.') ? { list: 'list', element: elementOf(one) } : null),
  });
  expect(found).toEqual(['home.value']);
});
