import type { FaultId } from '../../provider/faults.ts';

/** Faults of attributes or forms that none of the tables tried here has; they show with a profile of one's own. */
export const OUT_OF_REACH: ReadonlySet<FaultId> = new Set<FaultId>([
  'filter-value-path-refused',
  'filter-value-path-any-type',
]);
