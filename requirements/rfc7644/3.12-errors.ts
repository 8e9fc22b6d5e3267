import { chapter, section } from '../requirement.ts';
import { CLIENT, PERMISSION } from '../untestable.ts';

/** RFC 7644, section 3.12: status codes and errors. */
export const ERRORS = chapter('RFC7644', [
  section('3.12', null, [
    [
      'error-body',
      'MUST',
      [3705, 3716],
      'An error answers with a SCIM Error message: its schema URI, and the status as a JSON string.',
    ],
    ['status', 'MUST', [3714, 3716], 'status in a SCIM Error equals the HTTP status.'],
    [
      'scim-type-optional',
      'MAY',
      [3718, 3719],
      'scimType may be left out where no row demands it.',
      PERMISSION,
    ],
    ['detail-optional', 'MAY', [3721, 3722], 'detail may be left out.', PERMISSION],
    ['status-codes', 'SHOULD', [3724, 3725], 'The HTTP status codes are used as the standard describes.'],
    ['temporary-redirect', 'SHOULD', [3730, 3735], 'Clients do not keep the target of a 307.', CLIENT],
    ['temporary-uri', 'SHOULD', [3736, 3738], 'Clients go on with the first URI after a 307.', CLIENT],
    ['permanent-redirect', 'SHOULD', [3740, 3746], 'Clients keep the target of a 308.', CLIENT],
    ['bad-request', 'MUST', [3748, 3750], 'A request that violates the schema is refused with 400.'],
    ['unauthorized', 'SHOULD', [3724, 3763], 'A request with a wrong or missing authorization answers 401.'],
    ['not-found', 'MUST', [3768, 3770], 'An id that no resource has answers 404.'],
    [
      'internal-advice',
      'SHOULD',
      [3786, 3788],
      'An error 500 comes with advice for finding its cause.',
      'No request makes a sound target answer 500.',
    ],
    [
      'not-implemented',
      'SHOULD',
      [3724, 3792],
      'An operation that is not supported answers 501, or 404 or 405 for an endpoint that does not exist.',
    ],
    [
      'invalid-filter',
      'MUST',
      [3821, 3827],
      'A scimType given for an invalid or unsupported filter is invalidFilter.',
    ],
    ['too-many-refused', 'MAY', [3829, 3837], 'A query with too many results may be refused.', PERMISSION],
    [
      'uniqueness',
      'MUST',
      [3839, 3843],
      'A scimType given for a value that is taken is uniqueness, in PUT and PATCH as well.',
    ],
    [
      'mutability',
      'MUST',
      [3845, 3851],
      'A scimType given for a change against the mutability of an attribute is mutability.',
    ],
    [
      'invalid-syntax',
      'MUST',
      [3853, 3859],
      'A scimType given for a body that is no JSON, or of another structure, is invalidSyntax.',
    ],
    ['invalid-path', 'MUST', [3871, 3873], 'A scimType given for a malformed path is invalidPath.'],
    ['no-target', 'MUST', [3875, 3881], 'A scimType given for a path that leads to nothing is noTarget.'],
    [
      'invalid-value',
      'MUST',
      [3883, 3891],
      'A scimType given for a missing or wrongly typed value is invalidValue.',
    ],
    ['sensitive', 'MUST', [3901, 3908], 'Clients put no personal information into URIs.', CLIENT],
    [
      'bulk-applicability',
      'MAY',
      [3913, 3915],
      'The same errors may occur within bulk operations.',
      PERMISSION,
    ],
  ]),
]);
