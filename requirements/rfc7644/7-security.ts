import { chapter, section } from '../requirement.ts';
import { CLIENT, CLIENT_CHOICE, DEPLOYMENT, INTERNAL, PERMISSION, TRANSPORT } from '../untestable.ts';

/** RFC 7644, chapter 7: security considerations. */
export const SECURITY = chapter('RFC7644', [
  section('7.1', null, [
    ['userinfo', 'MUST', [4338, 4342], 'Clients put no user name and password into URLs.', CLIENT],
  ]),
  section('7.2', null, [
    ['tls', 'MUST', [4347, 4349], 'Transport security is demanded.', TRANSPORT],
    ['tls-version', 'MUST', [4349, 4350], 'TLS 1.2 is supported.', TRANSPORT],
    ['more-transports', 'MAY', [4350, 4352], 'Further transport security may be supported.', PERMISSION],
    ['identity-check', 'MUST', [4352, 4353], 'Clients check the identity of the server.', CLIENT],
  ]),
  section('7.3', null, [
    [
      'token-threats',
      'MUST',
      [4358, 4360],
      'The known threats to tokens are taken into account.',
      DEPLOYMENT,
    ],
  ]),
  section('7.4', null, [
    ['possession', 'MAY', [4377, 4378], 'Whoever holds a token may be allowed what it allows.', DEPLOYMENT],
    ['entropy', 'MUST', [4378, 4381], 'Tokens and cookies cannot be guessed.', DEPLOYMENT],
    ['token-tls', 'MUST', [4383, 4384], 'Tokens and cookies are sent over TLS only.', TRANSPORT],
    ['lifetime', 'MUST', [4386, 4388], 'Tokens expire.', DEPLOYMENT],
    ['refresh', 'MAY', [4390, 4393], 'Clients may refresh tokens.', CLIENT_CHOICE],
    ['cookie-lifetime', 'SHOULD', [4395, 4396], 'Cookies end with the session of the browser.', DEPLOYMENT],
  ]),
  section('7.5.1', null, [
    [
      'privacy',
      'MUST',
      [4414, 4417],
      'The privacy considerations of the core schema are heeded.',
      DEPLOYMENT,
    ],
  ]),
  section('7.5.2', null, [
    ['filter-content', 'SHOULD', [4433, 4437], 'Clients consider what filters in URIs disclose.', CLIENT],
    ['post-instead', 'SHOULD', [4440, 4442], 'Clients send sensitive queries by POST.', CLIENT],
    [
      'sensitive',
      'SHOULD',
      [4444, 4446],
      'GET with sensitive information in its filter answers 403.',
      'What counts as sensitive is for the service provider to say, and every provisioning client filters on userName.',
    ],
  ]),
  section('7.6', null, [
    ['countermeasures', 'MAY', [4463, 4466], 'Anonymous requests may be held in check.', PERMISSION],
    ['rate', 'MAY', [4477, 4478], 'The number of requests may be limited.', PERMISSION],
  ]),
  section('7.7', null, [
    [
      'credentials',
      'SHOULD',
      [4501, 4504],
      'Administrators follow the advice of RFC 6819 on stored credentials.',
      DEPLOYMENT,
    ],
    [
      'online-attacks',
      'SHOULD',
      [4518, 4520],
      'Administrators act against online attacks on secrets.',
      DEPLOYMENT,
    ],
    ['access-model', 'SHOULD', [4547, 4550], 'Access is told apart by client and need.', INTERNAL],
  ]),
  section('7.8', null, [
    [
      'comparison',
      'MUST',
      [4556, 4558],
      'Strings are prepared before they are compared in filters and for uniqueness.',
    ],
  ]),
]);
