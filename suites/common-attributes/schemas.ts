import type { Case, CheckContext, CheckEntry, Json, JsonObject, ResourceType } from '../../kit/index.ts';
import {
  COMMON_ATTRIBUTES,
  eachSubject,
  findAttribute,
  isObject,
  isUnassigned,
  member,
  NotOffered,
  repertoireOf,
  shown,
  stringMember,
} from '../../kit/index.ts';

/** schemas, and where the attributes of extensions stand (RFC 7643 §3, §3.3). */
export const resourceSchemas: readonly CheckEntry[] = [
  {
    name: 'schemas-are-declared',
    title: 'The schemas of a resource are those that its resource type declares',
    requirements: ['RFC7643-3-schemas-declared'],
    run: (t) => declaredOnly(t),
  },
  {
    name: 'extensions-in-containers',
    title: 'Attributes of an extension stand in an object under its URI',
    requirements: ['RFC7643-3.3-container'],
    run: (t) => inContainers(t),
  },
];

/** The URIs that each resource type declares, by endpoint. @throws NotOffered when there is no /ResourceTypes */
async function declaredSchemas(c: Case): Promise<ReadonlyMap<string, readonly string[]>> {
  const { status, body } = await c.send({
    method: 'GET',
    path: '/ResourceTypes',
    purpose: 'read the resource types',
  });
  const items = Array.isArray(body) ? body : member(body, 'Resources');
  const types: readonly Json[] = Array.isArray(items) ? items : [];
  if (status !== 200 || types.length === 0)
    throw new NotOffered(`the target answers ${status} to /ResourceTypes`);
  return new Map(types.map((type) => [lastPart(stringMember(type, 'endpoint')), urisOf(type)]));
}

const lastPart = (endpoint = ''): string => endpoint.split('/').at(-1)?.toLowerCase() ?? '';

function urisOf(type: Json): readonly string[] {
  const extensions = member(type, 'schemaExtensions');
  const uris = [
    stringMember(type, 'schema'),
    ...(Array.isArray(extensions) ? extensions.map((item: Json) => stringMember(item, 'schema')) : []),
  ];
  return uris.flatMap((uri) => uri?.toLowerCase() ?? []);
}

async function declaredOnly(parent: CheckContext): Promise<void> {
  let known: ReadonlyMap<string, readonly string[]> = new Map();
  await parent.once(async (c) => {
    known = await declaredSchemas(c);
  });
  await eachSubject(parent, (subject, t) =>
    t.forAll(
      subject.arbitrary({ required: 'with-optional' }),
      async (resource, c) => {
        const uris = known.get(lastPart(subject.type.endpoint));
        const schemas = member(await c.read(await subject.create(c, resource)), 'schemas');
        const odd = (Array.isArray(schemas) ? schemas : []).find(
          (uri: Json) => !uris?.includes(String(uri).toLowerCase()),
        );
        c.judge('RFC7643-3-schemas-declared', uris === undefined || odd === undefined, () => ({
          message: `the schemas of a ${subject.noun} hold a URI that its resource type does not declare`,
          expected: (uris ?? []).join(', '),
          actual: shown(odd),
        }));
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

async function inContainers(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const extended = subject.type.extensions.filter(({ id }) =>
    subject.attributes.some(({ path }) => path.urn === id),
  );
  if (extended.length === 0) throw new NotOffered('the target takes no attribute of an extension');
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (user, c) => {
      const created = await subject.create(c, user);
      const got = await c.read(created);
      for (const { id } of extended) {
        const stray = strayOf(got, created.sent, id, subject.type);
        c.judge('RFC7643-3.3-container', stray === null, () => ({
          message: `${stray} of the extension ${id} stands outside its container`,
          expected: `{"${id}": {"${stray}": …}}`,
          actual: shown(got),
          hint: 'The extension’s attributes are written among the core attributes.',
        }));
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** An attribute that was sent in the extension's object and comes back beside it. */
function strayOf(got: JsonObject, sent: JsonObject, urn: string, type: ResourceType): string | null {
  const data = member(sent, urn);
  const core = [...COMMON_ATTRIBUTES, ...type.schema.attributes];
  const names = isObject(data) ? Object.keys(data) : [];
  return (
    names.find((name) => findAttribute(core, name) === undefined && !isUnassigned(member(got, name))) ?? null
  );
}
