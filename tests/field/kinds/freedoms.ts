import { isObject, type Json, type JsonObject, member, stringMember } from '../../../scim/json.ts';
import { define, GROUP_TYPE, USER_TYPE } from '../../../scim/schemas/index.ts';
import type { FieldEntry } from '../entry.ts';
import { announces, listsDiscoveryTypes, takesNoCreation } from '../targets/announcing.ts';
import { declaring, ENTITLEMENT } from '../targets/declaring.ts';
import { demands } from '../targets/demanding.ts';
import { ignoresFilters, refusesFilters } from '../targets/filtering.ts';
import { operationsOf, pathOf } from '../targets/forgetting.ts';
import { answersParallelWritesWith500, slowsDownUnderLoad } from '../targets/load.ts';
import { locatesByName } from '../targets/locating.ts';
import {
  at,
  behaving,
  both,
  emptyPage,
  failurePage,
  refusal,
  rewritten,
  type Target,
  when,
  without,
} from '../targets/target.ts';

/** A group may have an empty name. */
const takesEmptyNames: Target = when(
  ({ body, ...call }) => at('POST', '/Groups')({ body, ...call }) && stringMember(body, 'displayName') === '',
  async ({ body }, provide) => {
    const response = await provide({ body: { ...(isObject(body) ? body : {}), displayName: 'None' } });
    return rewritten(response, (group) => ({ ...group, displayName: '' }));
  },
);

/** A bulkId is no longer than a thousand characters. */
const SHORT_BULK_IDS: Target = when(
  (call) =>
    at('POST', '/Bulk')(call) &&
    operationsOf(call.body).some((operation) => (stringMember(operation, 'bulkId')?.length ?? 0) > 1000),
  () => refusal(400, 'bulkId is too long.', 'invalidValue'),
);

/** What no bulk request is makes the program fail. */
const FAILS_WITHOUT_OPERATIONS: Target = when(
  (call) => at('POST', '/Bulk')(call) && !Array.isArray(member(call.body, 'Operations')),
  () => failurePage,
);

