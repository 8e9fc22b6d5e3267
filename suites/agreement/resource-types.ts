import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  adviseNone,
  answered,
  describe,
  InputRefused,
  isObject,
  judgeAnswered,
  member,
  NotOffered,
  repertoireOf,
  SetupFailure,
  stringMember,
  wrongValue,
} from '../../kit/index.ts';
import { RESOURCE_TYPES, readListed, SCHEMAS } from '../discovery/documents.ts';
import { type Declared, overDeclared, specimenOf } from './declared.ts';

const EVERY: RequirementId = 'RFC7643-7-every-schema';
const NAMED: RequirementId = 'RFC7643-6-name-specified';
const REQUIRED: RequirementId = 'RFC7643-6-extension-required';
const OMITTED: RequirementId = 'RFC7643-6-extension-omitted';
const TYPES: RequirementId = 'RFC7644-4-resource-types';

/** Resources against their types: RFC 7643 §6, §7. */
export const resourceTypes: readonly CheckEntry[] = [
  {
    name: 'schemas-known',
    title: 'Every URI in the schemas of a resource is that of a schema in /Schemas',
    requirements: [EVERY],
    run: (t) => overDeclared(t, schemasKnown),
  },
  {
    name: 'type-named',
    title: 'meta.resourceType of a resource is the name of its type in /ResourceTypes',
    requirements: [NAMED],
    run: (t) => overDeclared(t, typeNamed),
  },
  {
    name: 'extensions',
    title: 'A resource carries the extensions that its type requires, and does without the others',
    requirements: [REQUIRED, OMITTED],
    run: extensions,
  },
  {
    name: 'own-types',
    title: 'A resource of a type of the target’s own is there once created, and gone once deleted',
    requirements: [TYPES],
    run: ownTypes,
  },
];

async function schemasKnown(declared: Declared, t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const known = (await readListed(c, SCHEMAS)).map((schema) => stringMember(schema, 'id')?.toLowerCase());
    const { created } = await specimenOf(t.session, declared);
    const urns = member(await c.read(created), 'schemas');
    const all: readonly Json[] = Array.isArray(urns) ? urns : [];
    const of = `a ${declared.subject.noun}`;
    const says = `is not listed by ${SCHEMAS}`;
    const expected = `one of ${known.join(', ')}`;
    const unknown = all
      .filter((urn) => !known.includes(String(urn).toLowerCase()))
      .map((urn) =>
        wrongValue('schemas', undefined, urn, { what: `the schema ${String(urn)} of ${of}`, says, expected }),
      );
    // No sentence forbids a schema that is not published: a warning for whoever relies on /Schemas.
    adviseNone(c, EVERY, unknown);
    c.judge(EVERY, all.length > 0, () =>
      wrongValue('schemas', [declared.type.schema.id], urns, { what: `schemas of ${of}` }),
    );
  });
}

/** The ResourceType resource for a type, found by its endpoint. */
async function resourceTypeOf(c: Case, { type }: Declared): Promise<JsonObject> {
  const wanted = type.endpoint.replace(/^\//, '').toLowerCase();
  const found = (await readListed(c, RESOURCE_TYPES)).find((item) => {
    const endpoint = stringMember(item, 'endpoint')?.replace(/\/+$/, '').toLowerCase();
    return endpoint === wanted || endpoint?.endsWith(`/${wanted}`);
  });
  if (found === undefined) throw new NotOffered(`${RESOURCE_TYPES} lists no type at ${type.endpoint}`);
  return found;
}

async function typeNamed(declared: Declared, t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const name = stringMember(await resourceTypeOf(c, declared), 'name');
    const { created } = await specimenOf(t.session, declared);
    const named = stringMember(member(await c.read(created), 'meta'), 'resourceType');
    // Where one of the two is missing, checks of their own judge that.
    const agrees = name === undefined || named === undefined || name === named;
    c.judge(NAMED, agrees, () =>
      wrongValue('meta.resourceType', name, named, {
        what: `meta.resourceType of a ${declared.subject.noun}`,
        says: `is not the name of its type in ${RESOURCE_TYPES}`,
      }),
    );
  });
}

async function extensions(t: CheckContext): Promise<void> {
  const { user, group, others } = t.session.plan.target.facts;
  if (![user, group, ...others].some((type) => type !== null && type.extensions.length > 0))
    throw new NotOffered('no resource type has extensions');
  await overDeclared(t, extensionsKept);
  if (t.tally.judged === 0) throw new NotOffered('the application requires attributes of every extension');
}

