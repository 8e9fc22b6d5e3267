import { chapter, section } from '../requirement.ts';
import { PERMISSION } from '../untestable.ts';

/** RFC 7643, chapter 5: the service provider configuration resource. */
export const SERVICE_PROVIDER_CONFIG = chapter('RFC7643', [
  section('5', null, [
    ['read-only', 'MUST', [1486, 1488], 'The configuration cannot be changed by clients; it needs no id.'],
    ['documentation-uri', 'MAY', [1493, 1495], 'documentationUri may lead to the documentation.', PERMISSION],
    ['patch', 'MUST', [1497, 1499], 'The configuration has a patch object.'],
    ['patch-supported', 'MUST', [1501, 1502], 'patch.supported is a boolean.'],
    ['bulk', 'MUST', [1504, 1506], 'The configuration has a bulk object.'],
    ['bulk-supported', 'MUST', [1508, 1509], 'bulk.supported is a boolean.'],
    ['bulk-max-operations', 'MUST', [1519, 1520], 'bulk.maxOperations is an integer.'],
    ['bulk-max-payload-size', 'MUST', [1522, 1523], 'bulk.maxPayloadSize is an integer, in bytes.'],
    ['filter', 'MUST', [1525, 1527], 'The configuration has a filter object.'],
    ['filter-supported', 'MUST', [1529, 1530], 'filter.supported is a boolean.'],
    ['filter-max-results', 'MUST', [1532, 1533], 'filter.maxResults is an integer.'],
    [
      'filter-max-results-kept',
      'MUST',
      [1532, 1533],
      'No answer to a query holds more resources than filter.maxResults.',
    ],
    ['change-password', 'MUST', [1535, 1537], 'The configuration has a changePassword object.'],
    ['change-password-supported', 'MUST', [1539, 1540], 'changePassword.supported is a boolean.'],
    ['sort', 'MUST', [1542, 1544], 'The configuration has a sort object.'],
    ['sort-supported', 'MUST', [1546, 1547], 'sort.supported is a boolean.'],
    ['etag', 'MUST', [1549, 1551], 'The configuration has an etag object.'],
    ['etag-supported', 'MUST', [1553, 1554], 'etag.supported is a boolean.'],
    ['public-schemes', 'SHOULD', [1580, 1583], 'authenticationSchemes can be read without authentication.'],
    ['authentication-schemes', 'MUST', [1578, 1583], 'The configuration has a list authenticationSchemes.'],
    [
      'scheme-type',
      'MUST',
      [1586, 1588],
      'An authentication scheme has a type; defined are oauth, oauth2, oauthbearertoken, httpbasic, httpdigest.',
    ],
    ['scheme-name', 'MUST', [1590, 1591], 'An authentication scheme has a name.'],
    ['scheme-description', 'MUST', [1593, 1594], 'An authentication scheme has a description.'],
    [
      'scheme-spec-uri',
      'MAY',
      [1596, 1597],
      'specUri may lead to the specification of a scheme.',
      PERMISSION,
    ],
    [
      'scheme-documentation-uri',
      'MAY',
      [1599, 1600],
      'documentationUri may lead to the documentation of a scheme.',
      PERMISSION,
    ],
  ]),
  section('5', 'changePassword', [
    [
      'change-password-works',
      'MUST',
      [1535, 1540],
      'Where changing passwords is announced, a new password is accepted with success.',
    ],
  ]),
]);
