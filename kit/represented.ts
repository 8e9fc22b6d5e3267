import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import { type AttributeDefinition, findAttribute, type ResourceType, type Schema } from '../scim/schema.ts';
import { COMMON_ATTRIBUTES } from '../scim/schemas/index.ts';
import { isUnassigned, sameValue } from '../scim/value.ts';
import { alike, type Compared, type ComparedBy, type Deviation, kindOf } from './comparing.ts';
import { isClients } from './readback.ts';

/** The resource at the stages of a change. */
export interface Stages {
  /** What the client gave on creation: only that is its own, the rest is the service provider's. */
  readonly sent: JsonObject;
  /** As the target showed it before the change. */
  readonly before: JsonObject;
  /** What the change had to make of it. */
  readonly wanted: JsonObject;
  /** As the target shows it afterwards. */
  readonly after: JsonObject;
  /** What the target gives a resource of itself, which may take the place of a value that was removed. */
  readonly defaults?: JsonObject;
}

/** One attribute at these stages. */
type Values = Readonly<Record<Exclude<keyof Stages, 'defaults'> | 'usual', Json | undefined>>;

/** What is the service provider's own; `formatted` it may make from the other parts (RFC 7643 §4.1.1, §4.1.2). */
const PROVIDED: ReadonlySet<string> = new Set(['schemas', 'id', 'meta', '$ref', 'formatted']);

/**
 * Compares what the target shows after a change with what the change had to leave behind, attribute by attribute of the
 * type. A service provider may add what nobody gave: defaults for what is unassigned, sub-attributes, elements of its own
 * (RFC 7644 §3.3); what the client gave has to be there, in any spelling the standard allows, and what it took away must
 * not be there as it was.
 */
export function deviations(stages: Stages, type: ResourceType): readonly Deviation[] {
  return [type.schema, ...type.extensions].flatMap((schema) =>
    attributesOf(schema, type).flatMap((definition) => {
      const extension = schema !== type.schema;
      const text = extension ? `${schema.id}:${definition.name}` : definition.name;
      return found(
        { text, parent: definition, definition },
        valuesOf(stages, schema, definition.name, extension),
      );
    }),
  );
}

/** The attributes of a schema that are compared; those that every resource has count to the core schema (RFC 7643 §3.1). */
function attributesOf({ attributes }: Schema, { schema }: ResourceType): readonly AttributeDefinition[] {
  const common = schema.attributes === attributes ? COMMON_ATTRIBUTES : [];
  const others = common.filter(({ name }) => findAttribute(attributes, name) === undefined);
  return [...attributes, ...others].filter(isCompared);
}

/**
 * Whether a value that was taken away is gone: what stands in its place is none, empty, another one, or what the service
 * provider gives a resource of itself (RFC 7644 §3.3).
 */
export function isCleared(
  by: ComparedBy,
  { before, after, usual }: Readonly<Record<'before' | 'after' | 'usual', Json | undefined>>,
): boolean {
  if (isUnassigned(after) || after === '') return true;
  return !alike(before, after, by) || alike(usual, after, by);
}

function isCompared(definition: AttributeDefinition): boolean {
  return (
    definition.mutability !== 'writeOnly' &&
    isClients({ parent: definition, definition }) &&
    !PROVIDED.has(definition.name)
  );
}

function valuesOf(stages: Stages, schema: Schema, name: string, extension: boolean): Values {
  const of = (resource: JsonObject): Json | undefined =>
    member(extension ? member(resource, schema.id) : resource, name);
  return {
    sent: of(stages.sent),
    before: of(stages.before),
    wanted: of(stages.wanted),
    after: of(stages.after),
    usual: of(stages.defaults ?? {}),
  };
}

