import { ScimError } from '../scim/error.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import type { PatchOperation } from '../scim/patch.ts';
import { type AttributePath, formatPath, parsePath } from '../scim/path.ts';
import type { ResourceType } from '../scim/schema.ts';

function assigned(value: Json): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** Whether an operation removes the attribute of a path, or a part of it. */
function removes({ op, path }: PatchOperation, { attribute }: AttributePath): boolean {
  if (op !== 'remove' || path === null) return false;
  return parsePath(path).attribute.toLowerCase() === attribute.toLowerCase();
}

/**
 * Refuses a resource without a value at one of the `required` paths; an empty string is no value.
 * @throws ScimError 400: `mutability` when a PATCH operation removed it (RFC 7644 §3.5.2.2), else `invalidValue`
 */
export function requireAttributes(
  resource: JsonObject,
  type: ResourceType,
  required: readonly AttributePath[],
  operations: readonly PatchOperation[],
): void {
  for (const path of required) {
    if (readPath(resource, path, type).some(assigned)) continue;
    const removed = operations.some((operation) => removes(operation, path));
    throw new ScimError(400, removed ? 'mutability' : 'invalidValue', `${formatPath(path)} is required.`);
  }
}
