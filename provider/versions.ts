import { randomUUID } from 'node:crypto';
import { ScimError } from '../scim/error.ts';
import { type JsonObject, sameJson, stringMember } from '../scim/json.ts';
import type { Provider, Steps } from './steps.ts';
import { idOf, metaOf } from './store.ts';

function without(resource: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));
}

/** Sets `id` and `meta`, which are the provider's (RFC 7643 §3.1): a version that counts up, and the times. */
export function stamp({ baseUrl, now }: Provider): Steps['stamp'] {
  return (resource, type, before) => {
    const id = before ? idOf(before) : randomUUID();
    const time = now().toISOString();
    const earlier = before ? metaOf(before) : {};
    const version = Number(/\d+/.exec(versionOf(before ?? {}))?.[0] ?? 0) + 1;
    return {
      schemas: resource.schemas ?? [type.schema.id],
      id,
      ...without(resource, ['schemas', 'id', 'meta']),
      meta: {
        resourceType: type.name,
        created: stringMember(earlier, 'created') ?? time,
        lastModified: time,
        location: `${baseUrl}${type.endpoint}/${encodeURIComponent(id)}`,
        version: `W/"${version}"`,
      },
    };
  };
}

/** Whether a change leaves a resource as it was, so that neither version nor time move (RFC 7644 §3.5.2.1). */
export function isUnchanged(settled: JsonObject, before: JsonObject): boolean {
  const provided = ['id', 'meta'];
  return sameJson(without(settled, provided), without(before, provided));
}

/** The version of a stored resource as its ETag has it. */
export function versionOf(resource: JsonObject): string {
  return stringMember(metaOf(resource), 'version') ?? '';
}

/** Whether a list of ETags has this one, weak or strong: the weak comparison of RFC 7232 §2.3.2. */
function lists(header: string, version: string): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((tag) => opaque(tag) === opaque(version));
}

/**
 * A change that names a version happens to that version only (RFC 7644 §3.14). Versions here are weak, and the RFC's own
 * examples send those with If-Match.
 * @throws ScimError 412
 */
export function requireVersion(resource: JsonObject, headers: Headers): void {
  const wanted = headers.get('if-match');
  if (wanted !== null && !lists(wanted, versionOf(resource))) {
    throw new ScimError(412, null, 'The resource has changed: its version is not the one in If-Match.');
  }
}

/** Whether the client has this version of a resource already (RFC 7644 §3.14). */
export function isKnown(resource: JsonObject, headers: Headers): boolean {
  const known = headers.get('if-none-match');
  return known !== null && lists(known, versionOf(resource));
}
