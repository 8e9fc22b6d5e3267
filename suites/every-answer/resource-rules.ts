import type { Json, JsonObject, Sight } from '../../kit/index.ts';
import { CORE_USER, isObject, isUnassigned, malformed, member, shown } from '../../kit/index.ts';
import type { Rule, Sighting } from './sighting.ts';

/** Every resource has an id. */
export const ID_RULES: readonly Rule[] = [
  { requirement: 'RFC7643-3.1-id', look: hasId },
  { requirement: 'RFC7643-3.1-id-bulk-id', look: (seen) => over(seen.own, avoidsBulkId) },
];

/** Every resource names its schemas. */
export const SCHEMAS_RULES: readonly Rule[] = [
  { requirement: 'RFC7643-3-schemas-filled', look: (seen) => overSchemas(seen, isFilled) },
  {
    requirement: 'RFC7643-2.1-schemas',
    look: (seen) => (seen.projected ? null : over(seen.own, hasSchemas)),
  },
  { requirement: 'RFC7643-3-schemas-distinct', look: (seen) => overSchemas(seen, isDistinct) },
  { requirement: 'RFC7643-3.3-any-schema', look: (seen) => overSchemas(seen, hasAnySchema) },
  { requirement: 'RFC7643-3.3-base-schema', look: (seen) => overSchemas(seen, hasBaseSchema) },
  { requirement: 'RFC7643-3-schemas', look: (seen) => overSchemas(seen, namesContainers) },
];

/** What stands once in a resource stands there once. */
export const NAME_RULES: readonly Rule[] = [
  { requirement: 'RFC7643-2.1-names-caseless', look: (seen) => over(seen.own, hasNamesOnce) },
  { requirement: 'RFC7643-2.4-primary-once', look: (seen) => over(seen.own, hasOnePrimary) },
  {
    requirement: 'RFC7643-2.4-no-duplicates',
    // A type that nobody asked for may tell two values apart.
    look: (seen) => (seen.projected ? null : over(seen.own, hasDistinctValues)),
  },
];

/** Passwords stay inside. */
export const PASSWORD_RULES: readonly Rule[] = [
  {
    requirement: 'RFC7643-4.1.1-password-returned',
    look: (seen) => (asksFor(seen, 'password') ? null : hidesPassword(seen)),
  },
  { requirement: 'RFC7643-4.1.1-password-write-only', look: hidesPassword },
];

/** The first complaint about any of the items; null when there are none, or none that the judgement concerns. */
export function over<T>(items: readonly T[], judge: (item: T) => Sight): Sight {
  let sight: Sight = null;
  for (const item of items) {
    const one = judge(item);
    if (one !== null && one !== 'holds') return one;
    sight = one ?? sight;
  }
  return sight;
}

/** Every resource has an id, also one that nobody can tell to be ours because it has none; no list shows one id twice. */
function hasId({ list, own, reissued }: Sighting): Sight {
  const items = list === null ? own : resourcesOf(list);
  const ids = items.map((item) => member(item, 'id'));
  const wrong = ids.find((id) => typeof id !== 'string' || id === '');
  if (wrong !== undefined || ids.includes(undefined))
    return {
      deviation: isUnassigned(wrong) ? 'missing' : 'form',
      what: 'a resource',
      says: 'comes without a proper id',
      ...{ attribute: 'id', expected: 'a non-empty string', got: wrong, actual: shown(wrong) },
    };
  if (reissued)
    return {
      ...{
        deviation: 'repeated',
        what: 'the id of a new resource',
        says: 'is one that another resource had',
      },
      ...{ attribute: 'id', wanted: 'an id that was never used before', got: ids[0] },
    };
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return ids.length === 0 ? null : 'holds';
  return {
    ...{ deviation: 'repeated', what: 'an id', says: 'stands for two resources of one list' },
    ...{ attribute: 'id', wanted: 'ids that are unique', got: twice },
  };
}

function resourcesOf(list: JsonObject): readonly JsonObject[] {
  const resources = member(list, 'Resources');
  return Array.isArray(resources) ? resources.filter(isObject) : [];
}

function avoidsBulkId(resource: JsonObject): Sight {
  const id = member(resource, 'id');
  if (typeof id !== 'string') return null;
  return id.includes('bulkId')
    ? malformed('an id', 'an id without it', id, {
        attribute: 'id',
        says: 'contains the reserved word bulkId',
      })
    : 'holds';
}

function hasSchemas(resource: JsonObject): Sight {
  const schemas = member(resource, 'schemas');
  return schemas === undefined || schemas === null
    ? {
        deviation: 'missing',
        what: 'schemas of a resource',
        attribute: 'schemas',
        expected: '"schemas" with the URI of its schema',
      }
    : 'holds';
}

