import fc from 'fast-check';
import { mapAttributes } from '../config/mapping.ts';
import { UsageError } from '../config/usage-error.ts';
import { constraintFor } from '../generators/constraints.ts';
import { groupArbitrary } from '../generators/group.ts';
import { stampGroup, stampUser } from '../generators/identity.ts';
import { userArbitrary } from '../generators/user.ts';
import { type JsonObject, stringMember } from '../scim/json.ts';
import type { TargetSpec } from './targets.ts';

/** A marker as a run has them, and how many names are tried. */
const MARKER = 'sc0000000000';
const SAMPLES = 20;

/**
 * Refuses constraints under which no name can carry the run's marker: without it two generated users would share a
 * name, and what a run left behind could not be told from what was there.
 * @throws UsageError
 */
export function requireMarkerRoom({ name, application, constraints }: TargetSpec): void {
  const { users, groups } = mapAttributes(application, { user: null, group: null });
  const options = { constraints, required: 'only', flavour: 'realistic' } as const;
  const user = (body: JsonObject): JsonObject =>
    stampUser(body, MARKER, constraintFor(constraints, 'userName'));
  const group = (body: JsonObject): JsonObject =>
    stampGroup(body, MARKER, constraintFor(constraints, 'displayName'));
  requireRoom(name, 'userName', () => userArbitrary(users, options), user);
  // A constraint on displayName is meant for users where the application has no groups.
  if (groups !== null) requireRoom(name, 'displayName', () => groupArbitrary(groups, options), group);
}

function requireRoom(
  target: string,
  attribute: string,
  resources: () => fc.Arbitrary<JsonObject>,
  stamp: (resource: JsonObject) => JsonObject,
): void {
  const fits = sample(target, resources).some((resource) =>
    stringMember(stamp(resource), attribute)?.includes(MARKER),
  );
  if (fits) return;
  throw new UsageError(
    `the constraints of the target ${target} leave no room in ${attribute} for the marker of the run, ${MARKER.length} characters of [a-z0-9]; allow longer or freer values`,
  );
}

function sample(target: string, resources: () => fc.Arbitrary<JsonObject>): readonly JsonObject[] {
  try {
    return fc.sample(resources(), { seed: 1, numRuns: SAMPLES });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`the constraints of the target ${target} leave no value: ${error.message}`);
  }
}
