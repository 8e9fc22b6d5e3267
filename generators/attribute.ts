import fc from 'fast-check';
import type { Constraints, ValueConstraint } from '../config/application.ts';
import type { MappedAttribute } from '../config/mapping.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type AttributeDefinition, findAttribute } from '../scim/schema.ts';
import { elementTemplate } from './build.ts';
import { constraintFor, satisfies, splitEmail, wholePattern } from './constraints.ts';
import { meaningOf } from './meaning.ts';
import { country } from './values/country.ts';
import { email } from './values/email.ts';
import type { Flavour, Flavours } from './values/flavours.ts';
import { fitLength } from './values/hard-string.ts';
import { language, locale, timezone } from './values/locale.ts';
import { decimal, integer } from './values/number.ts';
import { phone } from './values/phone.ts';
import { uri } from './values/uri.ts';

/** Ids of resources that exist, by the name of their resource type. */
export interface ReferencePool {
  readonly User?: readonly string[];
  readonly Group?: readonly string[];
}

export interface ValueOptions {
  readonly flavour: Flavour;
  readonly constraint?: ValueConstraint;
  readonly references?: ReferencePool;
}

type Format = NonNullable<ValueConstraint['format']>;

const FORMATS: Readonly<Record<Exclude<Format, 'email'>, Flavours>> = {
  countryCode: country,
  phone,
  uri,
  locale,
  language,
  timezone,
};

const REFERRED: ReadonlyMap<string, readonly (keyof ReferencePool)[]> = new Map([
  ['manager', ['User']],
  ['members', ['User']],
]);
const DESCRIPTIONS: ReadonlySet<string> = new Set(['type', 'primary', 'display', '$ref']);

/** A realistic value for an attribute within the target's constraints. Throws like {@link attributeValue}. */
export function realisticValue(
  attribute: MappedAttribute,
  constraints: Constraints,
  references?: ReferencePool,
): fc.Arbitrary<Json> {
  const constraint = constraintFor(constraints, attribute.text);
  return attributeValue(attribute, {
    flavour: 'realistic',
    ...(constraint === undefined ? {} : { constraint }),
    ...(references === undefined ? {} : { references }),
  });
}

/** Rejections in a row after which a constraint counts as one that no value can meet. */
const PATIENCE = 10_000;

/**
 * Values for the leaf of an attribute's path: of the definition's type (RFC 7643 §2.3), right for the meaning
 * of its name, within the constraint (`enum` before `pattern` before `format`). A multi-valued attribute named
 * without a filter gets an array, an element named by its filter an object, `manager` `{value: <id>}`.
 * Throws RangeError when the constraint leaves no value or a reference has nothing to refer to.
 */
export function attributeValue(attribute: MappedAttribute, options: ValueOptions): fc.Arbitrary<Json> {
  const { definition, path, parent } = attribute;
  const fixed = path.filter === null ? undefined : elementTemplate(path.filter, parent)[definition.name];
  if (path.subAttribute !== null && fixed !== undefined) return fc.constant(fixed);
  const one = singleValue(attribute, options);
  if (!definition.multiValued || path.filter !== null) return one;
  const elements = fc.uniqueArray(one, {
    minLength: 1,
    maxLength: mostOf(options),
    selector: identityOf(definition),
  });
  return isReference(attribute) ? elements : elements.map((all) => toldApart(all, definition));
}

/** Values of a multi-valued attribute, at most. */
const mostOf = ({ constraint }: ValueOptions): number => (constraint?.single === true ? 1 : 2);

const USUAL_TYPES = ['work', 'home'];

/** Two elements with a type each, where they have one: a target may want one of each type alone. */
function toldApart(elements: readonly Json[], { subAttributes }: AttributeDefinition): Json {
  const type = findAttribute(subAttributes, 'type');
  if (elements.length < 2 || type?.mutability !== 'readWrite' || type.type !== 'string') return elements;
  const { canonicalValues = [] } = type;
  const types = canonicalValues.length === 0 ? USUAL_TYPES : canonicalValues;
  return elements
    .slice(0, types.length)
    .map((element, index) => (isObject(element) ? { ...element, type: types[index] ?? 'work' } : element));
}

/**
 * Whether a value can be generated without making up a resource: true unless the attribute refers to resources and
 * the pool has none of their types, or is a `$ref`, whose URI only the target knows.
 */
export function hasReferent(attribute: MappedAttribute, references: ReferencePool): boolean {
  return !isReference(attribute) || (!isUri(attribute) && idsFor(attribute, references).length > 0);
}

/** Whether the attribute identifies other resources, by `value` or by `$ref`. */
function isReference(attribute: MappedAttribute): boolean {
  const { definition, parent } = attribute;
  const identifies = definition === parent || definition.name.toLowerCase() === 'value' || isUri(attribute);
  return identifies && referredTypes(parent).length > 0;
}

function isUri({ definition }: MappedAttribute): boolean {
  return definition.name.toLowerCase() === '$ref';
}

function idsFor({ parent }: MappedAttribute, references: ReferencePool): readonly string[] {
  return referredTypes(parent).flatMap((type) => references[type] ?? []);
}

function singleValue(attribute: MappedAttribute, options: ValueOptions): fc.Arbitrary<Json> {
  const { definition } = attribute;
  if (isReference(attribute)) return referenceValue(attribute, options.references);
  switch (definition.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integer[options.flavour];
    case 'decimal':
      return decimal[options.flavour];
    case 'complex':
      return complexValue(attribute, options);
    default:
      return textValue(attribute, options);
  }
}

