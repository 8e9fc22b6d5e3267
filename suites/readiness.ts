import type { CheckResult, ReadinessList, ReadinessRow } from '../report/report.ts';
import type { RequirementId } from '../requirements/index.ts';

/** One test that an identity provider runs itself, with the checks that tell how it would go. */
interface ReadinessTest {
  readonly id: string;
  readonly title: string;
  /** Rules of the client that the test looks at. */
  readonly rules: readonly RequirementId[];
  /** Ids of the checks that cover it; none where it cannot be judged from the endpoint. */
  readonly checks: readonly string[];
  /** Whether it is about groups, and so of no concern to an application without them. */
  readonly groups: boolean;
}

/** The tests of one identity provider. */
interface ReadinessTests {
  readonly list: string;
  readonly title: string;
  /** Requirements that its tests do not look at, so that a check may fail for them and the test pass (rule E-159). */
  readonly laxer: readonly RequirementId[];
  readonly tests: readonly ReadinessTest[];
}

/** The check whose skipping says that the application has no groups. */
const GROUPS_CHECK = 'group-members/groups-offered';

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ra: 'required-attributes',
  fi: 'filtering',
  sd: 'soft-delete',
  gm: 'group-members',
  ec: 'entra-client',
  ok: 'okta-client',
};

type Row = readonly [id: string, title: string, rules: readonly RequirementId[], checks: string];

/** Tests from rows of a table; a check is written `ec/value-path` for `entra-client/value-path`. */
function tests(rows: readonly Row[], ofGroups: (id: string) => boolean): readonly ReadinessTest[] {
  const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
  return rows.map(([id, title, rules, checks]) => ({
    id,
    title,
    rules,
    checks: words(checks).map((check) => check.replace(/^\w+/, (suite) => ABBREVIATIONS[suite] ?? suite)),
    groups: ofGroups(id),
  }));
}

const VALIDATOR: readonly Row[] = [
  [
    'V1',
    'Create a new user, filter and compare, clean up',
    ['E-064', 'E-065', 'E-068', 'E-070', 'E-071', 'E-111'],
    'ra/creates-any-valid-resource ra/creates-with-required-only ra/reads-back-equal fi/hits-show-the-resource ec/enterprise-urn-without-data ec/unknown-manager ec/string-primary sd/delete-answer',
  ],
  ['V2', 'Create a duplicate user', ['E-069', 'E-017'], 'ra/duplicate-user-name ec/repeated-creation'],
  [
    'V3',
    'Filter for an existing user',
    ['E-041', 'E-044'],
    'fi/list-response fi/eq-finds-exactly ec/matching-attributes',
  ],
  [
    'V4',
    'Filter for a user who does not exist',
    ['E-042', 'E-031', 'E-032'],
    'fi/no-match ec/test-connection',
  ],
  ['V5', 'Filter for a user in different case', ['E-045'], 'fi/letter-case'],
  [
    'V6',
    'Replace attributes of a user',
    ['E-079', 'E-080', 'E-081', 'E-082', 'E-083', 'E-084', 'E-085', 'E-086', 'E-087'],
    'ra/replaces-each-attribute ec/many-operations ec/many-operations-with-flag ec/nested-objects ec/value-path ec/replace-missing-element ec/dotted-path ec/extension-path ec/primary-as-string',
  ],
  [
    'V7',
    'Update the userName (joining property)',
    ['E-104', 'E-105'],
    'fi/finds-renamed ec/rename-without-path',
  ],
  [
    'V8',
    'Disable a user',
    ['E-106', 'E-053', 'E-088'],
    'sd/replace-boolean sd/replace-string sd/stays-readable sd/stays-findable',
  ],
  [
    'V9',
    'Add attributes to a minimal user',
    ['E-068', 'E-081', 'E-086', 'E-087'],
    'ra/creates-with-required-only ec/add-missing-element ec/several-paths-of-one-attribute ec/new-values-with-flag ec/replace-unassigned ec/primary-as-boolean',
  ],
  ['V10', 'Add a manager', ['E-093'], 'ec/manager-as-string ec/manager-as-object ec/manager-as-array'],
  ['V11', 'Replace the manager', ['E-094'], 'ec/manager-as-string ec/manager-as-object ec/manager-as-array'],
  [
    'V12',
    'Remove the manager',
    ['E-095'],
    'ec/manager-cleared-by-empty-string ec/manager-cleared-by-empty-value',
  ],
  ['V13', 'Delete a user, GET answers 404', ['E-111'], 'sd/delete-answer sd/deleted-is-gone'],
  ['V14', 'Get a group by id without members', ['E-125'], 'gm/excluded-attributes'],
  ['V15', 'Filter for a group without members', ['E-124'], 'gm/excluded-attributes'],
  ['V16', 'Filter for an existing group', ['E-124', 'E-041'], 'fi/list-response ec/matching-attributes'],
  ['V17', 'Filter for a group that does not exist', ['E-042', 'E-033'], 'fi/no-match ec/test-connection'],
  ['V18', 'Filter for a group in different case', ['E-046'], 'fi/letter-case'],
  [
    'V19',
    'Create a new group',
    ['E-122', 'E-123'],
    'ra/creates-with-required-only ec/group-without-members ec/foreign-urn',
  ],
  ['V20', 'Create a duplicate group', ['E-121'], 'ec/duplicate-group'],
  ['V21', 'Replace attributes of a group', ['E-126'], 'ec/group-attributes'],
  [
    'V22',
    'Update displayName or externalId of a group (joining property)',
    ['E-126', 'E-046'],
    'ec/group-attributes gm/rename-keeps-members fi/letter-case',
  ],
  ['V23', 'Add a member', ['E-127', 'E-128'], 'gm/add-one gm/add-with-null-ref gm/add-several'],
  ['V24', 'Remove a member', ['E-129', 'E-130'], 'gm/remove-by-value gm/remove-by-filter'],
  ['V25', 'Delete a group', ['E-135'], 'gm/delete'],
  [
    'P1',
    'Preview: several operations on different attributes',
    ['E-079'],
    'ec/many-operations ec/all-or-nothing',
  ],
  ['P2', 'Preview: several operations on the same attribute', ['E-102'], 'ec/sequence'],
  ['P3', 'Preview: delete a user who does not exist', ['E-116'], 'ra/unknown-id'],
  ['P4', 'Preview: delete the same user twice', ['E-116'], 'sd/deleted-is-gone'],
  [
    'P5',
    'Preview: several operations on the same attribute of a group',
    ['E-102', 'E-129'],
    'gm/add-in-several-operations gm/remove-several-by-value',
  ],
  ['P6', 'Preview: delete a group that does not exist', ['E-135'], 'gm/delete'],
  ['P7', 'Preview: delete the same group twice', ['E-135'], 'gm/delete'],
];

