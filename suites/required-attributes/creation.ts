import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  JsonObject,
  MappedAttribute,
  Subject,
} from '../../kit/index.ts';
import {
  describe,
  Failure,
  isObject,
  lastSegment,
  member,
  populationOf,
  resolveUri,
  SetupFailure,
  shown,
  stringMember,
  stripQuery,
  subjects,
  valueAt,
} from '../../kit/index.ts';

/** Creation: any resource the table allows comes into being, and the answer says so properly. */
export const creation: readonly CheckEntry[] = [
  {
    name: 'creates-any-valid-resource',
    title: 'Any resource that matches the attribute table is created and answered with 201',
    requirements: ['RFC7644-3.3-created', 'APP-attribute'],
    run: (t) => forEachSubject(t, createsAny),
  },
  {
    name: 'creates-with-required-only',
    title: 'A resource with nothing but the required attributes is created',
    requirements: ['APP-optional'],
    run: (parent) =>
      forEachSubject(parent, (subject, t) =>
        t.forAll(
          subject.arbitrary({ required: 'only' }),
          async (resource, c) => {
            const { response } = await c.post(
              subject.type.endpoint,
              subject.stamp(c, resource),
              `create the ${subject.noun}`,
            );
            c.judge('APP-optional', response.status < 300, () => ({
              message: `a ${subject.noun} with the documented required attributes alone is refused: ${describe(response)}`,
              expected: '201',
              actual: describe(response),
              hint: 'The endpoint requires an attribute that the attribute table does not mark as required.',
            }));
          },
          { runs: t.session.effort.costlyRuns },
        ),
      ),
  },
  {
    name: 'location',
    title: 'A creation tells the URI of the new resource in the Location header and in meta.location',
    requirements: ['RFC7644-3.3-location'],
    run: (t) => afterCreation(t, judgeLocation),
  },
  {
    name: 'representation',
    title: 'A creation answers with the resource: its id, schemas and meta.resourceType',
    requirements: [
      'RFC7643-3.1-id',
      'RFC7643-3-schemas',
      'RFC7644-3.3.1-resource-type',
      'RFC7644-3.3-representation',
      'RFC7643-3.1-date-time',
      'E-064',
    ],
    run: (t) => afterCreation(t, judgeRepresentation),
  },
  {
    name: 'read-only-ignored',
    title: 'id and meta in a creation request are ignored',
    requirements: ['RFC7644-3.3-read-only-ignored', 'RFC7643-3.1-meta-ignored'],
    run: (t) => forEachSubject(t, ignoresReadOnly),
  },
];

/** Runs the property for users and then for groups, so that one does not hide the other. */
export function forEachSubject(
  t: CheckContext,
  body: (subject: Subject, t: CheckContext) => Promise<void>,
): Promise<void> {
  return t.forEach(subjects(t.session), body);
}

async function createsAny(subject: Subject, t: CheckContext): Promise<void> {
  const managers = await managerIds(t, subject);
  const assigned = (resource: JsonObject): MappedAttribute[] =>
    subject.attributes.filter((attribute) => valueAt(resource, attribute, subject.type) !== undefined);
  try {
    await t.forAll(subject.arbitrary({ managers }), async (resource, c) => {
      const body = subject.stamp(c, resource);
      const { response } = await c.post(subject.type.endpoint, body, `create the ${subject.noun}`);
      judgeCreated(c, response, subject);
      for (const attribute of assigned(body)) t.session.measure(attribute, 'create', 'pass');
    });
  } catch (error) {
    const culprit = error instanceof Failure ? error.counterexample?.value : undefined;
    if (isObject(culprit)) {
      for (const attribute of assigned(culprit))
        if (!attribute.required) t.session.measure(attribute, 'create', 'fail');
    }
    throw error;
  }
}

function judgeCreated(c: Case, response: Answer, subject: Subject): void {
  const refused = response.status >= 400 && response.status < 500;
  c.judge('APP-attribute', !refused, () => ({
    message: `a valid ${subject.noun} is refused: ${describe(response)}`,
    expected: '201',
    actual: describe(response),
    hint: 'If the target demands more of a value than the table says (an e-mail address as userName, say), tell it under "constraints" in the configuration.',
  }));
  c.judge('RFC7644-3.3-created', response.status === 201, () => ({
    message: `creating a ${subject.noun} is answered with ${describe(response)} instead of 201`,
    expected: '201',
    actual: describe(response),
  }));
}

