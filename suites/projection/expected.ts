import type { AttributeDefinition, AttributePath, Json, JsonObject, ResourceType } from '../../kit/index.ts';
import { COMMON_ATTRIBUTES, isObject, isPresent, member, resolvePath } from '../../kit/index.ts';

/** What a request asks for: nothing in particular, some attributes instead, or all but some. */
export interface Selection {
  readonly kind: 'default' | 'attributes' | 'excludedAttributes';
  readonly paths: readonly AttributePath[];
}

/** How an answer differs from what was asked for. */
export interface Misfit {
  /** `lost`: asked for and not there; `minimum`: of the minimum set and not there; `extra`: there and not asked for. */
  readonly kind: 'lost' | 'minimum' | 'extra';
  /** Whether it is worth a failure: what is there too much in places that many clients rely on is not. */
  readonly grave: boolean;
  /** Path of the attribute, with the URN of its extension. */
  readonly attribute: string;
  /** What GET shows there without a selection, and what the answer has. */
  readonly whole: Json | undefined;
  readonly got: Json | undefined;
}

/** What a place in a resource has to be: there when the whole resource has it, not there, or as it likes. */
type Rule = 'always' | 'there' | 'gone' | 'unwanted' | 'open';

/**
 * The differences between an answer and what RFC 7644 §3.9 makes of the resource as GET shows it: the minimum set, and
 * the default set overridden by `attributes` or without `excludedAttributes`. Attributes that no schema declares are
 * not looked at, nor is `schemas`: examples of the RFC have it (§3.9) and do not (§3.4.2).
 */
export function misfits(
  answer: JsonObject,
  whole: JsonObject,
  type: ResourceType,
  selection: Selection,
): readonly Misfit[] {
  const core = [...COMMON_ATTRIBUTES.filter(({ name }) => name !== 'schemas'), ...type.schema.attributes];
  const places = [
    ...core.map((definition) => ({
      definition,
      extension: null,
      read: (resource: JsonObject) => member(resource, definition.name),
    })),
    ...type.extensions.flatMap(({ id, attributes }) =>
      attributes.map((definition) => ({
        definition,
        extension: id,
        read: (resource: JsonObject) => member(member(resource, id), definition.name),
      })),
    ),
  ];
  const named = namedIn(selection, type);
  // The siblings of a named attribute in an extension are like those of a sub-attribute.
  const opened = new Set(selection.paths.map(({ urn }) => urn?.toLowerCase()));
  return places.flatMap(({ definition, extension, read }) => {
    const beside =
      selection.kind === 'attributes' && extension !== null && opened.has(extension.toLowerCase());
    return misfitsAt(read(answer), read(whole), definition, named.get(definition), selection.kind).map(
      (misfit) => ({
        ...misfit,
        grave: misfit.grave && !(beside && misfit.kind === 'extra'),
        attribute: extension === null ? misfit.attribute : `${extension}:${misfit.attribute}`,
      }),
    );
  });
}

/** Definitions that a selection names: `whole`, or the sub-attributes of them that it names. */
type Named = 'whole' | ReadonlySet<AttributeDefinition> | undefined;

function namedIn({ paths }: Selection, type: ResourceType): ReadonlyMap<AttributeDefinition, Named> {
  const named = new Map<AttributeDefinition, 'whole' | Set<AttributeDefinition>>();
  for (const path of paths) {
    const found = resolvePath(path, type);
    if (found === null) continue;
    const known = named.get(found.attribute);
    if (found.subAttribute === null) named.set(found.attribute, 'whole');
    else if (known !== 'whole') named.set(found.attribute, new Set([...(known ?? []), found.subAttribute]));
  }
  return named;
}

