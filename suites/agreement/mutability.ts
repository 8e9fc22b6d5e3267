import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  Created,
  Json,
  JsonObject,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  changedValue,
  describe,
  differences,
  InputRefused,
  judgeNone,
  member,
  patch,
  populationOf,
  put,
  readPath,
  returnedByDefault,
  sameJson,
  sameValue,
  wrongValue,
} from '../../kit/index.ts';
import { type Declared, isSingular, overDeclared, overPlaces, type Place } from './declared.ts';
import { probeValue } from './probe-value.ts';

const READ_ONLY: RequirementId = 'RFC7643-7-mutability-read-only';
const IMMUTABLE: RequirementId = 'RFC7643-7-immutable';
const SET: RequirementId = 'RFC7643-7-immutable-set';
const READ_WRITE: RequirementId = 'RFC7643-7-mutability-read-write';
const CASE_KEPT: RequirementId = 'RFC7643-7-case-exact-kept';

/** Who may write what: RFC 7643 §7, `mutability`, and `caseExact` of what is stored. */
export const mutability: readonly CheckEntry[] = [
  {
    name: 'read-only',
    title: 'No client changes an attribute that its schema declares readOnly',
    requirements: [READ_ONLY],
    run: (t) => overPlaces(t, 'readOnly', isReadOnly, readOnlyKept),
  },
  {
    name: 'immutable',
    title: 'An attribute that its schema declares immutable keeps the value it has',
    requirements: [IMMUTABLE, SET],
    run: (t) => overPlaces(t, 'immutable', isImmutable, immutableKept),
  },
  {
    name: 'read-write',
    title:
      'What a client sends for a readWrite attribute can be read again, letter by letter where it is caseExact',
    requirements: [READ_WRITE, CASE_KEPT],
    run: (t) => overDeclared(t, readWriteKept),
  },
];

/** The outermost attribute that is readOnly; a boolean tells nothing, and `$ref` is made from `value` everywhere. */
function isReadOnly({ definition, parent, path }: Place): boolean {
  if (definition.mutability !== 'readOnly' || definition.type === 'boolean') return false;
  return (
    definition === parent ||
    (parent.mutability !== 'readOnly' && !parent.multiValued && path.subAttribute !== '$ref')
  );
}

/** Writes all of them in every way; what was sent for them must be nowhere. */
async function readOnlyKept(
  { type, subject }: Declared,
  places: readonly Place[],
  t: CheckContext,
): Promise<void> {
  const managers = (await populationOf(t.session).users(1)).map(({ id }) => id);
  await t.forAll(
    subject.arbitrary({ managers }),
    async (resource, c) => {
      const marker = c.marker();
      const probe = (body: JsonObject): JsonObject =>
        places.reduce((b, p) => setPath(b, p.path, probeValue(p.definition, marker), p), body);
      const written: Complaint[] = [];
      const look = async (created: Created, method: string): Promise<void> => {
        written.push(...writtenIn(await c.read(created), type, places, marker, method));
      };
      const body = probe(subject.stamp(c, resource));
      const { created } = await c.post(type.endpoint, body, 'create with readOnly values');
      if (created !== null) await look(created, 'POST');
      const own = created ?? (await subject.create(c, resource, `create the ${subject.noun} without them`));
      await put(c, own, probe(await c.read(own)), 'send readOnly values');
      await look(own, 'PUT');
      if (t.session.facts.features.patch !== false) {
        for (const { text, definition } of places) {
          const value = probeValue(definition, marker);
          await patch(c, own, [{ op: 'replace', path: text, value }], `replace ${text}, which is readOnly`);
        }
        await look(own, 'PATCH');
      }
      judgeNone(c, READ_ONLY, written);
    },
    { runs: 1 },
  );
}

/** The readOnly attributes that hold what a client sent for them. */
function writtenIn(
  got: JsonObject,
  type: Declared['type'],
  places: readonly Place[],
  marker: string,
  method: string,
): readonly Complaint[] {
  return places.flatMap(({ text, path, definition }) => {
    const sent = probeValue({ ...definition, multiValued: false }, marker);
    const found = readPath(got, path, type).find((value) => sharesValue(value, sent));
    if (found === undefined) return [];
    return [
      wrongValue(text, undefined, found, {
        when: `after a ${method} with a value for it`,
        says: 'is what the client sent, although /Schemas declares it as readOnly',
        expected: 'the value of the service provider, or none',
      }),
    ];
  });
}

/** Whether a value, or one of its sub-attributes, is what the client sent. */
function sharesValue(value: Json, sent: Json): boolean {
  if (typeof sent !== 'object' || sent === null) return sameJson(value, sent);
  return Object.entries(sent).some(([name, part]) => sameJson(member(value, name), part));
}

function isImmutable(place: Place): boolean {
  const { definition, parent, path } = place;
  const isReference = parent.subAttributes?.some(({ name }) => name === '$ref') ?? false;
  return (
    definition.mutability === 'immutable' &&
    isSingular(place) &&
    definition.type !== 'complex' &&
    !isReference &&
    path.attribute !== '$ref'
  );
}

