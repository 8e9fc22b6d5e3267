import { chapter, section } from '../requirement.ts';
import { PERMISSION } from '../untestable.ts';

/** RFC 7644, chapter 6: multi-tenancy. */
export const MULTI_TENANCY = chapter('RFC7644', [
  section('6', null, [['optional', 'MAY', [4248, 4249], 'Several tenants may be served.', PERMISSION]]),
  section('6.1', null, [
    ['by-authentication', 'MAY', [4275, 4277], 'The tenant may be told from the authentication.', PERMISSION],
    ['explicit', 'MAY', [4279, 4281], 'The tenant may be named in the URL or a header.', PERMISSION],
  ]),
]);
