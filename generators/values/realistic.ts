import type { Faker } from '@faker-js/faker';
import fc from 'fast-check';
import { cut } from '../constraints.ts';
import { LANGUAGES } from './languages.ts';

/** What directories commonly allow for a name; realistic values stay below. */
const MAX_LENGTH = 64;
const SEEDS = 0x7fff_ffff;

/**
 * Realistic text from faker, seeded by fast-check: non-empty, no surrounding blanks, at most 64 UTF-16 code units.
 * Shrinks to `simplest`, else to the shortest part of the text that still fails. `ascii` keeps to English data.
 */
export function realistic(
  simplest: string,
  make: (faker: Faker) => string,
  options: { readonly ascii?: boolean } = {},
): fc.Arbitrary<string> {
  const languages = options.ascii === true ? [LANGUAGES[0]] : LANGUAGES;
  // Without bias: small seeds would come up again and again, and targets may want addresses to be unique.
  const drawn = fc.tuple(fc.noBias(fc.nat(SEEDS)), fc.constantFrom(...languages)).map(([seed, faker]) => {
    faker.seed(seed);
    return cut(make(faker).trim(), MAX_LENGTH).trim() || simplest;
  });
  return new ShrinkingText(simplest, drawn);
}

/** Text drawn from elsewhere, with a shrinker of its own: a seed tells nothing about which value is simpler. */
class ShrinkingText extends fc.Arbitrary<string> {
  readonly #simplest: string;
  readonly #drawn: fc.Arbitrary<string>;

  constructor(simplest: string, drawn: fc.Arbitrary<string>) {
    super();
    this.#simplest = simplest;
    this.#drawn = drawn;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<string> {
    return new fc.Value(this.#drawn.generate(random, biasFactor).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is string {
    return typeof value === 'string';
  }

  /** The context says that the simplest text was tried before; from then on texts only get shorter. */
  override shrink(value: string, context: unknown): fc.Stream<fc.Value<string>> {
    if (value === this.#simplest) return fc.Stream.nil();
    const simplest = context === undefined ? [this.#simplest] : [];
    return fc.stream([...simplest, ...parts(value)].map((text) => new fc.Value(text, 'shorter')).values());
  }
}

/** Shorter texts in the order to try: single unusual characters, halves, then the text without one of its characters. */
function parts(value: string): readonly string[] {
  const characters = [...value];
  if (characters.length < 2) return [];
  const unusual = characters.filter((character) => /[^a-z0-9\s]/i.test(character));
  const middle = Math.ceil(characters.length / 2);
  const halves = [characters.slice(0, middle), characters.slice(middle)];
  const shortened = characters.map((_, index) => characters.toSpliced(index, 1));
  const all = [...unusual, ...[...halves, ...shortened].map((rest) => rest.join('').trim())];
  return [...new Set(all)].filter((text) => text !== '');
}

/** Draws mostly from `drawn`, and shrinks what it drew straight to `simplest`: steps between two random values explain nothing. */
export function simplestFirst<T>(simplest: fc.Arbitrary<T>, drawn: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: simplest, weight: 1 },
    { arbitrary: fc.noShrink(drawn), weight: 9 },
  );
}
