import type { FaultTable } from './fault.ts';

/** Defects in what a service provider says about itself: RFC 7643 §5-§7, RFC 7644 §2, §3.11, §4. */
export const DESCRIPTION = {} as const satisfies FaultTable;
