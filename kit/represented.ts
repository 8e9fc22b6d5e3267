import type { Complaint } from '../engine/complaint.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import type { AttributeDefinition, ResourceType, Schema } from '../scim/schema.ts';
import { isUnassigned, sameValue } from '../scim/value.ts';
import { changedValue, together, wrongValue } from './complaints.ts';
import { alike, type ComparedBy } from './readback.ts';

/** Where a representation is not what a change had to leave behind. */
export interface Deviation {
  /** Path of the attribute, with the URN of its extension. */
  readonly path: string;
  /** Whether the change was about this attribute. */
  readonly meant: boolean;
  readonly expected: Json | undefined;
  readonly actual: Json | undefined;
}

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
    schema.attributes
      .filter(isCompared)
      .filter(({ name }) => !PROVIDED.has(name))
      .flatMap((attribute) => {
        const values = valuesOf(stages, schema, attribute.name, schema !== type.schema);
        if (fits(attribute, values)) return [];
        const path = schema === type.schema ? attribute.name : `${schema.id}:${attribute.name}`;
        const meant = !sameValue(values.before ?? null, values.wanted ?? null, attribute);
        return [{ path, meant, expected: values.wanted, actual: values.after }];
      }),
  );
}

/** Where a change left what it should not, as a complaint about the first place, with the others beside it. */
export function deviationsComplaint(all: readonly Deviation[], when: string): Complaint {
  return together(
    all.map(({ path, meant, expected, actual }) =>
      (meant ? wrongValue : changedValue)(path, expected, actual, { when }),
    ),
  );
}

function isCompared({ mutability, returned }: AttributeDefinition): boolean {
  return mutability !== 'readOnly' && mutability !== 'writeOnly' && ['default', 'always'].includes(returned);
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

function fits(attribute: AttributeDefinition, values: Values): boolean {
  if (attribute.multiValued) return elementsFit(attribute, values);
  return attribute.type === 'complex'
    ? partsFit(attribute, values)
    : valueFits({ parent: attribute, definition: attribute }, values);
}

function valueFits(by: ComparedBy, { sent, before, wanted, after, usual }: Values): boolean {
  const changed = !isAlike(before, wanted, by);
  // What the client never gave nor changed is the service provider's.
  if (isUnassigned(sent) && !changed) return true;
  if (!isUnassigned(wanted)) return isAlike(wanted, after, by);
  return isCleared(by, { before, after, usual });
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
  return !isAlike(before, after, by) || isAlike(usual, after, by);
}

function isAlike(a: Json | undefined, b: Json | undefined, by: ComparedBy): boolean {
  if (isUnassigned(a) || isUnassigned(b)) return isUnassigned(a) && isUnassigned(b);
  return alike(a, b, by);
}

/** A complex value, sub-attribute by sub-attribute; undefined values of all stages where there is no object. */
function partsFit(attribute: AttributeDefinition, values: Values): boolean {
  return parts(attribute).every((definition) => {
    const of = (value: Json | undefined): Json | undefined => member(value, definition.name);
    return valueFits(
      { parent: attribute, definition },
      {
        sent: of(values.sent),
        before: of(values.before),
        wanted: of(values.wanted),
        after: of(values.after),
        usual: of(values.usual),
      },
    );
  });
}

function parts({ subAttributes = [] }: AttributeDefinition): readonly AttributeDefinition[] {
  return subAttributes.filter((part) => isCompared(part) && !PROVIDED.has(part.name));
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
    const index = rest.findIndex((found) => elementFits(attribute, item, found, { was, given, anyPrimary }));
    if (index < 0) return false;
    rest.splice(index, 1);
  }
  return !rest.some((found) =>
    [...was, ...goal].some((item) => elementFits(attribute, item, found, { was, given, anyPrimary: false })),
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
    return isAlike(wanted, found, { parent: attribute, definition: attribute });
  return given.every((definition) => {
    const { name } = definition;
    const [goal, is] = [member(wanted, name), member(found, name)];
    if (name === 'primary') return !anyPrimary || (goal === true) === (is === true);
    const by = { parent: attribute, definition };
    if (!isUnassigned(goal)) return isAlike(goal, is, by);
    return isUnassigned(is) || !was.some((item) => isAlike(member(item, name), is, by));
  });
}
