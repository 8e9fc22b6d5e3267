import { isObject, type JsonObject, member, stringMember } from '../../../scim/json.ts';
import { USER_TYPE } from '../../../scim/schemas/index.ts';
import { LIST_RESPONSE } from '../../../scim/urns.ts';
import type { FieldEntry } from '../entry.ts';
import { declaring } from '../targets/declaring.ts';
import { filterOf } from '../targets/filtering.ts';
import { answer, behaving, eachResource, refusal, type Target, when } from '../targets/target.ts';

/** A PUT without an id in its body, or with another one, is refused before anything else is looked at. */
const WANTS_ID_IN_PUT: Target = when(
  ({ method, id, body }) => method === 'PUT' && member(body, 'id') !== id,
  () => refusal(400, 'Invalid reference to resource', 'invalidSyntax'),
);

/** URLs that encode letters are refused before anybody looks for the resource. */
const WANTS_NORMAL_PATHS: Target = when(
  ({ path }) => /%(?:3\d|[46][1-9a-f]|[57][\da])/i.test(path),
  () => ({ status: 400, headers: {}, text: 'Request path not normalized' }),
);

/** Times are shown as the clock on the wall shows them three hours east of Greenwich, and no zone is told. */
const TELLS_NO_ZONE: Target = behaving(async (_call, provide) => eachResource(await provide(), onTheWall));

function onTheWall(resource: JsonObject): JsonObject {
  const meta = member(resource, 'meta');
  if (!isObject(meta)) return resource;
  const times = ['created', 'lastModified'].flatMap((name) => {
    const time = Date.parse(stringMember(meta, name) ?? '');
    return Number.isNaN(time) ? [] : [[name, new Date(time + 3 * 3_600_000).toISOString().replace('Z', '')]];
  });
  return { ...resource, meta: { ...meta, ...Object.fromEntries(times) } };
}

/** An order of what has none is for nobody to match, and not refused. */
const ORDERS_NOTHING: Target = when(
  (call) => / (?:gt|ge|lt|le) (?:true|false)/.test(filterOf(call) ?? ''),
  () => answer(200, { schemas: [LIST_RESPONSE], totalResults: 0, startIndex: 1, itemsPerPage: 0 }),
);

/** What servers want, or show, in a way of their own. */
export const PECULIAR: readonly FieldEntry[] = [
  {
    kind: '1.1',
    title: 'a PUT has to have the id of the resource in its body',
    target: WANTS_ID_IN_PUT,
    checks: ['errors/uniqueness', 'attributes/null-clears-on-replace', 'common-attributes/id-is-stable'],
    silent: '*',
    finds: [
      { check: 'common-attributes/id-is-stable', violates: 'RFC7644-3.1-put-ignored', verdict: 'fail' },
    ],
    judged: ['errors/uniqueness', 'attributes/null-clears-on-replace'],
    says: [/^a PUT of a (user|group) with another id in it is answered with 400/],
  },
  {
    kind: '1.10',
    title: 'a URL that encodes letters is refused as it is',
    target: WANTS_NORMAL_PATHS,
    checks: ['discovery/percent-encoding'],
    silent: '*',
    finds: [{ check: 'discovery/percent-encoding', verdict: 'warn' }],
  },
  {
    kind: '1.10',
    title: 'times tell no zone, and are of another one than ours',
    target: TELLS_NO_ZONE,
    application: 'airstack',
    checks: ['filter-language/dates', 'filter-language/gt', 'filter-language/le', 'sorting/by-type'],
    silent: '*',
  },
  {
    kind: '6',
    title: 'filters on an order of booleans find nobody, and it is not said that everybody is found',
    target: ORDERS_NOTHING,
    checks: ['filter-language/gt-without-order', 'filter-language/le-without-order'],
    silent: [],
    finds: [{ check: 'filter-language/gt-without-order', verdict: 'fail' }],
    neverSays: /the whole list/,
  },
  {
    kind: '6',
    title: 'groups are shown on request, and the reading that lacks a title is shown where it is missing',
    provider: { userType: declaring(USER_TYPE, 'groups', { returned: 'request' }) },
    faults: ['drops-title'],
    checks: ['required-attributes/reads-back-equal'],
    silent: [],
    finds: [{ check: 'required-attributes/reads-back-equal', verdict: 'fail' }],
    shows: { 'required-attributes/reads-back-equal': /^GET \S+\/Users\/[^?]+$/ },
  },
];
