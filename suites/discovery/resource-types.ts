import type { Case, CheckContext, CheckEntry, Complaint, Json, JsonObject } from '../../kit/index.ts';
import {
  answered,
  isObject,
  judgeAnswered,
  LIST_RESPONSE,
  malformed,
  member,
  NotOffered,
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
  RESOURCE_TYPES,
  readListed,
  SCHEMAS,
} from './documents.ts';

/** Resource types looked up one by one at most. */
const MOST = 8;

/** Resource types: RFC 7644 §4, RFC 7643 §6. */
export const resourceTypes: readonly CheckEntry[] = [
  {
    name: 'resource-types-listed',
    title: 'GET /ResourceTypes answers 200 with a list of the resource types, users among them',
    requirements: ['RFC7644-4-resource-types', 'RFC7644-4-list-response'],
    run: listed,
  },
  {
    name: 'resource-types-complete',
    title: 'Every resource type has a name, an endpoint and a schema',
    requirements: [
      'RFC7643-6-complete',
      'RFC7643-6-name',
      'RFC7643-6-endpoint',
      'RFC7643-6-schema',
      'RFC7643-6-extension-schema',
      'RFC7643-6-extension-required-flag',
    ],
    run: (t) => overTypes(t, judgeComplete),
  },
  {
    name: 'endpoints-exist',
    title: 'The endpoint of every resource type can be requested',
    requirements: ['RFC7643-6-endpoint'],
    run: (t) => overTypes(t, judgeEndpoint),
  },
  {
    name: 'schemas-exist',
    title: 'The schema and the extensions of every resource type are schemas of /Schemas',
    requirements: ['RFC7643-6-schema-exists', 'RFC7643-6-extension-exists'],
    run: (t) =>
      t.once(async (c) => {
        const schemas = await readListed(c, SCHEMAS);
        const known = schemas.map((schema) => stringMember(schema, 'id')?.toLowerCase() ?? '');
        for (const type of await readListed(c, RESOURCE_TYPES)) judgeSchemas(c, type, known);
      }),
  },
  {
    name: 'resource-type-by-id',
    title: 'A single resource type is answered as one object, and its location leads to it',
    requirements: ['RFC7644-4-single', 'RFC7643-3.1-location'],
    run: single,
  },
];

async function listed(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const response = await c.send({ method: 'GET', path: RESOURCE_TYPES, purpose: 'ask for the types' });
    if (isAbsent(c, 'RFC7644-4-resource-types', RESOURCE_TYPES, response)) return;
    judgeAnswered(c, 'RFC7644-4-resource-types', response, 200, `GET ${RESOURCE_TYPES}`);
    judgeWholeList(c, response, RESOURCE_TYPES);
    const paths = listedIn(response).map(endpointOf);
    // The connection test has shown that there are users.
    c.judge('RFC7644-4-resource-types', paths.includes('/users'), () => ({
      deviation: 'missing',
      what: RESOURCE_TYPES,
      says: 'does not list the type whose endpoint is /Users, although there is one',
      wanted: 'a type with the endpoint /Users',
      got: `endpoints ${paths.join(', ') || '(none)'}`,
    }));
  });
}

/** The last segment of an endpoint, as `/users`. */
function endpointOf(type: JsonObject): string {
  return `/${(stringMember(type, 'endpoint') ?? '').replace(/\/+$/, '').replace(/^.*\//, '')}`.toLowerCase();
}

/** Judges every type for itself, so that what is wrong with one hides nothing of the others. */
async function overTypes(
  t: CheckContext,
  judge: (c: Case, type: JsonObject) => Promise<void>,
): Promise<void> {
  const positions: number[] = [];
  await t.once(async (c) => {
    positions.push(...(await readListed(c, RESOURCE_TYPES)).slice(0, MOST).keys());
  });
  await t.forEach(positions, (position, own) =>
    own.once(async (c) => {
      const type = (await readListed(c, RESOURCE_TYPES))[position];
      if (type !== undefined) await judge(c, type);
    }),
  );
}

