import type { Complaint, Json, Sight } from '../../kit/index.ts';
import {
  BYTE_ORDER_MARK,
  counted,
  ERROR,
  isObject,
  LIST_RESPONSE,
  malformed,
  member,
  SCIM_MEDIA_TYPE,
} from '../../kit/index.ts';
import type { Rule, Sighting } from './sighting.ts';

/** What every SCIM message's schema begins with (RFC 7644 §3.1). */
const MESSAGES = 'urn:ietf:params:scim:api:';

/**
 * The errors that nothing in front of a service provider answers in its place: gateways refuse credentials, methods,
 * media types and loads of work, and know nothing of resources.
 */
const OWN_ERRORS: ReadonlySet<number> = new Set([400, 409, 412]);

/** Status codes of a success by method (RFC 7644 §3.3 to §3.6); .search and creations are both POST. */
const SUCCESSES: Readonly<Record<string, readonly number[]>> = {
  GET: [200],
  POST: [200, 201],
  PUT: [200, 204],
  PATCH: [200, 204],
  DELETE: [200, 202, 204],
};

/** Errors that RFC 7644 §3.12 lists, and those of HTTP itself that say nothing about resources (RFC 9110 §15.5, §15.6). */
const ERRORS: ReadonlySet<number> = new Set([
  ...[
    400, 401, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 423, 425, 426, 428,
    429,
  ],
  ...[431, 451, 500, 501, 502, 503, 504, 505],
]);

/** Bodies are JSON and labelled as such. */
export const JSON_RULES: readonly Rule[] = [
  { requirement: 'RFC7644-3.8-utf-8', look: isJson },
  { requirement: 'RFC7644-3.8-media-type', look: isScimMediaType },
];

/** Errors are messages of their own. */
export const ERROR_RULES: readonly Rule[] = [
  { requirement: 'RFC7644-3.12-error-body', look: hasErrorBody },
  { requirement: 'RFC7644-3.12-status', look: tellsStatus },
];

/** What happened is told in the status, and only there in another way. */
export const STATUS_RULES: readonly Rule[] = [
  { requirement: 'RFC7644-3.2-error-status', look: tellsErrorInStatus },
  { requirement: 'RFC7644-3.2-error-body', look: tellsErrorInBody },
  { requirement: 'RFC7644-3.12-status-codes', look: usesKnownStatus },
];

/** Messages name their schema, and lists count what they hold. */
export const LIST_RULES: readonly Rule[] = [
  { requirement: 'RFC7644-3.1-message-schemas', look: hasMessageSchema },
  { requirement: 'RFC7644-3.4.2-list-response', look: isListResponse },
  { requirement: 'RFC7644-3.4.2-total-results', look: countsResults },
];

/** The request in a few words. */
function asked({ request }: Sighting): string {
  return `${request.method} ${request.path.replace(/[?].*$/, '').replace(/^(\/\w+)\/(?!\.).*/, '$1/{id}')}`;
}

/** A charset in the media type, without its quotation marks. */
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;

function isJson(seen: Sighting): Sight {
  const { text, body, headers } = seen.response;
  if (seen.type === null || !seen.isSuccess || text === '') return null;
  if (body === undefined)
    return malformed(`the answer to ${asked(seen)}`, 'a JSON document', text.slice(0, 200), {
      says: 'has a body that is no JSON',
    });
  if (text.startsWith(BYTE_ORDER_MARK))
    return malformed(`the answer to ${asked(seen)}`, 'a body that begins with {', 'U+FEFF before it', {
      says: 'begins with a byte order mark, which JSON must not have',
      hint: 'JSON parsers refuse it (RFC 8259 §8.1): write the body as UTF-8 without a byte order mark.',
    });
  const charset = CHARSET.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(charset) || isAscii(text)) return 'holds';
  return mislabelled(
    seen,
    'UTF-8, labelled as such or not at all',
    `is labelled as ${charset}, and its text is not ASCII`,
  );
}

/** An answer whose Content-Type says another thing than it should. */
function mislabelled(seen: Sighting, wanted: string, says: string, hint?: string): Complaint {
  const header = seen.response.headers['content-type'];
  const got = header === undefined || header === '' ? 'no Content-Type' : `Content-Type: ${header}`;
  return {
    deviation: 'form',
    what: `the answer to ${asked(seen)}`,
    says,
    attribute: 'Content-Type',
    wanted,
    got,
    hint,
  };
}

/** Whether a text is the same in every encoding that extends ASCII. */
function isAscii(text: string): boolean {
  return !/[^\p{ASCII}]/u.test(text);
}

function isScimMediaType(seen: Sighting): Sight {
  const { request, response } = seen;
  const asksDefault = request.headers?.accept === undefined;
  if (seen.type === null || !seen.isSuccess || response.text === '' || !asksDefault) return null;
  const header = response.headers['content-type'] ?? '';
  if (header.split(';')[0]?.trim().toLowerCase() === SCIM_MEDIA_TYPE) return 'holds';
  return mislabelled(
    seen,
    `Content-Type: ${SCIM_MEDIA_TYPE}`,
    `is not labelled ${SCIM_MEDIA_TYPE}`,
    /^application\/json\b/i.test(header)
      ? 'The web framework’s default for JSON answers was left in place.'
      : undefined,
  );
}

/** Whether the answer is an error about a resource, which the service provider itself has given. */
function isOwnError({ type, byId, response: { status } }: Sighting): boolean {
  return type !== null && (OWN_ERRORS.has(status) || (status === 404 && byId));
}

