import type { Subject } from '../../engine/subject.ts';
import type { FilterOperand, Operator } from '../../generators/filter.ts';
import type { JsonObject } from '../../scim/json.ts';
import { readPath, resolvePath } from '../../scim/lookup.ts';
import { type AttributePath, formatPath } from '../../scim/path.ts';
import type { AttributeDefinition, ResourceType } from '../../scim/schema.ts';

const EQUALITY: readonly Operator[] = ['eq', 'ne', 'pr'];
const ORDER: readonly Operator[] = ['gt', 'ge', 'lt', 'le'];
const TEXT: readonly Operator[] = ['co', 'sw', 'ew'];

/** Texts longer than this make URLs longer than servers take. */
const LONGEST = 80;

/** Attributes that every resource has, by path (RFC 7643 §3.1). */
const COMMON: readonly AttributePath[] = [
  ['id', null],
  ['externalId', null],
  ['meta', 'resourceType'],
  ['meta', 'created'],
  ['meta', 'lastModified'],
].map(([attribute, subAttribute]) => ({
  urn: null,
  attribute: attribute ?? '',
  filter: null,
  subAttribute: subAttribute ?? null,
}));

/** What filters can ask for of resources as GET shows them: simple attributes and sub-attributes, with their values. */
export function operandsOf(subject: Subject, shown: readonly JsonObject[]): readonly FilterOperand[] {
  const paths = [...subject.attributes.flatMap(({ path }) => simplePaths(path, subject.type)), ...COMMON];
  const distinct = new Map(paths.map((path) => [formatPath(withoutCoreUrn(path, subject.type)), path]));
  return [...distinct.values()].flatMap((path) => {
    const operand = operandAt(withoutCoreUrn(path, subject.type), subject.type, shown);
    return operand === null ? [] : [operand];
  });
}

function withoutCoreUrn(path: AttributePath, type: ResourceType): AttributePath {
  return path.urn?.toLowerCase() === type.schema.id.toLowerCase() ? { ...path, urn: null } : path;
}

/** The attribute itself, or the sub-attributes of a complex one. */
function simplePaths(path: AttributePath, type: ResourceType): readonly AttributePath[] {
  const plain = { ...path, filter: null };
  const parent = resolvePath({ ...plain, subAttribute: null }, type)?.attribute;
  const subs = parent?.subAttributes ?? [];
  const all = path.subAttribute === null || parent?.multiValued === true;
  if (subs.length === 0 || !all) return [plain];
  return subs.map(({ name }) => ({ ...plain, subAttribute: name }));
}

function operandAt(
  path: AttributePath,
  type: ResourceType,
  shown: readonly JsonObject[],
): FilterOperand | null {
  const found = resolvePath(path, type);
  if (found === null) return null;
  const definition = found.subAttribute ?? found.attribute;
  const visible = [definition, found.attribute].every(
    ({ returned }) => returned === 'default' || returned === 'always',
  );
  if (!visible || definition.type === 'complex' || isDerived(path, definition)) return null;
  const exactly = isAsIs(path, definition);
  const values = valuesAt(path, definition, type, shown);
  return {
    path,
    definition,
    parent: found.attribute,
    values,
    operators: values.length === 0 ? ['pr'] : operatorsOf(definition, path, exactly),
    exactly,
  };
}

const REFERENCES: ReadonlySet<string> = new Set(['members', 'groups', 'manager']);

/** Whether a value may be made up when it is shown: a URI (RFC 7643 §2.3.7), or what a reference tells of its target. */
function isDerived({ attribute, subAttribute }: AttributePath, { name }: AttributeDefinition): boolean {
  return name === '$ref' || (REFERENCES.has(attribute.toLowerCase()) && subAttribute !== 'value');
}

/** Whether a service provider may compare other values with it in ways of its own. */
function isAsIs({ attribute, subAttribute }: AttributePath, { type }: AttributeDefinition): boolean {
  const name = attribute.toLowerCase();
  if (name === 'id' || REFERENCES.has(name) || (name === 'meta' && subAttribute === 'resourceType'))
    return true;
  return (name === 'phonenumbers' && subAttribute === 'value') || type === 'reference' || type === 'binary';
}

function operatorsOf(
  { type }: AttributeDefinition,
  { attribute }: AttributePath,
  exactly: boolean,
): readonly Operator[] {
  if (exactly || type === 'boolean') return EQUALITY;
  // Clocks may be kept more precisely than they are shown.
  if (type === 'dateTime' && attribute === 'meta') return [...ORDER, 'pr'];
  return type === 'string' ? [...EQUALITY, ...TEXT, ...ORDER] : [...EQUALITY, ...ORDER];
}

const JSON_TYPES: Partial<Record<AttributeDefinition['type'], string>> = {
  boolean: 'boolean',
  integer: 'number',
  decimal: 'number',
};

/** The different values, as they stand, that can be written in a URL. */
function valuesAt(
  path: AttributePath,
  { type: kind }: AttributeDefinition,
  type: ResourceType,
  shown: readonly JsonObject[],
): FilterOperand['values'] {
  const wanted = JSON_TYPES[kind] ?? 'string';
  const all = shown.flatMap((resource) => readPath(resource, path, type));
  return [...new Set(all)].filter(
    (value): value is string | number | boolean =>
      typeof value === wanted && (typeof value !== 'string' || isUsable(value)),
  );
}

function isUsable(text: string): boolean {
  return text !== '' && text.length <= LONGEST && text.trim() === text && !/\p{Cc}/u.test(text);
}
