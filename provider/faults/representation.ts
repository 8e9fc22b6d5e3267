import { COMMON } from './common-attributes.ts';
import type { FaultTable } from './fault.ts';
import { MESSAGES } from './messages.ts';
import { VALUES } from './values.ts';

/** Defects in resources, errors and messages as they are represented: RFC 7643 §2-§4, RFC 7644 §3.1, §3.8, §3.12. */
export const REPRESENTATION = { ...VALUES, ...COMMON, ...MESSAGES } as const satisfies FaultTable;
