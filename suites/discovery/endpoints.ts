import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, JsonObject, RequirementId } from '../../kit/index.ts';
import {
  describe,
  isObject,
  member,
  RESOURCE_TYPE_SCHEMA,
  SCHEMA_SCHEMA,
  shown,
  stringMember,
} from '../../kit/index.ts';
import {
  CONFIG,
  labelOf,
  listedIn,
  pathSegment,
  RESOURCE_TYPES,
  readConfig,
  readListed,
  SCHEMAS,
} from './documents.ts';

const LISTS = [RESOURCE_TYPES, SCHEMAS] as const;

/** What the discovery endpoints do with query parameters and with attempts to change them: RFC 7644 §4, RFC 7643 §5-§7. */
export const endpoints: readonly CheckEntry[] = [
  {
    name: 'parameters-ignored',
    title: 'Sorting and paging parameters change nothing at the discovery endpoints',
    requirements: ['RFC7644-4-parameters-ignored'],
    run: (t) => t.forEach(LISTS, parametersIgnored),
  },
  {
    name: 'filter-refused',
    title: 'A filter at a discovery endpoint is refused with 403',
    requirements: ['RFC7644-4-filter-refused', 'RFC7644-4-parameters-ignored'],
    run: (t) => t.forEach([...LISTS, CONFIG], filterRefused),
  },
  {
    name: 'config-read-only',
    title: 'Clients cannot change the configuration',
    requirements: ['RFC7643-5-read-only'],
    run: configReadOnly,
  },
  {
    name: 'resource-types-read-only',
    title: 'Clients can neither change nor add resource types',
    requirements: ['RFC7643-6-read-only'],
    run: (t) =>
      readOnly(t, RESOURCE_TYPES, 'RFC7643-6-read-only', (marker, sample) => ({
        schemas: [RESOURCE_TYPE_SCHEMA],
        id: `Probe${marker}`,
        name: `Probe${marker}`,
        endpoint: `/Probe${marker}`,
        schema: member(sample, 'schema') ?? '',
      })),
  },
  {
    name: 'schemas-read-only',
    title: 'Clients can neither change nor add schemas',
    requirements: ['RFC7643-7-read-only'],
    run: (t) =>
      readOnly(t, SCHEMAS, 'RFC7643-7-read-only', (marker) => ({
        schemas: [SCHEMA_SCHEMA],
        id: `urn:example:scim-conformance:${marker}`,
        name: `Probe${marker}`,
        attributes: [{ name: 'probe', type: 'string', multiValued: false, required: false }],
      })),
  },
];

const idsOf = (resources: readonly JsonObject[]): string => resources.map(labelOf).sort().join(', ');

async function parametersIgnored(path: (typeof LISTS)[number], t: CheckContext): Promise<void> {
  const parameters = fc.record({
    sortBy: fc.constantFrom('id', 'name', 'meta.lastModified'),
    sortOrder: fc.constantFrom('ascending', 'descending'),
    startIndex: fc.integer({ min: 1, max: 1000 }),
    count: fc.integer({ min: 0, max: 5 }),
  });
  await t.forAll(
    parameters,
    async (query, c) => {
      const all = idsOf(await readListed(c, path));
      const response = await c.send({ method: 'GET', path, query, purpose: 'ask with parameters' });
      const got = idsOf(listedIn(response));
      c.judge('RFC7644-4-parameters-ignored', response.status === 200 && got === all, () => ({
        message: `GET ${path} with sorting and paging parameters is answered with ${response.status === 200 ? 'something else' : describe(response)}`,
        expected: `200 with ${all}`,
        actual: response.status === 200 ? got || 'an empty list' : describe(response),
      }));
    },
    {
      runs: t.session.effort.costlyRuns,
      examples: [{ sortBy: 'id', sortOrder: 'descending', startIndex: 2, count: 1 }],
    },
  );
}

