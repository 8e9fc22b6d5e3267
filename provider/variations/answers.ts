import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { USER_TYPE } from '../../scim/schemas/index.ts';
import { SCIM_MEDIA_TYPE } from '../../scim/urns.ts';
import { type Answer, answer } from '../answer.ts';
import { omit } from '../faults/rewrite.ts';
import type { ProviderSettings } from '../settings.ts';
import { metaOf } from '../store.ts';
import { versionOf } from '../versions.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** Headers of an answer that has a resource's body or stands for one. */
function headersOf(resource: JsonObject): Record<string, string> {
  return { location: String(metaOf(resource).location ?? ''), etag: versionOf(resource) };
}

/** Overrides of the last look at every answer. */
function responding(change: (given: Answer) => Answer): Overrides {
  return (steps) => ({ respond: (given) => change(steps.respond(given)) });
}

/** Overrides of every media type; answers without a body have none. */
function speaking(mediaType: string): Overrides {
  return responding((given) =>
    given.body === null ? given : { ...given, headers: { 'content-type': mediaType, ...given.headers } },
  );
}

const without = (headers: Answer['headers'], ...names: readonly string[]): Answer['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

/** A value with the URLs of resources in it, `location` and `$ref`, replaced. */
function mapUrls(value: Json, change: (url: string) => string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => mapUrls(item, change));
  if (!isObject(value)) return value;
  return mapUrlsIn(value, change);
}

function mapUrlsIn(object: JsonObject, change: (url: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, item]) => {
      const isUrl = typeof item === 'string' && (name === 'location' || name === '$ref');
      return [name, isUrl ? change(item) : mapUrls(item, change)] as const;
    }),
  );
}

/** Overrides of the URLs of this provider's resources in every body. */
function referring(
  change: (url: string, baseUrl: string) => string,
  header: 'as in the body' | 'absolute',
): Overrides {
  return (steps, { baseUrl }) => {
    const own = (url: string): string => (url.startsWith(`${baseUrl}/`) ? change(url, baseUrl) : url);
    return {
      respond: (given) => {
        const { status, headers, body } = steps.respond(given);
        const location =
          headers.location === undefined || header === 'absolute' ? {} : { location: own(headers.location) };
        return {
          status,
          headers: { ...headers, ...location },
          body: isObject(body) ? mapUrlsIn(body, own) : body,
        };
      },
    };
  };
}

/** A value with the members of every object in it in another order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  return isObject(value) ? reversedMembers(value) : value;
}

function reversedMembers(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object)
      .reverse()
      .map(([name, item]) => [name, reversed(item)]),
  );
}

/** The user behind the token. */
function meOf({ userType = USER_TYPE }: ProviderSettings): JsonObject {
  return { schemas: [userType.schema.id], userName: 'provisioning@example.com', displayName: 'Provisioning' };
}