const LOGIC_APP: readonly Row[] = [
  [
    'L15',
    'Schema_Discoverability_Test',
    ['E-034', 'E-035', 'E-036', 'E-037'],
    'ec/schemas-listed ec/schemas-in-form ec/schemas-list-attributes',
  ],
  ['L16', 'SCIM_Null_Update_Test', ['E-091', 'E-092'], 'ec/clear-with-empty-string ec/clear-with-null'],
  ['L17', 'SCIM_User_Create_Test', ['E-064'], 'ra/creates-any-valid-resource ra/representation'],
  [
    'L18',
    'SCIM_User_Update_Test',
    ['E-078', 'E-079', 'E-082'],
    'ra/replaces-each-attribute ec/many-operations ec/add-assigned sd/patch-answer',
  ],
  ['L19', 'SCIM_Group_Create_Test', ['E-122'], 'ec/group-without-members'],
  ['L20', 'SCIM_Group_Update_Test', ['E-126'], 'ec/group-attributes'],
  ['L21', 'SCIM_User_Pagination_Test', ['E-058'], 'fi/pages'],
  ['L22', 'Validate_Credentials_Test', ['E-023', 'E-025'], ''],
  ['L23', 'SCIM_Group_Pagination_Test', ['E-058'], ''],
  ['L24', 'Federated_Identity_Test', ['E-027'], ''],
  [
    'L25',
    'SCIM_Update_Manager_Test',
    ['E-093', 'E-094', 'E-095', 'E-096'],
    'ec/manager-as-string ec/manager-cleared-by-empty-string',
  ],
];