/** §4 asks for 403; a filter that is ignored as §4 says too only warns, one that is followed is neither. */
async function filterRefused(path: (typeof LISTS)[number] | typeof CONFIG, t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const all = path === CONFIG ? labelOf(await readConfig(c)) : idsOf(await readListed(c, path));
    const filter = 'id eq "urn:example:scim-conformance:nothing"';
    const response = await c.send({ method: 'GET', path, query: { filter }, purpose: 'ask with a filter' });
    const { status, body } = response;
    if (status === 200) {
      const got = path === CONFIG && isObject(body) ? labelOf(body) : idsOf(listedIn(response));
      c.judge('RFC7644-4-parameters-ignored', got === all, () => ({
        message: `GET ${path} follows a filter`,
        expected: '403, or the answer without the filter',
        actual: got || 'an empty list',
      }));
    }
    c.judge('RFC7644-4-filter-refused', status === 403, () => ({
      message: `GET ${path} with a filter is answered with ${describe(response)}`,
      expected: '403',
      actual: describe(response),
      hint: 'A client that is not told takes the answer for filtered.',
    }));
  });
}

async function configReadOnly(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const before = await readConfig(c);
    const documentationUri = `https://docs.example.com/${c.marker()}`;
    await c.send({
      method: 'PUT',
      path: CONFIG,
      body: { ...before, documentationUri },
      purpose: 'try to change the configuration',
    });
    const after = await readConfig(c);
    const changed = member(after, 'documentationUri') === documentationUri;
    if (changed) await c.send({ method: 'PUT', path: CONFIG, body: before, purpose: 'change it back' });
    c.judge('RFC7643-5-read-only', !changed, () => ({
      message: `PUT ${CONFIG} changes the configuration`,
      expected: 'a configuration that clients cannot change',
      actual: `documentationUri = ${documentationUri}`,
    }));
  });
}

/** Tries to add a resource and to change one; judged by what is there afterwards, whatever was answered. */
async function readOnly(
  t: CheckContext,
  path: (typeof LISTS)[number],
  id: RequirementId,
  make: (marker: string, sample: JsonObject) => JsonObject,
): Promise<void> {
  await t.once(async (c) => {
    const [sample = {}] = await readListed(c, path);
    const marker = c.marker();
    await tryToAdd(c, path, id, make(marker, sample));
    const own = `${path}/${pathSegment(labelOf(sample))}`;
    await c.send({
      method: 'PUT',
      path: own,
      body: { ...sample, description: marker },
      purpose: 'try to change one',
    });
    const after = (await readListed(c, path)).find((item) => labelOf(item) === labelOf(sample));
    const changed = stringMember(after, 'description') === marker;
    if (changed) await c.send({ method: 'PUT', path: own, body: sample, purpose: 'change it back' });
    c.judge(id, !changed, () => ({
      message: `PUT ${own} changes what ${path} lists`,
      expected: `${path} that clients cannot change`,
      actual: `description = ${shown(member(after, 'description'))}`,
    }));
  });
}

async function tryToAdd(
  c: Case,
  path: (typeof LISTS)[number],
  id: RequirementId,
  body: JsonObject,
): Promise<void> {
  const label = labelOf(body);
  const { response, created } = await c.post(path, body, 'try to add one');
  const own = created?.path ?? `${path}/${pathSegment(label)}`;
  const found = await c.send({ method: 'GET', path: own, purpose: 'see whether it is there' });
  const seen = [
    ...(found.status === 200 && isObject(found.body) ? [found.body] : []),
    ...(await readListed(c, path)),
  ];
  const added = seen.some((item) => [member(item, 'id'), member(item, 'name')].includes(label));
  if (!added) c.session.ledger.deleted(own);
  c.judge(id, !added, () => ({
    message: `POST ${path} adds ${label}`,
    expected: `${path} that clients cannot change`,
    actual: describe(response),
  }));
}
