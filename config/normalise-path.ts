import type { Filter } from '../scim/filter.ts';
import type { ResolvedPath } from '../scim/lookup.ts';
import type { AttributePath } from '../scim/path.ts';
import { type AttributeDefinition, findAttribute } from '../scim/schema.ts';

/**
 * A path in the schema's spelling. An extension's attribute is always qualified and a core one never, which are
 * equal spellings of the same path (RFC 7644 §3.10).
 */
export function normalisePath(path: AttributePath, resolved: ResolvedPath): AttributePath {
  const { attribute, subAttribute, schema, extension } = resolved;
  return {
    urn: extension ? schema.id : null,
    attribute: attribute.name,
    filter: path.filter === null ? null : normaliseFilter(path.filter, attribute.subAttributes),
    subAttribute: subAttribute?.name ?? null,
  };
}

function normaliseFilter(filter: Filter, definitions: readonly AttributeDefinition[] | undefined): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return {
        ...filter,
        left: normaliseFilter(filter.left, definitions),
        right: normaliseFilter(filter.right, definitions),
      };
    case 'not':
      return { ...filter, filter: normaliseFilter(filter.filter, definitions) };
    default: {
      const { attribute } = filter.path;
      const name = findAttribute(definitions, attribute)?.name ?? attribute;
      return { ...filter, path: { ...filter.path, attribute: name } };
    }
  }
}
