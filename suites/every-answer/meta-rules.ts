import type { Complaint, JsonObject, Sight } from '../../kit/index.ts';
import {
  ANYWHERE,
  isDateTime,
  isObject,
  lastSegment,
  malformed,
  member,
  resolveUri,
  shown,
  stringMember,
} from '../../kit/index.ts';
import { over } from './resource-rules.ts';
import type { Rule, Sighting } from './sighting.ts';

/** Clocks and columns that keep whole seconds beside others that keep fractions, in milliseconds. */
const COARSE = 1000;

/** `meta` of every resource (RFC 7643 §3.1). */
export const META_RULES: readonly Rule[] = [
  {
    requirement: 'RFC7643-3.1-assigned',
    look: (seen) => (seen.projected ? null : over(seen.own, hasMeta)),
  },
  {
    requirement: 'RFC7643-3.1-resource-type',
    look: (seen) => (seen.projected ? null : over(seen.own, (resource) => namesType(resource, seen))),
  },
  { requirement: 'RFC7643-3.1-last-modified', look: (seen) => over(seen.own, isOrdered) },
  {
    requirement: 'RFC7643-3.1-location',
    look: (seen) => over(seen.own, (resource) => isLocated(resource, seen)),
  },
];

/** Versions in `meta` and in the header that says the same (RFC 7643 §3.1). */
export const VERSION_RULES: readonly Rule[] = [
  { requirement: 'RFC7643-3.1-weak', look: (seen) => over(seen.own, marksWeak) },
  { requirement: 'RFC7643-3.1-version', look: agreesWithETag },
];

function hasMeta(resource: JsonObject): Sight {
  const meta = member(resource, 'meta');
  return isObject(meta)
    ? 'holds'
    : {
        deviation: 'missing',
        what: 'meta of a resource',
        attribute: 'meta',
        expected: '"meta": {…}',
        got: meta,
      };
}

function namesType(resource: JsonObject, { type }: Sighting): Sight {
  const meta = member(resource, 'meta');
  if (!isObject(meta)) return null;
  const name = member(meta, 'resourceType');
  if (name === type?.name) return 'holds';
  return malformed('meta.resourceType', shown(type?.name), name, {
    attribute: 'meta.resourceType',
    says: 'does not name the type of the resource',
  });
}

function isOrdered(resource: JsonObject): Sight {
  const meta = member(resource, 'meta');
  const [created = '', modified = ''] = [stringMember(meta, 'created'), stringMember(meta, 'lastModified')];
  if (!isDateTime(created) || !isDateTime(modified)) return null;
  if (Date.parse(modified) >= Date.parse(created) - COARSE) return 'holds';
  return malformed('meta.lastModified', `not before ${created}`, modified, {
    attribute: 'meta.lastModified',
    says: 'is before meta.created',
  });
}

/** The location ends in the id, and is the Content-Location where that is sent. */
function isLocated(resource: JsonObject, { response, byId }: Sighting): Sight {
  const location = stringMember(member(resource, 'meta'), 'location');
  const id = stringMember(resource, 'id');
  if (location === undefined || id === undefined) return null;
  const url = resolveUri(location, ANYWHERE);
  if (url === null || lastSegment(url) !== id)
    return elsewhere('does not lead to the resource', `a URI that ends in the id ${shown(id)}`, location);
  const header = response.headers['content-location'];
  if (!byId || header === undefined || resolveUri(header, ANYWHERE)?.pathname === url.pathname)
    return 'holds';
  return elsewhere('differs from the Content-Location header', `Content-Location: ${location}`, header);
}

const elsewhere = (says: string, wanted: string, got: string): Complaint =>
  malformed('meta.location', wanted, got, { attribute: 'meta.location', says });

/** A proxy that compresses may make a strong entity-tag weak, so W/ is left out of the comparison. */
function agreesWithETag({ etag, own, response, list }: Sighting): Sight {
  const header = response.headers.etag;
  const [resource] = own;
  const version = stringMember(member(resource, 'meta'), 'version');
  if (!etag || list !== null || header === undefined || version === undefined) return null;
  const opaque = (tag: string): string => tag.replace(/^W\//, '');
  if (opaque(header) === opaque(version)) return 'holds';
  return malformed('meta.version', header, version, {
    attribute: 'meta.version',
    says: differsInQuotes(header, version)
      ? 'has other quotation marks than the ETag header'
      : 'differs from the ETag header',
    expected: `ETag: ${header}`,
    actual: `"version": ${JSON.stringify(version)}`,
  });
}

/** Quotation marks are part of an entity-tag (RFC 9110 §8.8.3). */
function differsInQuotes(header: string, version: string): boolean {
  const bare = (tag: string): string => tag.replace(/^W\//, '').replaceAll('"', '');
  return bare(header) === bare(version);
}

function marksWeak(resource: JsonObject): Sight {
  const version = stringMember(member(resource, 'meta'), 'version');
  if (version === undefined) return null;
  // Without a quotation mark it may be any text that begins so, such as a digest in base64.
  return version.startsWith('w/"')
    ? malformed('a weak version', 'W/"…"', version, {
        attribute: 'meta.version',
        says: 'is not marked with a capital W/',
      })
    : 'holds';
}
