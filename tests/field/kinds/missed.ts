import { isObject, stringMember } from '../../../scim/json.ts';
import type { FieldEntry } from '../entry.ts';
import { announces } from '../targets/announcing.ts';
import { refusesAndCreates } from '../targets/creating.ts';
import { failsOnFilters, filterOf, refusesFilters } from '../targets/filtering.ts';
import { locatesTwice } from '../targets/locating.ts';
import { losesLastBehindCursors, miscounts, refusesSmallNumbers } from '../targets/paging.ts';
import { failsOnPaths } from '../targets/reported.ts';
import { at, behaving, both, type Call, failurePage, refusal, type Target, when } from '../targets/target.ts';
import {
  breaksConnections,
  doesNotRead,
  failsOnConflicts,
  failsOnExtensionPath,
  ignoresRemovalOf,
  keepsGroupNames,
  missesNamesInOtherCase,
} from '../targets/writing.ts';

/** A new user whose name is an address with a tag. */
const isTagged = (call: Call): boolean =>
  at('POST', '/Users')(call) && isObject(call.body) && /\+/.test(stringMember(call.body, 'userName') ?? '');

/** Once a user with a tag in his name was sent, no list of users is answered any more. */
const isPoisonedByTags: Target = (provider) => {
  let poisoned = false;
  return behaving((call, provide) => {
    poisoned ||= isTagged(call);
    return poisoned && at('GET', '/Users')(call)
      ? refusal(400, 'A user is not valid.', 'invalidValue')
      : provide();
  })(provider);
};

