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
  answered,
  isObject,
  judgeList,
  LIST_RESPONSE,
  malformed,
  member,
  resolvePath,
  stringMember,
  subjects,
} from '../../kit/index.ts';
import { namesOf } from './changes.ts';

/** Statuses that say that a target has no /Schemas. */
const NOT_OFFERED: readonly number[] = [404, 405, 501];

/** The words that characteristics may have (RFC 7643 §7), in their only spelling. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  type: ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'],
  mutability: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  returned: ['always', 'never', 'default', 'request'],
  uniqueness: ['none', 'server', 'global'],
};

const ASKED = 'GET /Schemas';

/** Schema discovery as the client and the validation Logic App use it (rules E-034, E-035, E-037). */
export const schemas: readonly CheckEntry[] = [
  {
    name: 'schemas-listed',
    title:
      'GET /Schemas answers 200 with a ListResponse of schemas; a target without /Schemas is warned only',
    requirements: ['E-034'],
    run: (t) => overSchemas(t, 'E-034', judgeListed),
  },
  {
    name: 'schemas-in-form',
    title: 'The attribute definitions of /Schemas have their characteristics in camelCase and no null',
    requirements: ['E-035'],
    run: (t) => overSchemas(t, 'E-035', (c, answer) => judgeForm(c, schemasIn(answer))),
  },
  {
    name: 'schemas-list-attributes',
    title: 'Every attribute of the application’s table can be derived from /Schemas',
    requirements: ['E-037'],
    run: (t) => overSchemas(t, 'E-037', (c, answer) => judgeComplete(t, c, schemasIn(answer))),
  },
];

/** Judges the answer to GET /Schemas; where it is not offered, only apps of the gallery would need it. */
function overSchemas(
  t: CheckContext,
  rule: RequirementId,
  judge: (c: Case, answer: Answer) => void,
): Promise<void> {
  return t.once(async (c) => {
    const answer = await c.send({ method: 'GET', path: '/Schemas', purpose: 'ask for the schemas' });
    const offered = !NOT_OFFERED.includes(answer.status);
    c.advise(rule, offered, () =>
      answered(ASKED, answer, 200, {
        success: false,
        wanted: '200 with the schemas, which an application of the gallery has to offer',
      }),
    );
    if (offered) judge(c, answer);
  });
}

const schemasIn = ({ list }: Answer): readonly JsonObject[] => {
  const found = member(list ?? {}, 'Resources');
  return Array.isArray(found) ? found.filter(isObject) : [];
};

function judgeListed(c: Case, answer: Answer): void {
  const { body } = judgeList(c, answer, 'E-034', ASKED);
  const urns = member(body, 'schemas');
  c.judge('E-034', Array.isArray(urns) && urns.includes(LIST_RESPONSE), () =>
    malformed('the list of schemas', 'a ListResponse', urns, {
      says: 'does not say that it is a ListResponse',
    }),
  );
  const all = schemasIn(answer);
  c.judge('E-034', all.length > 0, () => ({
    deviation: 'missing',
    what: 'the list of schemas',
    says: 'is empty',
    wanted: 'Schema resources',
  }));
  const nameless = all.find(
    (schema) => stringMember(schema, 'id') === undefined || !Array.isArray(member(schema, 'attributes')),
  );
  c.judge('E-034', nameless === undefined, () =>
    malformed('a schema in the list', 'id and attributes', nameless, {
      says: 'comes without its id or its attributes',
    }),
  );
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

function judgeForm(c: Case, listed: readonly JsonObject[]): void {
  const all = listed.flatMap((schema) => definitions(member(schema, 'attributes'), ''));
  for (const [characteristic, words] of Object.entries(WORDS)) {
    const odd = all.find(({ item }) => {
      const value = member(item, characteristic);
      return value !== undefined && value !== null && !words.some((word) => word === value);
    });
    const value = odd && member(odd.item, characteristic);
    c.judge('E-035', odd === undefined, () =>
      malformed(`${characteristic} of ${odd?.name} in /Schemas`, words.join(', '), value, {
        attribute: odd?.name,
        says: `is ${JSON.stringify(value)}`,
      }),
    );
  }
  const withNull = all.find(({ item }) => Object.values(item).includes(null));
  // null is as good as absent by RFC 7643 §2.5, so it only warns.
  c.advise('E-035', withNull === undefined, () =>
    malformed(`the definition of ${withNull?.name} in /Schemas`, 'absent values left out', withNull?.item, {
      attribute: withNull?.name,
      says: 'has a null where the value should be left out',
    }),
  );
}

function judgeComplete(t: CheckContext, c: Case, listed: readonly JsonObject[]): void {
  for (const { noun, attributes, type } of subjects(t.session)) {
    const missing = attributes.filter((attribute) => !isListed(attribute, type, listed));
    const names = namesOf(missing);
    c.advise('E-037', missing.length === 0, () => ({
      deviation: 'missing',
      what: '/Schemas',
      says: `lacks ${missing.length} of ${attributes.length} mapped ${noun} attributes: ${names}`,
      type: type.name,
      attribute: missing.length === 1 ? names : undefined,
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
  const attribute = definitionOf(member(schema, 'attributes'), path.attribute);
  if (attribute === undefined) return false;
  const parts = member(attribute, 'subAttributes');
  const hasPart = path.subAttribute === null || definitionOf(parts, path.subAttribute) !== undefined;
  return hasPart && filterIsListed(path.filter, parts);
}

function filterIsListed(filter: MappedAttribute['path']['filter'], parts: Json | undefined): boolean {
  if (filter?.kind !== 'compare' || filter.path.attribute.toLowerCase() !== 'type') return true;
  const values = member(definitionOf(parts, 'type'), 'canonicalValues');
  const wanted = String(filter.value).toLowerCase();
  return Array.isArray(values) && values.some((value: Json) => String(value).toLowerCase() === wanted);
}

function definitionOf(definitions: Json | undefined, name: string): JsonObject | undefined {
  if (!Array.isArray(definitions)) return undefined;
  return definitions
    .filter(isObject)
    .find((item) => stringMember(item, 'name')?.toLowerCase() === name.toLowerCase());
}
