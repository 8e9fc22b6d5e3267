import type { FaultTable } from './fault.ts';

/** Defects in queries beyond one documented filter: RFC 7644 §3.4.2, §3.4.3, §3.9, RFC 9865. */
export const QUERY = {} as const satisfies FaultTable;
