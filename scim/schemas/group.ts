import type { Schema } from '../schema.ts';
import { CORE_GROUP } from '../urns.ts';
import { define, plural } from './define.ts';

const immutable = { mutability: 'immutable' } as const;

/**
 * The core Group schema (RFC 7643 §8.7.1 and §4.2). Where the printed schema contradicts the text, the text holds:
 * `displayName` is required (§4.2), `members.value` is an `id`, hence case exact (§3.1), and members have a
 * `display` (§2.4, example in RFC 7644 §3.5.2.1).
 */
export const GROUP: Schema = {
  id: CORE_GROUP,
  name: 'Group',
  attributes: [
    define('displayName', 'string', { required: true }),
    plural('members', [
      define('value', 'string', { ...immutable, caseExact: true }),
      define('$ref', 'reference', { ...immutable, referenceTypes: ['User', 'Group'] }),
      define('type', 'string', { ...immutable, canonicalValues: ['User', 'Group'] }),
      define('display', 'string', immutable),
    ]),
  ],
};
