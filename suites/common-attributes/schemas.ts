import type {
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  Json,
  JsonObject,
  RequirementId,
  ResourceType,
} from '../../kit/index.ts';
import {
  COMMON_ATTRIBUTES,
  eachPlay,
  findAttribute,
  isObject,
  isUnassigned,
  judgeNone,
  member,
  NotOffered,
  type Play,
  repertoireOf,
  stringMember,
  wrongValue,
} from '../../kit/index.ts';
import { RESOURCE_TYPES, readListed } from '../discovery/documents.ts';

const DECLARED: RequirementId = 'RFC7643-3-schemas-declared';
const CONTAINER: RequirementId = 'RFC7643-3.3-container';

/** schemas, and where the attributes of extensions stand (RFC 7643 §3, §3.3). */
export const resourceSchemas: readonly CheckEntry[] = [
  {
    name: 'schemas-are-declared',
    title: 'The schemas of a resource are those that its resource type declares',
    requirements: [DECLARED],
    run: (t) => declaredOnly(t),
  },
  {
    name: 'extensions-in-containers',
    title: 'Attributes of an extension stand in an object under its URI',
    requirements: [CONTAINER],
    run: (t) => inContainers(t),
  },
];

/** The URIs that each resource type declares, in small letters, by endpoint. */
async function declaredSchemas(c: Case): Promise<ReadonlyMap<string, readonly string[]>> {
  const types = await readListed(c, RESOURCE_TYPES);
  return new Map(types.map((type) => [lastPart(stringMember(type, 'endpoint')), urisOf(type)]));
}

const lastPart = (endpoint = ''): string => endpoint.split('/').at(-1)?.toLowerCase() ?? '';

function urisOf(type: JsonObject): readonly string[] {
  const extensions = member(type, 'schemaExtensions');
  const uris = [
    stringMember(type, 'schema'),
    ...(Array.isArray(extensions) ? extensions.map((item: Json) => stringMember(item, 'schema')) : []),
  ];
  return uris.flatMap((uri) => uri?.toLowerCase() ?? []);
}

async function declaredOnly(t: CheckContext): Promise<void> {
  let known: ReadonlyMap<string, readonly string[]> = new Map();
  await t.once(async (c) => {
    known = await declaredSchemas(c);
  });
  await eachPlay(t, DECLARED, async (play) => judgeDeclared(play, known), { required: 'with-optional' });
}

function judgeDeclared({ c, shown, subject }: Play, known: ReadonlyMap<string, readonly string[]>): void {
  const uris = known.get(lastPart(subject.type.endpoint));
  const schemas = member(shown, 'schemas');
  const says = 'is none that its resource type declares';
  const expected = uris?.join(', ');
  const odd = (Array.isArray(schemas) ? schemas : [])
    .filter((uri: Json) => uris?.includes(String(uri).toLowerCase()) === false)
    .map((uri: Json) => {
      const what = `the URI ${String(uri)} in the schemas of a ${subject.noun}`;
      return wrongValue('schemas', undefined, uri, { what, says, expected });
    });
  judgeNone(c, DECLARED, odd);
}

/** Of what the target accepts: an attribute that stands elsewhere is not found in its place. */
async function inContainers(t: CheckContext): Promise<void> {
  const subject = (await repertoireOf(t.session).taken()).find(({ noun }) => noun === 'user');
  if (subject === undefined) throw new NotOffered('the target creates no users');
  const extended = subject.type.extensions.filter(({ id }) =>
    subject.attributes.some(({ path }) => path.urn === id),
  );
  if (extended.length === 0) throw new NotOffered('the target takes no attribute of an extension');
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (user, c) => {
      const got = await c.read(await subject.create(c, user));
      const strays = extended.flatMap(({ id }) => straysOf(got, user, id, subject.type));
      judgeNone(c, CONTAINER, strays);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** The attributes that were sent in the extension's object and come back beside it. */
function straysOf(got: JsonObject, sent: JsonObject, urn: string, type: ResourceType): readonly Complaint[] {
  const data = member(sent, urn);
  const core = [...COMMON_ATTRIBUTES, ...type.schema.attributes];
  return Object.keys(isObject(data) ? data : {})
    .filter((name) => findAttribute(core, name) === undefined && !isUnassigned(member(got, name)))
    .map((name) =>
      wrongValue(`${urn}:${name}`, undefined, member(got, name), {
        what: `${name} of the extension ${urn}`,
        says: 'stands outside its container',
        expected: `{"${urn}": {"${name}": …}}`,
      }),
    );
}
