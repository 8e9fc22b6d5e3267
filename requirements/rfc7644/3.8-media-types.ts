import { chapter, section } from '../requirement.ts';
import { CLIENT, CLIENT_CHOICE, PERMISSION } from '../untestable.ts';

/** RFC 7644, section 3.8: media types and encoding. */
export const MEDIA_TYPES = chapter('RFC7644', [
  section('3.8', null, [
    ['utf-8', 'MUST', [3537, 3538], 'Requests and answers are JSON in UTF-8.'],
    ['utf-8-default', 'MUST', [3538, 3539], 'Without a charset, UTF-8 is meant.'],
    ['other-types', 'MAY', [3539, 3540], 'Further media types may be supported.', PERMISSION],
    ['content-type', 'MUST', [3542, 3544], 'Clients with other encodings name them in Content-Type.', CLIENT],
    ['accept', 'MAY', [3544, 3546], 'Clients may ask for a format with Accept or a suffix.', CLIENT_CHOICE],
    [
      'media-type',
      'MUST',
      [3551, 3552],
      'A request that accepts application/scim+json is answered in that media type.',
    ],
    ['accept-json', 'SHOULD', [3552, 3554], 'A request that accepts application/json is answered with JSON.'],
    ['default-type', 'MUST', [3554, 3555], 'A request without Accept is answered in application/scim+json.'],
    [
      'structure',
      'MUST',
      [3557, 3569],
      'Multi-valued attributes are JSON arrays and complex ones JSON objects.',
    ],
  ]),
]);
