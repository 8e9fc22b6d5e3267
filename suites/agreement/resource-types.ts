import type { Case, CheckContext, CheckEntry, JsonObject } from '../../kit/index.ts';
import { describe, isObject, member, NotOffered, shown, stringMember } from '../../kit/index.ts';
import { RESOURCE_TYPES, readListed, SCHEMAS } from '../discovery/documents.ts';
import { type Declared, overDeclared, specimenOf } from './declared.ts';

/** Resources against their types: RFC 7643 §6, §7. */
export const resourceTypes: readonly CheckEntry[] = [
  {
    name: 'schemas-known',
    title: 'Every URI in the schemas of a resource is that of a schema in /Schemas',
    requirements: ['RFC7643-7-every-schema'],
    run: (t) => overDeclared(t, schemasKnown),
  },
  {
    name: 'type-named',
    title: 'meta.resourceType of a resource is the name of its type in /ResourceTypes',
    requirements: ['RFC7643-6-name-specified'],
    run: (t) => overDeclared(t, typeNamed),
  },
  {
    name: 'extensions',
    title: 'A resource carries the extensions that its type requires, and does without the others',
    requirements: ['RFC7643-6-extension-required', 'RFC7643-6-extension-omitted'],
    run: extensions,
  },
  {
    name: 'own-types',
    title: 'A resource of a type of the target’s own is there once created, and gone once deleted',
    requirements: ['RFC7644-4-resource-types'],
    run: ownTypes,
  },
];

async function schemasKnown(declared: Declared, t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const known = (await readListed(c, SCHEMAS)).map((schema) => stringMember(schema, 'id')?.toLowerCase());
    const { created } = await specimenOf(t.session, declared);
    const urns = member(await c.read(created), 'schemas');
    for (const urn of Array.isArray(urns) ? urns : []) {
      // No sentence forbids a schema that is not published: a warning for whoever relies on /Schemas.
      c.advise('RFC7643-7-every-schema', known.includes(String(urn).toLowerCase()), () => ({
        message: `a ${declared.subject.noun} names the schema ${shown(urn)}, which ${SCHEMAS} does not list`,
        expected: `one of ${known.join(', ')}`,
        actual: shown(urn),
      }));
    }
    c.judge('RFC7643-7-every-schema', Array.isArray(urns) && urns.length > 0, () => ({
      message: `a ${declared.subject.noun} has no schemas`,
      expected: 'the URIs of its schemas',
      actual: shown(urns),
    }));
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
    c.judge('RFC7643-6-name-specified', agrees, () => ({
      message: `meta.resourceType of a ${declared.subject.noun} is not the name of its type`,
      expected: `${shown(name)}, as in ${RESOURCE_TYPES}`,
      actual: shown(named),
    }));
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
      const extensions = member(await resourceTypeOf(c, declared), 'schemaExtensions');
      for (const extension of Array.isArray(extensions) ? extensions : []) {
        const urn = stringMember(extension, 'schema') ?? '';
        await judgeExtension(c, declared, resource, urn, member(extension, 'required') === true);
      }
    },
    { runs: 1 },
  );
}

async function judgeExtension(
  c: Case,
  { subject, type }: Declared,
  resource: JsonObject,
  urn: string,
  required: boolean,
): Promise<void> {
  // What the application requires there is none of the extension's business.
  const needed = subject.attributes.some((attribute) => attribute.required && attribute.path.urn === urn);
  if (needed && !required) return;
  const body = withoutExtension(subject.stamp(c, resource), urn);
  const purpose = `create a ${subject.noun} without the extension`;
  const { response, created } = await c.post(type.endpoint, body, purpose);
  if (!required) {
    c.judge('RFC7643-6-extension-omitted', created !== null, () => ({
      message: `a ${subject.noun} without the optional extension ${urn} is answered with ${describe(response)}`,
      expected: '201',
      actual: describe(response),
    }));
    return;
  }
  const carried = created === null || isObject(member(await c.read(created), urn));
  c.judge('RFC7643-6-extension-required', carried, () => ({
    message: `${RESOURCE_TYPES} says that every ${subject.noun} has the extension ${urn}, and one without it is created`,
    expected: '400, or the extension in the resource',
    actual: describe(response),
  }));
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

async function ownTypes(t: CheckContext): Promise<void> {
  const own = t.session.plan.target.facts.others.map(({ endpoint }) => endpoint);
  await overDeclared(t, async ({ type, subject }, each) => {
    await each.forAll(
      subject.arbitrary({ required: 'only' }),
      async (resource, c) => {
        const created = await subject.create(c, resource);
        const read = await c.send({ method: 'GET', path: created.path, purpose: 'read it' });
        c.judge('RFC7644-4-resource-types', member(read.body, 'id') === created.id, () => ({
          message: `a ${subject.noun} that was created is answered with ${describe(read)}`,
          expected: '200 with the resource',
          actual: describe(read),
        }));
        if (!own.includes(type.endpoint)) return;
        const gone = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
        if (gone.status >= 400) return;
        const { status } = await c.send({
          method: 'GET',
          path: created.path,
          purpose: 'see that it is gone',
        });
        c.judge('RFC7644-4-resource-types', status === 404, () => ({
          message: `a deleted ${subject.noun} is answered with ${status}`,
          expected: '404',
          actual: String(status),
        }));
      },
      { runs: 1 },
    );
  });
}
