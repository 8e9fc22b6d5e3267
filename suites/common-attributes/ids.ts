import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  JsonObject,
  Play,
  RequirementId,
  ResourceType,
  Subject,
} from '../../kit/index.ts';
import {
  adviseNone,
  answered,
  describe,
  eachPlay,
  eachSubject,
  isObject,
  isUnassigned,
  judgeAnswered,
  judgeCreated,
  member,
  put,
  removeNow,
  SetupFailure,
  stringMember,
  wrongValue,
} from '../../kit/index.ts';

const DEFINED: RequirementId = 'RFC7643-3.1-defined';
const ASSIGNED: RequirementId = 'RFC7643-3.1-assigned';
const COMMON: RequirementId = 'RFC7643-3-common-attributes';
const NOT_CLIENTS: RequirementId = 'RFC7643-3.1-id-not-client';
const PRECEDENCE: RequirementId = 'RFC7643-3.1-precedence';
const ID: RequirementId = 'RFC7643-3.1-id';
const IGNORED: RequirementId = 'RFC7644-3.1-put-ignored';

/** The id, which is the service provider's alone, and the other attributes that every resource has (RFC 7643 §3, §3.1). */
export const ids: readonly CheckEntry[] = [
  {
    name: 'defined-for-every-type',
    title: 'A resource of any type has an id and meta, with nothing but its own schema in schemas',
    requirements: [DEFINED, ASSIGNED, COMMON],
    run: (t) => eachPlay(t, DEFINED, definedForType),
  },
  {
    name: 'id-is-issued',
    title: 'An id that the client brings, and its meta, are ignored, whatever the schemas list',
    requirements: [NOT_CLIENTS, PRECEDENCE],
    run: (t) => overResources(t, idIsIssued),
  },
  {
    name: 'id-is-stable',
    title: 'The id stays the same when the resource is replaced, and no other resource ever has it',
    requirements: [ID, IGNORED],
    run: (t) => overResources(t, idIsStable),
  },
];

/** A property over resources of every kind that the target has, with what is required alone. */
function overResources(
  parent: CheckContext,
  judge: (c: Case, subject: Subject, resource: JsonObject) => Promise<void>,
): Promise<void> {
  return eachSubject(parent, (subject, t) =>
    t.forAll(subject.arbitrary({ required: 'only' }), (resource, c) => judge(c, subject, resource), {
      runs: t.session.effort.costlyRuns,
    }),
  );
}

async function definedForType({ c, shown, subject }: Play): Promise<void> {
  const of = `of a ${subject.noun}`;
  const meta = member(shown, 'meta');
  const expected = 'a value that the service provider assigned';
  const missing = ['resourceType', 'location', 'created', 'lastModified']
    .filter((name) => isObject(meta) && isUnassigned(member(meta, name)))
    .map((name) => {
      const what = `meta.${name} ${of}`;
      return wrongValue(`meta.${name}`, expected, undefined, { what, expected });
    });
  // That each part is assigned is stated in passing, and versions come on demand: no reason to fail a target.
  adviseNone(c, ASSIGNED, missing);
  const id = member(shown, 'id');
  c.judge(DEFINED, typeof id === 'string' && id !== '', () =>
    wrongValue('id', 'a text', id === '' ? undefined : id, {
      what: `the id ${of}`,
      expected: 'a non-empty string',
    }),
  );
  c.judge(COMMON, isObject(meta), () =>
    wrongValue('meta', {}, meta, { what: `meta ${of}`, expected: '"meta": {…}' }),
  );
}

const FOREIGN_META = {
  resourceType: 'Other',
  created: '2001-01-01T00:00:00Z',
  location: 'https://other.example.com/1',
};

