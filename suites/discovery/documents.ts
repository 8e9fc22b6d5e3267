import type { Answer, Case, Complaint, Json, JsonObject, RequirementId } from '../../kit/index.ts';
import {
  answered,
  counted,
  decoded,
  describe,
  isObject,
  judgeAnswered,
  LIST_RESPONSE,
  malformed,
  member,
  NotOffered,
  pathBelow,
  stringMember,
} from '../../kit/index.ts';

/** The discovery endpoints (RFC 7644 §4). */
export const CONFIG = '/ServiceProviderConfig';
export const SCHEMAS = '/Schemas';
export const RESOURCE_TYPES = '/ResourceTypes';

/** The configuration. @throws NotOffered when none comes: a check of its own judges that */
export async function readConfig(c: Case): Promise<JsonObject> {
  const response = await c.send({ method: 'GET', path: CONFIG, purpose: 'read the configuration' });
  if (response.status === 200 && response.resource !== null) return response.resource;
  throw new NotOffered(`GET ${CONFIG} is answered with ${describe(response)} (see discovery/config)`);
}

/**
 * The resources of a discovery endpoint that lists them.
 * @throws NotOffered when no list comes, or an empty one: a check of its own judges that
 */
export async function readListed(
  c: Case,
  path: typeof SCHEMAS | typeof RESOURCE_TYPES,
): Promise<readonly JsonObject[]> {
  const response = await c.send({ method: 'GET', path, purpose: 'read what there is' });
  const found = listedIn(response);
  if (found.length > 0) return found;
  const check = path === SCHEMAS ? 'schemas-listed' : 'resource-types-listed';
  throw new NotOffered(`GET ${path} is answered with ${describe(response)} (see discovery/${check})`);
}

/**
 * Warns of an endpoint that is not there, and says whether it is. RFC 7644 §4 says what the endpoints answer, and that
 * they MAY be asked; that a service provider has them, no sentence demands.
 */
export function isAbsent(c: Case, requirement: RequirementId, path: string, response: Answer): boolean {
  const absent = response.status === 404 || response.status === 501;
  c.advise(requirement, !absent, () =>
    answered(`GET ${path}`, response, 200, {
      wanted: '200 with what it describes',
      hint: 'Clients learn there what they may use; without it they have to guess.',
    }),
  );
  return absent;
}

/** The resources in a ListResponse, or in a bare array, which checks about the resources read all the same. */
export function listedIn({ ok, whole: { body } }: Answer): readonly JsonObject[] {
  if (!ok) return [];
  const items = Array.isArray(body) ? body : member(body, 'Resources');
  return Array.isArray(items) ? items.filter(isObject) : [];
}

/** Whether a body names this schema, URNs compared without letter case. */
export function namesSchema(body: Json | undefined, urn: string): boolean {
  const schemas = member(body, 'schemas');
  return Array.isArray(schemas) && schemas.some((item) => String(item).toLowerCase() === urn.toLowerCase());
}

/** Whether an answer is a ListResponse message that holds all it counts (RFC 7644 §3.4.2). */
export function isWholeList({ list }: Answer): boolean {
  const resources = member(list ?? undefined, 'Resources');
  return (
    list !== null &&
    namesSchema(list, LIST_RESPONSE) &&
    Array.isArray(resources) &&
    member(list, 'totalResults') === resources.length
  );
}

/** Judges that an answer is a ListResponse message that holds all it counts. */
export function judgeWholeList(c: Case, response: Answer, path: string): void {
  c.judge('RFC7644-4-list-response', isWholeList(response), () => noWholeList(response, path));
}

/** What an answer is without being such a list: a list that does not say how long it is, or none. */
function noWholeList({ list, whole }: Answer, path: string): Complaint {
  const what = `the answer to GET ${path}`;
  const resources = member(list ?? undefined, 'Resources');
  const isList = list !== null && namesSchema(list, LIST_RESPONSE) && Array.isArray(resources);
  if (isList && member(list, 'totalResults') === undefined) {
    const attribute = 'totalResults';
    return counted(attribute, resources.length, undefined, {
      ...{ attribute, when: `in ${what}`, says: 'is missing' },
    });
  }
  return malformed(
    what,
    `schemas with ${LIST_RESPONSE}, totalResults, and as many Resources`,
    whole.body ?? whole.text,
    { says: 'is no ListResponse of all there is' },
  );
}

/** Judges that the location of what describes the target leads to it, where it is another than the one it was asked for by. */
export async function judgeAddress(c: Case, resource: JsonObject, asked: string): Promise<void> {
  const path = pathBelow(c, stringMember(member(resource, 'meta'), 'location') ?? '');
  // Credentials are sent to the target alone, so what leads elsewhere is not followed.
  if (path === null || path === '/' || decoded(path) === decoded(asked)) return;
  const answer = await c.send({ method: 'GET', path, purpose: 'follow meta.location' });
  judgeAnswered(c, 'RFC7643-3.1-location', answer, 200, `GET of the meta.location of ${labelOf(resource)}`, {
    attribute: 'meta.location',
  });
}

/** What identifies a resource type or schema for a reader: its id, else its name. */
export function labelOf(resource: JsonObject): string {
  return stringMember(resource, 'id') ?? stringMember(resource, 'name') ?? '(without id and name)';
}

/** A text as one segment of a path, with the colons of a URN as they are (RFC 3986 §3.3, RFC 7644 §4). */
export function pathSegment(text: string): string {
  return text.replace(/[^\w\-.~!$&'()*+,;=:@]/gu, encodeURIComponent);
}

/** A string member that holds something. */
export function filled(resource: JsonObject, name: string): boolean {
  return (stringMember(resource, name) ?? '').trim() !== '';
}
