import type { Filter } from '../../../scim/filter.ts';
import type { Json, JsonObject } from '../../../scim/json.ts';
import { readPath, resolvePath } from '../../../scim/lookup.ts';
import { matchesFilter } from '../../../scim/match.ts';
import type { AttributeDefinition, ResourceType } from '../../../scim/schema.ts';
import type { Fault } from '../fault.ts';

type Leaf = Exclude<Filter, { kind: 'and' | 'or' | 'not' }>;
export type Comparison = Extract<Filter, { kind: 'compare' }>;

/** What one expression finds, instead of what it should; undefined leaves it alone. */
type LeafTest = (leaf: Leaf, resource: JsonObject, type: ResourceType) => boolean | undefined;

function matches(filter: Filter, resource: JsonObject, type: ResourceType, test: LeafTest): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, resource, type, test) && matches(filter.right, resource, type, test);
    case 'or':
      return matches(filter.left, resource, type, test) || matches(filter.right, resource, type, test);
    case 'not':
      return !matches(filter.filter, resource, type, test);
    default:
      return test(filter, resource, type) ?? matchesFilter(filter, resource, type);
  }
}

/** Overrides of what single expressions find. */
export function expressions(test: LeafTest): Fault['overrides'] {
  return (steps) => ({
    search: (filter, type) => {
      if (filter === null) return steps.search(null, type);
      // A filter that is refused is refused all the same.
      steps.search(filter, type);
      return steps
        .search(null, type)
        .filter((resource) => matches(filter, steps.represent(resource, type), type, test));
    },
  });
}

/** What a comparison of one operator does with each value of an attribute. */
export function comparing(
  operators: readonly Comparison['operator'][],
  test: (value: Json, literal: Comparison['value'], definition: AttributeDefinition) => boolean | undefined,
): Fault['overrides'] {
  return expressions((leaf, resource, type) => {
    if (leaf.kind !== 'compare' || !operators.includes(leaf.operator)) return undefined;
    const definition = definitionOf(leaf, type);
    const results = readPath(resource, leaf.path, type).map(
      (value) => definition && test(value, leaf.value, definition),
    );
    return results.some((result) => result === undefined || result === null)
      ? undefined
      : results.includes(true);
  });
}

/** The definition of what a comparison asks for. */
function definitionOf({ path }: Comparison, type: ResourceType): AttributeDefinition | null {
  const found = resolvePath(path, type);
  return found && (found.subAttribute ?? found.attribute);
}

/** A filter with each of its parts replaced, the inner ones first. */
export function rewritten(filter: Filter, change: (filter: Filter) => Filter): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return change({
        kind: filter.kind,
        left: rewritten(filter.left, change),
        right: rewritten(filter.right, change),
      });
    case 'not':
      return change({ kind: 'not', filter: rewritten(filter.filter, change) });
    default:
      return change(filter);
  }
}
