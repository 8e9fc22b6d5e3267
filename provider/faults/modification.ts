import type { FaultTable } from './fault.ts';

/** Defects in creating, replacing, modifying, deleting, bulk and versions: RFC 7644 §3.3, §3.5-§3.7, §3.14. */
export const MODIFICATION = {} as const satisfies FaultTable;
