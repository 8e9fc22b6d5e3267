import { GROUP_TYPE, USER_TYPE } from '../../../scim/schemas/index.ts';
import type { FieldEntry } from '../entry.ts';
import { announces } from '../targets/announcing.ts';
import { createsWithoutId } from '../targets/creating.ts';
import { declaring } from '../targets/declaring.ts';
import { demands } from '../targets/demanding.ts';
import { ignoresFilters, neverMatches } from '../targets/filtering.ts';
import { drops, operationsOf } from '../targets/forgetting.ts';
import { takesNoCapitalUrns } from '../targets/spelling.ts';
import { at, both, type Call } from '../targets/target.ts';
import { refuses, refusesWhatItShows, wantsElements } from '../targets/writing.ts';

const NO_PATCH = refuses(at('PATCH', '/Users/{id}'), 501, 'PATCH is not implemented.');

/** A filter has a letter beyond ASCII in it. */
const isBeyondAscii = ({ query }: Call): boolean =>
  [...(query.get('filter') ?? '')].some((letter) => (letter.codePointAt(0) ?? 0) > 127);

/** Some operation of a PATCH of a user is a removal. */
const removes = (call: Call): boolean =>
  at('PATCH', '/Users/{id}')(call) && operationsOf(call.body).some(({ op }) => /^remove$/i.test(String(op)));

/** What the provider demands where the target does not keep displayName. */
const WITHOUT_DISPLAY_NAME = { requiredUserAttributes: ['userName', 'externalId', 'active'] };

