import { chapter, section } from '../requirement.ts';
import { CLIENT, CLIENT_CHOICE } from '../untestable.ts';

/** RFC 7644, chapter 1: conventions and definitions. */
export const INTRODUCTION = chapter('RFC7644', [
  section('1.2', null, [
    [
      'percent-encoding',
      'MUST',
      [185, 187],
      'Percent-encoded characters in URLs are understood, and URLs in answers are percent-encoded.',
    ],
  ]),
  section('1.3', null, [
    ['base-query', 'MUST', [200, 202], 'The base URI has no query string.', CLIENT],
    ['base-extended', 'MAY', [202, 203], 'Clients may add path and query to the base URI.', CLIENT_CHOICE],
    [
      'base-version',
      'MAY',
      [214, 215],
      'Clients may add a version to the path of the server root.',
      CLIENT_CHOICE,
    ],
  ]),
]);
