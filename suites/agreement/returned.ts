import { setPath } from '../../generators/build.ts';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Complaint,
  Created,
  Json,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import { eq, isObject, judgeNone, member, NotOffered, readPath, wrongValue } from '../../kit/index.ts';
import {
  type Declared,
  nameOf,
  overDeclared,
  overPlaces,
  type Place,
  placesOf,
  specimenOf,
} from './declared.ts';
import { probeValue } from './probe-value.ts';

const NEVER: RequirementId = 'RFC7643-7-returned-never';
const WRITE_ONLY: RequirementId = 'RFC7643-7-write-only';
const WRITABLE: RequirementId = 'RFC7643-7-write-only-set';
const ALWAYS: RequirementId = 'RFC7643-7-returned-always';
const REQUESTED: RequirementId = 'RFC7643-7-returned-request';
const DEFAULT: RequirementId = 'RFC7643-7-returned-default';

/** What comes back: RFC 7643 §7, `returned` and the mutability `writeOnly`. */
export const returned: readonly CheckEntry[] = [
  {
    name: 'never-returned',
    title: 'What is returned never, or is writeOnly, is in no answer, even when asked for',
    requirements: [NEVER, WRITE_ONLY, WRITABLE],
    run: (t) => overPlaces(t, 'never returned', isHidden, hiddenKept),
  },
  {
    name: 'always-returned',
    title: 'What is returned always comes back whatever a query asks for',
    requirements: [ALWAYS],
    run: (t) => overDeclared(t, alwaysThere),
  },
  {
    name: 'returned-on-request',
    title: 'What is returned on request is in the answer to a query that names it, and in no other',
    requirements: [REQUESTED],
    run: (t) => overPlaces(t, 'returned on request', isOnRequest, requestedOnly),
  },
  {
    name: 'returned-by-default',
    title: 'What is returned by default is left out when a query names other attributes',
    requirements: [DEFAULT],
    run: (t) => overDeclared(t, leftOut),
  },
];

const isHidden = ({ definition }: Place): boolean =>
  definition.mutability !== 'readOnly' &&
  (definition.returned === 'never' || definition.mutability === 'writeOnly');

const isOnRequest = ({ definition, path }: Place): boolean =>
  definition.returned === 'request' && definition.mutability !== 'writeOnly' && path.subAttribute === null;

/** A password that meets the usual rules; of other attributes a value of their type. */
const secretFor = ({ definition }: Place, marker: string): Json =>
  definition.type === 'string' && !definition.multiValued
    ? `Aa1!-${marker}-zZ9`
    : probeValue(definition, marker);

async function hiddenKept(declared: Declared, places: readonly Place[], t: CheckContext): Promise<void> {
  const { subject, type } = declared;
  await t.forEach(places, (place, own) =>
    own.forAll(
      subject.arbitrary({ required: 'only' }),
      async (resource, c) => {
        const secret = secretFor(place, c.marker());
        const body = setPath(subject.stamp(c, resource), place.path, secret, place);
        const { response, created } = await c.post(type.endpoint, body, `create with ${place.text}`);
        // Which values are good enough is the target's own choice (RFC 7643 §4.1.1).
        c.judge(WRITABLE, response.status < 500, () => ({
          deviation: 'answered',
          what: `a ${subject.noun} with ${place.text}`,
          attribute: place.text,
          wanted: '201, or a refusal of this value with 4xx',
          answer: response,
        }));
        const there = created ?? (await subject.create(c, resource));
        judgeHidden(c, declared, place, secret, [
          ['POST', response],
          ...(await answersAbout(c, subject.noun, there, place)),
        ]);
      },
      { runs: 1 },
    ),
  );
}

/** An answer, and what was asked. */
type Told = readonly [what: string, answer: Answer];

/** Every way to look at a resource. */
async function answersAbout(
  c: Case,
  noun: string,
  { path }: Created,
  { text }: Place,
): Promise<readonly Told[]> {
  const get = (query: Readonly<Record<string, string>>, where = path) =>
    c.send({ method: 'GET', path: where, query, purpose: `look for ${text}` });
  const plain = await get({});
  const single: readonly Told[] = [
    ['GET', plain],
    [`GET with attributes=${text}`, await get({ attributes: text })],
  ];
  const name = plain.resource === null ? null : nameOf(noun, plain.resource);
  if (name === null || c.session.facts.features.filter === false) return single;
  const endpoint = path.slice(0, path.lastIndexOf('/'));
  const listed = await get({ filter: eq(...name), attributes: text }, endpoint);
  return [...single, ['a query that asks for it', listed]];
}

