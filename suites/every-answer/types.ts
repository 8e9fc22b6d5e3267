import type { AttributeDefinition, Json, JsonObject, RequirementId, ResourceType } from '../../kit/index.ts';
import { COMMON_ATTRIBUTES, isDateTime, isObject, isUnassigned, member } from '../../kit/index.ts';

/** A value of another JSON type than its attribute has. */
export interface TypeFault {
  readonly requirement: RequirementId;
  /** The attribute, as `emails.primary`. */
  readonly path: string;
  readonly expected: string;
  readonly value: Json;
}

/** What a walk through resources has come by. */
interface Walk {
  readonly judged: Set<RequirementId>;
  readonly faults: TypeFault[];
}

type SimpleType = Exclude<AttributeDefinition['type'], 'complex'>;

/** One demand on the values of a data type. */
interface Demand {
  readonly requirement: RequirementId;
  readonly holds: (value: Json) => boolean;
  readonly expected: string;
}

const demand = (requirement: RequirementId, expected: string, holds: Demand['holds']): Demand => ({
  requirement,
  expected,
  holds,
});
const isString = (value: Json): value is string => typeof value === 'string';
/** Base64 with either alphabet; padding and line breaks may stand in it (RFC 4648, RFC 7643 §2.3.6). */
const BASE64 = /^[\w+/\s-]*={0,2}\s*$/;
/** What no URI holds unencoded (RFC 3986 §2). */
const NO_URI = /[\s<>"{}|\\^`]/;
const A_BOOLEAN = demand(
  'RFC7643-2.3.2-boolean',
  'the JSON literal true or false',
  (value) => typeof value === 'boolean',
);
const A_STRING = demand('RFC7643-2.3-json-types', 'a JSON string', isString);

/** What RFC 7643 §2.3 demands of the values of each simple type. A value of the wrong JSON type is judged by the first that it breaks. */
const DEMANDS: Readonly<Record<SimpleType, readonly Demand[]>> = {
  string: [A_STRING],
  boolean: [A_BOOLEAN],
  decimal: [demand('RFC7643-2.3.3-decimal', 'a JSON number', (value) => typeof value === 'number')],
  integer: [demand('RFC7643-2.3.4-integer', 'a whole JSON number', (value) => Number.isInteger(value))],
  dateTime: [
    demand('RFC7643-2.3.5-json', 'a JSON string', isString),
    demand('RFC7643-2.3.5-date-and-time', 'a date and a time, joined by T', (value) =>
      /T\d/i.test(String(value)),
    ),
    demand('RFC7643-2.3.5-date-time', 'an xsd:dateTime', (value) => isDateTime(String(value))),
  ],
  binary: [
    demand('RFC7643-2.3.6-base64', 'a string in base64', (value) => isString(value) && BASE64.test(value)),
  ],
  reference: [
    A_STRING,
    demand('RFC7643-2.3.7-uri', 'an absolute or relative URI', (value) => !NO_URI.test(String(value))),
  ],
};

const STRUCTURE = 'RFC7644-3.8-structure';

/** The sub-attributes that mean the same in every multi-valued attribute, unless it defines them otherwise (RFC 7643 §2.4). */
const STANDARD = [
  { name: 'type', types: ['string'], ...A_STRING },
  { name: 'display', types: ['string'], ...A_STRING },
  { name: '$ref', types: ['reference', 'string'], ...A_STRING },
  { name: 'primary', types: ['boolean'], ...A_BOOLEAN },
] as const;

/**
 * Judges every value whose attribute the type defines by the rules of RFC 7643 §2.3 and §2.4: JSON types, arrays for
 * multi-valued and objects for complex attributes, and nothing deeper than sub-attributes. Unassigned values have no
 * type (§2.5), and what no schema defines is left alone.
 */
export function judgeTypes(
  resources: readonly JsonObject[],
  type: ResourceType | null,
): { readonly judged: ReadonlySet<RequirementId>; readonly faults: readonly TypeFault[] } {
  const walk: Walk = { judged: new Set(), faults: [] };
  if (type === null) return walk;
  for (const resource of resources) {
    judgeMembers(resource, coreOf(type), '', walk);
    for (const { id, attributes } of type.extensions) {
      const data = member(resource, id);
      if (isUnassigned(data)) continue;
      judge(walk, STRUCTURE, isObject(data), id, 'a JSON object', data);
      if (isObject(data)) judgeMembers(data, attributes, '', walk);
    }
  }
  return walk;
}

const NONE: readonly AttributeDefinition[] = [];
const cores = new WeakMap<ResourceType, readonly AttributeDefinition[]>();
const indexes = new WeakMap<readonly AttributeDefinition[], ReadonlyMap<string, AttributeDefinition>>();

/** The attributes at the top of a resource; the same list each time, so that its index is made once. */
function coreOf(type: ResourceType): readonly AttributeDefinition[] {
  const core = cores.get(type) ?? [...COMMON_ATTRIBUTES, ...type.schema.attributes];
  cores.set(type, core);
  return core;
}

/** Definitions by their names in small letters: every value of every answer is looked up. The first of a name counts. */
function indexOf(definitions: readonly AttributeDefinition[]): ReadonlyMap<string, AttributeDefinition> {
  const known = indexes.get(definitions);
  if (known !== undefined) return known;
  const made = new Map([...definitions].reverse().map((item) => [item.name.toLowerCase(), item]));
  indexes.set(definitions, made);
  return made;
}

function judgeMembers(
  holder: JsonObject,
  definitions: readonly AttributeDefinition[],
  prefix: string,
  walk: Walk,
): void {
  for (const [name, value] of Object.entries(holder)) {
    const definition = indexOf(definitions).get(name.toLowerCase());
    if (definition !== undefined && !isUnassigned(value))
      judgeValue(value, definition, `${prefix}${definition.name}`, walk);
  }
}

function judgeValue(value: Json, definition: AttributeDefinition, path: string, walk: Walk): void {
  if (!definition.multiValued) {
    const single = !Array.isArray(value);
    judge(walk, STRUCTURE, single, path, 'a single value, no array', value);
    if (single) judgeElement(value, definition, path, walk);
    return;
  }
  judge(walk, STRUCTURE, Array.isArray(value), path, 'a JSON array', value);
  if (!Array.isArray(value)) return;
  for (const element of value as readonly Json[]) {
    if (!isUnassigned(element)) judgeElement(element, definition, path, walk);
  }
}

function judgeElement(value: Json, definition: AttributeDefinition, path: string, walk: Walk): void {
  if (definition.type === 'complex') judgeComplex(value, definition, path, walk);
  else judgeSimple(value, definition.type, path, walk);
}

function judgeSimple(value: Json, type: SimpleType, path: string, walk: Walk): void {
  const nested = path.includes('.');
  const simple = !isObject(value) && !Array.isArray(value);
  judge(
    walk,
    nested ? 'RFC7643-2.3.8-no-nesting' : 'RFC7643-1.2-simple-attribute',
    simple,
    path,
    'a simple value without sub-attributes',
    value,
  );
  if (!simple) return;
  for (const { requirement, expected, holds } of DEMANDS[type]) {
    if (!judge(walk, requirement, holds(value), path, expected, value)) return;
  }
}

function judgeComplex(value: Json, definition: AttributeDefinition, path: string, walk: Walk): void {
  const requirement = definition.multiValued ? 'RFC7643-2.4-complex' : STRUCTURE;
  if (!judge(walk, requirement, isObject(value), path, 'a JSON object', value) || !isObject(value)) return;
  if (definition.multiValued) judgeStandard(value, definition, path, walk);
  judgeMembers(value, definition.subAttributes ?? NONE, `${path}.`, walk);
}

function judgeStandard(element: JsonObject, definition: AttributeDefinition, path: string, walk: Walk): void {
  for (const { name, types, expected, holds } of STANDARD) {
    const value = member(element, name);
    const own = indexOf(definition.subAttributes ?? NONE).get(name.toLowerCase());
    if (isUnassigned(value) || (own !== undefined && !types.some((type) => type === own.type))) continue;
    judge(walk, 'RFC7643-2.4-standard-meanings', holds(value), `${path}.${name}`, expected, value);
  }
}

/** Notes one judgement. @returns whether it holds */
function judge(
  walk: Walk,
  requirement: RequirementId,
  holds: boolean,
  path: string,
  expected: string,
  value: Json,
): boolean {
  walk.judged.add(requirement);
  if (!holds) walk.faults.push({ requirement, path, expected, value });
  return holds;
}