function hasErrorBody(seen: Sighting): Sight {
  if (!isOwnError(seen)) return null;
  const { body, status } = seen.response;
  const detail = member(body, 'detail') ?? '';
  if (seen.isErrorMessage && typeof detail !== 'string')
    return malformed(
      `the detail of the ${status} that answers ${asked(seen)}`,
      'a string for people to read',
      detail,
      {
        attribute: 'detail',
      },
    );
  if (seen.isErrorMessage && typeof member(body, 'status') === 'string') return 'holds';
  const isPage = /^text\/html\b/i.test(seen.response.headers['content-type'] ?? '');
  return malformed(
    `the ${status} that answers ${asked(seen)}`,
    `{"schemas": ["${ERROR}"], "status": "${status}"}`,
    body ?? seen.response.text,
    {
      says: seen.isErrorMessage
        ? 'is an Error message whose status is no string'
        : 'is no SCIM Error message',
      attribute: seen.isErrorMessage ? 'status' : undefined,
      hint: isPage ? 'A web framework’s own error page got through instead of a SCIM error.' : undefined,
    },
  );
}

function tellsStatus(seen: Sighting): Sight {
  const status = member(seen.response.body, 'status');
  if (!isOwnError(seen) || !seen.isErrorMessage || status === undefined) return null;
  if (String(status) === String(seen.response.status)) return 'holds';
  return malformed(`the error that answers ${asked(seen)}`, `"status": "${seen.response.status}"`, status, {
    attribute: 'status',
    says: 'has another status in its body than in its HTTP answer',
  });
}

function usesKnownStatus(seen: Sighting): Sight {
  const { status } = seen.response;
  if (seen.type === null || (status >= 300 && status < 400)) return null;
  const known = seen.isError ? ERRORS.has(status) : SUCCESSES[seen.request.method]?.includes(status) === true;
  if (known) return 'holds';
  return {
    deviation: 'answered',
    what: asked(seen),
    says: `is answered with ${status}, which the standard does not use there`,
    wanted: seen.isError
      ? 'a status of Table 8, such as 400'
      : (SUCCESSES[seen.request.method]?.join(' or ') ?? ''),
    hint: status === 422 ? 'Validation errors are 400 with a scimType in SCIM, not 422.' : undefined,
  };
}

function tellsErrorInStatus(seen: Sighting): Sight {
  if (seen.type === null || !seen.isSuccess || !isObject(seen.response.body)) return null;
  if (!seen.isErrorMessage) return 'holds';
  return {
    deviation: 'answered',
    what: asked(seen),
    says: `is answered with ${seen.response.status}, and the body is an error`,
    wanted: 'the error in the HTTP status as well',
    got: seen.response.body,
  };
}

function tellsErrorInBody(seen: Sighting): Sight {
  if (!isOwnError(seen)) return null;
  if (seen.response.text !== '') return 'holds';
  return malformed(asked(seen), 'a SCIM Error message', undefined, {
    says: `is answered with ${seen.response.status} and no body`,
    actual: 'an empty body',
  });
}

function hasMessageSchema(seen: Sighting): Sight {
  const { body } = seen.response;
  const isMessage = seen.list !== null || (isOwnError(seen) && isObject(body));
  if (!isMessage) return null;
  const schemas = member(body, 'schemas');
  if (Array.isArray(schemas) && schemas.length > 0 && schemas.every(isMessageUri)) return 'holds';
  return malformed(`the message that answers ${asked(seen)}`, `"schemas": ["${MESSAGES}…"]`, schemas, {
    attribute: 'schemas',
    says: 'does not name its schema',
  });
}

function isMessageUri(uri: Json): boolean {
  return typeof uri === 'string' && uri.startsWith(MESSAGES);
}

function isListResponse({ list }: Sighting): Sight {
  if (list === null) return null;
  const schemas = member(list, 'schemas');
  const resources = member(list, 'Resources');
  const named = Array.isArray(schemas) && schemas.includes(LIST_RESPONSE);
  const filled = Array.isArray(resources) ? resources.every(isObject) : member(list, 'totalResults') === 0;
  // An empty list may do without Resources; whether null may stand there is a question of its own.
  if (named && (filled || resources === undefined || resources === null)) return 'holds';
  return named
    ? malformed('Resources of a list', 'an array of resources', resources, { attribute: 'Resources' })
    : malformed('a list', `"schemas": ["${LIST_RESPONSE}"]`, schemas, {
        attribute: 'schemas',
        says: 'is not marked as a ListResponse',
      });
}

function countsResults({ list, request }: Sighting): Sight {
  const cursor =
    list !== null && (member(list, 'nextCursor') !== undefined || 'cursor' in (request.query ?? {}));
  // Pages by cursor need not count what they are part of (RFC 9865 §2).
  if (list === null || cursor) return null;
  const total = member(list, 'totalResults');
  const resources = member(list, 'Resources');
  // Without a filter, resources of others may come and go between the count and the page.
  const settled = request.query?.filter !== undefined;
  const held = Array.isArray(resources) ? resources.length : 0;
  const least = settled ? held : 0;
  if (typeof total === 'number' && Number.isInteger(total) && total >= least) return 'holds';
  return counted(`totalResults of a list that holds ${held}`, `a whole number, at least ${least}`, total, {
    attribute: 'totalResults',
  });
}
