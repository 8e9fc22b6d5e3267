import { chapter, section } from '../requirement.ts';
import { DEPLOYMENT, INTERNAL } from '../untestable.ts';

/** RFC 7643, chapter 9: security considerations. */
export const SECURITY = chapter('RFC7643', [
  section('9.2', null, [
    ['clear-text', 'MUST', [5115, 5117], 'Passwords are not stored in clear text.', INTERNAL],
    [
      'credentials',
      'SHOULD',
      [5119, 5122],
      'Administrators follow the advice of RFC 6819 on stored credentials.',
      DEPLOYMENT,
    ],
  ]),
]);
