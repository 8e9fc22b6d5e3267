import type { Case, CheckContext, CheckEntry, Json, JsonObject } from '../../kit/index.ts';
import {
  CORE_USER,
  counted,
  isObject,
  judgeAnswered,
  LIST_RESPONSE,
  malformed,
  member,
  shown,
  stringMember,
} from '../../kit/index.ts';
import {
  filled,
  isAbsent,
  judgeAddress,
  judgeWholeList,
  labelOf,
  listedIn,
  namesSchema,
  pathSegment,
  readListed,
  SCHEMAS,
} from './documents.ts';

/** Schemas looked up one by one at most. */
const MOST = 8;

/** The types of RFC 7643 §7, `binary` with erratum 5606; words of a schema have no letter case (§7). */
const TYPES: readonly string[] = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'datetime',
  'binary',
  'reference',
  'complex',
];

/** Schemas: RFC 7644 §4, RFC 7643 §7. */
export const schemas: readonly CheckEntry[] = [
  {
    name: 'schemas-listed',
    title: 'GET /Schemas answers 200 with a ListResponse of all schemas',
    requirements: ['RFC7644-4-schemas', 'RFC7644-4-list-response'],
    run: listed,
  },
  {
    name: 'schema-by-id',
    title: 'GET /Schemas/{URI} answers 200 with that schema',
    requirements: ['RFC7644-4-schema-by-id', 'RFC7644-4-single', 'RFC7643-3.1-location'],
    run: byId,
  },
  {
    name: 'schemas-identified',
    title: 'The id of every schema is its URI',
    requirements: ['RFC7643-7-id', 'RFC7643-7-id-specified'],
    run: (t) => overSchemas(t, judgeIdentified),
  },
  {
    name: 'schemas-complete',
    title: 'Every schema lists its attributes, each with name, type and multiValued',
    requirements: ['RFC7643-7-complete'],
    run: (t) => overSchemas(t, judgeComplete),
  },
  {
    name: 'attribute-types',
    title: 'Every attribute is of a type that the standard knows, and complex ones list their sub-attributes',
    requirements: ['RFC7643-7-type', 'RFC7643-7-sub-attributes'],
    run: (t) => overSchemas(t, judgeTypes),
  },
];

function overSchemas(t: CheckContext, judge: (c: Case, schema: JsonObject) => void): Promise<void> {
  return t.once(async (c) => {
    for (const schema of await readListed(c, SCHEMAS)) judge(c, schema);
  });
}

async function listed(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const response = await c.send({ method: 'GET', path: SCHEMAS, purpose: 'ask for the schemas' });
    if (isAbsent(c, 'RFC7644-4-schemas', SCHEMAS, response)) return;
    const found = listedIn(response);
    judgeAnswered(c, 'RFC7644-4-schemas', response, 200, `GET ${SCHEMAS}`);
    c.judge('RFC7644-4-schemas', found.length > 0, () => counted('the number of schemas', 'one at least', 0));
    judgeWholeList(c, response, SCHEMAS);
    const ids = found.map((schema) => stringMember(schema, 'id') ?? '');
    const hasUser = ids.some((id) => id.toLowerCase() === CORE_USER.toLowerCase());
    c.judge('RFC7644-4-schemas', hasUser, () => ({
      deviation: 'missing',
      what: SCHEMAS,
      says: 'does not list the schema of users',
      wanted: CORE_USER,
      got: ids.join(', '),
    }));
  });
}