/** Where an attribute deviates: a complex one in its parts, if it has any. */
function found(attribute: Compared, values: Values): readonly Deviation[] {
  const { definition } = attribute;
  if (definition.multiValued) return elementsFit(definition, values) ? [] : [deviation(attribute, values)];
  if (definition.type !== 'complex')
    return valueFits(attribute, values) ? [] : [deviation(attribute, values)];
  const inParts = parts(definition).flatMap((part) =>
    found(
      { text: `${attribute.text}.${part.name}`, parent: definition, definition: part },
      partsOf(values, part.name),
    ),
  );
  const whole = isUnassigned(values.wanted) || isUnassigned(values.after);
  return whole && inParts.length > 0 ? [deviation(attribute, values)] : inParts;
}

function deviation(attribute: Compared, { before, wanted, after }: Values): Deviation {
  const kind = kindOf(wanted, after, attribute) ?? 'changed';
  const meant = !sameValue(before ?? null, wanted ?? null, attribute.definition);
  return { attribute, kind, meant, wanted, got: after };
}

function partsOf(values: Values, name: string): Values {
  const of = (value: Json | undefined): Json | undefined => member(value, name);
  return {
    sent: of(values.sent),
    before: of(values.before),
    wanted: of(values.wanted),
    after: of(values.after),
    usual: of(values.usual),
  };
}

function valueFits(by: ComparedBy, { sent, before, wanted, after, usual }: Values): boolean {
  // What the client never gave nor changed is the service provider's.
  if (isUnassigned(sent) && alike(before, wanted, by)) return true;
  return isUnassigned(wanted) ? isCleared(by, { before, after, usual }) : alike(wanted, after, by);
}

function parts({ subAttributes = [] }: AttributeDefinition): readonly AttributeDefinition[] {
  return subAttributes.filter(isCompared);
}

/** Every element wanted is there once, and none that was taken away. */
function elementsFit(attribute: AttributeDefinition, { sent, before, wanted, after }: Values): boolean {
  const was = listOf(before);
  const goal = listOf(wanted);
  // Elements that the service provider adds cannot be told from those that it ought to have removed.
  if (was.length !== listOf(sent).length) return true;
  const rest = [...listOf(after)];
  // Where the client made none of them primary, a service provider may choose one, and another one later.
  const anyPrimary = [listOf(sent), goal].every((all) =>
    all.some((item) => member(item, 'primary') === true),
  );
  const given = givenParts(attribute, [...listOf(sent), ...goal]);
  for (const item of goal) {
    const index = rest.findIndex((one) => elementFits(attribute, item, one, { was, given, anyPrimary }));
    if (index < 0) return false;
    rest.splice(index, 1);
  }
  return !rest.some((one) =>
    [...was, ...goal].some((item) => elementFits(attribute, item, one, { was, given, anyPrimary: false })),
  );
}

function listOf(value: Json | undefined): readonly Json[] {
  if (isUnassigned(value)) return [];
  return Array.isArray(value) ? value : [value];
}

/** The sub-attributes that the client gave to any element. */
function givenParts(
  attribute: AttributeDefinition,
  elements: readonly Json[],
): readonly AttributeDefinition[] {
  return parts(attribute).filter(({ name }) => elements.some((item) => !isUnassigned(member(item, name))));
}

interface ElementContext {
  readonly was: readonly Json[];
  readonly given: readonly AttributeDefinition[];
  /** Whether the client has a say in which element is primary. */
  readonly anyPrimary: boolean;
}

function elementFits(
  attribute: AttributeDefinition,
  wanted: Json,
  found: Json,
  { was, given, anyPrimary }: ElementContext,
): boolean {
  if (!isObject(wanted) || !isObject(found))
    return alike(wanted, found, { parent: attribute, definition: attribute });
  return given.every((definition) => {
    const { name } = definition;
    const [goal, is] = [member(wanted, name), member(found, name)];
    if (name === 'primary') return !anyPrimary || (goal === true) === (is === true);
    const by = { parent: attribute, definition };
    if (!isUnassigned(goal)) return alike(goal, is, by);
    return isUnassigned(is) || !was.some((item) => alike(member(item, name), is, by));
  });
}