/** What a web framework refuses by itself it answers with an empty page. */
const REFUSES_WITH_EMPTY_PAGES: Target = behaving(async ({ method, endpoint }, provide) => {
  if (method !== 'GET' && ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'].includes(endpoint))
    return emptyPage(405);
  const response = await provide();
  if (response.status !== 401) return response;
  const challenge = response.headers['www-authenticate'];
  const page = emptyPage(401);
  return challenge === undefined
    ? page
    : { ...page, headers: { ...page.headers, 'www-authenticate': challenge } };
});

/** The answer to a creation tells where the resource is, whatever attributes are asked for (RFC 7644 §3.3). */
const SHOWS_LOCATION_OF_CREATED: Target = when(
  (call) => at('POST', '/Users')(call) && call.query.has('attributes'),
  async (_call, provide) => {
    const response = await provide();
    const { location } = response.headers;
    if (location === undefined) return response;
    return rewritten(response, (user) => {
      const meta = member(user, 'meta');
      return { ...user, meta: { ...(isObject(meta) ? meta : {}), location } };
    });
  },
);

/** A PATCH that leaves a group without members is refused. */
const KEEPS_A_MEMBER: Target = when(
  (call) =>
    at('PATCH', '/Groups/{id}')(call) &&
    operationsOf(call.body).some((operation) => {
      const value = member(operation, 'value');
      const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
      return pathOf(operation) === 'members' && isEmpty;
    }),
  () => refusal(400, 'A group needs a member.', 'invalidValue'),
);

/** Members are named by their $ref, too. */
const DEMANDS_REFERENCES: Target = both(
  demands(['members.$ref'], '/Groups'),
  when(
    (call) =>
      at('PATCH', '/Groups/{id}')(call) &&
      operationsOf(call.body).some((operation) => {
        const value = member(operation, 'value');
        const added = pathOf(operation) === '' ? member(value, 'members') : value;
        const isRemoval = stringMember(operation, 'op')?.toLowerCase() === 'remove';
        return (
          !isRemoval &&
          Array.isArray(added) &&
          added.some((one) => isObject(one) && !stringMember(one, '$ref'))
        );
      }),
    () => refusal(400, "Required attribute 'members.$ref' is missing", 'invalidValue'),
  ),
);

const TYPES_OF_THEIR_OWN = [
  'common-attributes/id-is-issued',
  'common-attributes/no-external-id-of-its-own',
  'common-attributes/defined-for-every-type',
  'every-answer/lists',
  'agreement/own-types',
  'agreement/read-only',
  'agreement/always-returned',
  'delete/no-content',
  'filter-language/eq',
];

/** A user whose addresses have no types. */
function withoutTypes(user: JsonObject): JsonObject {
  const addresses = member(user, 'addresses');
  const bare = (item: Json): Json => (isObject(item) ? without(item, 'type') : item);
  return Array.isArray(addresses) ? { ...user, addresses: addresses.map(bare) } : user;
}

const LOADED = [
  'required-attributes/location',
  'required-attributes/keeps-tagged-user-names',
  'required-attributes/request-media-types',
  'replace/put-back',
  'entra-client/dotted-path',
  'entra-client/guest-user-name',
  'soft-delete/put',
  'modify/replace',
  'group-members/add-one',
];

/** What the standard leaves free, or the target says that it has not, was failed: kinds 1.7 to 1.12. */
export const FREEDOMS: readonly FieldEntry[] = [
  {
    kind: '1.10',
    title: 'credentials, and methods that there are not, are refused with an empty page before SCIM',
    target: REFUSES_WITH_EMPTY_PAGES,
    checks: [
      'authentication/challenge',
      'authentication/wrong-credentials',
      'authentication/nothing-shown',
      'entra-client/wrong-token',
      'errors/unauthorized',
      'discovery/config-read-only',
      'discovery/resource-types-read-only',
      'discovery/schemas-read-only',
    ],
    silent: '*',
    judged: [
      'authentication/wrong-credentials',
      'entra-client/wrong-token',
      'errors/unauthorized',
      'discovery/config-read-only',
    ],
  },
  {
    kind: '1.7',
    title: 'a bulkId of a megabyte is refused for its length, and a bulk request of a megabyte for its size',
    target: SHORT_BULK_IDS,
    checks: ['bulk/too-many-bytes'],
    silent: '*',
    judged: ['bulk/too-many-bytes'],
  },
  {
    kind: '1.8',
    title: 'ServiceProviderConfig, ResourceType and Schema stand in /ResourceTypes',
    target: listsDiscoveryTypes,
    checks: TYPES_OF_THEIR_OWN,
    silent: '*',
    judged: [
      'common-attributes/id-is-issued',
      'agreement/read-only',
      'delete/no-content',
      'filter-language/eq',
    ],
    neverSends: /^(?:POST|PUT|PATCH|DELETE) \/(?:ServiceProviderConfig|ResourceTypes|Schemas)/,
  },
  {
    kind: '1.9',
    title: 'there are entitlements, which clients can neither create nor change',
    target: takesNoCreation('/Entitlements'),
    provider: { otherTypes: [ENTITLEMENT] },
    checks: TYPES_OF_THEIR_OWN,
    silent: '*',
    judged: [
      'common-attributes/id-is-issued',
      'agreement/read-only',
      'delete/no-content',
      'filter-language/eq',
    ],
  },
  {
    kind: '1.9',
    title: 'entitlements look as if they could be created, and POST is answered with 405',
    target: takesNoCreation('/Entitlements'),
    provider: {
      otherTypes: [{ ...ENTITLEMENT, schema: { ...ENTITLEMENT.schema, attributes: [define('value')] } }],
    },
    checks: TYPES_OF_THEIR_OWN,
    silent: '*',
    judged: ['common-attributes/id-is-issued', 'agreement/read-only', 'delete/no-content'],
  },
  {
    kind: '1.10',
    title: 'addresses have no type that a client could give them or would see',
    application: 'airstack',
    target: when(
      ({ endpoint, body }) => endpoint === '/Users' && isObject(body),
      ({ body }, provide) => provide(isObject(body) ? { body: withoutTypes(body) } : {}),
    ),
    provider: {
      userType: declaring(USER_TYPE, 'addresses.type', { mutability: 'readOnly', returned: 'never' }),
    },
    checks: ['attributes', 'common-attributes', 'agreement', 'create', 'replace'],
    silent: '*',
  },
  {
    kind: '1.10',
    title: 'a deleted user stays in his groups',
    faults: ['members-keep-deleted-user'],
    checks: ['group-members/deleted-user-leaves'],
    silent: '*',
    mayFind: [{ check: 'group-members/deleted-user-leaves', verdict: 'warn' }],
  },
  {
    kind: '1.10',
    title: 'the answer to POST with the attributes parameter has meta.location',
    target: SHOWS_LOCATION_OF_CREATED,
    checks: ['projection/selection-with-post'],
    silent: '*',
    judged: ['projection/selection-with-post'],
  },
  {
    kind: '1.10',
    title: 'locations do not end in the id, and lead to the resource',
    pending: true,
    target: locatesByName,
    checks: [
      'required-attributes/location',
      'common-attributes/location-leads-home',
      'every-answer/meta',
      'bulk/results',
    ],
    silent: '*',
    judged: ['required-attributes/location', 'common-attributes/location-leads-home'],
  },
  {
    kind: '1.10',
    title: 'members need their $ref, as /Schemas says',
    target: DEMANDS_REFERENCES,
    provider: { groupType: declaring(GROUP_TYPE, 'members.$ref', { required: true }) },
    checks: [
      'attributes/declared-as-in-the-standard',
      'group-members/creates-with-members',
      'group-members/add-one',
      'group-members/several-groups',
      'attributes/member-references',
      'agreement/required',
    ],
    silent: ['RFC'],
    judged: ['group-members/creates-with-members', 'group-members/add-one'],
  },
  {
    kind: '1.10',
    title: 'groups need members, as /Schemas says',
    target: both(demands(['members'], '/Groups'), KEEPS_A_MEMBER),
    provider: { groupType: declaring(GROUP_TYPE, 'members', { required: true }) },
    checks: [
      'group-members/remove-all',
      'group-members/replace-all-with-none',
      'group-members/rename-keeps-members',
      'group-members/delete',
      'required-attributes/location',
      'create/null-and-empty',
    ],
    silent: ['RFC'],
    judged: ['group-members/rename-keeps-members', 'required-attributes/location'],
  },
  {
    kind: '1.10',
    title: 'what is no bulk request is answered with 500, an error status',
    target: FAILS_WITHOUT_OPERATIONS,
    checks: ['bulk/no-job'],
    silent: '*',
    mayFind: [{ verdict: 'warn' }],
  },
  {
    kind: '1.10',
    title: 'errors whose scimType is optional have another one than RFC 7644 suggests',
    faults: ['bad-body-called-value', 'missing-value-called-mutability'],
    checks: ['errors/invalid-syntax', 'errors/invalid-value'],
    silent: '*',
    mayFind: [{ violates: 'RFC7644-3.12', verdict: 'warn' }],
  },
  {
    kind: '1.10',
    title: 'a version is a digest, and begins like a weak one in small letters',
    target: when(at('GET PUT PATCH', '/Users/{id}'), async (_call, provide) =>
      rewritten(await provide(), (user) => {
        const meta = member(user, 'meta');
        return isObject(meta) ? { ...user, meta: { ...meta, version: 'w/IkDXm5UU4uqs=' } } : user;
      }),
    ),
    checks: ['every-answer/versions'],
    silent: ['RFC7643-3.1-weak'],
  },
  {
    kind: '1.10',
    title: 'an empty displayName of a group is accepted, and no application was named',
    application: null,
    target: takesEmptyNames,
    checks: ['required-attributes/refuses-empty'],
    silent: '*',
  },
  {
    kind: '1.11',
    title: 'filters are announced as unsupported and ignored, and no application was named',
    application: null,
    target: both(ignoresFilters, announces({ filter: { supported: false } })),
    checks: ['filtering/filters-offered'],
    silent: '*',
  },
  {
    kind: '1.11',
    title: 'filters are refused, as the configuration says',
    target: both(refusesFilters, announces({ filter: { supported: false, maxResults: 0 } })),
    checks: ['filtering', 'agreement/max-results', 'endpoints/put-creates-nothing', 'delete/not-counted'],
    silent: ['RFC'],
  },
  {
    kind: '1.11',
    title: 'filters are passed over, as the configuration says',
    target: both(ignoresFilters, announces({ filter: { supported: false, maxResults: 0 } })),
    checks: [
      'filtering/no-match',
      'filtering/unknown-operator',
      'filtering/list-response',
      'agreement/max-results',
      'search/filter',
      'soft-delete/user-name-is-free',
    ],
    silent: ['RFC'],
  },
  {
    kind: '1.12',
    title: 'a write that comes while another one is under way finds the database locked',
    target: answersParallelWritesWith500,
    checks: LOADED,
    silent: '*',
    judged: LOADED,
  },
  {
    kind: '1.12',
    title: 'lists of groups take their time while much else is asked',
    target: slowsDownUnderLoad(16, at('GET', '/Groups')),
    checks: [
      'okta-client/groups-in-time',
      ...LOADED,
      'group-members/add-several',
      'group-members/remove-all',
    ],
    silent: '*',
  },
  {
    kind: '1.12',
    title: 'eight requests at a time are answered more slowly than one after the other',
    // Where this machine is busy itself, nothing is said of the rate.
    pending: 'unstable',
    target: slowsDownUnderLoad(6, at('GET', '/Users')),
    checks: ['entra-client/rate'],
    silent: '*',
  },
];
