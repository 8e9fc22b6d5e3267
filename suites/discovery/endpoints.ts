import fc from 'fast-check';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  changedValue,
  describe,
  judgeAnswered,
  member,
  RESOURCE_TYPE_SCHEMA,
  SCHEMA_SCHEMA,
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
      const what = `GET ${path} with sorting and paging parameters`;
      judgeAnswered(c, 'RFC7644-4-parameters-ignored', response, 200, what);
      const got = idsOf(listedIn(response));
      c.judge('RFC7644-4-parameters-ignored', got === all, () =>
        followed(what, all, got, 'is answered with something else'),
      );
    },
    {
      runs: t.session.effort.costlyRuns,
      examples: [{ sortBy: 'id', sortOrder: 'descending', startIndex: 2, count: 1 }],
    },
  );
}

const followed = (what: string, wanted: string, got: string, says: string): Complaint => ({
  ...{ deviation: 'differs', what, says, wanted, got: got || 'an empty list' },
});

/** §4 asks for 403; a filter that is ignored as §4 says too only warns, one that is followed is neither. */
async function filterRefused(path: (typeof LISTS)[number] | typeof CONFIG, t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const all = path === CONFIG ? labelOf(await readConfig(c)) : idsOf(await readListed(c, path));
    const filter = 'id eq "urn:example:scim-conformance:nothing"';
    const response = await c.send({ method: 'GET', path, query: { filter }, purpose: 'ask with a filter' });
    const { status, resource } = response;
    if (status === 200) {
      const got = path === CONFIG && resource !== null ? labelOf(resource) : idsOf(listedIn(response));
      c.judge('RFC7644-4-parameters-ignored', got === all, () =>
        followed(`GET ${path}`, '403, or the answer without the filter', got, 'follows a filter'),
      );
    }
    judgeAnswered(c, 'RFC7644-4-filter-refused', response, 403, `GET ${path} with a filter`, {
      hint: response.ok ? 'A client that is not told takes the answer for filtered.' : undefined,
    });
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
    c.judge('RFC7643-5-read-only', !changed, () =>
      changedValue('documentationUri', member(before, 'documentationUri'), documentationUri, {
        what: `PUT ${CONFIG}`,
        says: 'changes the configuration',
      }),
    );
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
    c.judge(id, !changed, () =>
      changedValue('description', member(sample, 'description'), marker, {
        what: `PUT ${own}`,
        says: `changes what ${path} lists`,
      }),
    );
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
  const seen = [...(found.resource === null ? [] : [found.resource]), ...(await readListed(c, path))];
  const added = seen.some((item) => [member(item, 'id'), member(item, 'name')].includes(label));
  if (!added) c.session.ledger.deleted(own);
  c.judge(id, !added, () => ({
    deviation: 'present',
    what: `POST ${path}`,
    says: `adds ${label}`,
    wanted: `${path} that clients cannot change`,
    got: describe(response),
    answer: response,
  }));
}
