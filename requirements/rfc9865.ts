import { chapter, section } from './requirement.ts';
import { CLIENT, CLIENT_CHOICE, INTERNAL, PERMISSION } from './untestable.ts';

/** Requirements of RFC 9865 (cursor-based pagination), for targets that announce it. */
export const RFC9865 = chapter('RFC9865', [
  section('2', 'cursorPagination', [
    ['first-page', 'MUST', null, 'A query with an empty cursor parameter answers with the first page.'],
    ['url-safe', 'MUST', null, 'Cursors consist of unreserved URL characters.'],
    ['count', 'MUST', null, 'A page holds no more resources than count asks for.'],
    ['negative-count', 'MUST', null, 'A negative count means 0.'],
    ['fewer', 'MAY', null, 'A page may hold fewer resources than asked for.', PERMISSION],
    ['next-cursor', 'MUST', null, 'Every page but the last has a nextCursor that leads to the next one.'],
    ['last-page', 'MUST', null, 'The last page has no nextCursor.'],
    ['next-used', 'MAY', null, 'Clients may use nextCursor for the next request.', CLIENT_CHOICE],
    ['previous-optional', 'MAY', null, 'Pages may have a previousCursor.', PERMISSION],
    ['previous-cursor', 'MAY', null, 'A previousCursor leads back to the page before.'],
    ['previous-first', 'MUST', null, 'The first page has no previousCursor.'],
    ['same-query', 'MUST', null, 'Clients repeat the query unchanged but for the cursor.', CLIENT],
    ['cursor-from-answer', 'SHOULD', null, 'Clients take cursors from earlier answers.', CLIENT],
    ['pages', 'MUST', null, 'Following nextCursor yields every result once, as long as nothing changes.'],
    [
      'total-results',
      'SHOULD',
      null,
      'totalResults, where it is given, is the number of results on all pages.',
    ],
    ['total-omitted', 'MAY', null, 'totalResults may be left out where it cannot be told.', PERMISSION],
  ]),
  section('2.1', 'cursorPagination', [
    ['errors', 'SHOULD', null, 'Invalid paging parameters answer with a fitting status and a SCIM Error.'],
    [
      'invalid-cursor',
      'SHOULD',
      null,
      'A scimType given for an invalid cursor is invalidCursor or expiredCursor.',
    ],
    ['invalid-count', 'SHOULD', null, 'A scimType given for an invalid count is invalidCount.'],
  ]),
  section('2.2', 'cursorPagination', [
    ['sorted', 'SHOULD', null, 'Where sorting is supported, pages that cursors yield are sorted as asked.'],
  ]),
  section('2.3', 'cursorPagination', [
    ['cursor-only', 'MAY', null, 'Cursors may be the only way to page.', PERMISSION],
  ]),
  section('2.4', 'cursorPagination', [
    [
      'default-method',
      'MUST',
      null,
      'With both methods on offer, one of them serves queries that name neither.',
    ],
  ]),
  section('3', 'cursorPagination', [
    ['search', 'MUST', null, 'Where /.search is supported, cursor and count work in its body as in a query.'],
  ]),
  section('4', 'cursorPagination', [
    ['advertised', 'SHOULD', null, 'The configuration has a pagination object.'],
    ['cursor', 'MUST', null, 'pagination.cursor is a boolean.'],
    ['index', 'MUST', null, 'pagination.index is a boolean.'],
    [
      'default',
      'MAY',
      null,
      'pagination.defaultPaginationMethod, where given, is cursor or index, and is true.',
    ],
    ['default-page-size', 'MAY', null, 'pagination.defaultPageSize, where given, is a positive integer.'],
    [
      'max-page-size',
      'MAY',
      null,
      'pagination.maxPageSize, where given, is a positive integer that no page exceeds.',
    ],
    ['cursor-timeout', 'MAY', null, 'pagination.cursorTimeout, where given, is a positive integer.'],
    ['misuse', 'SHOULD', null, 'Misuse of paging does not deplete the resources of others.', INTERNAL],
  ]),
  section('5.2', 'cursorPagination', [
    [
      'authorized',
      'MUST',
      null,
      'Pages show only what the subject may see.',
      'It would take credentials of a second subject.',
    ],
  ]),
]);