/** How requests are answered. */
export const ANSWERS = {
  'patch-answers-200': {
    title: 'every PATCH answers 200 with the resource, that of a group too',
    permittedBy: 'RFC7644-3.5.2',
    warns: ['E-132'],
    overrides: () => ({ patched: (body, resource) => answer(200, body(), headersOf(resource)) }),
  },
  'patch-answers-204': {
    title: 'every PATCH answers 204 unless it asks for attributes',
    permittedBy: 'RFC7644-3.5.2',
    overrides: () => ({
      patched: (body, resource, _type, projection) =>
        projection.attributes
          ? answer(200, body(), headersOf(resource))
          : answer(204, null, headersOf(resource)),
    }),
  },
  'patch-answers-204-bare': {
    title: 'every PATCH answers 204 without headers about the resource, unless it asks for attributes',
    permittedBy: 'RFC7644-3.5.2',
    overrides: () => ({
      patched: (body, resource, _type, projection) =>
        projection.attributes ? answer(200, body(), headersOf(resource)) : answer(204, null),
    }),
  },
  'location-header-of-creation-only': {
    title: 'only the answer to a creation has a Location header',
    permittedBy: 'RFC7644-3.3',
    overrides: (steps) => {
      const bare = (given: Answer): Answer => ({ ...given, headers: without(given.headers, 'location') });
      return {
        read: (body, resource) => bare(steps.read(body, resource)),
        replaced: (body, resource) => bare(steps.replaced(body, resource)),
        patched: (body, resource, type, projection) => bare(steps.patched(body, resource, type, projection)),
      };
    },
  },
  'content-location-header': {
    title: 'answers with a resource have a Content-Location header',
    permittedBy: 'RFC7643-3.1',
    overrides: (steps) => {
      const located = (given: Answer, resource: JsonObject): Answer => ({
        ...given,
        headers: { ...given.headers, 'content-location': String(metaOf(resource).location) },
      });
      return {
        created: (body, resource) => located(steps.created(body, resource), resource),
        read: (body, resource) => located(steps.read(body, resource), resource),
        replaced: (body, resource) => located(steps.replaced(body, resource), resource),
      };
    },
  },
  'locations-as-paths': {
    title: 'locations and references are paths from the host’s root',
    permittedBy: 'RFC7643-2.3.7',
    overrides: referring((url) => new URL(url).pathname, 'as in the body'),
  },
  'locations-relative': {
    title: 'locations and references in bodies are relative to the base URL',
    permittedBy: 'RFC7643-2.3.7',
    overrides: referring((url, baseUrl) => url.slice(baseUrl.length + 1), 'absolute'),
  },
  'charset-in-media-type': {
    title: 'the media type has a charset parameter',
    permittedBy: 'RFC7644-8.1',
    overrides: speaking(`${SCIM_MEDIA_TYPE}; charset=utf-8`),
  },
  'media-type-in-capitals': {
    title: 'the media type is written in other letter case, and its parameter without a blank',
    permittedBy: 'RFC7644-8.1',
    overrides: speaking('Application/SCIM+JSON;charset=UTF-8'),
  },
  'members-reversed': {
    title: 'the members of every object come in another order',
    permittedBy: 'RFC7643-2.1',
    overrides: responding((given) =>
      isObject(given.body) ? { ...given, body: reversedMembers(given.body) } : given,
    ),
  },
  'indented-bodies': {
    title: 'bodies are indented, end with a line feed and escape what is not ASCII',
    permittedBy: 'RFC7644-8.1',
    overrides: responding((given) =>
      isObject(given.body) ? { ...given, body: escaped(JSON.stringify(given.body, null, 2)) } : given,
    ),
  },
  'several-challenges': {
    title: 'a refusal of credentials names several ways to authenticate',
    permittedBy: 'RFC7644-2',
    overrides: responding((given) =>
      given.status === 401
        ? {
            ...given,
            headers: { ...given.headers, 'www-authenticate': 'Basic realm="a, b", Bearer realm="SCIM"' },
          }
        : given,
    ),
  },
  'bulk-results-with-bodies': {
    title: 'the results of bulk operations that succeed have the resource',
    permittedBy: 'RFC7644-3.7.3',
    overrides: (steps) => ({
      bulkResult: (operation, given, location) => {
        const result = steps.bulkResult(operation, given, location);
        return isObject(given.body) ? { ...result, response: given.body } : result;
      },
    }),
  },
  'bulk-results-without-versions': {
    title: 'the results of bulk operations have no versions',
    permittedBy: 'RFC7644-3.7',
    overrides: (steps) => ({
      bulkResult: (operation, given, location) =>
        omit(steps.bulkResult(operation, given, location), 'version'),
    }),
  },
  'me-answers': {
    title: 'the token stands for a user, with whom /Me answers',
    permittedBy: 'RFC7644-3.11',
    settings: (settings) => ({ me: { user: meOf(settings), answers: 'direct' } }),
  },
  'me-redirects': {
    title: 'the token stands for a user, to whom /Me leads',
    permittedBy: 'RFC7644-3.11',
    settings: (settings) => ({ me: { user: meOf(settings), answers: 'redirect' } }),
  },
  'security-headers': {
    title: 'answers carry headers of proxies and security policies',
    permittedBy: 'RFC7644-3.1',
    overrides: responding((given) => ({
      ...given,
      headers: {
        'cache-control': 'no-store',
        'strict-transport-security': 'max-age=31536000',
        vary: 'Accept, Authorization',
        'x-request-id': '7d0f1c',
        ...given.headers,
      },
    })),
  },
} as const satisfies VariationTable;

/** JSON with every character beyond ASCII as an escape (RFC 8259 §7). */
function escaped(json: string): string {
  const ascii = json.replace(
    /[^\x00-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${ascii}\n`;
}
