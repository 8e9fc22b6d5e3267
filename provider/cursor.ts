import { ScimError } from '../scim/error.ts';
import type { Found, Page, Query } from './query.ts';

/** The largest page with cursors, advertised as `pagination.maxPageSize` (RFC 9865 §4). */
export const MAX_PAGE_SIZE = 500;

const PREFIX = 'at-';

/** A cursor for the page that begins behind `offset` results: unreserved characters only (RFC 9865 §2). */
function cursorAt(offset: number): string {
  return `${PREFIX}${offset.toString(36)}`;
}

/** @throws ScimError 400 invalidCursor for what is no cursor of this provider (RFC 9865 §2.1) */
function offsetOf(cursor: string): number {
  if (cursor === '') return 0;
  const digits = cursor.startsWith(PREFIX) ? cursor.slice(PREFIX.length) : '';
  if (!/^[0-9a-z]{1,8}$/.test(digits)) throw new ScimError(400, 'invalidCursor', 'This is no cursor.');
  return Number.parseInt(digits, 36);
}

/**
 * The page behind a cursor, with the cursors of its neighbours (RFC 9865 §2). The results keep their order from one
 * request to the next, so that a number of results is all a cursor has to hold.
 * @throws ScimError 400 invalidCursor, expiredCursor for a cursor beyond what is left of the results
 */
export function cursorPage(found: readonly Found[], { cursor, count }: Query): Page<Found> {
  const from = offsetOf(cursor ?? '');
  if (from > found.length)
    throw new ScimError(400, 'expiredCursor', 'The results have changed: start again.');
  const size = Math.min(count, MAX_PAGE_SIZE);
  const resources = found.slice(from, from + size);
  const next = from + resources.length;
  return {
    resources,
    total: found.length,
    startIndex: from + 1,
    cursors: {
      ...(size > 0 && next < found.length && { nextCursor: cursorAt(next) }),
      ...(size > 0 && from > 0 && { previousCursor: cursorAt(Math.max(0, from - size)) }),
    },
  };
}
