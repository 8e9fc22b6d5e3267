import fc from 'fast-check';
import type { Constraints } from '../config/application.ts';
import type { MappedAttribute } from '../config/mapping.ts';
import { isObject, type Json, type JsonObject, sameJson } from '../scim/json.ts';
import { type AttributeDefinition, findAttribute } from '../scim/schema.ts';
import { attributeValue, hasReferent, type ReferencePool } from './attribute.ts';
import { extensionOf, removePath, setPath } from './build.ts';
import { constraintFor } from './constraints.ts';
import { shrinkingTo } from './minimal-first.ts';
import type { Flavour } from './values/flavours.ts';

export interface ResourceOptions {
  /** One flavour for all values; by default each value is drawn from both, more often a realistic one. */
  readonly flavour?: Flavour;
  /** What the target demands of values. */
  readonly constraints?: Constraints;
  /** Attributes to leave out, required ones too. */
  readonly omit?: (attribute: MappedAttribute) => boolean;
  /** `only`: no optional attributes; `all`: every one of them. By default any subset. */
  readonly required?: 'only' | 'with-optional' | 'all';
}

/** How a kind of resource differs from the general case. */
export interface ResourceKind {
  readonly schema: string;
  readonly attributes: readonly MappedAttribute[];
  readonly references: ReferencePool;
  /** An own arbitrary for an attribute, or null for the general one. */
  readonly override: (attribute: MappedAttribute) => fc.Arbitrary<Json> | null;
}

/**
 * Resources with all required attributes and any subset of the optional ones, in nested SCIM JSON with `schemas`
 * (RFC 7643 §3). Attributes that a client cannot write are left out, references too when there is nothing to refer to.
 * At most one element of a multi-valued attribute is primary (§2.4). Shrinks to the required attributes alone, or with one
 * of the optional ones, before anything else is tried.
 */
export function resourceArbitrary(kind: ResourceKind, options: ResourceOptions): fc.Arbitrary<JsonObject> {
  const used = kind.attributes.filter(
    (attribute) =>
      isWritable(attribute) &&
      hasReferent(attribute, kind.references) &&
      options.omit?.(attribute) !== true &&
      (attribute.required || options.required !== 'only'),
  );
  const assignments = used.map((attribute) => {
    const value = kind.override(attribute) ?? generalValue(attribute, kind.references, options);
    return attribute.required || options.required === 'all'
      ? value
      : fc.option(value, { nil: undefined, freq: 2 });
  });
  const resources = fc.tuple(fc.tuple(...assignments), fc.boolean()).map(([values, primary]) => {
    const empty: JsonObject = { schemas: [kind.schema] };
    const filled = used.reduce((resource, attribute, index) => {
      const value = values[index];
      return value === undefined ? resource : setPath(resource, attribute.path, value, attribute);
    }, empty);
    return settlePrimary(filled, used, primary);
  });
  if (options.required === 'only' || options.required === 'all') return resources;
  const withOnly = (kept: MappedAttribute | null): fc.Arbitrary<JsonObject> =>
    resourceArbitrary(kind, {
      ...options,
      required: 'all',
      omit: (one) => options.omit?.(one) === true || (!one.required && one !== kept),
    });
  const optional = used.filter((one) => !one.required);
  return shrinkingTo(resources, (resource) =>
    [null, ...optional.filter((one) => isAssigned(resource, one))].map(withOnly),
  );
}

function isAssigned(resource: JsonObject, attribute: MappedAttribute): boolean {
  return !sameJson(removePath(resource, attribute.path, attribute), resource);
}

function generalValue(
  attribute: MappedAttribute,
  references: ReferencePool,
  { flavour, constraints }: ResourceOptions,
): fc.Arbitrary<Json> {
  const constraint = constraintFor(constraints, attribute.text);
  const of = (chosen: Flavour): fc.Arbitrary<Json> =>
    attributeValue(attribute, {
      flavour: chosen,
      references,
      ...(constraint === undefined ? {} : { constraint }),
    });
  if (flavour !== undefined) return of(flavour);
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: of('realistic'), weight: 2 },
    { arbitrary: of('hard'), weight: 1 },
  );
}

/** Whether a client can give it a value. */
export function isWritable({ definition, parent }: MappedAttribute): boolean {
  return definition.mutability !== 'readOnly' && parent.mutability !== 'readOnly';
}

/**
 * The attributes with the one that identifies the resource: it is always required, and added when the table has no
 * row for it, since no resource of the kind exists without it.
 */
export function withIdentity(
  attributes: readonly MappedAttribute[],
  resource: 'User' | 'Group',
  definition: AttributeDefinition | undefined,
): readonly MappedAttribute[] {
  if (definition === undefined) return attributes;
  const wanted = definition.name.toLowerCase();
  const isIdentity = ({ definition: found, path }: MappedAttribute): boolean =>
    path.subAttribute === null && extensionOf(path) === null && found.name.toLowerCase() === wanted;
  if (attributes.some(isIdentity)) {
    return attributes.map((attribute) =>
      isIdentity(attribute) ? { ...attribute, required: true } : attribute,
    );
  }
  const implied: MappedAttribute = {
    resource,
    text: definition.name,
    path: { urn: null, attribute: definition.name, filter: null, subAttribute: null },
    documentedType: 'String',
    definition,
    parent: definition,
    documented: { filterable: null, required: null },
    filterable: false,
    required: true,
    matching: null,
    source: 'measured',
  };
  return [implied, ...attributes];
}

/**
 * Leaves one primary element at most per attribute (RFC 7643 §2.4), makes the first e-mail address primary when
 * asked to, and drops elements of which only `type` and `primary` were drawn.
 */
function settlePrimary(resource: JsonObject, used: readonly MappedAttribute[], primary: boolean): JsonObject {
  const emails = used.find(({ parent }) => parent.name.toLowerCase() === 'emails')?.parent;
  const canBePrimary = findAttribute(emails?.subAttributes, 'primary') !== undefined;
  const settled = Object.entries(resource).flatMap(([name, value]) => {
    if (!Array.isArray(value) || !value.every(isObject)) return [[name, value] as const];
    const elements = onePrimary(value.filter(hasValue));
    const [first, ...rest] = elements;
    if (first === undefined) return [];
    const promote = primary && canBePrimary && name === emails?.name && !elements.some(isPrimary);
    return [[name, promote ? [{ ...first, primary: true }, ...rest] : elements] as const];
  });
  return Object.fromEntries(settled);
}

function onePrimary(elements: readonly JsonObject[]): readonly JsonObject[] {
  const first = elements.findIndex(isPrimary);
  return elements.map((element, index) =>
    isPrimary(element) && index !== first ? { ...element, primary: false } : element,
  );
}

function isPrimary(element: JsonObject): boolean {
  return element.primary === true;
}

function hasValue(element: JsonObject): boolean {
  return Object.keys(element).some((name) => name !== 'type' && name !== 'primary');
}
