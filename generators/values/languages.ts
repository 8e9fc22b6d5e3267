import type { Faker, Randomizer } from '@faker-js/faker';
import { faker as german } from '@faker-js/faker/locale/de';
import { faker as english } from '@faker-js/faker/locale/en';
import { faker as french } from '@faker-js/faker/locale/fr';
import { faker as japanese } from '@faker-js/faker/locale/ja';
import { faker as polish } from '@faker-js/faker/locale/pl';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Realistic data in five languages; the first is English. */
export const LANGUAGES: readonly [Faker, ...Faker[]] = [
  quicklySeeded(english),
  quicklySeeded(german),
  quicklySeeded(polish),
  quicklySeeded(french),
  quicklySeeded(japanese),
];

/**
 * The same faker on the generator that fast-check uses itself. Every value has a seed of its own, and seeding faker's
 * Mersenne twister costs ten times what a value does.
 */
function quicklySeeded(faker: Faker): Faker {
  // The package's main entry, which exports the class, would load the data of every language.
  const Localized = faker.constructor as new (options: {
    locale: Faker['rawDefinitions'];
    randomizer: Randomizer;
  }) => Faker;
  return new Localized({ locale: faker.rawDefinitions, randomizer: xoroshiro() });
}

function xoroshiro(): Randomizer {
  let generator = xoroshiro128plus(0);
  return {
    next: () => uniformFloat64(generator),
    seed: (seed) => {
      generator = xoroshiro128plus(typeof seed === 'number' ? seed : (seed[0] ?? 0));
    },
  };
}
