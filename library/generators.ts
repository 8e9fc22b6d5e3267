import type fc from 'fast-check';
import type { Application } from '../config/application.ts';
import { loadApplication } from '../config/load-application.ts';
import { mapAttributes } from '../config/mapping.ts';
import { groupArbitrary } from '../generators/group.ts';
import type { ResourceOptions } from '../generators/resource.ts';
import { type UserOptions, userArbitrary } from '../generators/user.ts';
import type { JsonObject } from '../scim/json.ts';

export type { Application, Constraints, ValueConstraint } from '../config/application.ts';
export { listApplications, loadApplication } from '../config/load-application.ts';
export type { ResourceOptions } from '../generators/resource.ts';
export type { UserOptions } from '../generators/user.ts';
export type { Json, JsonObject } from '../scim/json.ts';

/**
 * Users that match an application's attribute table, as bodies for `POST /Users`.
 * @param application an id of `scim-conformance applications list`, the path of a profile, or a profile
 * @throws UsageError for an application that is not known; RangeError when a constraint leaves no value
 */
export function users(
  application: string | Application,
  options: UserOptions = {},
): fc.Arbitrary<JsonObject> {
  return userArbitrary(mappingOf(application).users, options);
}

/**
 * Groups that match an application's attribute table, as bodies for `POST /Groups`; they have no members.
 * @throws TypeError when the application provisions no groups; else like {@link users}
 */
export function groups(
  application: string | Application,
  options: ResourceOptions = {},
): fc.Arbitrary<JsonObject> {
  const mapping = mappingOf(application);
  if (mapping.groups === null) throw new TypeError('this application provisions no groups');
  return groupArbitrary(mapping.groups, options);
}

function mappingOf(application: string | Application): ReturnType<typeof mapAttributes> {
  const profile = typeof application === 'string' ? loadApplication(application) : application;
  return mapAttributes(profile, { user: null, group: null });
}
