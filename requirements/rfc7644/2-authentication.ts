import { chapter, section } from '../requirement.ts';
import { CLIENT_CHOICE, DEPLOYMENT, INTERNAL, PERMISSION } from '../untestable.ts';

const OTHER_SUBJECT = 'It would take credentials of a second, less privileged subject.';

/** RFC 7644, chapter 2: authentication and authorization. */
export const AUTHENTICATION = chapter('RFC7644', [
  section('2', null, [
    ['tls-client', 'MAY', [239, 242], 'The client may be asked for a TLS certificate.', PERMISSION],
    ['bearer', 'MAY', [253, 255], 'Bearer tokens may be used together with TLS.', PERMISSION],
    [
      'weak-tokens',
      'SHOULD',
      [255, 260],
      'Tokens that rest on weak authentication are not used.',
      DEPLOYMENT,
    ],
    ['cookies', 'MAY', [287, 290], 'JavaScript clients may send cookies.', CLIENT_CHOICE],
    ['basic', 'SHOULD', [299, 301], 'Basic authentication is combined with other factors.', DEPLOYMENT],
    [
      'challenge',
      'MUST',
      [307, 309],
      'A request refused with 401 is told the supported schemes in WWW-Authenticate.',
    ],
    ['unauthenticated', 'MUST', [311, 314], 'A request with a wrong token is not carried out.'],
    ['access-policy', 'MUST', [311, 314], 'A client is mapped to an access control policy.', INTERNAL],
    ['security-subject', 'MUST', [314, 318], 'A client is mapped to a security subject.', INTERNAL],
    [
      'subject-considered',
      'SHOULD',
      [320, 323],
      'What a request may do depends on the subject behind it.',
      OTHER_SUBJECT,
    ],
    ['own-user', 'MAY', [325, 327], 'Subjects may be allowed to read and change their own User.', PERMISSION],
  ]),
  section('2.1', null, [
    [
      'authorization-type',
      'SHOULD',
      [357, 360],
      'The kind and scope of an authorization are considered.',
      INTERNAL,
    ],
    ['mapped-subject', 'SHOULD', [360, 363], 'The subject behind a token is considered.', INTERNAL],
    [
      'oauth-threats',
      'MUST',
      [373, 375],
      'The known threats to OAuth tokens are taken into account.',
      DEPLOYMENT,
    ],
    [
      'other-threats',
      'MUST',
      [375, 378],
      'The known threats to other tokens are taken into account.',
      DEPLOYMENT,
    ],
  ]),
  section('2.2', null, [['anonymous', 'MAY', [382, 386], 'Anonymous requests may be accepted.', PERMISSION]]),
]);
