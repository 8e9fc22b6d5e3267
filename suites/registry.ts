import type { Check, Suite, SuiteCheck } from '../engine/check.ts';
import { agreement } from './agreement.ts';
import { attributes } from './attributes.ts';
import { authentication } from './authentication.ts';
import { bulk } from './bulk.ts';
import type { CheckId } from './check-ids.ts';
import { commonAttributes } from './common-attributes.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import { discovery } from './discovery/suite.ts';
import { endpoints } from './endpoints.ts';
import { entraClient } from './entra-client.ts';
import { errorHandling } from './errors.ts';
import { everyAnswer } from './every-answer.ts';
import { filterLanguage } from './filter-language.ts';
import { filtering } from './filtering.ts';
import { groupMembers } from './group-members.ts';
import { LATE } from './late.ts';
import { me } from './me.ts';
import { mediaTypes } from './media-types.ts';
import { modify } from './modify.ts';
import { oktaClient } from './okta-client.ts';
import { pagination } from './pagination.ts';
import { projection } from './projection.ts';
import { provisioningCycle } from './provisioning-cycle.ts';
import { replace } from './replace.ts';
import { requiredAttributes } from './required-attributes.ts';
import { search } from './search.ts';
import { softDelete } from './soft-delete.ts';
import { sorting } from './sorting.ts';
import { versions } from './versions.ts';

const TABLE = [
  requiredAttributes,
  filtering,
  softDelete,
  groupMembers,
  entraClient,
  provisioningCycle,
  oktaClient,
  attributes,
  commonAttributes,
  discovery,
  agreement,
  authentication,
  filterLanguage,
  sorting,
  pagination,
  projection,
  search,
  create,
  replace,
  modify,
  remove,
  bulk,
  versions,
  endpoints,
  mediaTypes,
  me,
  errorHandling,
  everyAnswer,
] as const;

/** The name of a suite, so that a misspelt one does not compile; `--suite` takes any text and is looked up. */
export type SuiteName = (typeof TABLE)[number]['name'];

/** Every suite, in the order of reports. */
export const SUITES: readonly Suite<SuiteName>[] = TABLE;

/** The groups of suites that run when none is chosen: what a vendor wants in CI. */
export const DEFAULT_GROUPS: readonly string[] = ['application', 'entra'];

/** A check of the registry with its suite. */
export type KnownCheck = SuiteCheck<SuiteName, CheckId>;

/** Every check of every suite. The type of their ids is written from this list, and a test compares the two. */
export const CHECKS: readonly KnownCheck[] = SUITES.flatMap((suite) =>
  suite.checks.map((check) => ({
    suite,
    check: { ...(check as Check<CheckId>), ...(LATE.has(check.id) ? { turn: 'late' } : {}) },
  })),
);

/** Every name `--suite` takes: suites and groups of suites; beside these it takes RFCs and sections of them. */
export function suiteNames(): string[] {
  return [...new Set([...SUITES.flatMap((suite) => [suite.name, ...suite.groups]), 'all'])];
}

/** An RFC, `rfc7644`, or a section of it with all that is below, `RFC7644-3.5`. */
const SECTION = /^rfc\d{4}(-\d+(\.\d+)*)?$/i;

/** Whether `--suite` takes a name: that of a suite, of a group, or of an RFC section that a check judges. */
export function isSuiteName(name: string): boolean {
  return (
    suiteNames().includes(name) || (SECTION.test(name) && CHECKS.some(({ check }) => isMeant(check, name)))
  );
}

/**
 * The checks that a selection names.
 * @param suites suite names, groups, or RFC sections; empty for the default groups
 * @param checks check ids, requirement ids, or prefixes of either; empty for all of the suites. Naming a check selects
 *   it wherever it is, unless suites are named too
 */
export function selectChecks(suites: readonly string[], checks: readonly string[]): readonly KnownCheck[] {
  const names = suites.length > 0 ? suites : checks.length > 0 ? ['all'] : DEFAULT_GROUPS;
  return CHECKS.filter(({ suite, check }) => {
    const inSuite = names.some(
      (name) =>
        name === 'all' ||
        suite.name === name ||
        suite.groups.includes(name) ||
        (SECTION.test(name) && isMeant(check, name)),
    );
    return inSuite && (checks.length === 0 || checks.some((wanted) => isMeant(check, wanted)));
  });
}

/**
 * Whether a check is meant by an id or prefix of its own or of one of its requirements, in any letter case. A section
 * takes in those below it, but `RFC7644-3.1` none of `RFC7644-3.10`.
 */
function isMeant(check: Check, wanted: string): boolean {
  const prefix = wanted.toLowerCase();
  const isSection = SECTION.test(wanted);
  return [check.id, ...check.requirements].some((id) => {
    if (!id.toLowerCase().startsWith(prefix)) return false;
    return !isSection || !/^\d/.test(id.slice(prefix.length));
  });
}