/** A property over creations that succeeded: judges the answer. */
function afterCreation(
  parent: CheckContext,
  judge: (c: Case, response: Answer, subject: Subject) => Promise<void>,
): Promise<void> {
  return forEachSubject(parent, (subject, t) =>
    t.forAll(
      subject.arbitrary(),
      async (resource, c) => {
        const body = subject.stamp(c, resource);
        const { response } = await c.post(subject.type.endpoint, body, `create the ${subject.noun}`);
        setupCreated(response, subject);
        await judge(c, response, subject);
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

async function judgeLocation(c: Case, response: Answer, subject: Subject): Promise<void> {
  const header = response.headers.location;
  c.judge('RFC7644-3.3-location', header !== undefined && header !== '', () => ({
    message: `creating a ${subject.noun} is answered without a Location header`,
    expected: `Location: …${subject.type.endpoint}/{id}`,
    actual: 'no Location header',
  }));
  const id = stringMember(response.body, 'id');
  const base = `${stripQuery(c.session.plan.target.url)}/`;
  const own = resolveUri(header ?? '', base);
  c.judge('RFC7644-3.3-location', own !== null && (id === undefined || lastSegment(own) === id), () => ({
    message: `the Location header does not lead to the new ${subject.noun}`,
    expected: `a URI that ends in the id ${shown(id)}`,
    actual: `Location: ${header}`,
  }));
  if (!isObject(response.body)) return;
  const location = stringMember(member(response.body, 'meta'), 'location');
  c.judge(
    'RFC7644-3.3-location',
    location !== undefined && resolveUri(location, base)?.href === own?.href,
    () => ({
      message:
        location === undefined
          ? `the new ${subject.noun} has no meta.location`
          : 'meta.location differs from the Location header',
      expected: `"meta": {"location": "${header}"}`,
      actual: location === undefined ? 'no meta.location' : `"meta": {"location": "${location}"}`,
    }),
  );
}

async function judgeRepresentation(c: Case, response: Answer, subject: Subject): Promise<void> {
  c.judge('RFC7644-3.3-representation', isObject(response.body), () => ({
    message: `creating a ${subject.noun} is answered without the resource`,
    expected: 'the representation of the new resource',
    actual: response.text === '' ? 'an empty body' : shown(response.text),
  }));
  c.judge('E-064', isObject(response.body), () => ({
    message: `creating a ${subject.noun} is answered without the resource, so the provisioning service does not learn its id`,
    expected: `201 with the ${subject.noun} and its id`,
    actual: response.text === '' ? 'an empty body' : shown(response.text),
    hint: 'RFC 7644 only recommends the body; Entra takes the id from it.',
  }));
  if (isObject(response.body)) judgeCommonAttributes(c, response.body, subject);
}

/** Judges id, schemas and meta of any representation (RFC 7643 §3, §3.1). */
export function judgeCommonAttributes(c: Case, resource: JsonObject, subject: Subject): void {
  const id = member(resource, 'id');
  c.judge('RFC7643-3.1-id', typeof id === 'string' && id !== '', () => ({
    message: `the ${subject.noun} comes without a proper id`,
    expected: 'a non-empty string',
    actual: `"id": ${shown(id)}`,
  }));
  const schemas = member(resource, 'schemas');
  const urn = subject.type.schema.id;
  const listed =
    Array.isArray(schemas) &&
    schemas.some((s) => typeof s === 'string' && s.toLowerCase() === urn.toLowerCase());
  c.judge('RFC7643-3-schemas', listed, () => ({
    message: `the schemas of the ${subject.noun} do not list its core schema`,
    expected: `"schemas" with ${urn}`,
    actual: `"schemas": ${shown(schemas)}`,
  }));
  const meta = member(resource, 'meta');
  const resourceType = member(meta, 'resourceType');
  c.judge('RFC7644-3.3.1-resource-type', resourceType === subject.type.name, () => ({
    message: `meta.resourceType of the ${subject.noun} is ${shown(resourceType)}`,
    expected: `"${subject.type.name}"`,
    actual: shown(resourceType),
  }));
  for (const name of ['created', 'lastModified']) {
    const value = member(meta, name);
    const proper = value === undefined || value === null || isDateTime(value);
    c.judge('RFC7643-3.1-date-time', proper, () => ({
      message: `meta.${name} of the ${subject.noun} is no DateTime`,
      expected: 'an xsd:dateTime such as "2008-01-23T04:56:22Z"',
      actual: `"meta.${name}": ${shown(value)}`,
    }));
  }
}

/** Whether a value is an xsd:dateTime with date and time (RFC 7643 §2.3.5); the time zone is optional there. */
function isDateTime(value: unknown): boolean {
  return (
    typeof value === 'string' && /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(value)
  );
}

async function ignoresReadOnly(subject: Subject, t: CheckContext): Promise<void> {
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const foreign = `${c.marker()}-chosen-by-client`;
      const meta = {
        resourceType: 'Other',
        created: '2001-01-01T00:00:00Z',
        location: 'https://other.example.com/1',
      };
      const body = { ...subject.stamp(c, resource), id: foreign, meta };
      const { response, created } = await c.post(
        subject.type.endpoint,
        body,
        `create the ${subject.noun} with id and meta`,
      );
      c.judge('RFC7644-3.3-read-only-ignored', created !== null, () => ({
        message: `a ${subject.noun} that brings an id and meta is refused instead of having them ignored: ${describe(response)}`,
        expected: '201',
        actual: describe(response),
      }));
      if (created === null) return;
      c.judge('RFC7644-3.3-read-only-ignored', created.id !== foreign, () => ({
        message: `the ${subject.noun} took the id that the client chose`,
        expected: 'an id issued by the service provider',
        actual: `"id": "${created.id}"`,
      }));
      const stored = await c.read(created);
      const storedType = member(member(stored, 'meta'), 'resourceType');
      c.judge('RFC7643-3.1-meta-ignored', storedType !== 'Other', () => ({
        message: `the ${subject.noun} took meta.resourceType from the client`,
        expected: `"${subject.type.name}"`,
        actual: shown(storedType),
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Ids that a generated user may name as his manager: one user of the population, if the table has `manager`. */
export async function managerIds(t: CheckContext, subject: Subject): Promise<readonly string[]> {
  const needed = subject.attributes.some((attribute) => attribute.path.attribute === 'manager');
  return needed ? (await populationOf(t.session).users(2)).map((user) => user.id) : [];
}

/** @throws SetupFailure when the creation that an answer is judged for did not succeed */
function setupCreated(response: Answer, subject: Subject): void {
  if (response.status < 200 || response.status > 299) {
    throw new SetupFailure(
      `creating a ${subject.noun} is answered with ${describe(response)}, so its answer cannot be judged`,
    );
  }
}
