import { type Json, type JsonObject, member } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { type Answer, answer } from './answer.ts';
import { readProjection } from './query.ts';
import type { Provider, Steps } from './steps.ts';
import { idOf } from './store.ts';
import { versionOf } from './versions.ts';

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
  if (before && steps.isUnchanged(settled, before)) return before;
  const stored = steps.stamp(settled, type, before);
  provider.store.put(type.name, idOf(stored), stored);
  return stored;
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
  if (steps.isKnown(found, request.headers)) return answer(304, null, { etag: versionOf(found) });
  return steps.read(present(found, request, steps), found);
};

/** A query on the resources of these types: GET of an endpoint or of the root, or POST to `.search`. */
interface QueryRequest {
  readonly types: readonly ResourceType[];
  readonly parameters: URLSearchParams;
  readonly text: string;
}

function query(
  read: (name: string) => Json | undefined,
  types: readonly ResourceType[],
  steps: Steps,
): JsonObject {
  const wanted = steps.readQuery(read);
  const filter = wanted.filter === null ? null : steps.readFilter(wanted.filter);
  const found = types.flatMap((type) => steps.search(filter, type).map((resource) => ({ resource, type })));
  const page = steps.page(steps.sort(found, wanted), wanted);
  const resources = page.resources.map(({ resource, type }) =>
    steps.presentListed(steps.represent(resource, type), type, wanted.projection),
  );
  return steps.list({ ...page, resources });
}

/** GET of an endpoint (RFC 7644 §3.4.2) or of the root (§3.4.2.1). */
export function list({ types, parameters }: QueryRequest, steps: Steps): Answer {
  return answer(
    200,
    query((name) => parameters.get(name) ?? undefined, types, steps),
  );
}

/** POST to `.search` of an endpoint or of the root (RFC 7644 §3.4.3). */
export function search({ types, text }: QueryRequest, steps: Steps): Answer {
  const body = steps.readSearch(steps.readBody(text), types);
  return steps.searched(
    query((name) => member(body, name), types, steps),
    types,
  );
}

/** PUT (RFC 7644 §3.5.1): what the client leaves out is cleared. */
export const replace: Operation = (request, steps, provider) => {
  const { type } = request;
  const before = steps.find(request.id, type, 'PUT');
  steps.requireVersion(before, request.headers);
  const sent = steps.intake(steps.readBody(request.text), type, before);
  const wanted = steps.keepImmutable(sent, before, type);
  steps.requireAttributes(wanted, type, []);
  const stored = save(wanted, type, before, steps, provider);
  return steps.replaced(present(stored, request, steps), stored);
};

/** PATCH (RFC 7644 §3.5.2): all operations or none. */
export const patch: Operation = (request, steps, provider) => {
  const { type } = request;
  const before = steps.find(request.id, type);
  steps.requireVersion(before, request.headers);
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
  steps.requireVersion(found, headers);
  steps.remove(found, type);
  return steps.deleted();
};
