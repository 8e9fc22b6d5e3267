import type { FieldEntry } from '../entry.ts';
import {
  answersWithIds,
  bulkOfUsersOnly,
  cutsDisabling,
  cutsLinks,
  emptiesRenamedGroups,
  failsOnDiscoveryWrites,
  failsOnNullSchemas,
  failsOnPostsToUsers,
  failsOnSecondPhone,
  letsInNothing,
  listsNobodyPlainly,
  losesUpdates,
  mislocatesTypes,
  missesUrnParts,
  refusesDisabledUsers,
  refusesTakenAddresses,
  refusesTakenNamesVaguely,
  repeatsAddresses,
  trips,
} from '../targets/reported.ts';

const found = (
  title: string,
  target: FieldEntry['target'],
  check: string,
  violates: string,
  more: Partial<FieldEntry> = {},
): FieldEntry => ({
  kind: '7',
  title,
  ...(target && { target }),
  checks: [check],
  silent: [],
  finds: [{ check, violates, verdict: 'fail' }],
  ...more,
});

/** Defects that public bug reports tell of, rebuilt: docs/field-bugs.md has the reports. */
export const REPORTED: readonly FieldEntry[] = [
  found('credentials without a token are let in', letsInNothing, 'authentication/nothing-shown', 'RFC7644-2'),
  found(
    'a group that is renamed without a path loses its members',
    emptiesRenamedGroups,
    'group-members/rename-keeps-members',
    'RFC7644-3.5.2',
  ),
  found('a list without parameters is empty', listsNobodyPlainly, 'pagination/resources', 'RFC7644-3.4.2'),
  found('a PATCH whose schemas are null fails', failsOnNullSchemas, 'modify/malformed', 'RFC7644-3.5.2'),
  found(
    'members in the answer to PATCH have another form than in GET',
    answersWithIds,
    'every-answer/structure',
    'RFC7643-2',
    {
      variations: ['patch-answers-200'],
      checks: ['every-answer/structure', 'group-members/patch-answer'],
    },
  ),
  found('adding a second telephone number fails', failsOnSecondPhone, 'modify/add', 'RFC7644-3.5.2.1'),
  found(
    'a literal that is a word of the filter language is refused',
    trips(/"or"/i),
    'filtering/hard-values',
    'RFC7644-3.4.2.2',
  ),
  found(
    'a literal with a colon makes the program fail',
    trips(/"[^"]*:[^"]*"/i, 500),
    'filtering/hard-values',
    'RFC7644-3.4.2.2',
  ),
  found(
    'a filter that begins with not is refused',
    trips(/^not\b/i),
    'filter-language/not',
    'RFC7644-3.4.2.2',
    {
      finds: [{ check: 'filter-language/not', violates: 'RFC7644-3.4.2.2', verdict: 'warn' }],
    },
  ),
  found(
    'a projection by the URN of a part selects nothing',
    missesUrnParts,
    'projection/attributes',
    'RFC7644-3.9',
  ),
  found(
    'a write of what describes the target fails',
    failsOnDiscoveryWrites,
    'discovery/config-read-only',
    'RFC7643-5',
  ),
  found('a user shows an e-mail address twice', repeatsAddresses, 'every-answer/names', 'RFC7643-2.4', {
    checks: ['every-answer/names', 'required-attributes/reads-back-equal'],
  }),
  found('bulk requests know users alone', bulkOfUsersOnly, 'bulk/results', 'RFC7644-3.7'),
  found(
    'the location of a resource type leads nowhere',
    mislocatesTypes,
    'discovery/resource-type-by-id',
    'RFC7643-3.1',
  ),
  found(
    'a taken name is refused without a keyword',
    refusesTakenNamesVaguely,
    'required-attributes/duplicate-user-name',
    'RFC7644-3.3',
  ),
  found('changes at the same time are lost', losesUpdates, 'entra-client/parallel-members', 'RFC7644-3.5.2'),
  found(
    'a new user who is disabled is refused',
    refusesDisabledUsers,
    'soft-delete/created-inactive',
    'APP-',
  ),
  found(
    'a PATCH of active ends the connection, and everything else is answered',
    cutsDisabling,
    'soft-delete/replace-boolean',
    'RFC7644-3.5.2',
    {
      checks: ['soft-delete', 'required-attributes/location'],
      judged: ['required-attributes/location', 'soft-delete/deleted-is-gone'],
      says: [/^PATCH \/Users\/\{id\} \(disable the user\) gets no answer/],
    },
  ),
  found(
    'a second user with the same e-mail address is refused, which /Schemas lets repeat',
    refusesTakenAddresses,
    'agreement/repeated-values',
    'RFC7643-7-unique-none',
    { finds: [{ check: 'agreement/repeated-values', violates: 'RFC7643-7-unique-none', verdict: 'warn' }] },
  ),
  found('the query of a link is cut off', cutsLinks, 'modify/replace', 'RFC7644-3.5.2.3', {
    finds: [{ check: 'modify/replace', verdict: 'fail' }],
  }),
  found(
    'a POST to a resource makes the program fail',
    failsOnPostsToUsers,
    'errors/unused-methods',
    'RFC7644-3.12',
    { finds: [{ check: 'errors/unused-methods', violates: 'RFC7644-3.12', verdict: 'warn' }] },
  ),
];
