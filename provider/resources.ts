import { randomUUID } from 'node:crypto';
import { ScimError } from '../scim/error.ts';
import { type Json, type JsonObject, member, sameJson, stringMember } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { type Answer, answer } from './answer.ts';
import { readProjection, readQuery, sortResources, takePage } from './query.ts';
import type { Provider, Steps } from './steps.ts';
import { idOf, metaOf } from './store.ts';

/** A request as the operations need it. */
interface ResourceRequest {
  readonly type: ResourceType;
  /** The id in the URL; empty at the endpoint itself. */
  readonly id: string;
  readonly parameters: URLSearchParams;
  readonly headers: Headers;
  /** The body's text; empty without one. */
  readonly text: string;
}

/** One operation on resources: RFC 7644 §3.3 to §3.6. */
export type Operation = (request: ResourceRequest, steps: Steps, provider: Provider) => Answer;

function without(resource: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));
}

/** `id` and `meta` are the provider's to set (RFC 7643 §3.1). */
function stamp(
  resource: JsonObject,
  type: ResourceType,
  before: JsonObject | null,
  { baseUrl, now }: Provider,
): JsonObject {
  const id = before ? idOf(before) : randomUUID();
  const time = now().toISOString();
  const earlier = before ? metaOf(before) : {};
  const version = Number(/\d+/.exec(stringMember(earlier, 'version') ?? '')?.[0] ?? 0) + 1;
  return {
    schemas: resource.schemas ?? [type.schema.id],
    id,
    ...without(resource, ['schemas', 'id', 'meta']),
    meta: {
      resourceType: type.name,
      created: stringMember(earlier, 'created') ?? time,
      lastModified: time,
      location: `${baseUrl}${type.endpoint}/${id}`,
      version: `W/"${version}"`,
    },
  };
}

/** Checks, completes and stores what a client made of a resource; a resource that did not change stays as it is. */
function save(
  wanted: JsonObject,
  type: ResourceType,
  before: JsonObject | null,
  steps: Steps,
  provider: Provider,
): JsonObject {
  steps.requireUnique(wanted, type, before ? idOf(before) : null);
  if (type.name === 'Group') steps.requireMembers(wanted);
  const settled = steps.settle(wanted, type, before);
  const provided = ['id', 'meta'];
  if (before && sameJson(without(settled, provided), without(before, provided))) return before;
  const stored = stamp(settled, type, before, provider);
  provider.store.put(type.name, idOf(stored), stored);
  return stored;
}

/** RFC 7644 §3.14: a change that names a version happens to that version only. */
function requireVersion(resource: JsonObject, headers: Headers): void {
  const wanted = headers.get('if-match');
  if (wanted === null || wanted.trim() === '*') return;
  const version = stringMember(metaOf(resource), 'version');
  if (!wanted.split(',').some((item) => item.trim() === version)) {
    throw new ScimError(412, null, 'The resource has changed: its version is not the one in If-Match.');
  }
}

function present(resource: JsonObject, { type, parameters }: ResourceRequest, steps: Steps): JsonObject {
  return steps.present(steps.represent(resource, type), type, readProjection(parameters));
}

/** POST to an endpoint (RFC 7644 §3.3). */
export const create: Operation = (request, steps, provider) => {
  const { type } = request;
  const wanted = steps.intake(steps.readBody(request.text), type, null);
  steps.requireAttributes(wanted, type, []);
  const stored = save(wanted, type, null, steps, provider);
  return steps.created(present(stored, request, steps), stored);
};

/** GET of a resource (RFC 7644 §3.4.1); 304 when the client has this version already (§3.14). */
export const read: Operation = (request, steps) => {
  const found = steps.find(request.id, request.type);
  const version = stringMember(metaOf(found), 'version') ?? '';
  const known = request.headers.get('if-none-match');
  if (known?.split(',').some((item) => item.trim() === version)) return answer(304, null, { etag: version });
  return steps.read(present(found, request, steps), found);
};

function query(read: (name: string) => Json | undefined, type: ResourceType, steps: Steps): Answer {
  const wanted = readQuery(read);
  const filter = wanted.filter === null ? null : steps.readFilter(wanted.filter);
  const found = sortResources(steps.search(filter, type), wanted, type);
  const page = takePage(found, wanted);
  const resources = page.resources.map((resource) =>
    steps.presentListed(steps.represent(resource, type), type, wanted.projection),
  );
  return answer(200, steps.list({ ...page, resources }));
}

/** GET of an endpoint (RFC 7644 §3.4.2). */
export const list: Operation = ({ type, parameters }, steps) =>
  query((name) => parameters.get(name) ?? undefined, type, steps);

/** POST to `.search` (RFC 7644 §3.4.3). */
export const search: Operation = ({ type, text }, steps) => {
  const body = steps.readBody(text);
  return query((name) => member(body, name), type, steps);
};

/** PUT (RFC 7644 §3.5.1): what the client leaves out is cleared. */
export const replace: Operation = (request, steps, provider) => {
  const { type } = request;
  const before = steps.find(request.id, type);
  requireVersion(before, request.headers);
  const wanted = steps.intake(steps.readBody(request.text), type, before);
  steps.requireAttributes(wanted, type, []);
  const stored = save(wanted, type, before, steps, provider);
  return steps.replaced(present(stored, request, steps), stored);
};

/** PATCH (RFC 7644 §3.5.2): all operations or none. */
export const patch: Operation = (request, steps, provider) => {
  const { type } = request;
  const before = steps.find(request.id, type);
  requireVersion(before, request.headers);
  const operations = steps.readOperations(steps.readBody(request.text));
  const wanted = steps.modify(before, operations, type);
  steps.requireAttributes(wanted, type, operations);
  const stored = save(wanted, type, before, steps, provider);
  const projection = readProjection(request.parameters);
  return steps.patched(() => present(stored, request, steps), stored, type, projection);
};

/** DELETE (RFC 7644 §3.6). */
export const remove: Operation = ({ type, id, headers }, steps) => {
  const found = steps.find(id, type);
  requireVersion(found, headers);
  steps.remove(found, type);
  return steps.deleted();
};
