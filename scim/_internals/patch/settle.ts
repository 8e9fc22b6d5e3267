import { isObject, type Json, type JsonObject } from '../../json.ts';
import type { AttributeDefinition, ResourceType } from '../../schema.ts';
import { memberNamed, withMember } from '../members.ts';
import { invalidValue, isPrimary } from '../normalise.ts';

/**
 * Keeps `schemas` in step with the extensions: one whose first attribute came is added (RFC 7644 §3.5.2), one whose
 * last attribute went is dropped. All other URNs stay as they are.
 */
export function settleSchemas(before: JsonObject, after: JsonObject, type: ResourceType): JsonObject {
  const listed = memberNamed(after, 'schemas');
  let schemas: readonly Json[] = Array.isArray(listed) ? listed : [];
  if (!schemas.some(isUrn(type.schema.id))) schemas = [type.schema.id, ...schemas];
  for (const { id } of type.extensions) {
    const has = isObject(memberNamed(after, id));
    const had = isObject(memberNamed(before, id));
    if (has && !schemas.some(isUrn(id))) schemas = [...schemas, id];
    if (had && !has) schemas = schemas.filter((urn) => !isUrn(id)(urn));
  }
  return schemas === listed ? after : withMember(after, 'schemas', schemas);
}

function isUrn(id: string): (urn: Json) => boolean {
  return (urn) => typeof urn === 'string' && urn.toLowerCase() === id.toLowerCase();
}

/**
 * Sets `primary` to false on all elements but the one an operation made primary (RFC 7644 §3.5.2). Elements the
 * operation did not touch are the same objects in `before` and `after`.
 * @throws ScimError 400 `invalidValue` when the operation made more than one primary (RFC 7643 §2.4)
 */
export function settlePrimary(
  before: readonly Json[],
  after: readonly Json[],
  attribute: AttributeDefinition,
): readonly Json[] {
  const made = after.filter((element) => isPrimary(element) && !before.includes(element));
  if (made.length > 1) throw invalidValue(attribute.name, 'would have more than one primary value');
  if (made.length === 0) return after;
  return after.map((element) =>
    isPrimary(element) && element !== made[0] ? withMember(element, 'primary', false) : element,
  );
}
