import fc from 'fast-check';
import type { MappedAttribute } from '../../config/mapping.ts';
import type { Subject } from '../../engine/subject.ts';
import { setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import { meaningOf } from '../../generators/meaning.ts';
import { isObject, type Json, type JsonObject, member } from '../../scim/json.ts';
import { type AttributeDefinition, findAttribute } from '../../scim/schema.ts';
import { valueAt } from '../readback.ts';

/** Different values that an attribute has among the resources of a mixture. */
const VARIETY = 4;

/** What identifies somebody, so that a target may refuse it of two resources. */
const PERSONAL: ReadonlySet<string> = new Set([
  'username',
  'externalid',
  'emails',
  'phonenumbers',
  'ims',
  'photos',
  'x509certificates',
  'employeenumber',
]);

/** How much the resources of a mixture have: as much as can be, what generators give, or what is required. */
export type Richness = 'rich' | 'plain' | 'bare';

/** From the most to look for to the least that a target has to take. */
export const RICHNESS: readonly Richness[] = ['rich', 'plain', 'bare'];

/**
 * Resources that share values: each attribute is taken from one of few prototypes or left out, so that a filter finds
 * some of them and not others. What identifies a person is each one's own. Without markers.
 * @param ids of users that groups may have as members, and users as managers
 */
export function mixture(
  subject: Subject,
  count: number,
  richness: Richness,
  seed: number,
  ids: readonly string[] = [],
): readonly JsonObject[] {
  const options = richness === 'bare' ? ({ required: 'only' } as const) : { managers: ids };
  const arbitrary = subject.arbitrary(options);
  const prototypes = fc.sample(arbitrary, { seed, numRuns: VARIETY + 2 });
  const own = fc.sample(arbitrary, { seed: seed + 1, numRuns: count * 4 });
  const choices = fc.sample(fc.nat(VARIETY + 1), { seed: seed + 2, numRuns: count * 64 });
  const taken = new Set<string>();
  return Array.from({ length: count }, (_, index) => {
    const draw = (key: string): number => choices[(index * 64 + hash(key)) % choices.length] ?? 0;
    const pick = (read: (resource: JsonObject) => Json | undefined, name: string): Json | undefined =>
      isPersonal(subject, name)
        ? firstFree(own.slice(index * 4, index * 4 + 4).map(read), name, taken)
        : read(prototypes[draw(name)] ?? {});
    const mixed = mix([...prototypes, ...own], subject, pick);
    return richness === 'rich' ? enriched(mixed, subject, index, ids) : mixed;
  });
}

/** Puts a resource together, member by member; the extensions' members too. */
function mix(
  samples: readonly JsonObject[],
  subject: Subject,
  pick: (read: (resource: JsonObject) => Json | undefined, name: string) => Json | undefined,
): JsonObject {
  const extensions = new Set(subject.type.extensions.map(({ id }) => id));
  const required = new Set(subject.attributes.filter((a) => a.required).map(({ parent }) => parent.name));
  const members = (holders: readonly JsonObject[], at: (resource: JsonObject) => Json | undefined) =>
    [...new Set(holders.flatMap((holder) => Object.keys(holder)))].flatMap((name) => {
      const read = (resource: JsonObject) => member(at(resource), name);
      const value = pick(read, name) ?? (required.has(name) ? samples.map(read).find(isGiven) : undefined);
      return value === undefined ? [] : [[name, value] as const];
    });
  const core = members(
    samples.map((sample) => without(sample, [...extensions, 'schemas'])),
    (resource) => resource,
  );
  const extended = [...extensions].flatMap((id) => {
    const holders = samples.map((sample) => sample[id]).filter(isObject);
    const own = members(holders, (resource) => resource[id]);
    return own.length === 0 ? [] : [[id, Object.fromEntries(own)] as const];
  });
  const schemas = [subject.type.schema.id, ...extended.map(([id]) => id)];
  return { schemas, ...Object.fromEntries([...core, ...extended]) };
}

function isGiven(value: Json | undefined): value is Json {
  return value !== undefined;
}

function without(resource: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));
}

