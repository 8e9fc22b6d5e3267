import { setPath } from '../../generators/build.ts';
import type { Case, CheckContext, CheckEntry, Created, JsonObject, Subject } from '../../kit/index.ts';
import {
  differences,
  member,
  patch,
  populationOf,
  readPath,
  returnedByDefault,
  sameJson,
  sameValue,
  shown,
} from '../../kit/index.ts';
import { type Declared, isSingular, overDeclared, overPlaces, type Place } from './declared.ts';
import { probeValue } from './probe-value.ts';

/** Who may write what: RFC 7643 §7, `mutability`, and `caseExact` of what is stored. */
export const mutability: readonly CheckEntry[] = [
  {
    name: 'read-only',
    title: 'No client changes an attribute that its schema declares readOnly',
    requirements: ['RFC7643-7-mutability-read-only'],
    run: (t) => overPlaces(t, 'readOnly', isReadOnly, readOnlyKept),
  },
  {
    name: 'immutable',
    title: 'An attribute that its schema declares immutable keeps the value it has',
    requirements: ['RFC7643-7-immutable', 'RFC7643-7-immutable-set'],
    run: (t) => overPlaces(t, 'immutable', isImmutable, immutableKept),
  },
  {
    name: 'read-write',
    title:
      'What a client sends for a readWrite attribute can be read again, letter by letter where it is caseExact',
    requirements: ['RFC7643-7-mutability-read-write', 'RFC7643-7-case-exact-kept'],
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
      const stamped = subject.stamp(c, resource);
      const { created } = await c.post(type.endpoint, probe(stamped), 'create with readOnly values');
      if (created !== null) await judgeUntouched(c, created, type, places, marker, 'POST');
      const own =
        created ?? (await c.create(type.endpoint, subject.stamp(c, resource), 'create without them'));
      const body = probe(await c.read(own));
      await c.send({ method: 'PUT', path: own.path, body, purpose: 'send readOnly values' });
      await judgeUntouched(c, own, type, places, marker, 'PUT');
      if (t.session.facts.features.patch === false) return;
      for (const { text, definition } of places) {
        const value = probeValue(definition, marker);
        await patch(c, own, [{ op: 'replace', path: text, value }], `replace ${text}, which is readOnly`);
      }
      await judgeUntouched(c, own, type, places, marker, 'PATCH');
    },
    { runs: 1 },
  );
}

async function judgeUntouched(
  c: Case,
  created: Created,
  type: Declared['type'],
  places: readonly Place[],
  marker: string,
  method: string,
): Promise<void> {
  const got = await c.read(created);
  for (const { text, path, definition } of places) {
    const sent = probeValue({ ...definition, multiValued: false }, marker);
    const found = readPath(got, path, type).find((value) => sharesValue(value, sent));
    c.judge('RFC7643-7-mutability-read-only', found === undefined, () => ({
      message: `/Schemas declares ${text} as readOnly, and ${method} changes it`,
      expected: 'the value of the service provider, or none',
      actual: shown(found),
      hint: 'What a client sends for a readOnly attribute is left aside (RFC 7644 §3.3, §3.5.1).',
    }));
  }
}

/** Whether a value, or one of its sub-attributes, is what the client sent. */
function sharesValue(value: JsonObject[string], sent: JsonObject[string]): boolean {
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
      const created = await subject.create(c, resource);
      const before = await c.read(created);
      for (const place of places) {
        const { text, path, definition } = place;
        const sent = readPath(created.sent, path, type).length > 0;
        const [held] = readPath(before, path, type);
        c.judge(
          'RFC7643-7-immutable-set',
          !sent || held !== undefined || definition.returned === 'never',
          () => ({
            message: `/Schemas declares ${text} as immutable, and POST does not set it`,
            expected: 'the value that was sent',
            actual: 'no value',
          }),
        );
        if (held === undefined) continue;
        const other = typeof held === 'boolean' ? !held : probeValue(definition, c.marker());
        const body = setPath(before, path, other, place);
        await c.send({
          method: 'PUT',
          path: created.path,
          body,
          purpose: `change ${text}, which is immutable`,
        });
        await judgeKept(c, created, type, place, held, 'PUT');
        if (t.session.facts.features.patch === false) continue;
        const operation = { op: 'replace', path: text, value: other };
        await patch(c, created, [operation], `replace ${text}, which is immutable`);
        await judgeKept(c, created, type, place, held, 'PATCH');
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function judgeKept(
  c: Case,
  created: Created,
  type: Declared['type'],
  { text, path, definition }: Place,
  held: JsonObject[string],
  method: string,
): Promise<void> {
  const [after = null] = readPath(await c.read(created), path, type);
  c.judge('RFC7643-7-immutable', sameValue(after, held, definition), () => ({
    message: `/Schemas declares ${text} as immutable, and ${method} changes it`,
    expected: shown(held),
    actual: shown(after),
    hint: 'Another value for an immutable attribute is refused with 400 and scimType mutability.',
  }));
}

/** A provider may leave aside what it is sent (RFC 7644 §3.3), so a lost value only warns; another letter case does not. */
async function readWriteKept({ type, subject }: Declared, t: CheckContext): Promise<void> {
  const readable = subject.attributes.filter(returnedByDefault);
  await t.forAll(
    subject.arbitrary(),
    async (resource, c) => {
      const created = await createWithMixedCase(c, subject, resource);
      const got = await c.read(created);
      const found = differences(created.sent, got, readable, type);
      const lost = found.filter(
        ({ kind, attribute }) => kind === 'lost' && attribute.definition.mutability === 'readWrite',
      );
      c.judge('RFC7643-7-mutability-read-write', lost.length === 0, () => ({
        message: `${lost.map(({ attribute }) => attribute.text).join(', ')} of a ${subject.noun} is accepted and not there when read`,
        expected: shown(lost[0]?.sent),
        actual: 'no value',
        hint: 'An attribute that is not kept should not be in /Schemas, or be refused.',
      }));
      judgeExternalId(c, created.sent, got);
      const recased = found.find(
        ({ attribute: { definition }, sent, got }) => definition.caseExact && isRecased(sent, got),
      );
      c.judge('RFC7643-7-case-exact-kept', recased === undefined, () => ({
        message: `${recased?.attribute.text} is caseExact, and its letter case is altered`,
        expected: shown(recased?.sent),
        actual: shown(recased?.got),
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** With an externalId of capital and small letters: every type has that attribute, and it is caseExact (RFC 7643 §3.1). */
async function createWithMixedCase(c: Case, subject: Subject, resource: JsonObject): Promise<Created> {
  const stamped = subject.stamp(c, resource);
  const body = { ...stamped, externalId: `Ab${c.marker()}Yz` };
  const { created } = await c.post(subject.type.endpoint, body, `create a ${subject.noun}`);
  return created ?? subject.create(c, resource);
}

function judgeExternalId(c: Case, { externalId: sent = null }: JsonObject, got: JsonObject): void {
  const held = member(got, 'externalId');
  c.judge('RFC7643-7-case-exact-kept', !isRecased(sent, held), () => ({
    message: 'externalId is caseExact, and its letter case is altered',
    expected: shown(sent),
    actual: shown(held),
  }));
}

function isRecased(sent: JsonObject[string], got: JsonObject[string] | undefined): boolean {
  return (
    typeof sent === 'string' &&
    typeof got === 'string' &&
    sent !== got &&
    sent.toLowerCase() === got.toLowerCase()
  );
}
