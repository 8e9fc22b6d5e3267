import { chapter, section } from '../requirement.ts';
import { CLIENT, CLIENT_CHOICE, PERMISSION } from '../untestable.ts';

/** RFC 7644, sections 3.1 and 3.2: messages, endpoints and methods. */
export const PROTOCOL = chapter('RFC7644', [
  section('3.1', null, [
    [
      'schema-details',
      'MAY',
      [417, 420],
      'What attributes a schema has can be looked up at /Schemas.',
      CLIENT_CHOICE,
    ],
    [
      'message-schemas',
      'MUST',
      [435, 437],
      'A SCIM message has a schemas attribute whose URI begins with urn:ietf:params:scim:api:.',
    ],
    ['messages-hidden', 'MUST', [437, 440], 'The schemas of messages are not listed at /Schemas.'],
    ['put-ignored', 'MUST', [457, 461], 'Read-only values in a PUT request do no harm.'],
    [
      'same-values',
      'SHOULD',
      [461, 463],
      'Clients do not count on getting back exactly what they sent.',
      CLIENT,
    ],
    [
      'state',
      'MUST',
      [463, 465],
      'Answers show the state of the resource as the service provider holds it: a later GET agrees.',
    ],
  ]),
  section('3.2', null, [
    [
      'plural-endpoints',
      'SHOULD',
      [472, 475],
      'The endpoint of an extended resource is the plural of its name.',
      'The text itself says that plurals are ambiguous.',
    ],
    ['endpoint-discovery', 'SHOULD', [475, 478], 'Clients look endpoints up at /ResourceTypes.', CLIENT],
    ['post-bulk', 'MAY', [485, 486], 'POST may also be used for bulk changes.', PERMISSION],
    ['put-creates-nothing', 'MUST', [488, 490], 'PUT to an unknown id does not create a resource.'],
    ['error-status', 'SHOULD', [570, 571], 'An error is told in the HTTP status.'],
    ['error-body', 'SHOULD', [571, 572], 'An error is told in the body as well.'],
  ]),
]);
