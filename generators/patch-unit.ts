import fc from 'fast-check';
import type { Constraints, ValueConstraint } from '../config/application.ts';
import type { MappedAttribute } from '../config/mapping.ts';
import { type Json, type JsonObject, member } from '../scim/json.ts';
import { type AttributePath, formatPath, parsePath } from '../scim/path.ts';
import { type AttributeDefinition, findAttribute, type ResourceType } from '../scim/schema.ts';
import { define } from '../scim/schemas/index.ts';
import { realisticValue } from './attribute.ts';
import { constraintFor } from './constraints.ts';

/** What PATCH operations of one test act on: an attribute with all its parts. */
export interface PatchUnit {
  readonly kind: 'single' | 'complex' | 'plural';
  /**
   * What operations may do to it: anything (`change`); give it another value, but never none, for it is required
   * (`rename`); take its value away, for other values have consequences (`remove`); or nothing (`stay`).
   */
  readonly may: 'change' | 'rename' | 'remove' | 'stay';
  /** Whether a target may want its value to be unique. */
  readonly named: boolean;
  readonly constraint: ValueConstraint | undefined;
  readonly attribute: AttributeDefinition;
  /** The path of the attribute as a whole, with the URN of an extension. */
  readonly path: AttributePath;
  readonly text: string;
  /** The path with its schema's URN, for the core schema too. */
  readonly qualified: string;
  /** Values: plain ones, objects of parts, or elements without `type` and `primary`. */
  readonly value: fc.Arbitrary<Json>;
  /** The same with all their parts. */
  readonly full: fc.Arbitrary<Json>;
  /** The sub-attribute that tells elements apart, and the first part of a complex attribute; empty for a plain value. */
  readonly main: string;
  /** The other sub-attributes of `value`. */
  readonly others: readonly string[];
  /** Values of the elements' `type`; empty without one. */
  readonly types: readonly string[];
  readonly primary: boolean;
}

/** Attributes whose change has consequences, or whose values are the target's to choose. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'active',
  'password',
  'username',
  'members',
  'groups',
  'x509certificates',
]);
/** Parts that are no value of their own; `formatted` follows from the others (RFC 7643 §4.1.1, §4.1.2). */
const NO_PARTS: ReadonlySet<string> = new Set(['type', 'primary', '$ref', 'formatted']);
const TYPES = ['work', 'home', 'other'];

/**
 * The attributes that PATCH operations may change without further consequences: optional ones that clients may write,
 * that show in answers, need not be unique and refer to nothing.
 * @param attributes what the target takes
 * @param declared the type as the target's /Schemas has it; multi-valued attributes have the sub-attributes declared there
 */
export function patchUnits(
  attributes: readonly MappedAttribute[],
  declared: ResourceType | null,
  constraints: Constraints,
): readonly PatchUnit[] {
  const byAttribute = new Map<string, MappedAttribute[]>();
  for (const attribute of attributes) {
    const key = formatPath(wholePath(attribute)).toLowerCase();
    byAttribute.set(key, [...(byAttribute.get(key) ?? []), attribute]);
  }
  return [...byAttribute.values()]
    .flatMap((rows) => unitOf(rows, declared, constraints) ?? [])
    .filter(isVaried);
}

/**
 * Attributes of which PATCH operations may change one thing alone: the name that a resource other than a user must have,
 * and whether a user is active, which is taken away, never set.
 */
export function specialUnits(
  attributes: readonly MappedAttribute[],
  constraints: Constraints,
): readonly PatchUnit[] {
  return attributes.filter(isSpecial).flatMap((row): PatchUnit[] => {
    const unit = singleUnit(row, constraints);
    if (row.definition.type !== 'boolean')
      return isVaried(unit) ? [{ ...unit, may: 'rename', named: true }] : [];
    return [{ ...unit, may: 'remove', full: fc.constant(false), value: fc.constant(true) }];
  });
}

function isSpecial({ definition, parent, path, resource, required, matching }: MappedAttribute): boolean {
  const { mutability, returned, type, name } = definition;
  const isWhole = path.subAttribute === null && !parent.multiValued;
  if (!isWhole || mutability !== 'readWrite' || returned !== 'default') return false;
  return resource === 'User'
    ? type === 'boolean' && name === 'active' && !required
    : type === 'string' && (required || matching !== null);
}

/** The externalId of a kind of resource as a row of a table that lacks it. */
export function externalIdOf(resource: string): MappedAttribute {
  const text = 'externalId';
  const definition = define(text, 'string', { caseExact: true });
  return {
    ...{ resource, text, path: parsePath(text), documentedType: 'not documented', definition },
    ...{ parent: definition, documented: { filterable: null, required: null }, filterable: false },
    ...{ required: false, matching: null, source: 'measured' },
  };
}

/** References to resources with these ids, as `members` are, which are to stay as they are. */
export function referenceUnit(row: MappedAttribute, ids: readonly string[]): PatchUnit {
  const value = fc.constantFrom(...ids).map((id): Json => ({ value: id }));
  return {
    ...{ ...common(row), kind: 'plural', may: 'stay', named: false, constraint: undefined },
    ...{ value, full: value, main: 'value', others: [], types: [], primary: false },
  };
}

/** Different values that operations on one attribute need at the same time. */
const NEEDED: Readonly<Record<PatchUnit['kind'], number>> = { single: 2, complex: 2, plural: 8 };

/** Whether the values differ enough for a change to be seen; those of a constraint may not. */
function isVaried({ kind, full, main }: PatchUnit): boolean {
  const sample = fc.sample(full, { seed: 1, numRuns: 24 });
  const texts = sample.map((value) =>
    JSON.stringify(main === '' ? value : member(value, main)).toLowerCase(),
  );
  return new Set(texts).size >= NEEDED[kind];
}

