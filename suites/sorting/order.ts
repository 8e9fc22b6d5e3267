import type { FilterOperand } from '../../generators/filter.ts';
import type { Json, ResourceType, Specimen, SpecimenSet } from '../../kit/index.ts';
import { member, readPath } from '../../kit/index.ts';
import { decideOrder } from '../../scim/decide.ts';

/** The value that a resource is sorted by: `unknown` where the RFC does not say which of several it is. */
export type SortKey =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

/**
 * What `sortBy` with this attribute means for a resource as GET shows it: of several values the primary one counts, or
 * else the first (RFC 7644 §3.4.2.3); but which is first is the service provider's, as values have no order
 * (RFC 7643 §2.4).
 */
export function sortKeyOf({ path, parent }: FilterOperand, { shown }: Specimen, type: ResourceType): SortKey {
  if (!parent.multiValued) return keyFrom(readPath(shown, path, type)[0]);
  const elements = readPath(shown, { ...path, subAttribute: null }, type);
  const chosen = elements.find((element) => member(element, 'primary') === true);
  if (chosen === undefined && elements.length > 1) return { kind: 'unknown' };
  const element = chosen ?? elements[0];
  if (path.subAttribute === null) return keyFrom(element);
  const value = member(element, path.subAttribute);
  // Of a value that lacks the sub-attribute, another value's may be taken.
  return value === undefined && elements.length > 1 ? { kind: 'unknown' } : keyFrom(value);
}

function keyFrom(value: Json | undefined): SortKey {
  if (value === undefined || value === null || value === '') return { kind: 'none' };
  return { kind: 'value', value };
}

/** Whether two resources stand in the wrong order, the one that comes first being `first`. */
export function isDisorder(
  first: SortKey,
  second: SortKey,
  { definition }: FilterOperand,
  descending: boolean,
): boolean {
  if (first.kind === 'unknown' || second.kind === 'unknown') return false;
  // Without a value: last when ascending, first when descending.
  if (first.kind === 'none' || second.kind === 'none') {
    return first.kind !== second.kind && (first.kind === 'none') !== descending;
  }
  const order = decideOrder(first.value, second.value, definition);
  return order !== null && (descending ? order < 0 : order > 0);
}

/** Whether the order of two texts is another where letter case counts, or none that every collation agrees on. */
export function turnsOnCase(first: SortKey, second: SortKey, { definition }: FilterOperand): boolean {
  if (first.kind !== 'value' || second.kind !== 'value' || definition.type !== 'string') return false;
  const [caseless, exact] = [false, true].map((caseExact) =>
    decideOrder(first.value, second.value, { ...definition, caseExact }),
  );
  return caseless === null || exact === null || Math.sign(caseless ?? 0) !== Math.sign(exact ?? 0);
}

/** Where in a list of ids the first specimen stands that belongs behind the next one; -1 when none does. */
export function firstDisorder(
  ids: readonly string[],
  { items, subject }: Pick<SpecimenSet, 'items' | 'subject'>,
  operand: FilterOperand,
  descending: boolean,
): number {
  const keys = ids.flatMap((id) => {
    const item = items.find((known) => known.id === id);
    return item === undefined ? [] : [sortKeyOf(operand, item, subject.type)];
  });
  return keys.findIndex((key, index) => {
    const next = keys[index + 1];
    return next !== undefined && isDisorder(key, next, operand, descending);
  });
}
