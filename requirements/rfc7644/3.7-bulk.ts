import { chapter, section } from '../requirement.ts';
import { CLIENT, CLIENT_CHOICE, PERMISSION } from '../untestable.ts';

/** RFC 7644, section 3.7: bulk operations. */
export const BULK = chapter('RFC7644', [
  section('3.7', 'bulk', [
    ['response', 'MUST', [2705, 2708], 'A bulk request answers with a BulkResponse message.'],
    ['fail-on-errors-optional', 'MAY', [2716, 2720], 'A bulk request may do without failOnErrors.'],
    [
      'operations',
      'MUST',
      [2725, 2727],
      'A bulk response has Operations, one for each operation that was processed.',
    ],
    ['method', 'MUST', [2730, 2731], 'Each operation of a bulk response states its method.'],
    ['bulk-id-required', 'MUST', [2733, 2738], 'Clients give every POST a bulkId.', CLIENT],
    ['version', 'MAY', [2740, 2742], 'A bulk operation may state a version where ETags are supported.'],
    ['path', 'MUST', [2751, 2756], 'A bulk operation without a path is refused.'],
    ['data', 'MUST', [2758, 2760], 'A POST, PUT or PATCH in a bulk request without data is refused.'],
    [
      'location',
      'MUST',
      [2762, 2763],
      'Each operation of a bulk response has a location, a POST that failed excepted.',
    ],
    [
      'response-on-error',
      'MUST',
      [2765, 2768],
      'An operation that failed carries the body of its error as response.',
    ],
    [
      'response-omitted',
      'MAY',
      [2768, 2769],
      'The body of an operation that succeeded may be left out.',
      PERMISSION,
    ],
    ['error-detail', 'MUST', [2771, 2773], 'The response of an operation that failed is a SCIM Error.'],
    ['status-200', 'MUST', [2775, 2776], 'A bulk job that was processed answers 200.'],
    [
      'status-error',
      'MUST',
      [2776, 2777],
      'A bulk job that could not be processed answers with an error status.',
    ],
    [
      'continue',
      'MUST',
      [2779, 2780],
      'Without failOnErrors all operations are carried out, whichever of them fail.',
    ],
    [
      'fail-on-errors',
      'MAY',
      [2780, 2784],
      'After as many errors as failOnErrors says, the remaining operations are not carried out.',
    ],
    [
      'reference',
      'MAY',
      [2786, 2787],
      'A bulkId can be given to a resource in order to refer to it.',
      CLIENT_CHOICE,
    ],
    ['bulk-id-returned', 'MUST', [2789, 2790], 'The bulkId of a creation comes back with the new resource.'],
    ['optimised', 'MAY', [2794, 2795], 'The order of operations may be optimised.', PERMISSION],
    [
      'same-result',
      'MUST',
      [2795, 2810],
      'The result is the same as that of the operations in a workable order.',
    ],
  ]),
  section('3.7.1', 'bulk', [
    [
      'circular',
      'MUST',
      [2814, 2815],
      'Resources of one job that refer to each other are created and linked, or the job answers 409.',
    ],
    ['circular-conflict', 'MAY', [2815, 2816], 'Circular references may fail with 409.', PERMISSION],
  ]),
  section('3.7.2', 'bulk', [
    [
      'replaced',
      'MUST',
      [2960, 2961],
      'A reference bulkId:x is replaced with the id of the resource created under x.',
    ],
    ['extensions', 'MUST', [3143, 3144], 'References in extensions, such as manager, are replaced as well.'],
  ]),
  section('3.7.3', 'bulk', [
    [
      'all-results',
      'MUST',
      [3201, 3202],
      'A bulk response has the result of every operation that was processed.',
    ],
    [
      'locations',
      'MUST',
      [3202, 3204],
      'Each result has the URL of its resource as location, a failed POST excepted.',
    ],
    [
      'status-code',
      'MUST',
      [3206, 3208],
      'Each result has as status the code that the operation would have had alone.',
    ],
    ['status-description', 'MUST', [3208, 3210], 'The error of an operation says in words what went wrong.'],
  ]),
  section('3.7.4', 'bulk', [
    [
      'limits',
      'MUST',
      [3495, 3496],
      'The configuration states the most operations and the largest payload of a bulk request.',
    ],
    [
      'limits-read',
      'MAY',
      [3496, 3498],
      'Clients can read the limits from the configuration.',
      CLIENT_CHOICE,
    ],
    ['too-large', 'MUST', [3498, 3500], 'A bulk request beyond a limit answers 413.'],
    ['limit-named', 'MUST', [3500, 3501], 'The error names the limit that was exceeded.'],
  ]),
]);