async function idIsIssued(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const { noun, type } = subject;
  const id = `${c.marker()}-chosen`;
  const what = `a ${noun} that brings an id and meta`;
  const body = { ...subject.stamp(c, resource), id, meta: FOREIGN_META };
  const created = await judgeCreated(c, PRECEDENCE, type.endpoint, body, what);
  if (created === null) return;
  c.judge(NOT_CLIENTS, created.id !== id, () =>
    wrongValue('id', undefined, id, {
      what: `the id of a ${noun}`,
      says: 'is the one that the client chose',
      expected: 'an id issued by the service provider',
    }),
  );
  const time = stringMember(member(await c.read(created), 'meta'), 'created');
  c.judge(PRECEDENCE, time !== FOREIGN_META.created, () =>
    wrongValue('meta.created', undefined, time, {
      what: `meta.created of a ${noun}`,
      says: 'is what the client sent',
      expected: 'the time of its creation',
    }),
  );
}

async function idIsStable(c: Case, subject: Subject, resource: JsonObject): Promise<void> {
  const { noun, type } = subject;
  const body = subject.stamp(c, resource);
  const created = await c.create(type.endpoint, body, `create the ${noun}`);
  const { id, path } = created;
  await judgeReplaced(c, subject, created, body);
  const after = await c.send({ method: 'GET', path, purpose: 'read it under its id' });
  const when = 'after a PUT with another id in the body';
  judgeAnswered(c, ID, after, 200, `GET of the ${noun}`, { when });
  const shown = stringMember(after.resource, 'id');
  c.judge(ID, shown === id, () => wrongValue('id', id, shown, { what: `the id of a ${noun}`, when }));
  await removeNow(c, created);
  const { created: next } = await c.post(type.endpoint, subject.stamp(c, resource), 'create another one');
  if (next === null) throw new SetupFailure(`a second ${noun} was not created, so its id cannot be compared`);
  c.judge(ID, next.id !== id, () => ({
    deviation: 'repeated',
    what: `the id of a deleted ${noun}`,
    says: `is that of a new ${noun} as well`,
    attribute: 'id',
    wanted: 'an id that was never used before',
    got: id,
    hint: /^\d+$/.test(id) ? 'The id is the row’s number.' : undefined,
  }));
}

/**
 * The same PUT with its own id is the plain form, and where that is refused the one without readOnly values, with all else
 * that is shown. One that is not offered says nothing of the id.
 */
async function judgeReplaced(
  c: Case,
  { noun, type }: Subject,
  created: Created,
  body: JsonObject,
): Promise<void> {
  const shown = await c.read(created);
  const what = `a PUT with the readOnly values of a ${noun} in it`;
  const whole = { ...shown, ...body };
  const answer = await put(c, created, { ...whole, id: `${created.id}-other` }, what);
  if (answer.status === 405 || answer.status === 501) return;
  const own = answer.ok ? answer : await put(c, created, whole, 'replace it with its own id');
  const plain = own.ok
    ? own
    : await put(c, created, writable(whole, type), 'replace it without readOnly values');
  const another = `a PUT of a ${noun} with another id in it`;
  if (plain.ok) {
    c.judge(IGNORED, answer.ok, () => answered(own.ok ? another : what, answer, 200, { success: false }));
    return;
  }
  // What GET shows is refused whatever the id: what was created is left to try it with.
  const bare = await put(c, created, { ...body, id: `${created.id}-other` }, another);
  const control = bare.ok ? bare : await put(c, created, body, 'replace it without an id');
  if (!control.ok)
    throw new SetupFailure(
      `cannot judge: a PUT without readOnly values is answered with ${describe(control)}`,
      control,
    );
  c.judge(IGNORED, bare.ok, () => answered(another, bare, 200, { success: false }));
}

/** A representation without id, meta and what else the schema declares as readOnly. */
function writable(shown: JsonObject, { schema }: ResourceType): JsonObject {
  const readOnly = schema.attributes.filter(({ mutability }) => mutability === 'readOnly');
  const gone = new Set(['id', 'meta', ...readOnly.map(({ name }) => name.toLowerCase())]);
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !gone.has(name.toLowerCase())));
}
