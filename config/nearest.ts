import { distance } from 'fastest-levenshtein';

/** More names than a message can list. */
const MOST_LISTED = 60;

/** A third of the letters may differ, and two in a short word. */
function withinReach(word: string, candidate: string): boolean {
  return distance(word, candidate) <= Math.max(2, Math.floor(Math.max(word.length, candidate.length) / 3));
}

/**
 * The candidates that `word` was probably meant to be, best first, at most three: those within a few
 * letters, and those that contain it. Letter case does not count.
 */
export function nearest(word: string, candidates: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, lower: candidate.toLowerCase() }))
    .filter(({ lower }) => withinReach(wanted, lower) || (wanted.length > 2 && lower.includes(wanted)))
    .map(({ candidate, lower }) => ({ candidate, steps: distance(wanted, lower) }))
    .sort((a, b) => a.steps - b.steps)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `did you mean "a" or "b"?` for an unknown word, else `expected one of "a", "b", "c"` where they are not too many. */
export function suggest(word: string, candidates: readonly string[]): string {
  const quote = (name: string) => JSON.stringify(name);
  const near = nearest(word, candidates).map(quote);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  if (candidates.length > MOST_LISTED) return `none of the ${candidates.length} that there are is like it`;
  return `expected one of ${candidates.map(quote).join(', ')}`;
}
