import type { FaultTable } from './fault.ts';

/** Defects in resources, errors and messages as they are represented: RFC 7643 §2-§4, RFC 7644 §3.1, §3.8, §3.12. */
export const REPRESENTATION = {} as const satisfies FaultTable;
