/**
 * The seed of one property of one check, from the run's seed: the same whichever other checks run, so that a
 * selection, a shard and a replay see the same inputs as the whole run. (FNV-1a, 32 bits.)
 */
export function seedOf(runSeed: number, checkId: string, place: string): number {
  let hash = 0x811c9dc5;
  for (const char of `${runSeed}|${checkId}|${place}`) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash | 0;
}
