import { chapter, section } from '../requirement.ts';
import { CLIENT_CHOICE, PERMISSION } from '../untestable.ts';

const URL_OF_TARGET = 'The harness uses the base URL it is given and guesses no others.';

/** RFC 7644, sections 3.13 and 3.14: versions of the protocol and of resources. */
export const VERSIONS = chapter('RFC7644', [
  section('3.13', null, [
    ['appended', 'MAY', [3950, 3952], 'The base URL may end in a version.', PERMISSION],
    [
      'position',
      'MUST',
      [3952, 3956],
      'A version stands in front of the endpoint, as v and a number.',
      URL_OF_TARGET,
    ],
    [
      'desired',
      'MUST',
      [3956, 3957],
      'The version asked for is used, or the request refused.',
      URL_OF_TARGET,
    ],
    ['latest', 'SHOULD', [3957, 3959], 'Without a version the latest one is used.', URL_OF_TARGET],
  ]),
  section('3.14', 'etag', [
    ['weak', 'MAY', [3964, 3967], 'Weak ETags may be used.', PERMISSION],
    ['header', 'MUST', [3967, 3968], 'A resource with a version has it in the ETag header.'],
    ['version', 'SHOULD', [3968, 3969], 'A resource with an ETag has it in meta.version.'],
    ['changed', 'MUST', [3963, 3967], 'A change of a resource changes its ETag.'],
    [
      'conditional',
      'MAY',
      [4039, 4040],
      'Clients may retrieve a resource only if it has changed.',
      CLIENT_CHOICE,
    ],
    [
      'not-modified',
      'MUST',
      [4051, 4052],
      'GET with If-None-Match of the current ETag answers 304 without a body.',
    ],
    [
      'if-match',
      'MAY',
      [4054, 4058],
      'PUT and PATCH with If-Match of an old ETag answer 412 and change nothing; with the current one they succeed.',
    ],
  ]),
]);
