import type { Schema } from '../schema.ts';
import { ENTERPRISE_USER as URN } from '../urns.ts';
import { define } from './define.ts';

/** The enterprise User extension (RFC 7643 §4.3 and §8.7.1); `manager.value` is an `id`, hence case exact (§3.1). */
export const ENTERPRISE_USER: Schema = {
  id: URN,
  name: 'EnterpriseUser',
  attributes: [
    define('employeeNumber'),
    define('costCenter'),
    define('organization'),
    define('division'),
    define('department'),
    define('manager', 'complex', {
      subAttributes: [
        define('value', 'string', { caseExact: true }),
        define('$ref', 'reference', { referenceTypes: ['User'] }),
        define('displayName', 'string', { mutability: 'readOnly' }),
      ],
    }),
  ],
};
