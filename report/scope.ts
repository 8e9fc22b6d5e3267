/** What a run was asked to look at. */
export interface RunScope {
  /** The suites that were chosen, as they were written; none where the default was meant. */
  readonly suites: readonly string[];
  /** The checks that were chosen, as they were written. */
  readonly checks: readonly string[];
  /** Whether only checks that write nothing could run. */
  readonly readOnly: boolean;
  /** The part that was run of what was chosen, counted from 1. */
  readonly shard: { readonly index: number; readonly count: number } | null;
  /** Whether what was chosen holds every check of the default set. */
  readonly whole: boolean;
}

/** Whether less than the default set was looked at. Reports of earlier versions do not tell, and count as whole. */
export function isNarrow(scope: RunScope | undefined): boolean {
  return scope !== undefined && (!scope.whole || scope.readOnly || scope.shard !== null);
}

/** The scope of the parts of one run together: whole again where no part is missing. */
export function mergedScope(scopes: readonly (RunScope | undefined)[]): RunScope | undefined {
  const known = scopes.filter((scope) => scope !== undefined);
  const [first] = known;
  if (first === undefined || known.length < scopes.length) return first;
  const parts = new Set(known.map(({ shard }) => shard?.index));
  const complete = first.shard === null || parts.size === first.shard.count;
  return {
    ...first,
    suites: [...new Set(known.flatMap(({ suites }) => suites))],
    checks: [...new Set(known.flatMap(({ checks }) => checks))],
    readOnly: known.some(({ readOnly }) => readOnly),
    shard: complete ? null : first.shard,
    whole: complete && known.every(({ whole }) => whole),
  };
}
