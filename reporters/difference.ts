/** A stretch of a text that the other text has as well, or has not. */
export interface Piece {
  readonly text: string;
  readonly common: boolean;
}

/** Two texts, each in pieces that make up the whole. */
export interface Difference {
  readonly expected: readonly Piece[];
  readonly actual: readonly Piece[];
}

/** Above so many pairs of words the differing middle is marked as a whole: the time grows with their number. */
const MOST_PAIRS = 250_000;

/**
 * Where two texts differ, word by word, by their longest common subsequence.
 * Null when they are equal or share too little to be worth comparing.
 */
export function difference(expected: string, actual: string): Difference | null {
  if (expected === actual) return null;
  const a = words(expected);
  const b = words(actual);
  const common = commonWords(a, b);
  const shared = common.filter(([i]) => /\S/.test(a[i] ?? ''));
  if (shared.length * 4 < Math.min(a.length, b.length)) return null;
  return {
    expected: pieces(a, new Set(common.map(([i]) => i))),
    actual: pieces(b, new Set(common.map(([, j]) => j))),
  };
}

function words(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}\p{M}_]+|\s+|[^\p{L}\p{N}\p{M}_\s]/gu) ?? [];
}

type Pair = readonly [indexInA: number, indexInB: number];

/** Common beginning, longest common subsequence of what lies between, common end. */
function commonWords(a: readonly string[], b: readonly string[]): readonly Pair[] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const middle = longestCommon(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [
    ...Array.from({ length: start }, (_, i): Pair => [i, i]),
    ...middle.map(([i, j]): Pair => [i + start, j + start]),
    ...Array.from({ length: end }, (_, i): Pair => [a.length - end + i, b.length - end + i]),
  ];
}

/** Dynamic programming from the end; `table[i * width + j]` is the length for `a` from `i` and `b` from `j`. */
function longestCommon(a: readonly string[], b: readonly string[]): readonly Pair[] {
  if (a.length * b.length > MOST_PAIRS) return [];
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function pieces(parts: readonly string[], common: ReadonlySet<number>): readonly Piece[] {
  const merged: { text: string; common: boolean }[] = [];
  for (const [index, text] of parts.entries()) {
    const last = merged.at(-1);
    if (last !== undefined && last.common === common.has(index)) last.text += text;
    else merged.push({ text, common: common.has(index) });
  }
  return merged;
}