async function immutableKept(
  { type, subject, whole }: Declared,
  places: readonly Place[],
  t: CheckContext,
): Promise<void> {
  await t.forAll(
    whole.arbitrary(),
    async (resource, c) => {
      const sent = subject.stamp(c, resource);
      const created = await c.create(type.endpoint, sent, `create the ${subject.noun}`);
      const before = await c.read(created);
      const when = 'after a POST with a value for it';
      const says = 'is missing, although /Schemas declares it as immutable';
      const changed: Complaint[] = [];
      for (const place of places) {
        const { text, path, definition } = place;
        const [was, held] = [readPath(sent, path, type)[0], readPath(before, path, type)[0]];
        const isSet = was === undefined || held !== undefined || definition.returned === 'never';
        c.judge(SET, isSet, () => wrongValue(text, was, undefined, { when, says }));
        if (held !== undefined) changed.push(...(await changes(c, created, type, place, held)));
      }
      judgeNone(c, IMMUTABLE, changed);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Gives an immutable attribute another value, by PUT and by PATCH. */
async function changes(
  c: Case,
  created: Created,
  type: Declared['type'],
  place: Place,
  held: Json,
): Promise<readonly Complaint[]> {
  const { text, path, definition } = place;
  const found: Complaint[] = [];
  for (const method of c.session.facts.features.patch === false ? ['PUT'] : ['PUT', 'PATCH']) {
    const before = await c.read(created);
    const [was = held] = readPath(before, path, type);
    const value = typeof was === 'boolean' ? !was : probeValue(definition, c.marker());
    const purpose = `change ${text}, which is immutable`;
    const { status } =
      method === 'PUT'
        ? await put(c, created, setPath(before, path, value, place), purpose)
        : await patch(c, created, [{ op: 'replace', path: text, value }], purpose);
    const [after = null] = readPath(await c.read(created), path, type);
    if (sameValue(after, was, definition)) continue;
    const when = `after a ${method} of it that is answered with ${status}`;
    const says = 'is changed, although /Schemas declares it as immutable';
    found.push(changedValue(text, was, after, { when, says }));
  }
  return found;
}

const EXTERNAL_ID = 'externalId';

/** A provider may leave aside what it is sent (RFC 7644 §3.3), so a lost value only warns; another letter case does not. */
async function readWriteKept({ type, subject, whole }: Declared, t: CheckContext): Promise<void> {
  const { seed } = t.session.plan;
  const readable = subject.attributes.filter(returnedByDefault);
  await t.forAll(
    subject.arbitrary(),
    async (resource, c) => {
      const { sent, got } = await createWithMixedCase(c, subject, resource);
      const found = differences(sent, got, readable, type);
      const lost = found.filter(
        ({ kind, attribute: { definition, path } }) =>
          kind === 'lost' &&
          definition.mutability === 'readWrite' &&
          // Whether that one is kept is for common-attributes/external-id-as-given to say.
          path.attribute !== EXTERNAL_ID,
      );
      const of = `of a ${subject.noun}`;
      const says = 'is accepted and not there when it is read';
      judgeNone(
        c,
        READ_WRITE,
        lost.map(({ attribute: { text }, sent: was }) =>
          wrongValue(text, was, undefined, { what: `${text} ${of}`, says }),
        ),
      );
      const cased = found
        .filter(
          ({ attribute: { definition, path } }) => definition.caseExact && path.attribute !== EXTERNAL_ID,
        )
        .map((one) => [one.attribute.text, one.sent, one.got] as const);
      const recased = [...cased, [EXTERNAL_ID, sent[EXTERNAL_ID] ?? null, member(got, EXTERNAL_ID)] as const];
      judgeNone(
        c,
        CASE_KEPT,
        recased
          .filter(([, was, is]) => isRecased(was, is))
          .map(([text, was, is]) =>
            wrongValue(text, was, is, { what: `${text} ${of}, which is caseExact,` }),
          ),
      );
    },
    // With everything first, so that each attribute that is not kept is told.
    { runs: t.session.effort.costlyRuns, examples: fc.sample(whole.arbitrary(), { seed, numRuns: 1 }) },
  );
}

/** With an externalId of capital and small letters: every type has that attribute, and it is caseExact (RFC 7643 §3.1). */
async function createWithMixedCase(
  c: Case,
  subject: Subject,
  resource: JsonObject,
): Promise<{ readonly sent: JsonObject; readonly got: JsonObject }> {
  const { noun, type } = subject;
  const mixed = { ...subject.stamp(c, resource), externalId: `Ab${c.marker()}Yz` };
  const { created } = await c.post(type.endpoint, mixed, `create a ${noun}`);
  if (created !== null) return { sent: mixed, got: await c.read(created) };
  const sent = subject.stamp(c, resource);
  const { response, created: other } = await c.post(type.endpoint, sent, `create a ${noun}`);
  if (other === null)
    throw new InputRefused(`POST ${type.endpoint} answered ${describe(response)}`, response);
  return { sent, got: await c.read(other) };
}

function isRecased(sent: Json, got: Json | undefined): boolean {
  return (
    typeof sent === 'string' &&
    typeof got === 'string' &&
    sent !== got &&
    sent.toLowerCase() === got.toLowerCase()
  );
}
