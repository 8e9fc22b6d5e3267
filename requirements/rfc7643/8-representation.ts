import { chapter, section } from '../requirement.ts';
import { PERMISSION } from '../untestable.ts';

/** RFC 7643, chapter 8: representations. Its keywords repeat, in descriptions, what chapters 4 to 7 say. */
export const REPRESENTATION = chapter('RFC7643', [
  section('8.7.1', null, [
    [
      'changed',
      'MAY',
      [2592, 2596],
      'The schemas of the standard may be adapted where that is permitted.',
      PERMISSION,
    ],
  ]),
]);
