import type { RequirementId } from '../../requirements/index.ts';
import type { CheckId } from '../check-ids.ts';

/** One test that an identity provider runs itself, with the checks that tell how it would go. */
export interface ReadinessTest {
  readonly id: string;
  readonly title: string;
  /** Rules of the client that the test looks at. */
  readonly rules: readonly RequirementId[];
  /** Ids of the checks that cover it; none where it cannot be judged from the endpoint. */
  readonly checks: readonly CheckId[];
  /** Whether it is about groups, and so of no concern to an application without them. */
  readonly groups: boolean;
}

/** The tests of one identity provider. */
export interface ReadinessTests {
  readonly list: string;
  readonly title: string;
  /** Requirements that its tests do not look at, so that a check may fail for them and the test pass (rule E-159). */
  readonly laxer: readonly RequirementId[];
  readonly tests: readonly ReadinessTest[];
}

type Row = readonly [id: string, title: string, rules: readonly RequirementId[], checks: readonly CheckId[]];

const VALIDATOR: readonly Row[] = [
  [
    'V1',
    'Create a new user, filter and compare, clean up',
    ['E-064', 'E-065', 'E-068', 'E-070', 'E-071', 'E-111'],
    [
      'required-attributes/creates-any-valid-resource',
      'required-attributes/creates-with-required-only',
      'required-attributes/reads-back-equal',
      'filtering/hits-show-the-resource',
      'entra-client/enterprise-urn-without-data',
      'entra-client/unknown-manager',
      'entra-client/string-primary',
      'soft-delete/delete-answer',
    ],
  ],
  [
    'V2',
    'Create a duplicate user',
    ['E-069', 'E-017'],
    ['required-attributes/duplicate-user-name', 'entra-client/repeated-creation'],
  ],
  [
    'V3',
    'Filter for an existing user',
    ['E-041', 'E-044'],
    ['filtering/list-response', 'filtering/eq-finds-exactly', 'entra-client/matching-attributes'],
  ],
  [
    'V4',
    'Filter for a user who does not exist',
    ['E-042', 'E-031', 'E-032'],
    ['filtering/no-match', 'entra-client/test-connection'],
  ],
  ['V5', 'Filter for a user in different case', ['E-045'], ['filtering/letter-case']],
  [
    'V6',
    'Replace attributes of a user',
    ['E-079', 'E-080', 'E-081', 'E-082', 'E-083', 'E-084', 'E-085', 'E-086', 'E-087'],
    [
      'required-attributes/replaces-each-attribute',
      'entra-client/many-operations',
      'entra-client/many-operations-with-flag',
      'entra-client/nested-objects',
      'entra-client/value-path',
      'entra-client/replace-missing-element',
      'entra-client/dotted-path',
      'entra-client/extension-path',
      'entra-client/primary-as-string',
    ],
  ],
  [
    'V7',
    'Update the userName (joining property)',
    ['E-104', 'E-105'],
    ['filtering/finds-renamed', 'entra-client/rename-without-path'],
  ],
  [
    'V8',
    'Disable a user',
    ['E-106', 'E-053', 'E-088'],
    [
      'soft-delete/replace-boolean',
      'soft-delete/replace-string',
      'soft-delete/stays-readable',
      'soft-delete/stays-findable',
    ],
  ],
  [
    'V9',
    'Add attributes to a minimal user',
    ['E-068', 'E-081', 'E-086', 'E-087'],
    [
      'required-attributes/creates-with-required-only',
      'entra-client/add-missing-element',
      'entra-client/several-paths-of-one-attribute',
      'entra-client/new-values-with-flag',
      'entra-client/replace-unassigned',
      'entra-client/primary-as-boolean',
    ],
  ],
  [
    'V10',
    'Add a manager',
    ['E-093'],
    ['entra-client/manager-as-string', 'entra-client/manager-as-object', 'entra-client/manager-as-array'],
  ],
  [
    'V11',
    'Replace the manager',
    ['E-094'],
    ['entra-client/manager-as-string', 'entra-client/manager-as-object', 'entra-client/manager-as-array'],
  ],
  [
    'V12',
    'Remove the manager',
    ['E-095'],
    ['entra-client/manager-cleared-by-empty-string', 'entra-client/manager-cleared-by-empty-value'],
  ],
  [
    'V13',
    'Delete a user, GET answers 404',
    ['E-111'],
    ['soft-delete/delete-answer', 'soft-delete/deleted-is-gone'],
  ],
  ['V14', 'Get a group by id without members', ['E-125'], ['group-members/excluded-attributes']],
  ['V15', 'Filter for a group without members', ['E-124'], ['group-members/excluded-attributes']],
  [
    'V16',
    'Filter for an existing group',
    ['E-124', 'E-041'],
    ['filtering/list-response', 'entra-client/matching-attributes'],
  ],
  [
    'V17',
    'Filter for a group that does not exist',
    ['E-042', 'E-033'],
    ['filtering/no-match', 'entra-client/test-connection'],
  ],
  ['V18', 'Filter for a group in different case', ['E-046'], ['filtering/letter-case']],
  [
    'V19',
    'Create a new group',
    ['E-122', 'E-123'],
    [
      'required-attributes/creates-with-required-only',
      'entra-client/group-without-members',
      'entra-client/foreign-urn',
    ],
  ],
  ['V20', 'Create a duplicate group', ['E-121'], ['entra-client/duplicate-group']],
  ['V21', 'Replace attributes of a group', ['E-126'], ['entra-client/group-attributes']],
  [
    'V22',
    'Update displayName or externalId of a group (joining property)',
    ['E-126', 'E-046'],
    ['entra-client/group-attributes', 'group-members/rename-keeps-members', 'filtering/letter-case'],
  ],
  [
    'V23',
    'Add a member',
    ['E-127', 'E-128'],
    ['group-members/add-one', 'group-members/add-with-null-ref', 'group-members/add-several'],
  ],
  [
    'V24',
    'Remove a member',
    ['E-129', 'E-130'],
    ['group-members/remove-by-value', 'group-members/remove-by-filter'],
  ],
  ['V25', 'Delete a group', ['E-135'], ['group-members/delete']],
  [
    'P1',
    'Preview: several operations on different attributes',
    ['E-079'],
    ['entra-client/many-operations', 'entra-client/all-or-nothing'],
  ],
  ['P2', 'Preview: several operations on the same attribute', ['E-102'], ['entra-client/sequence']],
  ['P3', 'Preview: delete a user who does not exist', ['E-116'], ['required-attributes/unknown-id']],
  ['P4', 'Preview: delete the same user twice', ['E-116'], ['soft-delete/deleted-is-gone']],
  [
    'P5',
    'Preview: several operations on the same attribute of a group',
    ['E-102', 'E-129'],
    ['group-members/add-in-several-operations', 'group-members/remove-several-by-value'],
  ],
  ['P6', 'Preview: delete a group that does not exist', ['E-135'], ['group-members/delete']],
  ['P7', 'Preview: delete the same group twice', ['E-135'], ['group-members/delete']],
];

