import { createHash } from 'node:crypto';
import type { Exchange } from '../http/exchange.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import type { TranscriptExchange } from './report.ts';
import { createScrubber, type Scrubber, type ScrubContext } from './scrub.ts';

/** Most exchanges kept per check, and most characters of one body. */
export const TRANSCRIPT_LENGTH = 8;
const LONGEST_BODY = 2048;
/** Most elements of an array and characters of a string that are kept of a body which is too long. */
const KEPT_ELEMENTS = 8;
const KEPT_CHARACTERS = 160;

/** What stands for a body that was too long to be recorded whole, so that nothing can be said about it. */
export const CUT = '{cut}';

/** Response headers that say something about the target; all others are its infrastructure's. */
const HEADERS = ['allow', 'content-location', 'content-type', 'etag', 'location', 'www-authenticate'];

/** The endpoints whose lists hold nothing that other checks create. */
const DISCOVERY = /^\/(ServiceProviderConfig|ResourceTypes|Schemas)\b/i;

/** Members of a list that depend on what else is on the target. */
const SHARED_MEMBERS: ReadonlySet<string> = new Set(['totalresults', 'itemsperpage', 'resources']);

/** Operators with which a filter may find what other checks created, in spite of a marker in it. */
const WIDE = /\b(ne|not|or|pr|co|sw|ew|gt|ge|lt|le)\b/i;

/**
 * The beginning of an experiment as it can be compared with the same experiment on another target: ids, times, versions,
 * markers and base URLs are placeholders, members and elements are in a fixed order, and what depends on other checks or
 * on the moment (the length of an unfiltered list, other resources in it) is left out.
 * @param exchanges in the order in which the requests were sent
 */
export function transcriptOf(exchanges: readonly Exchange[], context: ScrubContext): TranscriptExchange[] {
  const own = new Set(exchanges.flatMap(createdId));
  const seen = new Set(exchanges.flatMap(({ response }) => idsIn(parsed(response?.body ?? null))));
  const isId = (text: string): boolean => context.isId(text) || own.has(text) || seen.has(text);
  const scrub = createScrubber({ ...context, isId });
  return exchanges.slice(0, TRANSCRIPT_LENGTH).map((exchange) => comparable(exchange, scrub, own));
}

function comparable(
  { request, response }: Exchange,
  scrub: Scrubber,
  own: ReadonlySet<string>,
): TranscriptExchange {
  const path = scrub.path(request.url);
  return {
    request: { method: request.method, path, body: bodyText(parsed(request.body), scrub) },
    response: response && {
      status: response.status,
      headers: headersOf(response.headers, scrub),
      body:
        response.truncatedFrom === null
          ? bodyText(withoutOthers(parsed(response.body), path, own), scrub)
          : JSON.stringify(CUT),
    },
  };
}

function headersOf(headers: Exchange['request']['headers'], scrub: Scrubber): Record<string, string> {
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
      return value === undefined ? [] : [[name, scrub.header(name, value)]];
    }),
  );
}

/** A body as JSON; `undefined` for none, a placeholder for what is no JSON or was cut. */
function parsed(body: string | null): Json | undefined {
  if (body === null) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return '{no JSON}';
  }
}

/** The body as canonical JSON text of bounded length, or null when there is none. */
function bodyText(body: Json | undefined, scrub: Scrubber): string | null {
  if (body === undefined) return null;
  const clean = ordered(scrub.body(body));
  const whole = JSON.stringify(clean);
  if (whole.length <= LONGEST_BODY) return whole;
  const short = JSON.stringify(shortened(clean));
  if (short.length <= LONGEST_BODY) return short;
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 12);
  return JSON.stringify(`{${whole.length} characters, digest ${digest}}`);
}

/** Members by name and elements by their text: neither order is significant (RFC 7643 §2.4, RFC 8259 §4). */
function ordered(value: Json): Json {
  if (Array.isArray(value)) {
    const keyed = value.map(ordered).map((item): [string, Json] => [JSON.stringify(item), item]);
    return keyed.sort(byKey).map(([, item]) => item);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [key, ordered(item)]);
  return Object.fromEntries(entries.sort(byKey));
}

function byKey([a]: readonly [string, Json], [b]: readonly [string, Json]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function shortened(value: Json): Json {
  if (typeof value === 'string' && value.length > KEPT_CHARACTERS) {
    return `${value.slice(0, KEPT_CHARACTERS)}{… ${value.length} characters}`;
  }
  if (Array.isArray(value)) {
    const kept = value.slice(0, KEPT_ELEMENTS).map(shortened);
    return value.length > KEPT_ELEMENTS ? [...kept, `{… ${value.length} elements}`] : kept;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item)]));
}

/** The body without what other checks may have put there. */
function withoutOthers(body: Json | undefined, path: string, own: ReadonlySet<string>): Json | undefined {
  if (!isObject(body)) return body;
  const isList = member(body, 'totalResults') !== undefined || member(body, 'Resources') !== undefined;
  if (!isList) return withoutMemberships(body, own);
  if (DISCOVERY.test(path) || findsOwnAlone(path)) return mapMember(body, 'Resources', own);
  return Object.fromEntries(Object.entries(body).filter(([key]) => !SHARED_MEMBERS.has(key.toLowerCase())));
}

/** Whether a query can find nothing but what this experiment created: its filter demands a whole marker. */
function findsOwnAlone(path: string): boolean {
  const filter = /[?&]filter=(.*?)(?:&(?:[a-z]+)=|$)/is.exec(path)?.[1];
  if (filter === undefined || !filter.includes('{marker}')) return false;
  return !WIDE.test(filter.replace(/"(?:\\.|[^"\\])*"/g, '""'));
}

function mapMember(body: JsonObject, name: string, own: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      key === name && Array.isArray(value)
        ? value.map((item) => (isObject(item) ? withoutMemberships(item, own) : item))
        : value,
    ]),
  );
}

/** Users that checks share are members of whatever groups other checks have at that moment. */
function withoutMemberships(resource: JsonObject, own: ReadonlySet<string>): JsonObject {
  const id = member(resource, 'id');
  if (typeof id !== 'string' || own.has(id)) return resource;
  return Object.fromEntries(Object.entries(resource).filter(([key]) => key.toLowerCase() !== 'groups'));
}

/** The id of what an exchange created, from the body or, where there is none, from the Location (RFC 7644 §3.3). */
function createdId({ request, response }: Exchange): string[] {
  if (request.method !== 'POST' || response === null) return [];
  const id = member(parsed(response.body), 'id') ?? response.headers.location?.split('/').at(-1);
  return typeof id === 'string' ? [id] : [];
}

/** Ids of the resource, or of the listed resources, in an answer. */
function idsIn(body: Json | undefined): string[] {
  const listed = member(body, 'Resources');
  return [body, ...(Array.isArray(listed) ? listed : [])].flatMap((item) => {
    const id = member(item, 'id');
    // The ids of schemas and resource types are names, the same everywhere.
    return typeof id === 'string' && member(item, 'meta') !== undefined && !isDiscovery(item) ? [id] : [];
  });
}

function isDiscovery(resource: Json | undefined): boolean {
  const type = member(member(resource, 'meta'), 'resourceType');
  return typeof type === 'string' && /^(Schema|ResourceType|ServiceProviderConfig)$/i.test(type);
}