async function extensionsKept(declared: Declared, t: CheckContext): Promise<void> {
  await t.forAll(
    declared.subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const listed = member(await resourceTypeOf(c, declared), 'schemaExtensions');
      for (const extension of Array.isArray(listed) ? listed : []) {
        const urn = stringMember(extension, 'schema') ?? '';
        await judgeExtension(c, declared, resource, urn, member(extension, 'required') === true);
      }
    },
    { runs: 1 },
  );
}

async function judgeExtension(
  c: Case,
  declared: Declared,
  resource: JsonObject,
  urn: string,
  required: boolean,
): Promise<void> {
  const { subject, type } = declared;
  // What the application requires there is none of the extension's business.
  const needed = subject.attributes.some((attribute) => attribute.required && attribute.path.urn === urn);
  if (needed && !required) return;
  const body = withoutExtension(subject.stamp(c, resource), urn);
  const what = `a ${subject.noun} without the ${required ? 'required' : 'optional'} extension ${urn}`;
  const { response, created } = await c.post(type.endpoint, body, `create ${what}`);
  if (!required) {
    if (!response.ok) await requireWith(c, declared, body, urn);
    c.judge(OMITTED, response.ok, () => answered(what, response, 201, { success: false }));
    return;
  }
  const carried = created === null || isObject(member(await c.read(created), urn));
  c.judge(REQUIRED, carried, () => ({
    deviation: 'answered',
    what,
    says: 'is created, and the extension is not there when it is read',
    wanted: '400, or the extension in the resource',
    answer: response,
  }));
}

/** The same resource with the extension is what a refusal is compared with. @throws SetupFailure when it is refused as well */
async function requireWith(c: Case, declared: Declared, body: JsonObject, urn: string): Promise<void> {
  const { subject, type } = declared;
  const { shown } = await specimenOf(c.session, declared);
  const { schemas } = body;
  const urns = [...(Array.isArray(schemas) ? schemas : []), urn];
  const extended = { ...subject.stamp(c, body), schemas: urns, [urn]: member(shown, urn) ?? {} };
  const { response } = await c.post(type.endpoint, extended, `create a ${subject.noun} with the extension`);
  if (!response.ok)
    throw new SetupFailure(
      `cannot judge: a ${subject.noun} with the extension ${urn} is answered with ${describe(response)}`,
      response,
    );
}

function withoutExtension(resource: JsonObject, urn: string): JsonObject {
  const { schemas } = resource;
  return {
    ...Object.fromEntries(
      Object.entries(resource).filter(([name]) => name.toLowerCase() !== urn.toLowerCase()),
    ),
    schemas: Array.isArray(schemas) ? schemas.filter((item) => item !== urn) : [],
  };
}

/** A type of which nothing can be created because the target breaks down is told here, and nowhere else. */
async function ownTypes(t: CheckContext): Promise<void> {
  const { user, group, others } = t.session.plan.target.facts;
  const declared = [user, group, ...others].flatMap((type) => type?.endpoint ?? []);
  const repertoire = repertoireOf(t.session);
  const subjects = [...(await repertoire.taken()), ...(await repertoire.crashing())].filter(({ type }) =>
    declared.includes(type.endpoint),
  );
  if (subjects.length === 0) throw new NotOffered('the target has no /Schemas that can be read');
  await t.forEach(subjects, (subject, own) =>
    own.forAll(subject.arbitrary({ required: 'only' }), (resource, c) => comesAndGoes(c, subject, resource), {
      runs: 1,
    }),
  );
}

async function comesAndGoes(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const { noun, type } = subject;
  const { response, created } = await c.post(type.endpoint, subject.stamp(c, resource), `create the ${noun}`);
  if (created === null)
    throw new InputRefused(`POST ${type.endpoint} answered ${describe(response)}`, response);
  const { id, path } = created;
  const read = await c.send({ method: 'GET', path, purpose: 'read it' });
  judgeAnswered(c, TYPES, read, 200, `GET of a ${noun} that was created`);
  const shown = stringMember(read.resource, 'id');
  c.judge(TYPES, shown === id, () => wrongValue('id', id, shown, { what: `the id of a ${noun}` }));
  if (!c.session.plan.target.facts.others.some(({ endpoint }) => endpoint === type.endpoint)) return;
  const gone = await c.send({ method: 'DELETE', path, purpose: 'delete it' });
  if (!gone.ok) return;
  const after = await c.send({ method: 'GET', path, purpose: 'see that it is gone' });
  judgeAnswered(c, TYPES, after, 404, `GET of a deleted ${noun}`);
}