const LOGIC_APP: readonly Row[] = [
  [
    'L15',
    'Schema_Discoverability_Test',
    ['E-034', 'E-035', 'E-036', 'E-037'],
    ['entra-client/schemas-listed', 'entra-client/schemas-in-form', 'entra-client/schemas-list-attributes'],
  ],
  [
    'L16',
    'SCIM_Null_Update_Test',
    ['E-091', 'E-092'],
    ['entra-client/clear-with-empty-string', 'entra-client/clear-with-null'],
  ],
  [
    'L17',
    'SCIM_User_Create_Test',
    ['E-064'],
    ['required-attributes/creates-any-valid-resource', 'required-attributes/representation'],
  ],
  [
    'L18',
    'SCIM_User_Update_Test',
    ['E-078', 'E-079', 'E-082'],
    [
      'required-attributes/replaces-each-attribute',
      'entra-client/many-operations',
      'entra-client/add-assigned',
      'soft-delete/patch-answer',
    ],
  ],
  ['L19', 'SCIM_Group_Create_Test', ['E-122'], ['entra-client/group-without-members']],
  ['L20', 'SCIM_Group_Update_Test', ['E-126'], ['entra-client/group-attributes']],
  ['L21', 'SCIM_User_Pagination_Test', ['E-058'], ['filtering/pages']],
  ['L22', 'Validate_Credentials_Test', ['E-023', 'E-025'], []],
  ['L23', 'SCIM_Group_Pagination_Test', ['E-058'], []],
  ['L24', 'Federated_Identity_Test', ['E-027'], []],
  [
    'L25',
    'SCIM_Update_Manager_Test',
    ['E-093', 'E-094', 'E-095', 'E-096'],
    ['entra-client/manager-as-string', 'entra-client/manager-cleared-by-empty-string'],
  ],
];

