import { chapter, section } from '../requirement.ts';
import { PERMISSION } from '../untestable.ts';

/** RFC 7643, chapter 1: definitions. */
export const INTRODUCTION = chapter('RFC7643', [
  section('1.2', null, [
    ['schemas-endpoint', 'MAY', [276, 277], 'Schemas may be offered for reading at /Schemas.', PERMISSION],
    ['simple-attribute', 'MUST', [303, 305], 'An attribute that is not complex has no sub-attributes.'],
  ]),
]);
