import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
  ResourceType,
} from '../../kit/index.ts';
import {
  describe,
  isObject,
  LIST_RESPONSE,
  member,
  resolvePath,
  shown,
  stringMember,
  subjects,
} from '../../kit/index.ts';

/** Statuses that say that a target has no /Schemas. */
const NOT_OFFERED: readonly number[] = [404, 405, 501];

/** The words that characteristics may have (RFC 7643 §7), in their only spelling. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  type: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'],
  mutability: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  returned: ['always', 'never', 'default', 'request'],
  uniqueness: ['none', 'server', 'global'],
};

/** Schema discovery as the client and the validation Logic App use it (rules E-034, E-035, E-037). */
export const schemas: readonly CheckEntry[] = [
  {
    name: 'schemas-listed',
    title:
      'GET /Schemas answers 200 with a ListResponse of schemas; a target without /Schemas is warned only',
    requirements: ['E-034'],
    run: (t) => overSchemas(t, 'E-034', (c, response) => judgeListed(c, response)),
  },
  {
    name: 'schemas-in-form',
    title: 'The attribute definitions of /Schemas have their characteristics in camelCase and no null',
    requirements: ['E-035'],
    run: (t) => overSchemas(t, 'E-035', (c, response) => judgeForm(c, response)),
  },
  {
    name: 'schemas-list-attributes',
    title: 'Every attribute of the application’s table can be derived from /Schemas',
    requirements: ['E-037'],
    run: (t) => overSchemas(t, 'E-037', (c, response) => judgeComplete(t, c, response)),
  },
];

/** Judges the answer to GET /Schemas; where it is not offered, only apps of the gallery would need it. */
function overSchemas(
  t: CheckContext,
  rule: RequirementId,
  judge: (c: Case, response: Answer) => void,
): Promise<void> {
  return t.once(async (c) => {
    const response = await c.send({ method: 'GET', path: '/Schemas', purpose: 'ask for the schemas' });
    const offered = !NOT_OFFERED.includes(response.status);
    c.advise(rule, offered, () => ({
      message: `GET /Schemas is answered with ${describe(response)}; an application of the gallery has to offer it`,
      expected: '200 with the schemas',
      actual: describe(response),
    }));
    if (offered) judge(c, response);
  });
}

const listed = (response: Answer): readonly JsonObject[] => {
  const found = member(response.body, 'Resources');
  return Array.isArray(found) ? found.filter(isObject) : [];
};

function judgeListed(c: Case, response: Answer): void {
  const urns = member(response.body, 'schemas');
  const isList = Array.isArray(urns) && urns.includes(LIST_RESPONSE);
  c.judge('E-034', response.status === 200 && isList && listed(response).length > 0, () => ({
    message: `GET /Schemas is answered with ${describe(response)}, which is no ListResponse with schemas`,
    expected: '200 with a ListResponse of Schema resources',
    actual: response.status === 200 ? shown(response.body ?? response.text) : describe(response),
  }));
  const nameless = listed(response).find(
    (schema) => stringMember(schema, 'id') === undefined || !Array.isArray(member(schema, 'attributes')),
  );
  c.judge('E-034', nameless === undefined, () => ({
    message: 'a schema comes without its id or its attributes',
    expected: 'id and attributes',
    actual: shown(nameless),
  }));
}

/** Attribute definitions with the names that lead to them. */
function definitions(
  attributes: Json | undefined,
  prefix: string,
): readonly { name: string; item: JsonObject }[] {
  if (!Array.isArray(attributes)) return [];
  return attributes.filter(isObject).flatMap((item) => {
    const name = `${prefix}${stringMember(item, 'name') ?? '?'}`;
    return [{ name, item }, ...definitions(member(item, 'subAttributes'), `${name}.`)];
  });
}

function judgeForm(c: Case, response: Answer): void {
  const all = listed(response).flatMap((schema) => definitions(member(schema, 'attributes'), ''));
  for (const [characteristic, words] of Object.entries(WORDS)) {
    const odd = all.find(({ item }) => {
      const value = member(item, characteristic);
      return value !== undefined && value !== null && !words.some((word) => word === value);
    });
    c.judge('E-035', odd === undefined, () => ({
      message: `${characteristic} of ${odd?.name} in /Schemas is ${shown(odd && member(odd.item, characteristic))}`,
      expected: `one of ${words.join(', ')}`,
      actual: shown(odd && member(odd.item, characteristic)),
    }));
  }
  const withNull = all.find(({ item }) => Object.values(item).includes(null));
  // null is as good as absent by RFC 7643 §2.5, so it only warns.
  c.advise('E-035', withNull === undefined, () => ({
    message: `the definition of ${withNull?.name} in /Schemas has a null where the value should be left out`,
    expected: 'absent values left out',
    actual: shown(withNull?.item),
  }));
}

function judgeComplete(t: CheckContext, c: Case, response: Answer): void {
  for (const { noun, attributes, type } of subjects(t.session)) {
    const missing = attributes.filter((attribute) => !isListed(attribute, type, listed(response)));
    const names = missing.map(({ text }) => text).join(', ');
    c.advise('E-037', missing.length === 0, () => ({
      message: `${missing.length} mapped ${noun} attributes cannot be derived from /Schemas: ${names}`,
      expected: 'every mapped attribute, with canonicalValues for the types that filters name',
      actual: `no ${names}`,
    }));
  }
}

/** Whether the mapping name of an attribute can be derived from the schemas, names compared without case. */
function isListed({ path }: MappedAttribute, type: ResourceType, found: readonly JsonObject[]): boolean {
  if (['externalid', 'id'].includes(path.attribute.toLowerCase())) return true;
  const resolved = resolvePath({ ...path, filter: null, subAttribute: null }, type);
  const urn = (path.urn ?? resolved?.schema.id ?? type.schema.id).toLowerCase();
  const schema = found.find((item) => stringMember(item, 'id')?.toLowerCase() === urn);
  const attribute = named(member(schema, 'attributes'), path.attribute);
  if (attribute === undefined) return false;
  const parts = member(attribute, 'subAttributes');
  const hasPart = path.subAttribute === null || named(parts, path.subAttribute) !== undefined;
  return hasPart && filterIsListed(path.filter, parts);
}

function filterIsListed(filter: MappedAttribute['path']['filter'], parts: Json | undefined): boolean {
  if (filter?.kind !== 'compare' || filter.path.attribute.toLowerCase() !== 'type') return true;
  const values = member(named(parts, 'type'), 'canonicalValues');
  const wanted = String(filter.value).toLowerCase();
  return Array.isArray(values) && values.some((value: Json) => String(value).toLowerCase() === wanted);
}

function named(definitions: Json | undefined, name: string): JsonObject | undefined {
  if (!Array.isArray(definitions)) return undefined;
  return definitions
    .filter(isObject)
    .find((item) => stringMember(item, 'name')?.toLowerCase() === name.toLowerCase());
}