const OKTA: readonly Row[] = [
  [
    'S1',
    'A user exists, with numeric counts and the required attributes',
    ['O-003', 'O-004', 'O-008', 'E-041'],
    ['okta-client/connection', 'okta-client/required-attributes', 'okta-client/import'],
  ],
  ['S2', 'Read that user', ['E-051', 'E-054'], ['required-attributes/common-attributes']],
  [
    'S3',
    'Filter with an unknown userName',
    ['O-005', 'E-042'],
    ['okta-client/existence', 'filtering/no-match'],
  ],
  [
    'S4',
    'Read an unknown id: 404 with detail',
    ['E-051'],
    ['required-attributes/unknown-id', 'every-answer/error-messages'],
  ],
  ['S5', 'Filter with a random address', ['O-005', 'E-042'], ['okta-client/existence', 'filtering/no-match']],
  [
    'S6',
    'Create a user: 201, values echoed',
    ['O-007', 'O-002', 'E-064'],
    ['okta-client/creates', 'required-attributes/representation'],
  ],
  ['S7', 'Read the new user', ['E-051'], ['required-attributes/reads-back-equal']],
  ['S8', 'Create it again: 409', ['O-007', 'E-069'], ['required-attributes/duplicate-user-name']],
  ['S9', 'Filter in capitals', ['O-006', 'E-045'], ['okta-client/existence', 'filtering/letter-case']],
  ['S10', 'List the groups within 600 ms (optional)', ['O-015'], ['okta-client/groups-in-time']],
  ['S11', 'A wrong token: 401 with an Error message', ['O-001', 'E-021'], ['okta-client/wrong-token']],
  [
    'S12',
    'Read an unknown id: 404, status "404"',
    ['E-051'],
    ['required-attributes/unknown-id', 'every-answer/error-messages'],
  ],
];

const GROUP_TESTS: ReadonlySet<string> = new Set(
  'V14 V15 V16 V17 V18 V19 V20 V21 V22 V23 V24 V25 P5 P6 P7 L19 L20 L23 S10'.split(' '),
);

/** Tests from the rows of a table. */
function tests(rows: readonly Row[]): readonly ReadinessTest[] {
  return rows.map(([id, title, rules, checks]) => ({
    id,
    title,
    rules,
    checks,
    groups: GROUP_TESTS.has(id),
  }));
}

/** The tests that identity providers run themselves: Microsoft's validator and Logic App, and Okta's specification test. */
export const READINESS: readonly ReadinessTests[] = [
  {
    list: 'entra-validator',
    title: 'Entra SCIM Validator',
    laxer: ['RFC7644-3.3-location', 'RFC7644-3.12-error-body', 'RFC7644-3.5.2-answer', 'E-009'],
    tests: tests(VALIDATOR),
  },
  {
    list: 'entra-logic-app',
    title: 'Entra validation Logic App',
    laxer: ['RFC7644-3.3-location', 'RFC7644-3.5.2-answer'],
    tests: tests(LOGIC_APP),
  },
  { list: 'okta-spec-test', title: 'Okta specification test', laxer: [], tests: tests(OKTA) },
];
