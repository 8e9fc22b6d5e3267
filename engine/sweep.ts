import type { ScimRequest, ScimResponse } from '../http/client.ts';
import { TransportError } from '../http/transport.ts';
import { isObject, type JsonObject, member } from '../scim/json.ts';
import { describe } from './answer.ts';
import { type Connection, openConnection } from './connection.ts';
import type { Creation } from './creations.ts';
import { idOf } from './identity.ts';
import { findCreated } from './looking-up.ts';
import { markerPattern, runPrefix } from './marker.ts';
import { resourcePath } from './resource-path.ts';

/** What a sweep did. */
export interface Swept {
  readonly deleted: number;
  /** Resources with a marker that could not be deleted. */
  readonly left: number;
  /** What came of the first that could not be deleted, or null. */
  readonly refusal: string | null;
  /** Why the sweep could not look everywhere, or null. */
  readonly trouble: string | null;
}

/** What a run's journal says it may have left behind. */
export interface Recorded {
  readonly run: string;
  /** Paths of resources that were created and not deleted. */
  readonly open: readonly string[];
  /** Creations of which nobody knows whether they were carried out. */
  readonly unsettled: readonly Creation[];
}

/** Most resources read per page, and most pages: a target that pages for ever ends here. */
const PAGE = 100;
const MAX_PAGES = 1000;

/** Endpoint and the attributes that carry a marker; groups first, because they refer to users. */
const PLACES = [
  { endpoint: '/Groups', names: ['displayName', 'externalId'] },
  { endpoint: '/Users', names: ['userName', 'externalId'] },
] as const;

type Send = (request: ScimRequest) => Promise<ScimResponse>;

/**
 * Deletes the resources that carry a run's marker, whatever run it was when `runId` is null. The lists are read whole
 * and looked through here, so that nothing is deleted that does not carry a marker, whatever a filter would claim.
 */
export function sweep(target: Connection, runId: string | null, toolVersion: string): Promise<Swept> {
  return sweeping(target, toolVersion, async (send, count) => {
    for (const place of PLACES) {
      for (const id of await marked(send, place, runId))
        count(await refusalOf(send, resourcePath(place.endpoint, id)));
    }
  });
}

/**
 * Deletes what a journal names. Each resource is read before: one that shows no marker of the run, because its id now
 * belongs to another, is left alone.
 */
export function sweepRecorded(
  target: Connection,
  { run, open, unsettled }: Recorded,
  toolVersion: string,
): Promise<Swept> {
  return sweeping(target, toolVersion, async (send, count) => {
    const found = new Set(open);
    const unknown: Creation[] = [];
    for (const creation of unsettled) {
      const paths = await findCreated(send, creation);
      if (paths === null) unknown.push(creation);
      for (const path of paths ?? []) found.add(path);
    }
    for (const path of [...found].sort()) {
      const response = await send({ method: 'GET', path });
      if (response.status === 404) continue;
      const own = response.text.toLowerCase().includes(runPrefix(run));
      count(
        own
          ? await refusalOf(send, path)
          : `GET ${path} is answered with ${response.status} and shows no marker of the run`,
      );
    }
    const [first] = unknown;
    if (first !== undefined) {
      throw new ListFailure(
        `${first.endpoint} does not answer a filter on ${first.attribute}, so ${unknown.length} creations without an answer cannot be looked up`,
      );
    }
  });
}

/** Opens a connection for one sweep, and counts what comes of it. */
async function sweeping(
  target: Connection,
  toolVersion: string,
  work: (send: Send, count: (refusal: string | null) => void) => Promise<void>,
): Promise<Swept> {
  const { client, close } = openConnection({ ...target, concurrency: 1 }, toolVersion);
  const total = { deleted: 0, left: 0, refusal: null as string | null };
  try {
    await work(
      (request) => client.send(request, () => {}),
      (refusal) => {
        total[refusal === null ? 'deleted' : 'left']++;
        total.refusal ??= refusal;
      },
    );
    return { ...total, trouble: null };
  } catch (error) {
    if (!(error instanceof TransportError) && !(error instanceof ListFailure)) throw error;
    return { ...total, trouble: error.message };
  } finally {
    close();
  }
}

/** Deletes a resource, and looks whether it is gone: some targets only hide or disable it. @returns null when it is gone */
async function refusalOf(send: Send, path: string): Promise<string | null> {
  const answer = await send({ method: 'DELETE', path });
  const { status } = answer;
  if (status === 404 || status === 410) return null;
  const { status: now } = await send({ method: 'GET', path });
  if (now === 404 || now === 410 || (status >= 200 && status < 300 && now !== 200)) return null;
  return `DELETE ${path} is answered with ${describe(answer)}, and GET with ${now} after it`;
}

/** Resources cannot be listed, so that nothing can be said about what is left. */
class ListFailure extends Error {
  override readonly name = 'ListFailure';
}

/** Ids of the resources of one endpoint that carry the marker. A target without groups has none of them. */
async function marked(
  send: Send,
  { endpoint, names }: (typeof PLACES)[number],
  runId: string | null,
): Promise<Set<string>> {
  const marker = markerPattern(runId);
  const ids = new Set<string>();
  const seen = new Set<string>();
  for (let page = 0, startIndex = 1; page < MAX_PAGES; page++) {
    const response = await send({ method: 'GET', path: endpoint, query: { startIndex, count: PAGE } });
    const resources = member(response.body, 'Resources');
    if (response.status !== 200) {
      if (endpoint === '/Groups') return ids;
      throw new ListFailure(`GET ${endpoint} answers ${describe(response)}, so what is left cannot be found`);
    }
    const found = Array.isArray(resources) ? resources.filter(isObject) : [];
    const before = seen.size;
    for (const resource of found) {
      keep(seen, resource);
      if (names.some((name) => marker.test(String(member(resource, name) ?? '')))) keep(ids, resource);
    }
    startIndex += found.length;
    const total = member(response.body, 'totalResults');
    const said = typeof total === 'number' ? total : 0;
    // Some count only the page in totalResults: a full page may have a successor. One that knows no pages begins again.
    if (seen.size === before || (startIndex > said && found.length < PAGE)) break;
  }
  return ids;
}

function keep(ids: Set<string>, resource: JsonObject): void {
  const id = idOf(resource);
  if (id !== undefined) ids.add(id);
}