function textValue(attribute: MappedAttribute, { flavour, constraint }: ValueOptions): fc.Arbitrary<string> {
  const canonical = attribute.definition.canonicalValues ?? [];
  if (constraint?.enum !== undefined) return oneOf(constraint.enum, attribute);
  if (constraint?.pattern !== undefined) {
    const { pattern, maxLength } = constraint;
    const drawn = fc.stringMatching(wholePattern(pattern), maxLength === undefined ? {} : { maxLength });
    return meeting(drawn, constraint, attribute);
  }
  if (constraint?.format === 'email' || constraint?.domain !== undefined) return email(constraint)[flavour];
  if (constraint?.format !== undefined)
    return meeting(FORMATS[constraint.format][flavour], constraint, attribute);
  if (canonical.length > 0) return meeting(fc.constantFrom(...canonical), constraint, attribute);
  const meaning = meaningOf(attribute);
  if (!meaning.free) return meeting(meaning[flavour], constraint, attribute);
  return constraint === undefined
    ? meaning[flavour]
    : meaning[flavour].map((value) => fitText(value, constraint));
}

function oneOf(values: readonly string[], attribute: MappedAttribute): fc.Arbitrary<string> {
  if (values.length === 0) throw new RangeError(`the constraint on ${attribute.text} allows no value`);
  return fc.constantFrom(...values);
}

/** Makes free text fit. Of an address that does not, only the local part stays: a cut or longer domain may be a real one. */
function fitText(value: string, constraint: ValueConstraint): string {
  const address = satisfies(value, constraint) ? null : splitEmail(value);
  return fitLength(address?.local ?? value, constraint);
}

/** Filters, and gives up with RangeError instead of searching for ever. */
function meeting(
  values: fc.Arbitrary<string>,
  constraint: ValueConstraint | undefined,
  attribute: MappedAttribute,
): fc.Arbitrary<string> {
  if (constraint === undefined) return values;
  let rejected = 0;
  return values.filter((value) => {
    rejected = satisfies(value, constraint) ? 0 : rejected + 1;
    if (rejected > PATIENCE) throw new RangeError(`no value for ${attribute.text} meets its constraint`);
    return rejected === 0;
  });
}

/**
 * An object of the attribute's writable sub-attributes: the required ones and the main one (`value`, else the
 * first), and any subset of the others. Descriptions of the element (`type`, `primary`, `display`) stay out.
 */
function complexValue(attribute: MappedAttribute, options: ValueOptions): fc.Arbitrary<JsonObject> {
  const { definition } = attribute;
  const writable = (definition.subAttributes ?? []).filter(
    (sub) => sub.mutability !== 'readOnly' && !DESCRIPTIONS.has(sub.name.toLowerCase()),
  );
  const main = writable.find((sub) => sub.name.toLowerCase() === 'value') ?? writable[0];
  const values = writable.map(
    (sub) => [sub.name, attributeValue(subAttribute(attribute, sub), withoutConstraint(options))] as const,
  );
  const requiredKeys = writable.filter((sub) => sub.required || sub === main).map((sub) => sub.name);
  return fc.record<JsonObject>(Object.fromEntries(values), { requiredKeys, noNullPrototype: true });
}

function subAttribute(attribute: MappedAttribute, sub: AttributeDefinition): MappedAttribute {
  const path = { ...attribute.path, filter: null, subAttribute: sub.name };
  return {
    ...attribute,
    text: `${attribute.text}.${sub.name}`,
    path,
    definition: sub,
    parent: attribute.definition,
  };
}

/** A constraint is meant for the value of the path it is given for, not for the parts of a complex one. */
function withoutConstraint({ flavour, references }: ValueOptions): ValueOptions {
  return references === undefined ? { flavour } : { flavour, references };
}

function referenceValue(attribute: MappedAttribute, references: ReferencePool = {}): fc.Arbitrary<Json> {
  if (!hasReferent(attribute, references)) {
    throw new RangeError(`${attribute.text} needs the id of an existing resource`);
  }
  const ids = idsFor(attribute, references);
  const id = fc.constantFrom(...ids);
  return attribute.definition.type === 'complex' ? id.map((value) => referring(attribute, value)) : id;
}

/** A complex value that refers to a resource: by its id, and where a target requires that by a URI as in RFC 7643 §8.3. */
function referring({ definition, parent }: MappedAttribute, value: string): JsonObject {
  const [type] = referredTypes(parent);
  const isRequired = findAttribute(definition.subAttributes, '$ref')?.required === true;
  return isRequired && type !== undefined ? { value, $ref: `../${type}s/${value}` } : { value };
}

/** Resource types whose ids an attribute holds: `manager` (RFC 7643 §4.3), `members` (§4.2), or as `referenceTypes` says. */
function referredTypes(parent: AttributeDefinition): readonly (keyof ReferencePool)[] {
  const known = REFERRED.get(parent.name.toLowerCase());
  if (known !== undefined) return known;
  const types = [parent, ...(parent.subAttributes ?? [])].flatMap(
    ({ referenceTypes = [] }) => referenceTypes,
  );
  return (['User', 'Group'] as const).filter((type) => types.includes(type));
}

function identityOf(definition: AttributeDefinition): (value: Json) => string {
  return (value) => (definition.caseExact ? JSON.stringify(value) : JSON.stringify(value).toLowerCase());
}
