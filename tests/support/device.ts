import type { ResourceType, Schema } from '../../scim/schema.ts';
import { define, USER_TYPE } from '../../scim/schemas/index.ts';

/** A resource type of a target's own, with an attribute of every type and of every characteristic. */
const DEVICE: ResourceType = {
  name: 'Device',
  endpoint: '/Devices',
  schema: {
    id: 'urn:example:params:scim:schemas:core:2.0:Device',
    name: 'Device',
    attributes: [
      define('label', 'string', { required: true }),
      define('serialNumber', 'string', { mutability: 'immutable', caseExact: true, uniqueness: 'server' }),
      define('batch', 'string', { mutability: 'immutable' }),
      define('weight', 'decimal'),
      define('ports', 'integer', { returned: 'request' }),
      define('bought', 'dateTime'),
      define('key', 'binary'),
      define('manual', 'reference', { referenceTypes: ['external'] }),
      define('lost', 'boolean'),
      define('model', 'string', { returned: 'always' }),
      define('pin', 'string', { mutability: 'writeOnly', returned: 'never' }),
      define('firmware', 'string', { mutability: 'readOnly' }),
      define('tags', 'string', { multiValued: true }),
      define('interfaces', 'complex', {
        multiValued: true,
        subAttributes: [define('value', 'string', { required: true }), define('speed', 'integer')],
      }),
    ],
  },
  extensions: [],
};

const BADGE: Schema = {
  id: 'urn:example:params:scim:schemas:extension:badge:2.0:User',
  name: 'Badge',
  attributes: [define('badgeNumber', 'integer'), define('color', 'string', { caseExact: true })],
};

/** What a provider has with a resource type and an extension of users of its own. */
export const OWN_TYPES = {
  otherTypes: [DEVICE],
  userType: { ...USER_TYPE, extensions: [...USER_TYPE.extensions, BADGE] },
};

/** The user behind the token, for `/Me`. */
export const ME = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'me@example.test',
  name: { givenName: 'Ada' },
};
