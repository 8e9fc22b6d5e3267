import fc from 'fast-check';
import { cut } from '../constraints.ts';
import { HARD_CLASSES, type HardClass } from './hard-classes.ts';

/** Bounds of the length in UTF-16 code units. */
export interface LengthBounds {
  /** Defaults to 1. */
  readonly minLength?: number;
  /** Defaults to no bound: no class goes beyond 1,000. */
  readonly maxLength?: number;
}

/** A hard string and the name of its class, so that a check can say which class was refused. */
export interface ClassifiedString {
  readonly class: string;
  readonly value: string;
}

/** Strings of all classes that are not on demand only; none is blank. Shrinks to "a". */
export function hardString(bounds: LengthBounds = {}): fc.Arbitrary<string> {
  return mixture(ALWAYS, bounds).map(({ value }) => value);
}

/** Hard strings that are valid user names; see {@link HardClass.userName}. */
export function hardUserName(bounds: LengthBounds = {}): fc.Arbitrary<string> {
  return mixture(USER_NAMES, bounds).map(({ value }) => value);
}

/** As {@link hardString}, with the class of each value. */
export function hardStringWithClass(bounds: LengthBounds = {}): fc.Arbitrary<ClassifiedString> {
  return mixture(ALWAYS, bounds);
}

/** Makes a value fit: cut from its end, or filled up with "a". A value that the cut left blank becomes "a"s. */
export function fitLength(
  value: string,
  { minLength = 1, maxLength = Number.POSITIVE_INFINITY }: LengthBounds,
): string {
  const short = cut(value, maxLength);
  return (short.trim() === '' ? '' : short).padEnd(Math.max(1, minLength), 'a');
}

const ALWAYS = HARD_CLASSES.filter(({ onDemand }) => !onDemand);
const USER_NAMES = ALWAYS.filter(({ userName }) => userName);

/** Cross-shrinking tries the first class, plain letters, before a value shrinks within its own. */
function mixture(classes: readonly HardClass[], bounds: LengthBounds): fc.Arbitrary<ClassifiedString> {
  return fc.oneof(
    { withCrossShrink: true },
    ...classes.map(({ name, arbitrary }) =>
      arbitrary.map((value) => ({ class: name, value: fitLength(value, bounds) })),
    ),
  );
}