/** An error may repeat what it refuses; the resource may not. */
function judgeHidden(
  c: Case,
  { type }: Declared,
  { text, path, definition }: Place,
  secret: Json,
  answers: readonly Told[],
): void {
  const complaints = answers.flatMap(([what, answer]): Complaint[] => {
    if (!answer.ok) return [];
    const listed = member(answer.list ?? undefined, 'Resources');
    const resources = [answer.resource, ...(Array.isArray(listed) ? listed : [])].filter(isObject);
    const there = resources.some((resource) => readPath(resource, path, type).length > 0);
    // Under whatever name: the text is searched, not the resource.
    const leaked = typeof secret === 'string' && answer.whole.text.includes(secret);
    if (!there && !leaked) return [];
    const says = 'is shown, although /Schemas declares that it is not returned';
    const got = there ? `${text} in the resource` : 'the value that was sent, under another name';
    const wanted = `an answer without ${text}`;
    const when = `in the answer to ${what}`;
    return [{ deviation: 'disclosed', what: text, when, says, attribute: text, wanted, got, answer }];
  });
  judgeNone(c, definition.returned === 'never' ? NEVER : WRITE_ONLY, complaints);
}

async function alwaysThere(declared: Declared, t: CheckContext): Promise<void> {
  const { created, shown: whole } = await specimenOf(t.session, declared);
  const { type } = declared;
  const always = topLevel(declared).filter(({ definition }) => definition.returned === 'always');
  const other = topLevel(declared).find(({ definition }) => definition.returned === 'default');
  const asked = other?.text ?? 'externalId';
  await t.once(async (c) => {
    const got = await query(c, created, asked);
    const when = `in the answer to a GET with attributes=${asked}`;
    const says = 'is missing, although it is returned always';
    const lacking = always.flatMap(({ text, path }) => {
      const [value] = readPath(whole, path, type);
      const kept = value === undefined || readPath(got, path, type).length > 0;
      return kept ? [] : [wrongValue(text, value, undefined, { when, says })];
    });
    const hasId = member(got, 'id') === created.id;
    const id = hasId ? [] : [wrongValue('id', created.id, undefined, { when, says })];
    judgeNone(c, ALWAYS, [...id, ...lacking]);
  });
}

function topLevel({ type }: Declared): readonly Place[] {
  return placesOf(type).filter(({ path }) => path.subAttribute === null);
}

/** @throws NotOffered when the target does not take the parameter: other suites judge that */
async function query(c: Case, { path }: Pick<Created, 'path'>, attributes: string): Promise<JsonObject> {
  const purpose = 'ask for some attributes';
  const { status, resource } = await c.send({ method: 'GET', path, query: { attributes }, purpose });
  if (status === 200 && resource !== null) return resource;
  throw new NotOffered(`a GET with attributes is answered with ${status}`);
}

const DECLARED = '/Schemas declares it as returned on request';

async function requestedOnly(
  { type, subject, whole }: Declared,
  places: readonly Place[],
  t: CheckContext,
): Promise<void> {
  await t.forAll(
    whole.arbitrary(),
    async (resource, c) => {
      const sent = subject.stamp(c, resource);
      const created = await c.create(type.endpoint, sent, `create the ${subject.noun}`);
      const plain = await c.send({
        method: 'GET',
        path: created.path,
        purpose: 'read it, asking for nothing',
      });
      const shown = plain.resource ?? {};
      for (const { text, path, definition } of places) {
        const [was] = definition.mutability === 'readOnly' ? [] : readPath(sent, path, type);
        if (was === undefined) continue;
        const asked = readPath(await query(c, created, text), path, type);
        const when = 'in the answer to a GET that asks for it';
        const complaint = () =>
          wrongValue(text, was, undefined, { when, says: `is missing, although ${DECLARED}` });
        c.advise(REQUESTED, asked.length > 0, complaint);
      }
      const when = 'in the answer to a GET that does not ask for it';
      const says = `is shown, although ${DECLARED}`;
      const unasked = places.flatMap(({ text, path }) =>
        readPath(shown, path, type)
          .slice(0, 1)
          .map((value) => wrongValue(text, undefined, value, { when, says, answer: plain })),
      );
      judgeNone(c, REQUESTED, unasked);
    },
    { runs: 1 },
  );
}

async function leftOut(declared: Declared, t: CheckContext): Promise<void> {
  const { created, shown: whole } = await specimenOf(t.session, declared);
  const { type } = declared;
  const there = topLevel(declared).filter(
    ({ definition, path }) => definition.returned === 'default' && readPath(whole, path, type).length > 0,
  );
  await t.once(async (c) => {
    for (const asked of [there[0], there.at(-1)]) {
      const name = asked?.text ?? 'externalId';
      const what = `a GET with attributes=${name}`;
      const got = await query(c, created, name);
      const extra = there.filter((place) => place !== asked && readPath(got, place.path, type).length > 0);
      c.judge(DEFAULT, extra.length === 0, () => ({
        deviation: 'present',
        what,
        says: `is answered with ${extra.map(({ text }) => text).join(', ')} too`,
        expected: `only ${name}, beside what is returned always`,
        actual: extra.map(({ text }) => text).join(', '),
      }));
      const value = asked && readPath(whole, asked.path, type)[0];
      c.judge(DEFAULT, asked === undefined || readPath(got, asked.path, type).length > 0, () =>
        wrongValue(name, value, undefined, { what, says: 'is answered without it' }),
      );
    }
  });
}
