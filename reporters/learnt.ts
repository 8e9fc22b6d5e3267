import type { Learnt, LearntResource } from '../report/report.ts';

/** One thing that was learnt about a target, in plain words. */
export interface LearntRow {
  /** `User`, `Group`. */
  readonly resource: string;
  readonly what: string;
  readonly paths: readonly string[];
  /** What the target said, or where it says so; null where there is nothing to quote. */
  readonly quote: string | null;
}

/** What was learnt about a target, each thing once, what matters most first; nothing where it is used as documented. */
export function learntRows(learnt: Learnt | undefined): readonly LearntRow[] {
  return (learnt?.resources ?? []).flatMap((resource) => rowsOf(resource, learnt?.constraints ?? {}));
}

function rowsOf(
  { resource, created, demanded, refused, forgotten, onRequest }: LearntResource,
  constraints: Learnt['constraints'],
): readonly LearntRow[] {
  const said = demanded.filter(({ declared }) => declared);
  const unsaid = demanded.filter(({ declared }) => !declared);
  const userName = constraints.userName;
  const form = resource === 'User' && userName !== undefined ? (userName.format ?? userName.pattern) : null;
  const pathsOf = (some: typeof demanded): readonly string[] => some.map(({ path }) => path);
  const rows: readonly LearntRow[] = [
    { resource, what: 'cannot be created', paths: created ? [] : [resource], quote: null },
    { resource, what: 'has to have', paths: pathsOf(said), quote: 'required: true in /Schemas' },
    {
      resource,
      what: 'has to have, and /Schemas does not say so',
      paths: pathsOf(unsaid),
      quote: unsaid[0]?.detail ?? null,
    },
    { resource, what: 'takes names of one form only', paths: form ? ['userName'] : [], quote: form ?? null },
    { resource, what: 'is refused with', paths: refused, quote: null },
    { resource, what: 'takes and does not show afterwards', paths: forgotten, quote: null },
    { resource, what: 'shows on request only', paths: onRequest, quote: 'returned: request in /Schemas' },
  ];
  return rows.filter(({ paths }) => paths.length > 0);
}
