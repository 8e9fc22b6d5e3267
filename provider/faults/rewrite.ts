import type { Filter } from '../../scim/filter.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import type { Fault } from './fault.ts';

type Comparison = Extract<Filter, { kind: 'compare' }>;

/** A filter with each comparison replaced. */
export function mapComparisons(filter: Filter, change: (comparison: Comparison) => Filter): Filter {
  switch (filter.kind) {
    case 'compare':
      return change(filter);
    case 'and':
    case 'or':
      return {
        kind: filter.kind,
        left: mapComparisons(filter.left, change),
        right: mapComparisons(filter.right, change),
      };
    case 'not':
      return { kind: 'not', filter: mapComparisons(filter.filter, change) };
    default:
      return filter;
  }
}

/** The comparisons a filter is made of. */
export function comparisons(filter: Filter): readonly Comparison[] {
  const found: Comparison[] = [];
  mapComparisons(filter, (comparison) => {
    found.push(comparison);
    return comparison;
  });
  return found;
}

/** Whether a comparison is of the plain attribute `name`. */
export function compares({ path }: Comparison, name: string): boolean {
  return path.attribute.toLowerCase() === name.toLowerCase() && path.subAttribute === null;
}

/** A value with each string inside replaced. */
function mapStrings(value: Json, change: (text: string) => Json): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]));
}

/** A resource without some of its attributes. */
export function omit(resource: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));
}

/** A resource with the named attribute, when it has it, replaced. */
export function mapAttribute(resource: JsonObject, name: string, change: (value: Json) => Json): JsonObject {
  const value = resource[name];
  return value === undefined ? resource : { ...resource, [name]: change(value) };
}

/** The provider's own attributes, which a fault of stored values leaves alone. */
const PROVIDED = ['schemas', 'id', 'meta', 'members'];

/** Replaces the strings a client gave a resource. */
export function mapClientStrings(resource: JsonObject, change: (text: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).map(([name, value]) => [
      name,
      PROVIDED.includes(name) ? value : mapStrings(value, change),
    ]),
  );
}

/** Overrides that change what is stored. */
export function storing(
  change: (resource: JsonObject, before: JsonObject | null) => JsonObject,
): Fault['overrides'] {
  return (steps) => ({
    settle: (resource, type, before) => steps.settle(change(resource, before), type, before),
  });
}

/** Overrides that change the operations of every PATCH; operations for which `change` gives none are dropped. */
export function patching(
  change: (operation: PatchOperation, resource: JsonObject) => PatchOperation | readonly PatchOperation[],
): Fault['overrides'] {
  return (steps) => ({
    modify: (resource, operations, type) =>
      steps.modify(
        resource,
        operations.flatMap((operation) => change(operation, resource)),
        type,
      ),
  });
}

/** Overrides that change the filter of every query. */
export function filtering(change: (filter: Filter) => Filter | null): Fault['overrides'] {
  return (steps) => ({ search: (filter, type) => steps.search(filter && change(filter), type) });
}

/** Whether an operation's path names an attribute, with or without a filter or sub-attribute. */
export function targets(operation: PatchOperation, name: string): boolean {
  const path = operation.path?.toLowerCase() ?? '';
  const wanted = name.toLowerCase();
  return path === wanted || path.startsWith(`${wanted}[`) || path.startsWith(`${wanted}.`);
}
