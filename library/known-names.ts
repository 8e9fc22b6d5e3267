import { suggest } from '../config/nearest.ts';
import { UsageError } from '../config/usage-error.ts';
import { CHECKS, isSuiteName, selectChecks, suiteNames } from '../suites/registry.ts';

/** @throws UsageError for a name that no suite, group or section has, with those that may have been meant */
export function refuseUnknownSuite(name: string): void {
  if (!isSuiteName(name))
    throw new UsageError(
      `unknown suite "${name}"; ${suggest(name, suiteNames())}; a section, such as rfc7644-3.5, goes too`,
    );
}

/** @throws UsageError for what no check and no requirement begins with */
export function refuseUnknownCheck(id: string): void {
  if (id !== '' && selectChecks(['all'], [id]).length > 0) return;
  const known = CHECKS.flatMap(({ check }) => [check.id, ...check.requirements]);
  throw new UsageError(
    `no check and no requirement begins with "${id}"; ${suggest(id, [...new Set(known)])}; "scim-conformance run --list" shows all`,
  );
}

/** @throws UsageError for what is not the whole id of a check */
export function refuseUnknownId(id: string): void {
  const known = CHECKS.map(({ check }): string => check.id);
  if (!known.includes(id))
    throw new UsageError(`no check has the id "${id}"; ${suggest(id, known)}; "except" takes whole ids`);
}
