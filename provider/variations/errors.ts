import { ScimError } from '../../scim/error.ts';
import type { JsonObject } from '../../scim/json.ts';
import { omit } from '../faults/rewrite.ts';
import { failing } from '../faults/showing.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** The words for `scimType` that some section demands; the others are optional (RFC 7644 §3.12). */
const DEMANDED: ReadonlySet<unknown> = new Set([
  'uniqueness',
  'invalidFilter',
  'mutability',
  'noTarget',
  'tooMany',
]);

/** Overrides of the body of every error. */
const wording = (change: (error: JsonObject) => JsonObject): Overrides =>
  failing((error) => ({ body: change(error) }));

/** Overrides that put every so-manyth request off. */
function throttling(every: number, seconds: string): Overrides {
  return (steps) => {
    let requests = 0;
    return {
      admit: (head) => {
        steps.admit(head);
        requests++;
        if (requests % every === 0) throw new ScimError(429, null, 'Too many requests.');
      },
      respond: (given) => {
        const { status, headers, body } = steps.respond(given);
        return { status, headers: status === 429 ? { ...headers, 'retry-after': seconds } : headers, body };
      },
    };
  };
}

/** What errors say beyond their status. */
export const ERRORS = {
  'errors-with-more-members': {
    title: 'errors have members beyond those of RFC 7644',
    permittedBy: 'RFC7644-3.12',
    overrides: wording((error) => ({
      ...error,
      timestamp: '2020-01-02T03:04:05Z',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      violations: [{ field: 'x', message: null }],
    })),
  },
  'errors-in-another-language': {
    title: 'errors are explained in another language',
    permittedBy: 'RFC7644-3.12',
    overrides: wording((error) => ({
      ...error,
      // The limit of a bulk request has to be named (RFC 7644 §3.7.4).
      detail:
        error.status === '413'
          ? (error.detail ?? null)
          : 'Die Anfrage konnte nicht ausgeführt werden — 不可能。',
    })),
  },
  'errors-without-detail': {
    title: 'errors have no detail, except where it is demanded',
    permittedBy: 'RFC7644-3.12',
    // RFC 7644 §3.7.4 wants the limit of a bulk request named, Okta's rule O-001 a wrong token explained.
    overrides: wording((error) =>
      error.status === '413' || error.status === '401' ? error : omit(error, 'detail'),
    ),
  },
  'errors-without-optional-scim-type': {
    title: 'errors have a scimType only where a section demands it',
    permittedBy: 'RFC7644-3.12',
    overrides: wording((error) => (DEMANDED.has(error.scimType) ? error : omit(error, 'scimType'))),
  },
  'throttles-at-times': {
    title: 'every fortieth request is answered with 429, to be repeated at once',
    permittedBy: 'RFC7644-3.12',
    overrides: throttling(40, '0'),
  },
  'throttles-for-a-second': {
    title: 'every two-hundredth request is answered with 429, to be repeated after a second',
    permittedBy: 'RFC7644-3.12',
    overrides: throttling(200, '1'),
  },
} as const satisfies VariationTable;
