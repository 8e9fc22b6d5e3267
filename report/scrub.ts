import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { belowBase } from './operation.ts';

/** What tells one target and one run from another, so that it is to be replaced. */
export interface ScrubContext {
  /** The target's base URL, with its query if it has one. */
  readonly baseUrl: string;
  /** What every marker of the run begins with; up to four characters of [a-z0-9] follow. */
  readonly markerPrefix: string;
  /** Whether a text is an id that the target gave to a resource. */
  readonly isId: (text: string) => boolean;
}

/** Puts placeholders in the place of what is different on every target and in every run. */
export interface Scrubber {
  /** The path and query of a request below the base URL, decoded. */
  path(url: string): string;
  header(name: string, value: string): string;
  body(value: Json): Json;
}

const ISO_TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?/g;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Shorter ids are only taken for ids where nothing else can be: `7` is also an amount, or a room. */
const TELLING = 6;
/** Attributes whose `value` is the id of a resource (RFC 7643 §4.1.2, §4.2, §4.3). */
const REFERENCES: ReadonlySet<string> = new Set(['members', 'groups', 'manager']);

/** A scrubber for one target and run. */
export function createScrubber({ baseUrl, markerPrefix, isId }: ScrubContext): Scrubber {
  const url = new URL(baseUrl);
  const root = url.pathname.replace(/\/+$/, '');
  const ownQuery = url.search.slice(1);
  const marker = new RegExp(`${markerPrefix}[a-z0-9]{0,4}`, 'gi');
  const isTelling = (text: string): boolean =>
    text.length >= TELLING && isId(text) && text.search(marker) === -1;

  /** Any text: base URL, references to resources, ids in quotes, markers. */
  const text = (value: string): string => {
    if (isTelling(value)) return '{id}';
    return value
      .replaceAll(url.origin + root, '{base}')
      .replace(/\/(Users|Groups)\/([^/?#\s"]+)/gi, (all, endpoint: string, id: string) =>
        isId(decoded(id)) ? `/${endpoint}/{id}` : all,
      )
      .replace(/"([^"\\]+)"/g, (all, quoted: string) => (isId(quoted) ? '"{id}"' : all))
      .replace(UUID, (uuid) => (isId(uuid) ? '{id}' : uuid))
      .replace(marker, '{marker}');
  };
  /** A sentence for people, in which ids and times stand among words. */
  const prose = (value: string): string =>
    text(value)
      .replace(/[\w-]+/g, (word) => (isId(word) ? '{id}' : word))
      .replace(UUID, '{id}')
      .replace(ISO_TIME, '{time}');
  const version = (value: string): string =>
    value.replace(
      /^(W\/)?("?).*?("?)$/s,
      (_, weak = '', open = '', close = '') => `${weak}${open}{version}${close}`,
    );

  const object = (value: JsonObject, inside: string): Json =>
    Object.fromEntries(
      Object.entries(value).map(([key, item]) => [text(key), at(item, key.toLowerCase(), inside)]),
    );
  /** @param inside the attribute that the value's object is the value of */
  const at = (value: Json, key: string, inside: string): Json => {
    if (Array.isArray(value)) return value.map((item) => at(item, key, inside));
    if (isObject(value)) return object(value, key);
    if (typeof value === 'number' && isReference(key, inside)) return '{id as a number}';
    if (typeof value !== 'string') return value;
    if (isReference(key, inside) && isId(value)) return '{id}';
    if (inside === 'meta' && key === 'version') return version(value);
    if (inside === 'meta') return text(value).replace(ISO_TIME, '{time}');
    return key === 'detail' ? prose(value) : text(value);
  };

  return {
    path: (requested) => {
      const below = belowBase(requested, baseUrl);
      const own = ownQuery !== '' && below.endsWith(ownQuery) ? below.slice(0, -ownQuery.length - 1) : below;
      return text(decoded(own)).replace(ISO_TIME, '{time}');
    },
    header: (name, value) => (name === 'etag' ? version(value) : prose(value)),
    body: (value) => at(value, '', ''),
  };
}

function isReference(key: string, inside: string): boolean {
  return key === 'id' || (key === 'value' && REFERENCES.has(inside)) || REFERENCES.has(key);
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