async function byId(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const found = (await readListed(c, SCHEMAS)).filter((schema) => filled(schema, 'id'));
    for (const schema of found.slice(0, MOST)) {
      const id = stringMember(schema, 'id') ?? '';
      const path = `${SCHEMAS}/${pathSegment(id)}`;
      const response = await c.send({ method: 'GET', path, purpose: 'ask for one schema' });
      judgeAnswered(c, 'RFC7644-4-schema-by-id', response, 200, `GET ${path}`, {
        hint:
          response.status === 404
            ? 'Colons in a path are often taken for something else by routers.'
            : undefined,
      });
      const { body } = response.whole;
      c.judge('RFC7644-4-single', !namesSchema(body, LIST_RESPONSE), () =>
        malformed(`GET ${path}`, 'the schema as a single object', body, { says: 'is answered with a list' }),
      );
      const same = stringMember(body, 'id')?.toLowerCase() === id.toLowerCase();
      const names = attributeNames(body);
      c.judge('RFC7644-4-schema-by-id', same && names === attributeNames(schema), () => ({
        deviation: 'differs',
        what: `GET ${path}`,
        says: 'is answered with another schema than the one in the list',
        wanted: `${id} with the attributes ${attributeNames(schema)}`,
        got: `${shown(member(body, 'id'))} with ${names}`,
      }));
      await judgeAddress(c, schema, path);
    }
    c.judge('RFC7644-4-schema-by-id', found.length > 0, () => ({
      deviation: 'missing',
      what: `the id of every schema in ${SCHEMAS}`,
      attribute: 'id',
      expected: 'the id of each schema',
      actual: 'none',
    }));
  });
}

function attributeNames(schema: Json | undefined): string {
  return definitions(member(schema, 'attributes'), '')
    .map(({ name }) => name.toLowerCase())
    .sort()
    .join(', ');
}

function judgeIdentified(c: Case, schema: JsonObject): void {
  c.judge('RFC7643-7-id', filled(schema, 'id'), () => ({
    deviation: 'missing',
    what: `the id of the schema ${labelOf(schema)}`,
    attribute: 'id',
    expected: 'an id',
    actual: shown(member(schema, 'id')),
  }));
  const id = stringMember(schema, 'id') ?? '';
  c.judge('RFC7643-7-id-specified', /^[a-z][a-z\d+.-]*:\S/i.test(id), () =>
    malformed('the id of a schema', 'a URI such as urn:ietf:params:scim:schemas:core:2.0:User', id, {
      attribute: 'id',
      says: `is ${shown(id)}, which is no URI`,
    }),
  );
}

/** The definitions of attributes and sub-attributes, with the names that lead to them. */
function definitions(
  attributes: Json | undefined,
  prefix: string,
): readonly { readonly name: string; readonly item: JsonObject }[] {
  if (!Array.isArray(attributes)) return [];
  return attributes.filter(isObject).flatMap((item) => {
    const name = `${prefix}${stringMember(item, 'name') ?? '?'}`;
    return [{ name, item }, ...definitions(member(item, 'subAttributes'), `${name}.`)];
  });
}

function judgeComplete(c: Case, schema: JsonObject): void {
  const attributes = member(schema, 'attributes');
  c.judge('RFC7643-7-complete', Array.isArray(attributes) && attributes.every(isObject), () =>
    malformed(`attributes of the schema ${labelOf(schema)}`, 'an array of objects', attributes, {
      attribute: 'attributes',
    }),
  );
  for (const { name, item } of definitions(attributes, '')) {
    const missing = ['name', 'type'].find((characteristic) => !filled(item, characteristic));
    const lacks = missing ?? (typeof member(item, 'multiValued') === 'boolean' ? null : 'multiValued');
    c.judge('RFC7643-7-complete', lacks === null, () => ({
      deviation: 'missing',
      what: `${lacks} in the definition of ${name} in ${labelOf(schema)}`,
      attribute: `attributes.${lacks}`,
      expected: 'name and type as text, multiValued as true or false',
      actual: shown(item),
    }));
  }
}

function judgeTypes(c: Case, schema: JsonObject): void {
  for (const { name, item } of definitions(member(schema, 'attributes'), '')) {
    const type = String(member(item, 'type') ?? 'string').toLowerCase();
    c.judge('RFC7643-7-type', TYPES.includes(type), () =>
      malformed(
        `the type of ${name} in ${labelOf(schema)}`,
        `one of ${TYPES.join(', ')}`,
        member(item, 'type'),
        {
          attribute: 'attributes.type',
        },
      ),
    );
    if (type !== 'complex') continue;
    const parts = member(item, 'subAttributes');
    c.judge('RFC7643-7-sub-attributes', Array.isArray(parts) && parts.length > 0, () => ({
      deviation: 'missing',
      what: `the list of subAttributes of the complex attribute ${name} in ${labelOf(schema)}`,
      attribute: 'attributes.subAttributes',
      expected: 'subAttributes',
      actual: shown(item),
    }));
  }
}
