import { count, someOf } from './text.ts';

/** Resources that a sentence names; report.json has all of them. */
const NAMED = 5;

/**
 * What could not be deleted, in one sentence: "7 resources could not be deleted: /Users/1, …, and 2 more". A target that
 * only disables what it should delete keeps all of a run's resources, which nobody wants to read.
 */
export function leftoverNote(leftBehind: readonly string[]): string | null {
  if (leftBehind.length === 0) return null;
  return `${count(leftBehind.length, 'resource')} could not be deleted: ${someOf(leftBehind, NAMED)}`;
}