async function judgeComplete(c: Case, type: JsonObject): Promise<void> {
  const label = labelOf(type);
  for (const name of ['name', 'endpoint', 'schema'] as const) {
    c.judge(`RFC7643-6-${name}`, filled(type, name), () => lacking(name, `the resource type ${label}`, type));
  }
  const extensions = member(type, 'schemaExtensions') ?? [];
  c.judge('RFC7643-6-complete', Array.isArray(extensions), () =>
    malformed(`schemaExtensions of the resource type ${label}`, 'an array of objects', extensions, {
      attribute: 'schemaExtensions',
    }),
  );
  for (const extension of Array.isArray(extensions) ? extensions : []) {
    const whose = `an extension of the resource type ${label}`;
    c.judge('RFC7643-6-extension-schema', isObject(extension) && filled(extension, 'schema'), () =>
      lacking('schemaExtensions.schema', whose, extension),
    );
    const required = member(extension, 'required');
    c.judge('RFC7643-6-extension-required-flag', typeof required === 'boolean', () =>
      lacking('schemaExtensions.required', whose, extension),
    );
  }
}

/** A part of a resource type that is required (RFC 7643 §6). */
const lacking = (attribute: string, whose: string, of: Json): Complaint => ({
  deviation: 'missing',
  what: `${attribute.replace(/^.*\./, '')} of ${whose}`,
  attribute,
  expected: attribute,
  actual: shown(of),
});

async function judgeEndpoint(c: Case, type: JsonObject): Promise<void> {
  const endpoint = stringMember(type, 'endpoint') ?? '';
  const absolute = /^[a-z][a-z\d+.-]*:/i.test(endpoint);
  c.advise('RFC7643-6-endpoint', !absolute, () =>
    malformed(`the endpoint of the resource type ${labelOf(type)}`, 'a path such as /Users', endpoint, {
      attribute: 'endpoint',
      says: 'is not relative to the base URL',
    }),
  );
  if (absolute || endpoint === '') return;
  const path = `/${endpoint
    .replace(/^\/+|\/+$/g, '')
    .split('/')
    .map(pathSegment)
    .join('/')}`;
  const response = await c.send({
    method: 'GET',
    path,
    query: { count: 1 },
    purpose: 'see whether it is there',
  });
  c.judge('RFC7643-6-endpoint', response.status !== 404, () =>
    answered(`the endpoint of the resource type ${labelOf(type)}`, response, 200, {
      says: `does not exist: GET ${path} is answered with 404`,
      attribute: 'endpoint',
      success: false,
      wanted: 'an endpoint that can be requested',
      hint: /^\/.*\//.test(path)
        ? 'An endpoint is relative to the base URL: neither the version nor the host belongs to it.'
        : undefined,
    }),
  );
}

function judgeSchemas(c: Case, type: JsonObject, known: readonly string[]): void {
  const extensions = member(type, 'schemaExtensions');
  const urns = [
    ['RFC7643-6-schema-exists', stringMember(type, 'schema')] as const,
    ...(Array.isArray(extensions) ? extensions : []).map(
      (extension) => ['RFC7643-6-extension-exists', stringMember(extension, 'schema')] as const,
    ),
  ];
  for (const [id, urn] of urns) {
    if (urn === undefined) continue;
    c.judge(id, known.includes(urn.toLowerCase()), () => ({
      deviation: 'untrue',
      what: `the resource type ${labelOf(type)}`,
      says: `names the schema ${urn}, which ${SCHEMAS} does not list`,
      attribute: 'schema',
      wanted: 'the id of a Schema resource',
      got: `ids ${known.join(', ')}`,
    }));
  }
}

async function single(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    let looked = 0;
    for (const type of (await readListed(c, RESOURCE_TYPES)).slice(0, MOST)) {
      const id = stringMember(type, 'id');
      const segment = id ?? stringMember(type, 'name');
      if (segment === undefined) continue;
      const path = `${RESOURCE_TYPES}/${pathSegment(segment)}`;
      const response = await c.send({ method: 'GET', path, purpose: 'ask for one type' });
      // A type without an id (§6: it is optional) need not be found under its name.
      if (id === undefined && response.status === 404) continue;
      looked++;
      judgeAnswered(c, 'RFC7644-4-single', response, 200, `GET ${path}`);
      const { body } = response.whole;
      const alone = !namesSchema(body, LIST_RESPONSE);
      c.judge('RFC7644-4-single', alone && stringMember(body, 'name') === stringMember(type, 'name'), () =>
        malformed(`GET ${path}`, 'the resource type as a single object', body, {
          says: 'is not answered with that resource type',
        }),
      );
      await judgeAddress(c, type, path);
    }
    if (looked === 0) throw new NotOffered('the resource types have no id to ask for them by');
  });
}