/** Judges the schemas of each resource that shows any. */
function overSchemas(
  seen: Sighting,
  judge: (schemas: readonly Json[], resource: JsonObject, seen: Sighting) => string | null,
): Sight {
  return over(seen.own, (resource) => {
    const schemas = member(resource, 'schemas');
    if (schemas === undefined || schemas === null) return null;
    const wrong = Array.isArray(schemas) ? judge(schemas, resource, seen) : 'is no array';
    if (wrong === null) return 'holds';
    return malformed('schemas of a resource', 'an array of URIs', schemas, {
      attribute: 'schemas',
      says: wrong,
    });
  });
}

function isFilled(schemas: readonly Json[]): string | null {
  if (schemas.length === 0) return 'is empty';
  return schemas.every((uri) => typeof uri === 'string' && uri !== '')
    ? null
    : 'holds something else than URIs';
}

function isDistinct(schemas: readonly Json[]): string | null {
  return new Set(schemas.map(folded)).size < schemas.length ? 'holds a URI twice' : null;
}

function hasAnySchema(schemas: readonly Json[]): string | null {
  return schemas.length === 0 ? 'holds no URI' : null;
}

function hasBaseSchema(schemas: readonly Json[], _: JsonObject, { type }: Sighting): string | null {
  const base = type?.schema.id ?? '';
  return schemas.map(folded).includes(folded(base)) ? null : `does not hold ${base}`;
}

function namesContainers(schemas: readonly Json[], resource: JsonObject, { type }: Sighting): string | null {
  const missing = type?.extensions.find(
    ({ id }) => isObject(member(resource, id)) && !schemas.map(folded).includes(folded(id)),
  );
  return missing === undefined ? null : `does not hold ${missing.id}, whose attributes the resource has`;
}

const folded = (uri: Json): string => String(uri).toLowerCase();

/** Names differ by more than letter case, in the resource and in each of its values. */
function hasNamesOnce(resource: JsonObject): Sight {
  return over([resource, ...Object.values(resource).flatMap(objectsIn)], (holder) => {
    const names = Object.keys(holder).map(folded);
    if (new Set(names).size === names.length) return 'holds';
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    return {
      ...{
        deviation: 'repeated',
        what: `the attribute ${twice}`,
        says: 'stands twice in a resource, in different letter case',
      },
      ...{ wanted: 'one of them', got: Object.keys(holder) },
    };
  });
}

function objectsIn(value: Json): readonly JsonObject[] {
  const items: readonly Json[] = Array.isArray(value) ? value : [value];
  return items.filter(isObject);
}

/** No value stands twice under one type in an attribute; what has no value is not compared. */
function hasDistinctValues(resource: JsonObject): Sight {
  for (const [name, elements] of Object.entries(resource)) {
    if (!Array.isArray(elements)) continue;
    const pairs = elements.flatMap((one: Json) => {
      const value = member(one, 'value');
      return isUnassigned(value) ? [] : [JSON.stringify([folded(member(one, 'type') ?? null), value])];
    });
    const twice = pairs.find((pair, index) => pairs.indexOf(pair) !== index);
    if (twice !== undefined)
      return {
        ...{ deviation: 'repeated', what: `a value of ${name}`, says: 'comes twice with the same type' },
        ...{ attribute: name, wanted: 'each type and value once', got: twice },
      };
  }
  return 'holds';
}

function hasOnePrimary(resource: JsonObject): Sight {
  const containers = [resource, ...Object.values(resource).filter(isObject)];
  const lists = containers.flatMap((holder) =>
    Object.entries(holder).filter((entry): entry is [string, readonly Json[]] => Array.isArray(entry[1])),
  );
  return over(lists, ([name, items]) => {
    const primaries = items.filter((item) => member(item, 'primary') === true);
    if (primaries.length === 0) return null;
    if (primaries.length === 1) return 'holds';
    return {
      ...{ deviation: 'repeated', what: `primary in ${name}`, says: `is true in ${primaries.length} values` },
      ...{ attribute: `${name}.primary`, wanted: 'one at most', got: items },
    };
  });
}

/** Whether the request asks for an attribute by its name. */
function asksFor({ request }: Sighting, name: string): boolean {
  const { attributes } = request.query ?? {};
  return [attributes, request.rawQuery].some((text) =>
    String(text ?? '')
      .toLowerCase()
      .includes(name),
  );
}

/** The value itself is not shown: it is a password, if only one of a test. */
function hidesPassword(seen: Sighting): Sight {
  if (seen.type?.schema.id !== CORE_USER) return null;
  return over(seen.own, (user) => {
    const password = member(user, 'password');
    if (isUnassigned(password) || password === '') return 'holds';
    return {
      ...{
        deviation: 'disclosed',
        what: 'a password',
        says: 'comes back in an answer',
        attribute: 'password',
      },
      ...{ wanted: 'no password, neither as clear text nor as a hash', got: `a ${typeof password}` },
    };
  });
}
