import type { Shape } from '../report/finding.ts';
import { resolvePath } from '../scim/lookup.ts';
import { parsePath } from '../scim/path.ts';
import { type AttributeDefinition, findAttribute, type ResourceType } from '../scim/schema.ts';
import { COMMON_ATTRIBUTES } from '../scim/schemas/index.ts';

const SIMPLE: Readonly<Record<AttributeDefinition['type'], Shape>> = {
  string: 'text',
  boolean: 'boolean',
  decimal: 'number',
  integer: 'number',
  dateTime: 'dateTime',
  binary: 'binary',
  reference: 'reference',
  complex: 'complex',
};

/** The kind of attribute that a path leads to; null where the type does not know it. */
export function shapeOf(path: string, type: ResourceType | null): Shape | null {
  const parsed = parsedPath(path);
  if (parsed === null || type === null) return null;
  const found = resolvePath({ ...parsed, filter: null }, type);
  if (found === null) return null;
  if (found.extension) return 'extension';
  const { attribute, subAttribute } = found;
  if (findAttribute(COMMON_ATTRIBUTES, attribute.name) !== undefined) return 'common';
  if (attribute.multiValued) return subAttribute === null ? 'multi-valued' : 'part of an element';
  return subAttribute === null ? SIMPLE[attribute.type] : 'part of a complex attribute';
}

function parsedPath(path: string): ReturnType<typeof parsePath> | null {
  try {
    return parsePath(path);
  } catch {
    return null;
  }
}