/** Something else was blamed than what was wrong: kinds 1.1 to 1.6. */
export const BLAMED: readonly FieldEntry[] = [
  {
    kind: '1.1',
    title: 'every user without e-mail addresses is refused, which no table says',
    target: demands(['emails']),
    checks: [
      'required-attributes/creates-with-required-only',
      'required-attributes/read-only-ignored',
      'required-attributes/request-media-types',
      'entra-client/enterprise-urn-without-data',
      'entra-client/empty-and-null',
      'entra-client/unknown-manager',
      'entra-client/guest-user-name',
      'entra-client/no-user-agent',
      'media-types/utf-8',
    ],
    silent: '*',
    finds: [{ check: 'required-attributes/creates-with-required-only', violates: 'APP-', verdict: 'fail' }],
  },
  {
    kind: '1.4',
    title: 'a filter on a value with letters beyond ASCII is refused',
    target: refuses(isBeyondAscii, 400, 'The filter is invalid.'),
    checks: ['attributes/composed-user-names'],
    silent: '*',
  },
  {
    kind: '1.4',
    title: 'a search is refused, whatever it asks for',
    target: refuses(
      ({ method, id }) => method === 'POST' && id === '.search',
      400,
      'No filter query specified.',
    ),
    checks: ['search/is-a-query', 'search/attributes', 'search/excluded-attributes'],
    silent: '*',
    finds: [{ check: 'search/is-a-query', violates: 'RFC7644-3.4.3-query', verdict: 'fail' }],
  },
  {
    kind: '1.4',
    title: 'a PATCH that removes something is refused',
    target: refuses(removes, 400, 'An attribute cannot be without a value.'),
    checks: ['modify/sequences'],
    silent: '*',
  },
  {
    kind: '1.4',
    title: 'a PATCH of an element that is not there is refused with noTarget',
    target: wantsElements,
    checks: ['entra-client/several-paths-of-one-attribute', 'entra-client/add-missing-element'],
    silent: '*',
    finds: [
      { check: 'entra-client/several-paths-of-one-attribute', violates: 'E-081', verdict: 'warn' },
      { check: 'entra-client/add-missing-element', violates: 'E-081', verdict: 'warn' },
    ],
    causes: {
      together: [['entra-client/several-paths-of-one-attribute', 'entra-client/add-missing-element']],
    },
  },
  {
    kind: '1.1',
    title: 'a PUT of what GET shows is refused for a value that nobody gave',
    target: refusesWhatItShows,
    checks: ['common-attributes/id-is-stable'],
    silent: '*',
  },
  {
    kind: '1.1',
    title: 'names and e-mail addresses are demanded, and the application has no table',
    application: 'airstack',
    target: demands(['emails', 'name.givenName', 'name.familyName']),
    checks: [
      'required-attributes/read-only-ignored',
      'required-attributes/request-media-types',
      'entra-client/guest-user-name',
      'okta-client/creates',
    ],
    silent: '*',
  },
  {
    kind: '1.1',
    title: 'groups without externalId are refused, whatever URN they name and whether they have members',
    target: demands(['externalId'], '/Groups'),
    checks: [
      'entra-client/foreign-urn',
      'entra-client/group-without-members',
      'okta-client/groups',
      'required-attributes/read-only-ignored',
    ],
    silent: '*',
  },
  {
    kind: '1.1',
    title: 'PATCH is answered with 501, with ?aadOptscim062020, without a User-Agent and with all else',
    target: NO_PATCH,
    checks: [
      'modify/offered',
      'entra-client/unknown-parameter',
      'entra-client/unknown-headers',
      'entra-client/no-user-agent',
      'entra-client/wrong-token',
      'entra-client/names-in-any-case',
      'modify/attributes-parameter',
      'modify/no-target',
    ],
    silent: '*',
    finds: [{ check: 'modify/offered', verdict: 'warn' }],
  },
  {
    kind: '1.2',
    title: 'displayName and title are accepted and not kept',
    target: drops('displayName', 'title'),
    provider: WITHOUT_DISPLAY_NAME,
    checks: [
      'required-attributes/reads-back-equal',
      'entra-client/all-or-nothing',
      'entra-client/empty-operations',
      'entra-client/dotted-path',
      'media-types/utf-8',
      'projection/default-set',
      'replace/replaces-what-is-given',
      'okta-client/creates',
      'okta-client/updates-by-put',
    ],
    silent: '*',
    finds: [{ check: 'required-attributes/reads-back-equal', violates: 'APP-attribute', verdict: 'fail' }],
  },
  {
    kind: '1.2',
    title: 'what is accepted and not kept is told once for each attribute, by the checks about keeping',
    target: drops('displayName', 'title', 'nickName'),
    provider: WITHOUT_DISPLAY_NAME,
    checks: ['attributes', 'common-attributes', 'agreement'],
    silent: '*',
    finds: [{ check: 'agreement/read-write', violates: 'RFC7643-7-mutability-read-write', verdict: 'warn' }],
    judged: ['attributes/names-in-any-case', 'attributes/null-clears-on-replace', 'agreement/case-exact'],
  },
  {
    kind: '1.2',
    title: 'displayName is not kept, and PATCH is answered with 501',
    target: both(drops('displayName'), NO_PATCH),
    provider: WITHOUT_DISPLAY_NAME,
    checks: ['entra-client/all-or-nothing'],
    silent: '*',
  },
  {
    kind: '1.3',
    title: 'members of groups are shown on request only, as /Schemas says',
    provider: { groupType: declaring(GROUP_TYPE, 'members', { returned: 'request' }) },
    checks: [
      'group-members/creates-with-members',
      'group-members/add-with-null-ref',
      'group-members/remove-by-filter',
      'group-members/many-groups',
      'group-members/disabled-user-joins',
      'bulk/member-by-bulk-id',
      'bulk/patch-by-bulk-id',
      'okta-client/membership',
    ],
    silent: '*',
    judged: ['group-members/creates-with-members', 'group-members/remove-by-filter'],
  },
  {
    kind: '1.3',
    title: 'the groups of a user are shown on request only, as /Schemas says',
    provider: { userType: declaring(USER_TYPE, 'groups', { returned: 'request' }) },
    checks: ['attributes/groups-of-a-user', 'attributes/groups-are-read-only'],
    silent: '*',
    judged: ['attributes/groups-of-a-user'],
  },
  {
    kind: '1.4',
    title: 'a comparison of photos.value holds for nobody',
    pending: true,
    application: 'airstack',
    target: neverMatches('photos.value'),
    checks: [
      'filter-language/sub-attributes',
      'filter-language/and',
      'filter-language/or',
      'filter-language/not',
      'filter-language/precedence',
      'filter-language/brackets',
      'filter-language/letter-case',
      'filter-language/schema-uris',
    ],
    silent: '*',
    finds: [{ check: 'filter-language/sub-attributes', violates: 'RFC7644-3.4.2.2-', verdict: 'fail' }],
  },
  {
    kind: '1.4',
    title: 'a sortBy that is spelled as a URN in capitals is refused',
    target: takesNoCapitalUrns(['sortBy'], 'refused'),
    checks: ['sorting'],
    silent: ['RFC7644-3.4.2.3'],
    mayFind: [{ violates: 'RFC7644-3.10', verdict: 'fail' }],
  },
  {
    kind: '1.4',
    title: 'names in attributes that are spelled as URNs in capitals are passed over',
    target: takesNoCapitalUrns(['attributes', 'excludedAttributes'], 'passed over'),
    checks: ['projection', 'search/attributes'],
    silent: ['RFC7644-3.9', 'RFC7644-3.4.2.5', 'RFC7644-3.4.3'],
    mayFind: [{ violates: 'RFC7644-3.10', verdict: 'fail' }],
  },
  {
    kind: '1.5',
    title: 'filters are passed over, as the configuration says, and there are others',
    target: both(ignoresFilters, announces({ filter: { supported: false } })),
    variations: ['few-strangers-moving-slowly'],
    checks: ['endpoints/put-creates-nothing', 'replace/creates-nothing'],
    silent: '*',
    judged: ['endpoints/put-creates-nothing'],
  },
  {
    kind: '1.5',
    title: 'filters are passed over without a word',
    target: ignoresFilters,
    variations: ['few-strangers-moving-slowly'],
    checks: [
      'filtering/no-match',
      'endpoints/put-creates-nothing',
      'replace/creates-nothing',
      'soft-delete/user-name-is-free',
      'delete/recreated',
    ],
    silent: '*',
    finds: [{ check: 'filtering/no-match', violates: 'RFC7644-3.4.2-no-match', verdict: 'fail' }],
  },
  {
    kind: '1.6',
    title: 'a user without a userName is created, in bulk requests too',
    faults: ['required-missing-accepted'],
    provider: { requiredUserAttributes: [] },
    checks: ['bulk/fail-on-errors', 'every-answer/error-messages', 'required-attributes/refuses-absent'],
    silent: ['RFC7644-3.7-fail-on-errors', 'RFC7644-3.12-error-body'],
    finds: [{ check: 'required-attributes/refuses-absent', verdict: 'fail' }],
  },
  ...(['nothing', 'undefined'] as const).map(
    (says): FieldEntry => ({
      kind: '1.6',
      title: `a group is created, and the answer has no id and ${says} for its Location`,
      target: createsWithoutId(at('POST', '/Groups'), says),
      checks: [
        'required-attributes/representation',
        'versions/etag',
        'versions/if-match',
        'delete/no-content',
        'replace/put-back',
      ],
      silent: ['RFC7644-3.14', 'RFC7644-3.6', 'RFC7644-3.5'],
      finds: [{ check: 'required-attributes/representation', violates: 'RFC7643-3.1-id', verdict: 'fail' }],
    }),
  ),
];
