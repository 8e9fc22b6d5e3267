/** What tells what a target demands: creations with some of what is optional, and what their refusals name. */
export interface Attempts<T, Refusal> {
  /** Creates a resource with what is required and these beside it; null where that is accepted. */
  create(some: readonly T[]): Promise<Refusal | null>;
  /** Whether a refusal names it. That may only order what is tried: words prove nothing. */
  names(refusal: Refusal, one: T): boolean;
  /** The list that it is part of an element of, and which element; null for no list. Of a list one element may be all that is taken. */
  place?(one: T): Place | null;
}

/** An element of a list. */
export interface Place {
  readonly list: string;
  readonly element: string;
}

/** How often words are followed; each time something is added that the last refusal asked for. */
const HINTS = 8;

/** Into how many parts what is refused is divided, of which each is left out once: at last into its elements. */
const PARTS = [2, 8, Number.POSITIVE_INFINITY];

/**
 * Finds the smallest part of what is optional that a target does not do without. The refusals say where to look first; what
 * is found is then reduced: demands add up, so that the last of the shortest beginning that is accepted is one of them.
 * @param pool what may be demanded
 * @param thorough whether parts of the pool are tried where the whole is refused
 * @returns nothing where it demands nothing more, null where no part of the pool is accepted
 */
export async function demandsAmong<T, Refusal>(
  pool: readonly T[],
  attempts: Attempts<T, Refusal>,
  thorough = true,
): Promise<readonly T[] | null> {
  const first = await attempts.create([]);
  if (first === null) return [];
  const found = (await hinted(pool, attempts, first)) ?? (await tried(pool, attempts, thorough));
  return found === null ? null : reduced(found, attempts);
}

/** What the refusals ask for, one after the other; null where they ask for nothing more and refuse it all the same. */
async function hinted<T, Refusal>(
  pool: readonly T[],
  { create, names, place }: Attempts<T, Refusal>,
  first: Refusal,
): Promise<readonly T[] | null> {
  const refused = new Set<T>();
  let some: readonly T[] = [];
  let refusal = first;
  for (let hint = 0; hint < HINTS; hint++) {
    const named = pool.filter((one) => names(refusal, one) && !refused.has(one));
    const asked = firstElements(
      named.filter((one) => !some.includes(one)),
      place,
    );
    // Names what is there already: it wants it in another form, or not at all.
    if (asked.length === 0) for (const one of named) refused.add(one);
    if (named.length === 0) return null;
    some = [...some, ...asked].filter((one) => !refused.has(one));
    const next = await create(some);
    if (next === null) return some;
    refusal = next;
  }
  return null;
}

/** Without all but the first element of each list. */
function firstElements<T>(all: readonly T[], place: Attempts<T, never>['place']): readonly T[] {
  const first = new Map<string, string>();
  return all.filter((one) => {
    const where = place?.(one) ?? null;
    if (where === null) return true;
    if (!first.has(where.list)) first.set(where.list, where.element);
    return first.get(where.list) === where.element;
  });
}

/** The whole pool; where that is refused, the pool without what refusals name, or without a part of it. */
async function tried<T, Refusal>(
  pool: readonly T[],
  { create, names }: Attempts<T, Refusal>,
  thorough: boolean,
): Promise<readonly T[] | null> {
  let rest = pool;
  for (let hint = 0; hint < HINTS && rest.length > 0; hint++) {
    const refusal = await create(rest);
    if (refusal === null) return rest;
    const left = rest.filter((one) => !names(refusal, one));
    if (left.length === rest.length) break;
    rest = left;
  }
  if (!thorough) return null;
  for (const parts of new Set(PARTS.map((most) => Math.min(most, pool.length)))) {
    const size = Math.ceil(pool.length / parts);
    const rests = Array.from({ length: parts }, (_, part) =>
      pool.filter((_one, index) => Math.floor(index / size) !== part),
    );
    const answers = await Promise.all(rests.map((one) => create(one)));
    const accepted = rests.find((_, index) => answers[index] === null);
    if (accepted !== undefined) return accepted;
  }
  return null;
}

/** The smallest part of something accepted that is accepted. */
async function reduced<T, Refusal>(
  accepted: readonly T[],
  { create }: Attempts<T, Refusal>,
): Promise<readonly T[]> {
  const demanded: T[] = [];
  let left = accepted;
  // Whatever is demanded alone needs no further try: nothing was not enough.
  while (left.length > 1 || (demanded.length > 0 && left.length === 1)) {
    if (demanded.length > 0 && (await create(demanded)) === null) return demanded;
    let [refused, enough] = [0, left.length];
    while (enough - refused > 1) {
      const middle = Math.floor((refused + enough) / 2);
      if ((await create([...demanded, ...left.slice(0, middle)])) === null) enough = middle;
      else refused = middle;
    }
    demanded.push(...left.slice(enough - 1, enough));
    left = left.slice(0, enough - 1);
  }
  return [...demanded, ...(demanded.length === 0 ? left : [])];
}
