import type { AttributeDefinition } from '../schema.ts';
import { define } from './define.ts';

/**
 * The attributes every resource has besides those of its schemas (RFC 7643 §3 and §3.1). Their
 * characteristics take precedence over a schema that lists them again (§3.1).
 */
export const COMMON_ATTRIBUTES: readonly AttributeDefinition[] = [
  // In the minimum set: RFC 7644 §3.9 returns it when only `userName` is asked for. URNs compare caselessly (§3.10).
  define('schemas', 'string', { multiValued: true, required: true, returned: 'always' }),
  define('id', 'string', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  define('externalId', 'string', { caseExact: true }),
  define('meta', 'complex', {
    mutability: 'readOnly',
    subAttributes: [
      define('resourceType', 'string', { caseExact: true, mutability: 'readOnly' }),
      define('created', 'dateTime', { mutability: 'readOnly' }),
      define('lastModified', 'dateTime', { mutability: 'readOnly' }),
      define('location', 'reference', { mutability: 'readOnly' }),
      define('version', 'string', { caseExact: true, mutability: 'readOnly' }),
    ],
  }),
];
