import { ScimError } from '../../error.ts';
import { isObject, type Json, type JsonObject } from '../../json.ts';
import { type ResolvedPath, resolvePath } from '../../lookup.ts';
import { type AttributePath, parsePath } from '../../path.ts';
import type { ResourceType } from '../../schema.ts';
import { isUnassigned } from '../../value.ts';
import { keyNamed, memberNamed, withMember } from '../members.ts';
import { invalidValue, type Reading } from '../normalise.ts';

/** Options of `applyPatch`. */
export interface PatchOptions {
  /**
   * Behave as Microsoft Entra ID's client needs it: string booleans (rules E-087, E-088), paths as keys (E-085), elements
   * created for value filters without a match (E-081), `manager` as a string, object or array (E-093, E-095), `roles`
   * added by their `value` (E-100), and `remove` of `members` limited to the values sent (E-129).
   */
  readonly entra?: boolean;
}

/** What the functions of a patch share. */
export interface Context {
  readonly type: ResourceType;
  readonly entra: boolean;
  readonly reading: Reading;
}

/** One attribute an operation acts on, with the value sent for it. */
export interface Target {
  readonly path: AttributePath;
  readonly resolved: ResolvedPath;
  readonly value: Json | undefined;
}

/**
 * The attributes an operation acts on: the one its path names, or without a path each member of its value.
 * @throws ScimError 400 `noTarget`, `invalidPath`, `invalidValue`
 */
export function targetsOf(
  op: string,
  path: string | null,
  value: Json | undefined,
  resource: JsonObject,
  context: Context,
): readonly Target[] {
  if (op === 'remove' && path === null) {
    throw new ScimError(400, 'noTarget', '"remove" needs a "path" (RFC 7644 §3.5.2.2).');
  }
  if (op !== 'remove' && value === undefined) {
    throw new ScimError(400, 'invalidValue', `"${op}" needs a "value" (RFC 7644 §3.5.2).`);
  }
  if (path !== null) return [targetAt(parsePath(path), value, context.type)];
  if (!isObject(value)) {
    throw new ScimError(400, 'invalidValue', `"${op}" without a "path" needs an object as its "value".`);
  }
  return Object.entries(value)
    .filter(([key]) => key.toLowerCase() !== 'meta')
    .flatMap(([key, item]) => targetsOfMember(key, item, resource, context));
}

function targetsOfMember(
  key: string,
  value: Json,
  resource: JsonObject,
  context: Context,
): readonly Target[] {
  const extension = context.type.extensions.find((schema) => schema.id.toLowerCase() === key.toLowerCase());
  if (extension === undefined) {
    const path = context.entra
      ? parsePath(key)
      : { urn: null, attribute: key, filter: null, subAttribute: null };
    return [targetAt(path, value, context.type)];
  }
  const members = isUnassigned(value) ? cleared(memberNamed(resource, extension.id)) : value;
  if (!isObject(members)) throw invalidValue(extension.id, 'takes an object');
  return Object.entries(members).map(([attribute, item]) =>
    targetAt({ urn: extension.id, attribute, filter: null, subAttribute: null }, item, context.type),
  );
}

/** Unassigning an extension object unassigns each of its attributes. */
function cleared(data: Json | undefined): JsonObject {
  return Object.fromEntries(Object.keys(isObject(data) ? data : {}).map((key) => [key, null]));
}

function targetAt(path: AttributePath, value: Json | undefined, type: ResourceType): Target {
  const resolved = resolvePath(path, type);
  if (resolved === null) {
    throw new ScimError(400, 'invalidPath', `${type.name} has no attribute "${path.attribute}" to act on.`);
  }
  return { path, resolved, value };
}

/** The present value of the target's attribute (not of its sub-attribute). */
export function readTarget(
  resource: JsonObject,
  { schema, extension, attribute }: ResolvedPath,
): Json | undefined {
  const holder = extension ? memberNamed(resource, schema.id) : resource;
  return isObject(holder) ? memberNamed(holder, attribute.name) : undefined;
}

/** The resource with another value of the target's attribute; undefined unassigns it. */
export function writeTarget(
  resource: JsonObject,
  { schema, extension, attribute }: ResolvedPath,
  value: Json | undefined,
): JsonObject {
  if (!extension) return withMember(resource, attribute.name, value);
  const key = keyNamed(resource, schema.id);
  const holder = key === undefined ? undefined : resource[key];
  return withMember(resource, schema.id, withMember(isObject(holder) ? holder : {}, attribute.name, value));
}
