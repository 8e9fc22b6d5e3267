import { setPath } from '../../generators/build.ts';
import type { Answer, Case, CheckContext, CheckEntry, Created, Json, JsonObject } from '../../kit/index.ts';
import { eq, isObject, member, NotOffered, readPath, shown } from '../../kit/index.ts';
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

/** What comes back: RFC 7643 §7, `returned` and the mutability `writeOnly`. */
export const returned: readonly CheckEntry[] = [
  {
    name: 'never-returned',
    title: 'What is returned never, or is writeOnly, is in no answer, even when asked for',
    requirements: ['RFC7643-7-returned-never', 'RFC7643-7-write-only', 'RFC7643-7-write-only-set'],
    run: (t) => overPlaces(t, 'never returned', isHidden, hiddenKept),
  },
  {
    name: 'always-returned',
    title: 'What is returned always comes back whatever a query asks for',
    requirements: ['RFC7643-7-returned-always'],
    run: (t) => overDeclared(t, alwaysThere),
  },
  {
    name: 'returned-on-request',
    title: 'What is returned on request is in the answer to a query that names it, and in no other',
    requirements: ['RFC7643-7-returned-request'],
    run: (t) => overPlaces(t, 'returned on request', isOnRequest, requestedOnly),
  },
  {
    name: 'returned-by-default',
    title: 'What is returned by default is left out when a query names other attributes',
    requirements: ['RFC7643-7-returned-default'],
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
        c.judge('RFC7643-7-write-only-set', response.status < 500, () => ({
          message: `a ${subject.noun} with ${place.text} cannot be created`,
          expected: '201, or a refusal of this value with 4xx',
          actual: String(response.status),
        }));
        judgeHidden(c, response, declared, place, secret, 'POST');
        const there = created ?? (await subject.create(c, resource));
        for (const [what, answer] of await answersAbout(c, subject.noun, there, place))
          judgeHidden(c, answer, declared, place, secret, what);
      },
      { runs: 1 },
    ),
  );
}

/** Every way to look at a resource. */
async function answersAbout(
  c: Case,
  noun: string,
  { path, sent }: Created,
  { text }: Place,
): Promise<readonly (readonly [what: string, answer: Answer])[]> {
  const get = (query: Readonly<Record<string, string>>, where = path) =>
    c.send({ method: 'GET', path: where, query, purpose: `look for ${text}` });
  const name = nameOf(noun, sent);
  const endpoint = path.slice(0, path.lastIndexOf('/'));
  const listable = name !== null && c.session.facts.features.filter !== false;
  return [
    ['GET', await get({})],
    [`GET with attributes=${text}`, await get({ attributes: text })],
    ...(listable
      ? ([
          ['a query that asks for it', await get({ filter: eq(...name), attributes: text }, endpoint)],
        ] as const)
      : []),
  ];
}

function judgeHidden(
  c: Case,
  response: Answer,
  { type }: Declared,
  { text, path, definition }: Place,
  secret: Json,
  what: string,
): void {
  const listed = member(response.body, 'Resources');
  const resources = [response.body, ...(Array.isArray(listed) ? listed : [])].filter(isObject);
  // An error may repeat what it refuses; the resource may not.
  const there =
    response.status < 300 && resources.some((resource) => readPath(resource, path, type).length > 0);
  const leaked = response.status < 300 && typeof secret === 'string' && response.text.includes(secret);
  const id = definition.returned === 'never' ? 'RFC7643-7-returned-never' : 'RFC7643-7-write-only';
  c.judge(id, !there && !leaked, () => ({
    message: `${text} is in the answer to ${what}, although /Schemas declares that it is not returned`,
    expected: `an answer without ${text}`,
    actual: there ? `${text} in the resource` : 'the value that was sent, under another name',
  }));
}

async function alwaysThere(declared: Declared, t: CheckContext): Promise<void> {
  const { created, shown: whole } = await specimenOf(t.session, declared);
  const { type } = declared;
  const always = topLevel(declared).filter(({ definition }) => definition.returned === 'always');
  const other = topLevel(declared).find(({ definition }) => definition.returned === 'default');
  await t.once(async (c) => {
    const got = await query(c, created, { attributes: other?.text ?? 'externalId' });
    for (const { text, path } of always) {
      const kept = readPath(whole, path, type).length === 0 || readPath(got, path, type).length > 0;
      c.judge('RFC7643-7-returned-always', kept, () => lacking(text, other?.text ?? 'externalId'));
    }
    const kept = member(got, 'id') === created.id;
    c.judge('RFC7643-7-returned-always', kept, () => lacking('id', other?.text ?? 'externalId'));
  });
}

const lacking = (text: string, asked: string) => ({
  message: `${text} is returned always, and a query with attributes=${asked} is answered without it`,
  expected: `${text} beside ${asked}`,
  actual: `no ${text}`,
});

function topLevel({ type }: Declared): readonly Place[] {
  return placesOf(type).filter(({ path }) => path.subAttribute === null);
}

/** @throws NotOffered when the target does not take the parameter: other suites judge that */
async function query(
  c: Case,
  { path }: Created,
  parameters: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  const response = await c.send({
    method: 'GET',
    path,
    query: parameters,
    purpose: 'ask for some attributes',
  });
  if (response.status === 200 && isObject(response.body)) return response.body;
  throw new NotOffered(
    `a GET with ${Object.keys(parameters).join(', ')} is answered with ${response.status}`,
  );
}

async function requestedOnly(
  { type, subject, whole }: Declared,
  places: readonly Place[],
  t: CheckContext,
): Promise<void> {
  await t.forAll(
    whole.arbitrary(),
    async (resource, c) => {
      const created = await subject.create(c, resource);
      const plain = await c.read(created);
      for (const { text, path, definition } of places) {
        c.judge('RFC7643-7-returned-request', readPath(plain, path, type).length === 0, () => ({
          message: `/Schemas declares ${text} as returned on request, and GET is answered with it unasked`,
          expected: `no ${text}`,
          actual: shown(readPath(plain, path, type)[0]),
        }));
        const sent = readPath(created.sent, path, type).length > 0 && definition.mutability !== 'readOnly';
        const asked = await query(c, created, { attributes: text });
        c.advise('RFC7643-7-returned-request', !sent || readPath(asked, path, type).length > 0, () => ({
          message: `/Schemas declares ${text} as returned on request, and a GET that asks for it is answered without it`,
          expected: text,
          actual: `no ${text}`,
        }));
      }
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
      const got = await query(c, created, { attributes: asked?.text ?? 'externalId' });
      const extra = there.filter((place) => place !== asked && readPath(got, place.path, type).length > 0);
      c.judge('RFC7643-7-returned-default', extra.length === 0, () => ({
        message: `a GET with attributes=${asked?.text ?? 'externalId'} is answered with ${extra.map(({ text }) => text).join(', ')} too`,
        expected: 'only what was asked for, beside what is returned always',
        actual: extra.map(({ text }) => text).join(', '),
      }));
      const has = asked === undefined || readPath(got, asked.path, type).length > 0;
      c.judge('RFC7643-7-returned-default', has, () => ({
        message: `a GET with attributes=${asked?.text} is answered without it`,
        expected: asked?.text ?? '',
        actual: shown(got),
      }));
    }
  });
}
