import { chapter, section } from '../requirement.ts';
import { CLIENT } from '../untestable.ts';

/** RFC 7644, sections 3.9 and 3.10: choosing and naming attributes. */
export const ATTRIBUTES = chapter('RFC7644', [
  section('3.9', null, [
    [
      'default-set',
      'MUST',
      [3573, 3579],
      'By default an answer holds the attributes whose returned is always or default, and no others.',
    ],
    [
      'any-operation',
      'MAY',
      [3591, 3594],
      'attributes and excludedAttributes work for every operation that answers with a resource: GET, POST, PUT, PATCH.',
    ],
    ['attributes', 'MUST', [3596, 3597], 'attributes takes the place of the default set.'],
    [
      'attributes-contained',
      'MUST',
      [3597, 3603],
      'With attributes an answer holds the attributes named and those whose returned is always.',
    ],
    [
      'excluded-minimum',
      'MUST',
      [3605, 3606],
      'With excludedAttributes an answer still holds the attributes whose returned is always.',
    ],
    [
      'excluded-attributes',
      'MUST',
      [3607, 3611],
      'Attributes named in excludedAttributes are left out; the others of the default set are returned.',
    ],
  ]),
  section('3.10', null, [
    [
      'urn-names',
      'MUST',
      [3650, 3665],
      'An attribute can be named with its schema URI in front, in any letter case.',
    ],
    ['core-unprefixed', 'MAY', [3654, 3655], 'A core attribute can be named without its schema URI.'],
    [
      'extension-prefixed',
      'SHOULD',
      [3655, 3657],
      'Clients name extension attributes with their URI.',
      CLIENT,
    ],
    ['dot-notation', 'MUST', [3660, 3663], 'A sub-attribute is named after a dot.'],
    [
      'facets-caseless',
      'MUST',
      [3663, 3665],
      'URI, attribute and sub-attribute are the same in any letter case.',
    ],
  ]),
]);
