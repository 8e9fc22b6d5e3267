import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  Created,
  Difference,
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

/** Writes all of them in every way, each with a marker of its own; what was sent for them must be nowhere. */
async function readOnlyKept(
  { type, subject }: Declared,
  places: readonly Place[],
  t: CheckContext,
): Promise<void> {
  const managers = (await populationOf(t.session).users(1)).map(({ id }) => id);
  const probe = (body: JsonObject, marker: string): JsonObject =>
    places.reduce((b, p) => setPath(b, p.path, probeValue(p.definition, marker), p), body);
  await t.forAll(
    subject.arbitrary({ managers }),
    async (resource, c) => {
      const [posted, replaced, patched] = [c.marker(), c.marker(), c.marker()];
      const written = async (created: Created, method: string, marker: string) => {
        const got = await c.read(created);
        const exchange = c.exchanges.at(-1);
        const answer = exchange && { exchange };
        return writtenIn(got, type, places, marker, method).map((complaint) => ({ ...complaint, answer }));
      };
      const body = probe(subject.stamp(c, resource), posted);
      const { created } = await c.post(type.endpoint, body, 'create with readOnly values');
      const byPost = created === null ? [] : await written(created, 'POST', posted);
      const own = created ?? (await subject.create(c, resource, `create the ${subject.noun} without them`));
      await put(c, own, probe(await c.read(own), replaced), 'send readOnly values');
      const byPut = await written(own, 'PUT', replaced);
      for (const { text, definition } of t.session.facts.features.patch === false ? [] : places) {
        const value = probeValue(definition, patched);
        await patch(c, own, [{ op: 'replace', path: text, value }], `replace ${text}, which is readOnly`);
      }
      const byPatch = await written(own, 'PATCH', patched);
      judgeNone(c, READ_ONLY, [...byPost, ...byPut, ...byPatch]);
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
      judgeNone(c, READ_WRITE, lostIn(found, subject));
      judgeNone(c, CASE_KEPT, recasedIn(found, sent, got, subject));
    },
    // With everything first, so that each attribute that is not kept is told.
    { runs: t.session.effort.costlyRuns, examples: fc.sample(whole.arbitrary(), { seed, numRuns: 1 }) },
  );
}

function lostIn(found: readonly Difference[], { noun }: Subject): readonly Complaint[] {
  const says = 'is accepted and not there when it is read';
  return (
    found
      .filter(({ kind, attribute }) => kind === 'lost' && attribute.definition.mutability === 'readWrite')
      // Whether that one is kept is for common-attributes/external-id-as-given to say.
      .filter(({ attribute: { path } }) => path.attribute !== EXTERNAL_ID)
      .map(({ attribute: { text }, sent }) =>
        wrongValue(text, sent, undefined, { what: `${text} of a ${noun}`, says }),
      )
  );
}

/** Every type has an externalId, and it is caseExact (RFC 7643 §3.1), whether a table has it or not. */
function recasedIn(
  found: readonly Difference[],
  sent: JsonObject,
  got: JsonObject,
  { noun }: Subject,
): readonly Complaint[] {
  const cased = found
    .filter(({ attribute: { definition, path } }) => definition.caseExact && path.attribute !== EXTERNAL_ID)
    .map((one) => [one.attribute.text, one.sent, one.got] as const);
  return [...cased, [EXTERNAL_ID, sent[EXTERNAL_ID] ?? null, member(got, EXTERNAL_ID)] as const]
    .filter(([, was, is]) => isRecased(was, is))
    .map(([text, was, is]) =>
      wrongValue(text, was, is, { what: `${text} of a ${noun}, which is caseExact,` }),
    );
}

/** With an externalId of capital and small letters. */
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