function wholePath({ path }: MappedAttribute): AttributePath {
  return { ...path, filter: null, subAttribute: null };
}

function unitOf(
  rows: readonly MappedAttribute[],
  declared: ResourceType | null,
  constraints: Constraints,
): PatchUnit | null {
  const [first] = rows;
  if (first === undefined || rows.some(({ required, matching }) => required || matching !== null))
    return null;
  const { parent } = first;
  if (!isFree(parent) || LEFT_OUT.has(parent.name.toLowerCase())) return null;
  if (findAttribute(parent.subAttributes, '$ref') !== undefined) return null;
  if (parent.multiValued) return pluralUnit(first, rows, declared, constraints);
  return parent.type === 'complex' ? complexUnit(first, rows, constraints) : singleUnit(first, constraints);
}

function isFree({ mutability, returned, uniqueness, required }: AttributeDefinition): boolean {
  return (
    mutability === 'readWrite' &&
    ['default', 'always'].includes(returned) &&
    uniqueness === 'none' &&
    !required
  );
}

function common(row: MappedAttribute): Pick<PatchUnit, 'attribute' | 'path' | 'text' | 'qualified'> {
  const path = wholePath(row);
  const urn = path.urn ?? coreUrn(row.resource);
  return {
    attribute: row.parent,
    path,
    text: formatPath(path),
    qualified: urn === null ? formatPath(path) : formatPath({ ...path, urn }),
  };
}

function coreUrn(resource: string): string | null {
  return ['User', 'Group'].includes(resource) ? `urn:ietf:params:scim:schemas:core:2.0:${resource}` : null;
}

function singleUnit(row: MappedAttribute, constraints: Constraints): PatchUnit {
  const value = realisticValue(row, constraints);
  return {
    ...{ ...common(row), kind: 'single', may: 'change', named: row.parent.name === 'externalId' },
    constraint: constraintFor(constraints, row.text),
    ...{ value, full: value, main: '', others: [], types: [], primary: false },
  };
}

function complexUnit(
  first: MappedAttribute,
  rows: readonly MappedAttribute[],
  constraints: Constraints,
): PatchUnit | null {
  const parts = rows.filter(
    ({ path, definition }) =>
      path.subAttribute !== null && isFree(definition) && !NO_PARTS.has(definition.name),
  );
  return withParts('complex', first, parts, constraints);
}

function pluralUnit(
  first: MappedAttribute,
  rows: readonly MappedAttribute[],
  declared: ResourceType | null,
  constraints: Constraints,
): PatchUnit | null {
  const attribute = declaredAttribute(first, declared);
  if (attribute === undefined || attribute.type !== 'complex') return null;
  const parts = (attribute.subAttributes ?? [])
    .filter((part) => isFree(part) && !part.multiValued && !NO_PARTS.has(part.name))
    .map((part) => rowOf(part, first, rows));
  const unit = withParts('plural', first, parts, constraints);
  if (unit === null) return null;
  const type = findAttribute(attribute.subAttributes, 'type');
  const canonical = type?.canonicalValues ?? [];
  const known = findAttribute(first.parent.subAttributes, 'type')?.canonicalValues ?? [];
  const types = [canonical, known, TYPES].find((values) => values.length > 0) ?? [];
  return {
    ...unit,
    types: type === undefined || !isFree(type) ? [] : types,
    primary: findAttribute(attribute.subAttributes, 'primary')?.mutability === 'readWrite',
  };
}

function declaredAttribute(
  { path, parent }: MappedAttribute,
  declared: ResourceType | null,
): AttributeDefinition | undefined {
  const urn = path.urn?.toLowerCase();
  const schemas = declared === null ? [] : [declared.schema, ...declared.extensions];
  const schema = schemas.find(({ id }) => urn === undefined || id.toLowerCase() === urn);
  return findAttribute(schema?.attributes, parent.name);
}

/** A sub-attribute as a row of the table, with that table's constraints where it has one. */
function rowOf(
  part: AttributeDefinition,
  first: MappedAttribute,
  rows: readonly MappedAttribute[],
): MappedAttribute {
  const definition = findAttribute(first.parent.subAttributes, part.name) ?? part;
  const known = rows.find(({ path }) => path.subAttribute?.toLowerCase() === part.name.toLowerCase());
  const path = { ...first.path, filter: null, subAttribute: part.name };
  return { ...(known ?? first), path, definition, text: known?.text ?? formatPath(path) };
}

function withParts(
  kind: 'complex' | 'plural',
  first: MappedAttribute,
  parts: readonly MappedAttribute[],
  constraints: Constraints,
): PatchUnit | null {
  const main = parts.find(({ definition }) => definition.name === 'value') ?? parts[0];
  if (main === undefined) return null;
  const values = Object.fromEntries(
    parts.map((part) => [part.definition.name, realisticValue(part, constraints)]),
  );
  const others = parts.filter((part) => part !== main).map(({ definition }) => definition.name);
  const record = (requiredKeys: string[]) =>
    fc.record<JsonObject>(values, { requiredKeys, noNullPrototype: true });
  // What is given in part shows what becomes of the rest.
  const inPart = (value: JsonObject): boolean =>
    kind === 'plural' || others.length === 0 || Object.keys(value).length <= others.length;
  return {
    ...{ ...common(first), kind, may: 'change', named: main.parent.name === 'emails' },
    constraint: constraintFor(constraints, main.text),
    value: record([main.definition.name]).filter(inPart),
    full: record(Object.keys(values)),
    main: main.definition.name,
    others,
    types: [],
    primary: false,
  };
}
