import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import { readPath, resolvePath } from '../scim/lookup.ts';
import { parsePath } from '../scim/path.ts';
import type { AttributeDefinition, ResourceType } from '../scim/schema.ts';
import { compareValues } from '../scim/value.ts';
import type { Found, Query } from './query.ts';

/** Where the values to sort by are: the definition that orders them, and the value of one resource. */
interface SortKey {
  readonly definition: AttributeDefinition;
  readonly read: (resource: JsonObject) => Json | undefined;
}

function sortKey(sortBy: string, type: ResourceType): SortKey | null {
  const path = parsePath(sortBy);
  const found = resolvePath(path, type);
  if (!found) return null;
  const { attribute, subAttribute } = found;
  const valueAttribute = attribute.subAttributes?.find((item) => item.name === 'value');
  const definition = subAttribute ?? (attribute.multiValued ? valueAttribute : undefined) ?? attribute;
  return {
    definition,
    read: (resource) => {
      const values = readPath(resource, { ...path, subAttribute: null }, type);
      const chosen = values.find((value) => member(value, 'primary') === true) ?? values[0];
      return isObject(chosen) ? member(chosen, definition.name) : chosen;
    },
  };
}

/**
 * The resources in the order of `sortBy`; those without a value, or of a type that does not know the attribute, come
 * last when ascending and first when descending (RFC 7644 §3.4.2.3, §3.4.2.1).
 * @throws ScimError 400 invalidPath when `sortBy` is no attribute path
 */
export function sortResources(found: readonly Found[], { sortBy, descending }: Query): readonly Found[] {
  if (sortBy === null) return found;
  const keys = new Map(
    [...new Set(found.map(({ type }) => type))].map((type) => [type, sortKey(sortBy, type)]),
  );
  const sign = descending ? -1 : 1;
  const keyed = found.map((item) => {
    const key = keys.get(item.type);
    return { item, value: key?.read(item.resource), definition: key?.definition };
  });
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined || a.definition === undefined) {
      return sign * (Number(a.value === undefined) - Number(b.value === undefined));
    }
    return sign * (compareValues(a.value, b.value, a.definition) ?? 0);
  });
  return keyed.map(({ item }) => item);
}
