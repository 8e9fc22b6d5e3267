import { distance } from 'fastest-levenshtein';
import type { Filter } from '../scim/filter.ts';
import { resolvePath } from '../scim/lookup.ts';
import { type AttributePath, parsePath } from '../scim/path.ts';
import { type AttributeDefinition, findAttribute, type ResourceType } from '../scim/schema.ts';
import type { DocumentedType, TableRow } from './application.ts';
import { pathKey } from './row-path.ts';

/** The words for types, in the tutorials' usual spelling. */
const WORDS: readonly DocumentedType[] = [
  'String',
  'Boolean',
  'Reference',
  'Integer',
  'Decimal',
  'DateTime',
  'Binary',
  'Complex',
];

/** Shorter names differ by one letter without being misspelt. */
const MISSPELLABLE = 5;

/** A documented type in its usual spelling; null for a word that is no type. */
export function typeWord(text: string): DocumentedType | null {
  return WORDS.find((word) => word.toLowerCase() === text.toLowerCase()) ?? null;
}

/**
 * A row's path and type as they are tested, with the oddities of printed tables put right: a sub-attribute that is one
 * letter away from one of the schema's, a missing `.value` behind a selected element, a Boolean written as text.
 * Differences from `row.path` show in the spelling of the result.
 * @param rows all of the table, so that no row turns into another one
 */
export function readRow(
  row: TableRow,
  rows: readonly TableRow[],
  type: ResourceType,
): { readonly path: AttributePath; readonly type: DocumentedType } {
  const written = parsePath(row.path);
  const attribute = resolvePath({ ...written, filter: null, subAttribute: null }, type)?.attribute;
  const leaf = row.type === null ? null : typeWord(row.type);
  if (attribute === undefined) return { path: written, type: leaf ?? 'String' };
  const filter = written.filter === null ? null : typedFilter(written.filter, attribute.subAttributes);
  const read = { ...written, filter, subAttribute: subAttributeOf(written, attribute, leaf) };
  const taken = rows.some((other) => other !== row && pathKey(parsePath(other.path)) === pathKey(read));
  return { path: taken ? written : read, type: leaf ?? 'String' };
}

function subAttributeOf(
  { filter, subAttribute }: AttributePath,
  { subAttributes }: AttributeDefinition,
  leaf: DocumentedType | null,
): string | null {
  if (subAttribute === null) {
    const whole = filter === null || leaf === 'Complex';
    return whole ? null : (findAttribute(subAttributes, 'value')?.name ?? null);
  }
  if (findAttribute(subAttributes, subAttribute) !== undefined) return subAttribute;
  if (subAttribute.length < MISSPELLABLE) return subAttribute;
  const near = (subAttributes ?? []).filter(
    ({ name }) => distance(name.toLowerCase(), subAttribute.toLowerCase()) === 1,
  );
  return near.length === 1 ? (near[0]?.name ?? null) : subAttribute;
}

/** The filter with `"True"` and `"False"` as Booleans where the schema says so, as Entra's mappings write them. */
function typedFilter(filter: Filter, definitions: readonly AttributeDefinition[] | undefined): Filter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return {
        ...filter,
        left: typedFilter(filter.left, definitions),
        right: typedFilter(filter.right, definitions),
      };
    case 'not':
      return { ...filter, filter: typedFilter(filter.filter, definitions) };
    case 'compare': {
      const boolean = findAttribute(definitions, filter.path.attribute)?.type === 'boolean';
      if (!boolean || typeof filter.value !== 'string' || !/^(true|false)$/i.test(filter.value))
        return filter;
      return { ...filter, value: filter.value.toLowerCase() === 'true' };
    }
    default:
      return filter;
  }
}
