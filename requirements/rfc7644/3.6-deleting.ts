import { chapter, section } from '../requirement.ts';
import { PERMISSION } from '../untestable.ts';

/** RFC 7644, section 3.6: deleting resources. */
export const DELETING = chapter('RFC7644', [
  section('3.6', null, [
    ['kept', 'MAY', [2641, 2642], 'A deleted resource may be kept inside.', PERMISSION],
    ['not-found', 'MUST', [2642, 2644], 'Every operation on a deleted resource answers 404.'],
    ['omitted', 'MUST', [2644, 2645], 'A deleted resource does not appear in query results.'],
    [
      'conflict-free',
      'SHOULD',
      [2645, 2647],
      'A deleted resource plays no part in conflicts: its userName is free again.',
    ],
    [
      'recreated',
      'SHOULD',
      [2647, 2650],
      'A User with the userName of a deleted User can be created without a 409.',
    ],
    ['no-content', 'MUST', [2657, 2658], 'A successful DELETE answers 204.'],
  ]),
]);