function misfitsAt(
  got: Json | undefined,
  whole: Json | undefined,
  definition: AttributeDefinition,
  named: Named,
  kind: Selection['kind'],
): readonly Misfit[] {
  const { name } = definition;
  const rule = ruleOf(definition, whole, named, kind);
  const found = violation(got, whole, rule, name);
  if (found?.kind === 'lost' && typeof named === 'object' && kind === 'attributes')
    return partsOf(whole, named).map((sub) => ({
      ...found,
      attribute: `${name}.${sub.name}`,
      whole: part(whole, sub.name),
    }));
  if (found !== null) return [found];
  if (!isPresent(got) || !isPresent(whole) || rule === 'gone' || rule === 'unwanted') return [];
  const parts = typeof named === 'object' ? named : null;
  return (definition.subAttributes ?? []).flatMap((sub) => {
    const subRule = subRuleOf(sub, parts, kind);
    return violation(part(got, sub.name), part(whole, sub.name), subRule, `${name}.${sub.name}`) ?? [];
  });
}

function ruleOf(
  { returned, name }: AttributeDefinition,
  whole: Json | undefined,
  named: Named,
  kind: Selection['kind'],
): Rule {
  if (returned === 'always') return 'always';
  if (returned === 'never') return 'gone';
  if (returned === 'request') return kind === 'attributes' && named !== undefined ? 'open' : 'gone';
  if (kind === 'default') return 'there';
  if (kind === 'excludedAttributes') return excludedRule(whole, named);
  if (named === 'whole') return 'there';
  // Of an attribute without any of the sub-attributes that are named, an empty value may be left.
  if (named !== undefined) return partsOf(whole, named).length > 0 ? 'there' : 'open';
  // Many return meta whatever is asked for; it does no harm.
  return name === 'meta' ? 'unwanted' : 'gone';
}

/** Those of the parts that a value has. */
function partsOf(
  whole: Json | undefined,
  named: Exclude<Named, 'whole' | undefined>,
): readonly AttributeDefinition[] {
  return [...named].filter((sub) => isPresent(part(whole, sub.name)));
}

/** Of a value that has nothing but the sub-attributes that are left out, nothing need be left. */
function excludedRule(whole: Json | undefined, named: Named): Rule {
  if (named === 'whole') return 'gone';
  const names = [...(named ?? [])].map((sub) => sub.name.toLowerCase());
  const values = Array.isArray(whole) ? whole : [whole];
  const left = values.some((value: Json | undefined) =>
    isObject(value) ? Object.keys(value).some((key) => !names.includes(key.toLowerCase())) : true,
  );
  return left ? 'there' : 'open';
}

function subRuleOf(
  sub: AttributeDefinition,
  parts: ReadonlySet<AttributeDefinition> | null,
  kind: Selection['kind'],
): Rule {
  if (sub.returned === 'never') return 'gone';
  if (sub.returned !== 'default' && sub.returned !== 'always') return 'open';
  // The RFC speaks of sub-attributes where it defines attributes, and not where it defines excludedAttributes.
  if (kind === 'excludedAttributes')
    return parts?.has(sub) && sub.returned !== 'always' ? 'unwanted' : 'there';
  if (kind === 'default' || parts === null || parts.has(sub) || sub.returned === 'always') return 'there';
  return 'unwanted';
}

function violation(
  got: Json | undefined,
  whole: Json | undefined,
  rule: Rule,
  attribute: string,
): Misfit | null {
  const [is, was] = [isPresent(got), isPresent(whole)];
  const about = { attribute, whole, got };
  if ((rule === 'gone' || rule === 'unwanted') && is)
    return { kind: 'extra', grave: rule === 'gone', ...about };
  if (rule === 'always' && was && !is) return { kind: 'minimum', grave: true, ...about };
  if (rule === 'there' && was && !is) return { kind: 'lost', grave: true, ...about };
  return null;
}

/** A sub-attribute's values in one value or in all of several. */
function part(value: Json | undefined, name: string): Json | undefined {
  if (!Array.isArray(value)) return isObject(value) ? member(value, name) : undefined;
  return value.map((item: Json) => member(item, name) ?? null);
}
