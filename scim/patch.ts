import { memberNamed } from './_internals/members.ts';
import { assign } from './_internals/patch/assign.ts';
import { remove } from './_internals/patch/remove.ts';
import { settleSchemas } from './_internals/patch/settle.ts';
import { type PatchOptions, targetsOf } from './_internals/patch/target.ts';
import { ScimError } from './error.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { ResourceType } from './schema.ts';
import { PATCH_OP } from './urns.ts';

export type { PatchOptions } from './_internals/patch/target.ts';

/** One PATCH operation (RFC 7644 §3.5.2). */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string | null;
  /** Undefined when the operation has no such member; `null` is a value, it unassigns (RFC 7643 §2.5). */
  readonly value: Json | undefined;
}

const OPS: Readonly<Record<string, PatchOperation['op']>> = {
  add: 'add',
  replace: 'replace',
  remove: 'remove',
};

/**
 * The operations of a PATCH request's body (RFC 7644 §3.5.2). `op` and the names of members are compared without case:
 * Entra sends "Add", "Replace" and "Remove" (rule E-076).
 * @throws ScimError 400 `invalidSyntax`
 */
export function parsePatch(body: Json): readonly PatchOperation[] {
  if (!isObject(body)) throw invalidSyntax('The body has to be a JSON object');
  const schemas = memberNamed(body, 'schemas');
  const urns: readonly Json[] = Array.isArray(schemas) ? schemas : [];
  if (!urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === PATCH_OP.toLowerCase())) {
    throw invalidSyntax(`"schemas" has to contain "${PATCH_OP}"`);
  }
  const operations = memberNamed(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalidSyntax('"Operations" has to be an array of one or more operations');
  }
  return operations.map(parseOperation);
}

function parseOperation(operation: Json): PatchOperation {
  if (!isObject(operation)) throw invalidSyntax('An operation has to be a JSON object');
  const name = memberNamed(operation, 'op');
  const lower = typeof name === 'string' ? name.toLowerCase() : '';
  const op = Object.hasOwn(OPS, lower) ? OPS[lower] : undefined;
  if (op === undefined) throw invalidSyntax('"op" has to be "add", "replace" or "remove"');
  const path = memberNamed(operation, 'path') ?? null;
  if (path !== null && typeof path !== 'string') throw invalidSyntax('"path" has to be a string');
  return { op, path, value: memberNamed(operation, 'value') };
}

function invalidSyntax(why: string): ScimError {
  return new ScimError(400, 'invalidSyntax', `${why} (RFC 7644 §3.5.2).`);
}

/**
 * The resource a PATCH leaves behind (RFC 7644 §3.5.2.1-3); the one passed in is not changed. Members the schemas do
 * not define are kept. `options.entra` adds what Microsoft Entra ID relies on beyond the RFC.
 *
 * Where the RFC leaves room: `add` with a value filter merges into the matching elements and `replace` puts the value
 * in their place; a sub-attribute of a multi-valued attribute without a filter means that of every element; removing
 * what is not there changes nothing; sending a read-only or immutable attribute its present value is no modification;
 * `meta` in a value without a path is ignored (RFC 7643 §3.1).
 * @throws ScimError 400 `invalidPath` for an attribute that is not defined, `noTarget` for `remove` without a path or a
 * filter that matches nothing, `mutability`, `invalidValue` for a missing or ill-typed value, `invalidFilter`
 */
export function applyPatch(
  resource: JsonObject,
  operations: readonly PatchOperation[],
  type: ResourceType,
  options: PatchOptions = {},
): JsonObject {
  const entra = options.entra ?? false;
  const context = { type, entra, reading: { coerceBooleans: entra } };
  let result = resource;
  for (const { op, path, value } of operations) {
    const before = result;
    for (const target of targetsOf(op, path, value, before, context)) {
      result = op === 'remove' ? remove(result, target, context) : assign(result, { ...target, op }, context);
    }
    result = settleSchemas(before, result, type);
  }
  return result;
}
