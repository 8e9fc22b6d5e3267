import type { Case, CheckContext, CheckEntry, JsonObject, Subject } from '../../kit/index.ts';
import {
  describe,
  eachSubject,
  isObject,
  member,
  putIfOffered,
  removeNow,
  SetupFailure,
  shown,
  stringMember,
} from '../../kit/index.ts';

/** The id, which is the service provider's alone, and the other attributes that every resource has (RFC 7643 §3, §3.1). */
export const ids: readonly CheckEntry[] = [
  {
    name: 'defined-for-every-type',
    title: 'A resource of any type has an id and meta, with nothing but its own schema in schemas',
    requirements: ['RFC7643-3.1-defined', 'RFC7643-3.1-assigned', 'RFC7643-3-common-attributes'],
    run: (t) => overSubjects(t, definedForType),
  },
  {
    name: 'id-is-issued',
    title: 'An id that the client brings, and its meta, are ignored, whatever the schemas list',
    requirements: ['RFC7643-3.1-id-not-client', 'RFC7643-3.1-precedence'],
    run: (t) => overSubjects(t, idIsIssued),
  },
  {
    name: 'id-is-stable',
    title: 'The id stays the same when the resource is replaced, and no other resource ever has it',
    requirements: ['RFC7643-3.1-id', 'RFC7644-3.1-put-ignored'],
    run: (t) => overSubjects(t, idIsStable),
  },
];

/** A property over the resources of every type the target has. */
export function overSubjects(
  parent: CheckContext,
  judge: (c: Case, subject: Subject, resource: JsonObject) => Promise<void>,
): Promise<void> {
  return eachSubject(parent, (subject, t) =>
    t.forAll(subject.arbitrary({ required: 'only' }), (resource, c) => judge(c, subject, resource), {
      runs: t.session.effort.costlyRuns,
    }),
  );
}

async function definedForType(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const created = await subject.create(c, resource);
  const got = await c.read(created);
  const id = member(got, 'id');
  c.judge('RFC7643-3.1-defined', typeof id === 'string' && id !== '', () => ({
    message: `a ${subject.noun} has no id`,
    expected: 'a non-empty string',
    actual: shown(id),
  }));
  const meta = member(got, 'meta');
  c.judge('RFC7643-3-common-attributes', isObject(meta), () => ({
    message: `a ${subject.noun} has no meta`,
    expected: '"meta": {…}',
    actual: shown(meta),
  }));
  for (const name of ['resourceType', 'location', 'created', 'lastModified']) {
    // That each part is assigned is stated in passing, and versions come on demand: no reason to fail a target.
    c.advise('RFC7643-3.1-assigned', member(meta, name) !== undefined, () => ({
      message: `a ${subject.noun} has no meta.${name}`,
      expected: 'a value that the service provider assigned',
      actual: shown(meta),
    }));
  }
}

const FOREIGN_META = {
  resourceType: 'Other',
  created: '2001-01-01T00:00:00Z',
  location: 'https://other.example.com/1',
};

async function idIsIssued(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const foreign = `${c.marker()}-chosen`;
  const body = { ...subject.stamp(c, resource), id: foreign, meta: FOREIGN_META };
  const { response, created } = await c.post(
    subject.type.endpoint,
    body,
    `create the ${subject.noun} with an id`,
  );
  c.judge('RFC7643-3.1-precedence', created !== null, () => ({
    message: `a ${subject.noun} that brings an id and meta is answered with ${describe(response)}`,
    expected: '201: both are readOnly, so they are ignored',
    actual: describe(response),
  }));
  if (created === null) return;
  c.judge('RFC7643-3.1-id-not-client', created.id !== foreign, () => ({
    message: `a ${subject.noun} takes the id that the client chose`,
    expected: 'an id issued by the service provider',
    actual: shown(created.id),
  }));
  const meta = member(await c.read(created), 'meta');
  c.judge('RFC7643-3.1-precedence', stringMember(meta, 'created') !== FOREIGN_META.created, () => ({
    message: `a ${subject.noun} takes meta.created from the client`,
    expected: 'the time of its creation',
    actual: shown(meta),
  }));
}

async function idIsStable(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const { noun } = subject;
  const created = await subject.create(c, resource);
  const before = await c.read(created);
  const body = { ...before, ...created.sent, id: `${created.id}-other` };
  const response = await putIfOffered(c, created, body, 'replace it, with another id in the body');
  c.judge('RFC7644-3.1-put-ignored', response.status < 300, () => ({
    message: `a PUT with the readOnly values of a ${noun} in it is answered with ${describe(response)}`,
    expected: '200: readOnly values are ignored',
    actual: describe(response),
  }));
  const after = await c.send({ method: 'GET', path: created.path, purpose: 'read it under its id' });
  c.judge('RFC7643-3.1-id', member(after.body, 'id') === created.id, () => ({
    message: `a ${noun} does not keep its id when it is replaced`,
    expected: `"id": ${shown(created.id)}`,
    actual: after.status === 200 ? `"id": ${shown(member(after.body, 'id'))}` : describe(after),
  }));
  await removeNow(c, created);
  const { created: next } = await c.post(
    subject.type.endpoint,
    subject.stamp(c, resource),
    'create another one',
  );
  if (next === null) throw new SetupFailure(`a second ${noun} was not created, so its id cannot be compared`);
  c.judge('RFC7643-3.1-id', next.id !== created.id, () => ({
    message: `a new ${noun} gets the id of a deleted one`,
    expected: 'an id that was never used before',
    actual: shown(next.id),
    hint: 'The id is the row’s number, or is made from values of the resource.',
  }));
}
