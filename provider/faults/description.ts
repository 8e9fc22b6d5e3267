import { ACCESS } from './description/access.ts';
import { AGREEMENT } from './description/agreement.ts';
import { CONFIGURATION } from './description/configuration.ts';
import { RESOURCE_TYPES } from './description/resource-types.ts';
import { SCHEMAS } from './description/schemas.ts';
import type { FaultTable } from './fault.ts';

/** Defects in what a service provider says about itself: RFC 7643 §5-§7, RFC 7644 §2, §3.11, §4. */
export const DESCRIPTION = {
  ...CONFIGURATION,
  ...RESOURCE_TYPES,
  ...SCHEMAS,
  ...AGREEMENT,
  ...ACCESS,
} as const satisfies FaultTable;
