import type { Json, JsonObject } from '../../scim/json.ts';
import { isObject } from '../../scim/json.ts';
import { SCIM_MEDIA_TYPE } from '../../scim/urns.ts';
import { type Answer, answer } from '../answer.ts';
import { config } from '../faults/description/overrides.ts';
import { showing } from '../faults/showing.ts';
import type { Steps } from '../steps.ts';
import { metaOf } from '../store.ts';
import { versionOf } from '../versions.ts';
import type { Variation, VariationTable } from './variation.ts';

/** Headers of an answer that has a resource's body or stands for one. */
function headersOf(resource: JsonObject): Record<string, string> {
  return { location: String(metaOf(resource).location ?? ''), etag: versionOf(resource) };
}

/** Overrides of the last look at every answer. */
function responding(change: (given: Answer) => Answer): Variation['overrides'] {
  return (steps) => ({ respond: (given) => change(steps.respond(given)) });
}

/** Overrides of every media type; answers without a body have none. */
function speaking(mediaType: string): Variation['overrides'] {
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
): Variation['overrides'] {
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

function withoutVersion(steps: Steps): Partial<Steps> {
  const bare = (given: Answer): Answer => ({ ...given, headers: without(given.headers, 'etag') });
  return {
    stamp: (resource, type, before) => {
      const stored = steps.stamp(resource, type, before);
      const { version: _, ...meta } = metaOf(stored);
      return { ...stored, meta };
    },
    isKnown: () => false,
    requireVersion: () => {},
    respond: (given) => bare(steps.respond(given)),
    discovered: (body, endpoint) =>
      config((shown) => ({ ...shown, etag: { supported: false } }))(steps, PLACELESS).discovered?.(
        body,
        endpoint,
      ) ?? steps.discovered(body, endpoint),
  };
}
