import { chapter, section } from '../requirement.ts';

/** RFC 7644, chapter 5: internationalised strings. */
export const STRINGS = chapter('RFC7644', [
  section('5', null, [
    [
      'precis',
      'MUST',
      [4213, 4220],
      'userName is prepared after PRECIS before it is compared: composed and decomposed spellings are the same.',
    ],
  ]),
]);
