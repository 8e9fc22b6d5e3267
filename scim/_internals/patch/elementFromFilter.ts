import type { Filter } from '../../filter.ts';
import { isObject, type Json, type JsonObject } from '../../json.ts';
import type { AttributeDefinition } from '../../schema.ts';
import { normaliseElement } from '../normalise.ts';

/**
 * The element a value filter describes, `{"type":"work"}` for `[type eq "work"]`, to be created when none matches
 * (Entra rule E-081). Null when the filter is more than `eq` terms joined by `and`, or names no sub-attribute.
 */
export function elementFromFilter(filter: Filter, attribute: AttributeDefinition): JsonObject | null {
  const terms = eqTerms(filter);
  if (terms === null || attribute.type !== 'complex') return null;
  const element = normaliseElement(Object.fromEntries(terms), attribute, { coerceBooleans: true });
  return isObject(element) && Object.keys(element).length === terms.length ? element : null;
}

function eqTerms(filter: Filter): readonly (readonly [string, Json])[] | null {
  if (filter.kind === 'and') {
    const left = eqTerms(filter.left);
    const right = eqTerms(filter.right);
    return left && right && [...left, ...right];
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.path.subAttribute !== null) return null;
  return [[filter.path.attribute, filter.value]];
}
