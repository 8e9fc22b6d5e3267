import { chapter, section } from '../requirement.ts';
import { PERMISSION } from '../untestable.ts';

/** RFC 7643, chapter 6: resource types. */
export const RESOURCE_TYPE = chapter('RFC7643', [
  section('6', null, [
    ['read-only', 'MUST', [1605, 1607], 'Resource types cannot be changed by clients.'],
    [
      'complete',
      'MUST',
      [1607, 1610],
      'A resource type has all attributes that are not optional: name, endpoint and schema.',
    ],
    ['id', 'MAY', [1614, 1616], 'A resource type may have an id.', PERMISSION],
    ['name-specified', 'MUST', [1619, 1621], 'The name of a resource type is what meta.resourceType says.'],
    ['name', 'MUST', [1618, 1622], 'A resource type has a name.'],
    [
      'description-specified',
      'MUST',
      [1632, 1633],
      'A resource type that can be described has a description.',
      'When a description is applicable, the text leaves open.',
    ],
    ['description', 'MAY', [1631, 1633], 'A resource type may do without a description.', PERMISSION],
    [
      'endpoint',
      'MUST',
      [1635, 1637],
      'A resource type has an endpoint, relative to the base URL, that can be requested.',
    ],
    ['schema-exists', 'MUST', [1640, 1642], 'schema equals the id of a Schema resource.'],
    ['schema', 'MUST', [1639, 1643], 'A resource type has a schema.'],
    ['extensions', 'MAY', [1645, 1647], 'A resource type may have schemaExtensions, a list.', PERMISSION],
    [
      'extension-exists',
      'MUST',
      [1649, 1651],
      'The schema of an extension equals the id of a Schema resource.',
    ],
    ['extension-schema', 'MUST', [1649, 1651], 'An extension has a schema.'],
    [
      'extension-required',
      'MUST',
      [1653, 1656],
      'A resource carries each extension that its type requires, with the required attributes of that extension.',
    ],
    ['extension-omitted', 'MAY', [1657, 1658], 'An extension that is not required can be left out.'],
    [
      'extension-required-flag',
      'MUST',
      [1653, 1658],
      'An extension states in required whether it is required.',
    ],
  ]),
]);
