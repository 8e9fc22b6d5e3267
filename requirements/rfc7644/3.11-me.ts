import { chapter, section } from '../requirement.ts';
import { CLIENT_CHOICE, PERMISSION } from '../untestable.ts';

/** RFC 7644, section 3.11: the alias /Me. */
export const ME = chapter('RFC7644', [
  section('3.11', null, [
    ['alias', 'MAY', [3669, 3671], 'Clients may use /Me for the authenticated subject.', CLIENT_CHOICE],
    [
      'three-ways',
      'MAY',
      [3671, 3672],
      '/Me is answered with 501, with a redirect or as the resource itself.',
      PERMISSION,
    ],
    ['not-implemented', 'SHOULD', [3674, 3675], 'A service provider without /Me answers it with 501.'],
  ]),
  section('3.11', 'me', [
    [
      'redirect',
      'MAY',
      [3677, 3679],
      '/Me may redirect with 308 to the resource of the subject.',
      PERMISSION,
    ],
    ['redirect-followed', 'MAY', [3679, 3680], 'Clients may follow the redirect.', CLIENT_CHOICE],
    ['direct', 'MAY', [3682, 3682], '/Me may be processed directly.', PERMISSION],
    [
      'location',
      'MUST',
      [3682, 3685],
      'A direct answer of /Me names the permanent URL of the resource in Location.',
    ],
  ]),
]);
