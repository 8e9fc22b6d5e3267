import type { FieldEntry } from '../entry.ts';
import { NUMBERED } from '../targets/misbehaving.ts';
import {
  failsOnFirstExtension,
  ignoresFormatted,
  keepsFilteredMembers,
  keepsFormatted,
  patchesClearAddresses,
  refusesBlanks,
  renamesDisable,
  shortensLocations,
  showsActiveAsText,
  wrapsErrors,
} from '../targets/misleading.ts';
import { failsOnSecondPhone } from '../targets/reported.ts';

/** One defect, and the only cause that is to be told of it. */
const oneCause = (
  title: string,
  target: FieldEntry['target'],
  only: RegExp,
  checks: readonly string[],
  more: Partial<FieldEntry> = {},
): FieldEntry => ({
  kind: '7',
  title,
  ...(target && { target }),
  checks,
  silent: [],
  causes: { only },
  ...more,
});

/** Defects of public bug reports whose causes were told in a misleading way: the first names the defect, and nothing else is. */
export const MISLEADING: readonly FieldEntry[] = [
  oneCause(
    'the Location header lacks the base path, and meta.location has it',
    shortensLocations,
    /^in the answer to POST, the Location header is not the URI that meta\.location has$/,
    ['required-attributes/location', 'every-answer'],
  ),
  oneCause(
    'any PATCH clears parts of addresses',
    patchesClearAddresses,
    /^addresses changes with PATCHes that do not name it$/,
    [
      'required-attributes/replaces-each-attribute',
      'soft-delete/changes-nothing-else',
      'entra-client/nested-objects',
      'provisioning-cycle/idle-cycle',
      'modify/add',
      'modify/sequences',
      'modify/add-again',
    ],
  ),
  oneCause('errors stand in an envelope', wrapsErrors, /^errors are not answered with SCIM Error messages$/, [
    'required-attributes/duplicate-user-name',
    'filtering/malformed',
    'soft-delete/user-name-stays-taken',
    'filter-language/malformed-syntax',
    'filter-language/gt-without-order',
    'modify/malformed',
    'modify/atomic',
    'modify/no-target',
    'bulk/too-many-operations',
    'every-answer',
  ]),
  oneCause(
    'a removal of a member by a value path has no effect',
    keepsFilteredMembers,
    /^a PATCH with a remove value path does not do what it says to members$/,
    [
      'group-members/remove-by-filter',
      'group-members/remove-several',
      'group-members/remove-last',
      'attributes/member-references',
    ],
  ),
  oneCause(
    'the first attribute of an extension makes the program fail',
    failsOnFirstExtension,
    /^PATCH \/Users\/\{id\} with a URN path is answered with 500$/,
    [
      'entra-client/new-values-with-flag',
      'entra-client/replace-unassigned',
      'entra-client/manager-as-object',
      'entra-client/extension-path',
      'attributes/manager-by-path',
      'modify/add',
    ],
  ),
  oneCause(
    'a second telephone number makes the program fail',
    failsOnSecondPhone,
    /^PATCH \/Users\/\{id\} of phoneNumbers is answered with 500$/,
    ['entra-client/several-paths-of-one-attribute', 'modify/add', 'modify/add-again'],
  ),
  oneCause(
    'name.formatted is neither kept nor shown',
    ignoresFormatted,
    /^name\.formatted is missing from what the target gives back$/,
    ['required-attributes/reads-back-equal', 'okta-client/required-attributes', 'agreement/read-write'],
  ),
  oneCause(
    'a PATCH of name.formatted has no effect',
    keepsFormatted,
    /^a PATCH with a dotted path does not do what it says to name\.formatted$/,
    [
      'required-attributes/replaces-each-attribute',
      'required-attributes/clears-each-attribute',
      'entra-client/dotted-path',
    ],
  ),
  oneCause(
    'a change of the userName disables the user',
    renamesDisable,
    /^a PATCH of userName changes active, which it does not name$/,
    [
      'required-attributes/replaces-each-attribute',
      'soft-delete/changed-while-disabled',
      'provisioning-cycle/converges',
      'provisioning-cycle/idle-cycle',
    ],
  ),
  oneCause(
    'a blank in the literal of a filter is refused',
    refusesBlanks,
    /^the filter \w+ eq ".* .*" is answered with 400 \(invalidFilter: The filter cannot be parsed\) instead of a list$/,
    [
      'filtering/eq-finds-exactly',
      'filtering/hard-values',
      'filtering/and',
      'group-members/members-in-lists',
      'entra-client/wrong-token',
      'okta-client/groups',
    ],
  ),
  oneCause(
    'ids are numbers',
    NUMBERED,
    /^id is not of the form that the standard gives it$/,
    ['every-answer', 'required-attributes', 'group-members/add-one', 'create'],
    { variations: ['ids-numbers'] },
  ),
  oneCause(
    'active comes back as a text',
    showsActiveAsText,
    /^in the answer to POST, active is "(true|false)" instead of JSON boolean$/,
    [
      'required-attributes/reads-back-equal',
      'soft-delete/replace-boolean',
      'soft-delete/stays-readable',
      'okta-client/deactivates',
      'provisioning-cycle/converges',
      'agreement/types',
      'every-answer',
    ],
  ),
];
