import type { ScimRequest, ScimResponse } from '../scim/http/client.ts';
import { TransportError } from '../scim/http/transport.ts';
import { isObject, type JsonObject, member, stringMember } from '../scim/json.ts';
import { describe, resourcePath } from './case.ts';
import { type Connection, openConnection } from './connection.ts';
import { runPrefix } from './session.ts';

/** What a sweep did. */
export interface Swept {
  readonly deleted: number;
  /** Resources with a marker that could not be deleted. */
  readonly left: number;
  /** Why the sweep could not look everywhere, or null. */
  readonly trouble: string | null;
}

/** Most resources read per page, and most pages: a target that pages for ever ends here. */
const PAGE = 100;
const MAX_PAGES = 1000;

/** Endpoint and the attributes that carry a marker; groups first, because they refer to users. */
const PLACES = [
  { endpoint: '/Groups', names: ['displayName', 'externalId'] },
  { endpoint: '/Users', names: ['userName', 'externalId'] },
] as const;

/**
 * Deletes the resources that carry a run's marker, whatever run it was when `runId` is null. The lists are read whole
 * and looked through here, so that nothing is deleted that does not carry a marker, whatever a filter would claim.
 */
export async function sweep(target: Connection, runId: string | null, toolVersion: string): Promise<Swept> {
  const { client, close } = openConnection({ ...target, concurrency: 1 }, toolVersion);
  const send = (request: ScimRequest): Promise<ScimResponse> => client.send(request, () => {});
  const total = { deleted: 0, left: 0 };
  try {
    for (const place of PLACES) {
      for (const id of await marked(send, place, runId)) {
        const { status } = await send({ method: 'DELETE', path: resourcePath(place.endpoint, id) });
        if ((status >= 200 && status < 300) || status === 404) total.deleted++;
        else total.left++;
      }
    }
    return { ...total, trouble: null };
  } catch (error) {
    if (!(error instanceof TransportError) && !(error instanceof ListFailure)) throw error;
    return { ...total, trouble: error.message };
  } finally {
    close();
  }
}

/** Users cannot be listed, so that nothing can be said about what is left. */
class ListFailure extends Error {
  override readonly name = 'ListFailure';
}

/** Ids of the resources of one endpoint that carry the marker. A target without groups has none of them. */
async function marked(
  send: (request: ScimRequest) => Promise<ScimResponse>,
  { endpoint, names }: (typeof PLACES)[number],
  runId: string | null,
): Promise<Set<string>> {
  const marker = new RegExp(`(^|[.\\s-])${runPrefix(runId ?? '[a-z0-9]{6}')}[a-z0-9]{4}($|[\\s@.-])`);
  const ids = new Set<string>();
  for (let page = 0, startIndex = 1; page < MAX_PAGES; page++) {
    const response = await send({ method: 'GET', path: endpoint, query: { startIndex, count: PAGE } });
    const resources = member(response.body, 'Resources');
    if (response.status !== 200) {
      if (endpoint === '/Groups') return ids;
      throw new ListFailure(`GET ${endpoint} answers ${describe(response)}, so what is left cannot be found`);
    }
    const found = Array.isArray(resources) ? resources.filter(isObject) : [];
    for (const resource of found)
      if (names.some((name) => marker.test(String(member(resource, name) ?? '')))) keep(ids, resource);
    startIndex += found.length;
    const total = member(response.body, 'totalResults');
    if (found.length === 0 || typeof total !== 'number' || startIndex > total) break;
  }
  return ids;
}

function keep(ids: Set<string>, resource: JsonObject): void {
  const id = stringMember(resource, 'id');
  if (id !== undefined && id !== '') ids.add(id);
}
