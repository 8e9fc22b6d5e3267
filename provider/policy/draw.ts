import fc from 'fast-check';
import { knownVariations, type VariationId } from '../variations.ts';
import { compatible, type Part, policyOf, UNDECLARED } from './compatible.ts';
import { FEATURES, isFeatureName } from './features.ts';
import { KINDS } from './kinds.ts';
import { CHOICES, type Policy } from './policy.ts';

/** Other users of a provider, its load and its speed are no policy. */
const CIRCUMSTANCES: ReadonlySet<string> = new Set([
  'slow-answers',
  'throttles-at-times',
  'throttles-for-a-second',
]);

const attribute: fc.Arbitrary<Part> = fc
  .constantFrom(...Object.keys(KINDS))
  .chain((kind) => fc.constantFrom(...CHOICES.filter((choice) => choice.kind === kind)))
  .map((choice) => ({ part: 'attribute', choice }));

const without: fc.Arbitrary<Part> = fc
  .constantFrom(...Object.keys(FEATURES).filter(isFeatureName))
  .map((feature) => ({ part: 'without', feature }));

const variation: fc.Arbitrary<Part> = fc
  .constantFrom(
    ...knownVariations()
      .filter(({ id, topic }) => topic !== 'neighbours' && !CIRCUMSTANCES.has(id))
      .map(({ id }) => id),
  )
  .map((id) => ({ part: 'variation', variation: id }));

const part = fc.oneof(
  { arbitrary: attribute, weight: 16 },
  { arbitrary: variation, weight: 18 },
  { arbitrary: without, weight: 1 },
);

const alone = (variation: VariationId): readonly Part[] => [{ part: 'variation', variation }];

/** What leaves little else to choose comes first at times: it would hardly ever be found to stand with what was drawn before. */
const first: fc.Arbitrary<readonly Part[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 7 },
  {
    arbitrary: fc.constantFrom(...UNDECLARED).map(alone),
    weight: 1,
  },
);

/** Lawful policies: up to sixteen choices, the later ones without what cannot stand with the earlier. */
export function policies(): fc.Arbitrary<Policy> {
  const parts = fc.tuple(first, fc.array(part, { maxLength: 16, size: 'max' }));
  // Without fast-check's preference for the first and last of a list, so that every choice is as likely.
  return fc.noBias(parts.map((all) => policyOf(compatible(all.flat()))));
}

/** The policy of a seed; the same one every time. */
export function policyOfSeed(seed: number): Policy {
  const [policy] = fc.sample(policies(), { seed, numRuns: 1 });
  if (policy === undefined) throw new Error('nothing was drawn');
  return policy;
}