function isPersonal({ attributes }: Subject, name: string): boolean {
  if (PERSONAL.has(name.toLowerCase())) return true;
  return attributes.some(
    ({ parent, definition }) =>
      parent.name === name && [parent, definition].some(({ uniqueness }) => uniqueness !== 'none'),
  );
}

/** The first value of which no part is another resource's. Phone numbers are the same whatever their punctuation. */
function firstFree(
  values: readonly (Json | undefined)[],
  name: string,
  taken: Set<string>,
): Json | undefined {
  const parts = (value: Json): readonly string[] =>
    (Array.isArray(value) ? value : [value]).map((item: Json) => {
      const text = JSON.stringify(isObject(item) ? (item.value ?? item) : item).toLowerCase();
      return `${name} ${name === 'phoneNumbers' ? text.replace(/\D/g, '') : text}`;
    });
  const free = values.find((value) => value !== undefined && parts(value).every((part) => !taken.has(part)));
  if (free !== undefined) for (const part of parts(free)) taken.add(part);
  return free;
}

/** What makes filters hard: other letter case, types and primary values, inactive users, members. */
function enriched(resource: JsonObject, subject: Subject, index: number, ids: readonly string[]): JsonObject {
  const flipped =
    index % 4 === 3 ? subject.attributes.filter(isFreeText).reduce(flipCase(subject), resource) : resource;
  const described = Object.entries(flipped).map(([name, value]) => {
    const parent = findAttribute(subject.type.schema.attributes, name);
    const whole = subject.attributes.some((a) => a.parent === parent && a.path.filter === null);
    return [name, whole && parent?.multiValued ? describedElements(value, parent, index) : value] as const;
  });
  const members = subject.attributes.some(({ parent }) => parent.name === 'members') && index % 2 === 0;
  return {
    ...Object.fromEntries(described),
    ...(resource.active === true && index % 4 === 1 && { active: false }),
    ...(members &&
      ids.length > 0 && {
        members: ids.slice(index % 3, (index % 3) + 1 + (index % 4)).map((value) => ({ value })),
      }),
  };
}

function flipCase(subject: Subject): (resource: JsonObject, attribute: MappedAttribute) => JsonObject {
  return (resource, attribute) => {
    const value = valueAt(resource, attribute, subject.type);
    const flipped = typeof value === 'string' ? otherCase(value) : null;
    return flipped === null ? resource : setPath(resource, attribute.path, flipped, attribute);
  };
}

/** Whether an attribute's texts may be written in any letter case: no codes, no references, nobody's address. */
function isFreeText(attribute: MappedAttribute): boolean {
  const { definition, parent } = attribute;
  return (
    definition.type === 'string' &&
    !definition.caseExact &&
    !parent.multiValued &&
    (definition.canonicalValues ?? []).length === 0 &&
    !PERSONAL.has(parent.name.toLowerCase()) &&
    meaningOf(attribute).free
  );
}

/** The elements with a type each, and one of them, not always the first, or none, as the primary one. */
function describedElements(value: Json, { subAttributes }: AttributeDefinition, index: number): Json {
  const type = findAttribute(subAttributes, 'type');
  const canBePrimary = findAttribute(subAttributes, 'primary') !== undefined;
  if (!Array.isArray(value) || type?.mutability !== 'readWrite') return value;
  const types = (type.canonicalValues ?? []).length > 0 ? (type.canonicalValues ?? []) : ['work', 'home'];
  const primary = [value.length - 1, -1, 0][index % 3];
  return value.map((element: Json, position) =>
    isObject(element)
      ? {
          ...element,
          type: types[(index + position) % types.length] ?? 'work',
          ...(canBePrimary && position === primary && { primary: true }),
        }
      : element,
  );
}

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 1009, 7);
}
