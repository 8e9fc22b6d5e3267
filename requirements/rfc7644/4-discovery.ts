import { chapter, section } from '../requirement.ts';
import { CLIENT_CHOICE } from '../untestable.ts';

/** RFC 7644, chapter 4: the discovery endpoints. */
export const DISCOVERY = chapter('RFC7644', [
  section('4', null, [
    ['endpoints', 'MAY', [4062, 4063], 'Features and schemas can be looked up with GET.', CLIENT_CHOICE],
    [
      'config',
      'MUST',
      [4065, 4071],
      'GET /ServiceProviderConfig answers 200 with an object whose schema is ServiceProviderConfig.',
    ],
    ['truthful', 'MUST', [4066, 4068], 'The features that the configuration announces work.'],
    ['schemas', 'MUST', [4095, 4099], 'GET /Schemas answers 200 with a ListResponse of all schemas.'],
    ['schema-by-id', 'MUST', [4099, 4103], 'GET /Schemas/{URI} answers 200 with that schema.'],
    [
      'schemas-agree',
      'MUST',
      [4096, 4099],
      'What resources look like agrees with their schemas: attributes, types and characteristics.',
    ],
    [
      'resource-types',
      'MUST',
      [4109, 4114],
      'GET /ResourceTypes answers 200 with the types that the service provider has.',
    ],
    ['single', 'MUST', [4118, 4120], 'A single resource type is answered as one object, like a User.'],
    [
      'list-response',
      'MUST',
      [4120, 4124],
      'Several resource types or schemas are answered as a ListResponse.',
    ],
    [
      'parameters-ignored',
      'MUST',
      [4124, 4125],
      'Sorting and paging parameters are ignored by the discovery endpoints.',
    ],
    ['filter-refused', 'SHOULD', [4125, 4128], 'A filter on a discovery endpoint answers 403.'],
  ]),
]);
