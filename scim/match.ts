import { predicate } from './_internals/predicate.ts';
import type { Filter } from './filter.ts';
import type { JsonObject } from './json.ts';
import { resourceScope } from './lookup.ts';
import type { ResourceType } from './schema.ts';

/**
 * A filter as a test of resources, for use on many of them (RFC 7644 §3.4.2.2).
 *
 * Where the RFC leaves room: an attribute without a value compares as `null` (RFC 7643 §2.5), so `ne "x"` matches it,
 * `eq null` means "not present" and `ne null` "present"; an attribute that is not defined has no value. On several
 * values `ne`, like every operator, matches if any one of them does. A literal of another type is never identical.
 * @throws ScimError 400 `invalidFilter` for an order on boolean or binary attributes (Table 3) and for a comparison
 * with a complex attribute instead of its sub-attribute.
 */
export function compileFilter(filter: Filter, type: ResourceType): (resource: JsonObject) => boolean {
  return predicate(filter, resourceScope(type));
}

/** Whether one resource matches the filter; the rules and errors are those of {@link compileFilter}. */
export function matchesFilter(filter: Filter, resource: JsonObject, type: ResourceType): boolean {
  return compileFilter(filter, type)(resource);
}