/** What is wrong with the target stood in the exchanges, and was not said: kinds 4.1 to 4.8. */
export const MISSED: readonly FieldEntry[] = [
  {
    kind: '4.1',
    title: 'a user with a tag in his name is refused with 400, and is there all the same',
    target: refusesAndCreates(isTagged),
    checks: ['required-attributes/keeps-tagged-user-names'],
    silent: [],
    finds: [{ verdict: 'fail' }],
  },
  {
    kind: '4.1',
    title: 'a user who is refused with 400 is there, and spoils every list from then on',
    pending: true,
    target: both(isPoisonedByTags, refusesAndCreates(isTagged)),
    checks: ['required-attributes/keeps-tagged-user-names'],
    silent: [],
    finds: [{ verdict: 'fail' }],
  },
  {
    kind: '4.2',
    title: 'a filter for a value with a percent sign is answered with 500 and a page',
    target: failsOnFilters(/%/),
    checks: ['filtering/eq-finds-exactly'],
    silent: [],
    finds: [{ check: 'filtering/eq-finds-exactly', violates: 'RFC7644-3.4.2.2', verdict: 'fail' }],
  },
  {
    kind: '4.2',
    title: 'a PUT to a userName that is taken is answered with 500',
    target: failsOnConflicts(at('PUT', '/Users/{id}')),
    checks: ['attributes/user-name-taken-by-put'],
    silent: [],
    finds: [{ check: 'attributes/user-name-taken-by-put', verdict: 'fail' }],
  },
  {
    kind: '4.2',
    title: 'a PATCH to a userName that is taken is answered with 500',
    target: failsOnConflicts(at('PATCH', '/Users/{id}')),
    checks: ['attributes/user-name-taken-by-patch'],
    silent: [],
    finds: [{ check: 'attributes/user-name-taken-by-patch', verdict: 'fail' }],
  },
  {
    kind: '4.2',
    title: 'a PATCH whose path is the URI of the extension is answered with 500',
    target: failsOnExtensionPath,
    checks: ['modify/add', 'modify/replace', 'entra-client/extension-path'],
    silent: [],
    finds: [{ violates: 'RFC7644-3.5.2', verdict: 'fail' }],
  },
  {
    kind: '4.2',
    title: 'a filter with not breaks the connection, every time',
    target: breaksConnections((call) => /\bnot\b/i.test(filterOf(call) ?? '')),
    checks: ['filter-language/not'],
    silent: [],
    finds: [{ check: 'filter-language/not', violates: 'RFC7644-3.4.2.2', verdict: 'fail' }],
  },
  {
    kind: '4.2',
    title: 'a PUT of a group breaks the connection, every time',
    target: breaksConnections(at('PUT', '/Groups/{id}')),
    checks: ['replace/put-back', 'group-members/put-replaces-members'],
    silent: [],
    finds: [{ violates: 'RFC7644-3.5.1', verdict: 'fail' }],
  },
  {
    kind: '4.3',
    title: 'a body labelled application/scim+json; charset=utf-8 is answered with 201 and not read',
    target: doesNotRead(/charset/i),
    checks: ['required-attributes/request-media-types'],
    silent: [],
    finds: [{ check: 'required-attributes/request-media-types', violates: 'E-008', verdict: 'warn' }],
  },
  {
    kind: '4.3',
    title: 'a body labelled application/scim+json is answered with 201 and not read',
    target: doesNotRead(/scim\+json/i),
    checks: ['required-attributes/creates-any-valid-resource'],
    silent: [],
    finds: [{ check: 'required-attributes/', violates: 'APP-attribute', verdict: 'fail' }],
  },
  {
    kind: '4.3',
    title: 'a user whose attribute names are in other letter case is answered with 201 and has no name',
    target: missesNamesInOtherCase,
    checks: ['attributes/names-in-any-case'],
    silent: [],
    finds: [
      { check: 'attributes/names-in-any-case', violates: 'RFC7643-2.1-names-caseless', verdict: 'fail' },
    ],
    says: [/in the answer to the creation of a user with its attribute names in other letter case/],
  },
  {
    kind: '4.3',
    title: 'a PUT does not rename a group',
    target: keepsGroupNames,
    checks: ['replace/replaces-what-is-given', 'replace/finds-renamed', 'okta-client/membership'],
    silent: [],
    finds: [{ check: 'replace/', violates: 'RFC7644-3', verdict: 'fail' }],
  },
  ...(['externalId', 'active'] as const).map(
    (attribute): FieldEntry => ({
      kind: '4.4',
      title: `a PATCH that removes ${attribute} is answered with 200 and does nothing`,
      application: 'airstack',
      target: ignoresRemovalOf(attribute),
      checks: ['modify/remove'],
      silent: [],
      finds: [{ check: 'modify/remove', violates: 'RFC7644-3.5.2.2', verdict: 'fail' }],
    }),
  ),
  {
    kind: '4.4',
    title: 'a PATCH that removes userName is answered with 200 and does nothing',
    target: ignoresRemovalOf('userName'),
    checks: ['modify/required'],
    silent: [],
    finds: [{ check: 'modify/required', violates: 'RFC7644-3.5.2.2-remove-required', verdict: 'fail' }],
  },
  {
    kind: '4.4',
    title: 'a PATCH that removes the members of a group is answered with 200 and does nothing',
    target: ignoresRemovalOf('members', '/Groups/{id}'),
    checks: ['modify/remove', 'group-members/remove-all'],
    silent: [],
    finds: [{ violates: 'RFC7644-3.5.2.2-remove', verdict: 'fail' }],
  },
  {
    kind: '4.5',
    title: 'filters are not supported, and startIndex=0 and count=-1 are refused',
    target: both(refusesSmallNumbers, refusesFilters, announces({ filter: { supported: false } })),
    checks: ['pagination/start-index-below-one', 'pagination/negative-count'],
    silent: [],
    finds: [
      { violates: 'RFC7644-3.4.2.4-start-index', verdict: 'fail' },
      { violates: 'RFC7644-3.4.2.4-negative-count', verdict: 'fail' },
    ],
  },
  {
    kind: '4.6',
    title: 'every PUT fails, and so does a POST of a list',
    target: both(
      when(at('PUT', '/Users/{id}'), () => failurePage),
      when(
        (call) => at('POST', '/Users')(call) && Array.isArray(call.body),
        () => failurePage,
      ),
    ),
    checks: ['errors/misshapen-messages'],
    silent: [],
    finds: [{ check: 'errors/misshapen-messages', violates: 'RFC7644-3.12', verdict: 'warn' }],
    neverSays: /a PUT with/,
  },
  {
    kind: '4.6',
    title: 'users with a quote in a value are refused, and paths with brackets in a literal fail',
    target: both(
      when(
        (call) => at('POST', '/Users')(call) && JSON.stringify(call.body).includes('\\"'),
        () => refusal(400, 'No quotes, please.', 'invalidValue'),
      ),
      failsOnPaths((literal) => literal.includes('[')),
    ),
    checks: ['modify/hard-values'],
    silent: [],
    finds: [{ check: 'modify/hard-values', violates: 'RFC7644-3.5.2.2', verdict: 'fail' }],
  },
  {
    kind: '4.6',
    title: 'lists of groups have a wrong total, lists of users a wrong itemsPerPage',
    target: both(
      miscounts('/Groups', 'totalResults', (right) => right + 1),
      miscounts('/Users', 'itemsPerPage', () => 20),
    ),
    checks: ['filtering/list-response', 'pagination/partition'],
    silent: [],
    says: [
      /\buser.*itemsPerPage|itemsPerPage.*\busers?\b/i,
      /totalResults.*\bgroups?\b|\bgroup.*totalResults/i,
    ],
    neverSays: /in the same way or another/,
  },
  {
    kind: '4.7',
    title: 'without a filter, the last page behind a cursor lacks the last resource',
    target: losesLastBehindCursors,
    provider: { cursorPagination: true },
    checks: ['pagination/cursor-pages'],
    silent: [],
    finds: [{ check: 'pagination/cursor-pages', violates: 'RFC9865-2', verdict: 'fail' }],
  },
  {
    kind: '4.8',
    title: 'the Location of GET and PATCH leads nowhere',
    target: locatesTwice,
    checks: ['common-attributes/location-leads-home', 'every-answer/meta', 'soft-delete/patch-answer'],
    silent: [],
    finds: [{ violates: 'RFC764', verdict: 'fail' }],
  },
];
