import type { FaultTable } from './fault.ts';
import { CURSOR_PAGES } from './query/cursors.ts';
import { FILTERS } from './query/filters.ts';
import { LISTS } from './query/lists.ts';
import { PROJECTION } from './query/projection.ts';
import { SEARCHES } from './query/search.ts';

/** Defects in queries beyond one documented filter: RFC 7644 §3.4.2, §3.4.3, §3.9, RFC 9865. */
export const QUERY = {
  ...FILTERS,
  ...LISTS,
  ...PROJECTION,
  ...SEARCHES,
  ...CURSOR_PAGES,
} as const satisfies FaultTable;
