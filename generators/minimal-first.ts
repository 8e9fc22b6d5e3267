import fc from 'fast-check';

/** Where a value comes from, for its shrinking. */
interface Origin<T> {
  readonly from: fc.Arbitrary<T>;
  readonly context: unknown;
  /** The randomness that the value was drawn with, while nothing smaller was tried. */
  readonly random: fc.Random | null;
}

/**
 * An arbitrary whose values are first shrunk to those of plainer ones, in their order, and only then step by step: where
 * every try takes its time, what matters is found in few of them. What is drawn stays the same.
 * @param plainer the arbitraries to try for a value, the plainest first
 */
export function shrinkingTo<T>(
  base: fc.Arbitrary<T>,
  plainer: (value: T) => readonly fc.Arbitrary<T>[],
): fc.Arbitrary<T> {
  return new ShrinkingTo(base, plainer);
}

class ShrinkingTo<T> extends fc.Arbitrary<T> {
  readonly #base: fc.Arbitrary<T>;
  readonly #plainer: (value: T) => readonly fc.Arbitrary<T>[];

  constructor(base: fc.Arbitrary<T>, plainer: (value: T) => readonly fc.Arbitrary<T>[]) {
    super();
    this.#base = base;
    this.#plainer = plainer;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<T> {
    return drawn(this.#base, random.clone(), this.#base.generate(random, biasFactor));
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#base.canShrinkWithoutContext(value);
  }

  override shrink(value: T, context?: unknown): fc.Stream<fc.Value<T>> {
    if (!isOrigin<T>(context)) return this.#base.shrink(value, context);
    const { from, random, context: own } = context;
    const steps = from.shrink(value, own).map((smaller) => drawn(from, null, smaller));
    if (random === null) return steps;
    const jumps = this.#plainer(value).map((arbitrary) =>
      drawn(arbitrary, null, arbitrary.generate(random.clone(), undefined)),
    );
    return fc.Stream.of(...jumps).join(steps);
  }
}

function drawn<T>(
  from: fc.Arbitrary<T>,
  random: fc.Random | null,
  { value_, context }: fc.Value<T>,
): fc.Value<T> {
  return new fc.Value(value_, { from, random, context } satisfies Origin<T>);
}

function isOrigin<T>(context: unknown): context is Origin<T> {
  return typeof context === 'object' && context !== null && 'from' in context && 'random' in context;
}