const OKTA: readonly Row[] = [
  [
    'S1',
    'A user exists, with numeric counts and the required attributes',
    ['O-003', 'O-004', 'O-008', 'E-041'],
    'ok/connection ok/required-attributes ok/import',
  ],
  ['S2', 'Read that user', ['E-051', 'E-054'], 'ra/common-attributes'],
  ['S3', 'Filter with an unknown userName', ['O-005', 'E-042'], 'ok/existence fi/no-match'],
  ['S4', 'Read an unknown id: 404 with detail', ['E-051'], 'ra/unknown-id ra/error-messages'],
  ['S5', 'Filter with a random address', ['O-005', 'E-042'], 'ok/existence fi/no-match'],
  ['S6', 'Create a user: 201, values echoed', ['O-007', 'O-002', 'E-064'], 'ok/creates ra/representation'],
  ['S7', 'Read the new user', ['E-051'], 'ra/reads-back-equal'],
  ['S8', 'Create it again: 409', ['O-007', 'E-069'], 'ra/duplicate-user-name'],
  ['S9', 'Filter in capitals', ['O-006', 'E-045'], 'ok/existence fi/letter-case'],
  ['S10', 'List the groups within 600 ms (optional)', ['O-015'], 'ok/groups-in-time'],
  ['S11', 'A wrong token: 401 with an Error message', ['O-001', 'E-021'], 'ok/wrong-token'],
  ['S12', 'Read an unknown id: 404, status "404"', ['E-051'], 'ra/unknown-id ra/error-messages'],
];

const GROUP_TESTS: ReadonlySet<string> = new Set(
  'V14 V15 V16 V17 V18 V19 V20 V21 V22 V23 V24 V25 P5 P6 P7 L19 L20 L23 S10'.split(' '),
);
const isOfGroups = (id: string): boolean => GROUP_TESTS.has(id);

/** The tests that identity providers run themselves: Microsoft's validator and Logic App, and Okta's specification test. */
export const READINESS: readonly ReadinessTests[] = [
  {
    list: 'entra-validator',
    title: 'Entra SCIM Validator',
    laxer: ['RFC7644-3.3-location', 'RFC7644-3.12-error-body', 'RFC7644-3.5.2-answer', 'E-009'],
    tests: tests(VALIDATOR, isOfGroups),
  },
  {
    list: 'entra-logic-app',
    title: 'Entra validation Logic App',
    laxer: ['RFC7644-3.3-location', 'RFC7644-3.5.2-answer'],
    tests: tests(LOGIC_APP, isOfGroups),
  },
  { list: 'okta-spec-test', title: 'Okta specification test', laxer: [], tests: tests(OKTA, isOfGroups) },
];

/** What of a check's result tells how a test would go. */
type Result = Pick<CheckResult, 'id' | 'verdict' | 'violated'>;

/**
 * How the identity providers' own tests would go, from the results of one run: a test fails when one of its checks
 * shows it, is not applicable when none of them applies or one was left out of the run, and passes otherwise. Lists
 * without a test that was judged are left out.
 */
export function readiness(results: readonly Result[]): readonly ReadinessList[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return READINESS.map((list) => ({
    list: list.list,
    title: list.title,
    rows: list.tests.map(
      (test): ReadinessRow => ({
        id: test.id,
        title: test.title,
        verdict: verdictOf(test, list, byId),
        checks: test.checks,
      }),
    ),
  })).filter(({ rows }) => rows.some(({ verdict }) => verdict !== 'notApplicable'));
}

function verdictOf(
  test: ReadinessTest,
  list: ReadinessTests,
  byId: ReadonlyMap<string, Result>,
): ReadinessRow['verdict'] {
  if (test.groups && byId.get(GROUPS_CHECK)?.verdict === 'skip') return 'notApplicable';
  const results = test.checks.map((id) => byId.get(id));
  const judged = results.filter((result) => result !== undefined && result.verdict !== 'skip');
  if (judged.some((result) => result !== undefined && failsFor(result, test, list))) return 'fail';
  return judged.length === 0 || results.includes(undefined) ? 'notApplicable' : 'pass';
}

/**
 * Whether a result makes the test fail. A warning does when it is about a rule of the test: identity providers do not
 * warn. A violation does unless the list does not look at it, or leaves it to another of its tests.
 */
function failsFor({ verdict, violated }: Result, test: ReadinessTest, list: ReadinessTests): boolean {
  if (verdict === 'error') return true;
  if (violated === null || verdict === 'pass') return false;
  const isViolated = (rule: RequirementId): boolean => rule === violated;
  if (test.rules.some(isViolated)) return true;
  const elsewhere = list.tests.some(({ rules }) => rules.some(isViolated));
  return verdict === 'fail' && !elsewhere && !list.laxer.some(isViolated);
}
