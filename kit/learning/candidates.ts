import { ENTRA_MINIMAL_USER_PATHS } from '../../config/entra-default-mapping.ts';
import type { MappedAttribute } from '../../config/mapping.ts';
import type { Subject } from '../../engine/subject.ts';
import { isWritable } from '../../generators/resource.ts';
import { type AttributeDefinition, findAttribute, type ResourceType } from '../../scim/schema.ts';
import { declaredAttributes } from '../declared.ts';

/** The attributes that a target may want to have beyond those that are always sent: of the table first, then what else it has. */
export function candidates(
  { type, attributes }: Pick<Subject, 'type' | 'attributes'>,
  declared: ResourceType | null,
): readonly MappedAttribute[] {
  const optional = attributes.filter((one) => !one.required && isWritable(one));
  const others = declaredAttributes(declared ?? type, type, attributes);
  // Where a target says nothing of itself, what every user of the client has is likely, and nothing else is.
  const likely = declared === null ? others.filter(({ path }) => LIKELY.has(path.attribute)) : others;
  return [...optional, ...likely];
}

/** What else there is by the standard, which is asked for only where a target that says nothing of itself names it. */
export function nameable({
  type,
  attributes,
}: Pick<Subject, 'type' | 'attributes'>): readonly MappedAttribute[] {
  return declaredAttributes(type, type, attributes).filter(({ path }) => !LIKELY.has(path.attribute));
}

/** Names of the attributes that every user of Entra's has. */
const LIKELY: ReadonlySet<string> = new Set(
  [...ENTRA_MINIMAL_USER_PATHS].map((path) => path.replace(/[.[].*$/, '')),
);

/** The paths of what a target's own /Schemas declares as required and that is not always sent (RFC 7643 §7). */
export function declaredDemands(
  { type, attributes }: Pick<Subject, 'type' | 'attributes'>,
  declared: ResourceType | null,
): readonly string[] {
  if (declared === null) return [];
  const known = [...attributes, ...declaredAttributes(declared, type, attributes)];
  return declared.schema.attributes
    .filter(({ required, mutability }) => required && mutability !== 'readOnly')
    .flatMap((definition) => demandedOf(definition, known));
}

/**
 * The paths of what a target's own /Schemas declares as required in something that is not: a part of an optional attribute, or
 * an attribute of an extension. It may be missing with the whole, but not alone (RFC 7643 §7), so that it is always sent.
 */
export function conditionalDemands(
  { type, attributes }: Pick<Subject, 'type' | 'attributes'>,
  declared: ResourceType | null,
): readonly string[] {
  if (declared === null) return [];
  const known = [...attributes, ...declaredAttributes(declared, type, attributes)];
  return known
    .filter(
      (one) =>
        !one.required &&
        one.definition.required &&
        isWritable(one) &&
        !one.parent.multiValued &&
        (one.path.subAttribute !== null || one.path.urn !== null),
    )
    .map(({ text }) => text);
}

/** The paths that give an attribute a value: of a complex one its required parts, else its first. */
function demandedOf(
  { name, subAttributes }: AttributeDefinition,
  known: readonly MappedAttribute[],
): readonly string[] {
  const own = known.filter(
    ({ parent, path }) => parent.name.toLowerCase() === name.toLowerCase() && path.urn === null,
  );
  if (own.some(({ path, required }) => required && path.subAttribute === null)) return [];
  const parts = own.filter(
    ({ path }) =>
      path.subAttribute !== null && findAttribute(subAttributes, path.subAttribute)?.required === true,
  );
  const chosen = parts.length > 0 ? parts : own.slice(0, 1);
  return chosen.filter(({ required }) => !required).map(({ text }) => text);
}
