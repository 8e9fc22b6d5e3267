import { describe, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { NO_FACTS } from '../engine/discovery.ts';
import { planFor, sessionFor } from '../engine/fixtures/session.ts';
import type { TargetFacts } from '../engine/plan.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { WireRequest, WireResponse } from '../http/transport.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import type { AttributeDefinition, ResourceType } from '../scim/schema.ts';
import { define, USER_TYPE } from '../scim/schemas/index.ts';
import { repertoireOf } from './repertoire.ts';

/** What a target does with a creation: the status of its refusal, or what it makes of the resource. */
type Creation = (endpoint: string, body: JsonObject) => number | JsonObject;

const answer = (status: number, body: JsonObject): WireResponse => ({
  status,
  headers: {},
  text: JSON.stringify(body),
});

/** A session with a target that shows what it makes of creations, and the creations that were sent to it. */
function target(
  facts: Partial<TargetFacts>,
  make: Creation = (_, body) => body,
  application = 'alinto-protect',
) {
  const stored = new Map<string, JsonObject>();
  const plan = planFor({ application: loadApplication(application) });
  const changes = { ...plan, target: { ...plan.target, facts: { ...NO_FACTS, ...facts } } };
  const posted: string[] = [];
  const respond = ({ method, path, body }: WireRequest): WireResponse => {
    if (method === 'GET') return answer(200, stored.get(path) ?? {});
    if (method !== 'POST') return answer(204, {});
    posted.push(path);
    const sent: unknown = JSON.parse(body ?? '{}');
    const made = make(path, isObject(sent) ? sent : {});
    if (typeof made === 'number') return answer(made, { detail: 'no' });
    const id = String(stored.size);
    stored.set(`${path}/${id}`, { ...made, id });
    return answer(201, { ...made, id });
  };
  return { ...sessionFor(respond, changes), posted };
}

const texts = (attributes: readonly { readonly text: string }[]): readonly string[] =>
  attributes.map(({ text }) => text);

const without = (body: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

const typeOf = (...attributes: readonly AttributeDefinition[]): ResourceType => ({
  name: 'Device',
  endpoint: '/Devices',
  schema: { id: 'urn:example:Device', name: 'Device', attributes },
  extensions: [],
});

describe('the attributes that a target takes', () => {
  test('all that it declares, when it takes all of them at once', async () => {
    const { session, posted } = target({ user: USER_TYPE });
    const { attributes } = await repertoireOf(session).users();
    expect(texts(attributes)).toEqual(expect.arrayContaining(['nickName', 'photos']));
    expect(posted).toEqual(['/Users']);
  });

  test('those that it takes one by one, when it does not', async () => {
    const { session } = target({ user: USER_TYPE }, (_, body) => ('nickName' in body ? 400 : body));
    const { attributes } = await repertoireOf(session).users();
    expect(texts(attributes)).toContain('photos');
    expect(texts(attributes)).not.toContain('nickName');
    expect(session.observations).toMatchObject({ 'declared.refused.User.nickName': true });
  });

  test('a target that refuses every user cannot be judged', async () => {
    const { session } = target({ user: USER_TYPE }, () => 400);
    await expect(repertoireOf(session).users()).rejects.toThrow(SetupFailure);
  });

  test('those of the table alone, where it declares nothing', async () => {
    const { session } = target({});
    expect((await repertoireOf(session).users()).attributes).toEqual(session.users);
  });

  test('what it accepts and forgets is taken, and not kept', async () => {
    const { session } = target({ user: USER_TYPE }, (_, body) => without(body, 'nickName'));
    const repertoire = repertoireOf(session);
    expect(texts((await repertoire.users()).attributes)).not.toContain('nickName');
    const [users] = await repertoire.taken();
    expect(texts(users?.attributes ?? [])).toContain('nickName');
  });

  test('an element is not asked for by a label that the target does not show', async () => {
    const labels = { mutability: 'readOnly', returned: 'never' } as const;
    const attributes = USER_TYPE.schema.attributes.map((attribute) =>
      attribute.name === 'addresses'
        ? { ...attribute, subAttributes: [define('type', 'string', labels), define('locality')] }
        : attribute,
    );
    const user = { ...USER_TYPE, schema: { ...USER_TYPE.schema, attributes } };
    const { session } = target({ user }, undefined, 'alvao');
    expect(texts(session.users)).toContain('addresses[type eq "work"].locality');
    const taken = texts((await repertoireOf(session).users()).attributes);
    expect(taken.filter((text) => text.startsWith('addresses'))).toEqual(['addresses']);
  });
});

describe('the types of a target', () => {
  const LABEL = define('label', 'string', { required: true });
  const FIXED = typeOf(define('label', 'string', { mutability: 'readOnly' }));

  test('those of its own among them', async () => {
    const { session } = target({ others: [typeOf(LABEL)] });
    const nouns = (await repertoireOf(session).all()).map(({ noun }) => noun);
    expect(nouns).toEqual(['user', 'Device']);
  });

  test('nothing is posted to a type whose attributes are all readOnly', async () => {
    const { session, posted } = target({ others: [FIXED] });
    expect((await repertoireOf(session).all()).map(({ noun }) => noun)).toEqual(['user']);
    expect(posted).not.toContain('/Devices');
  });

  test.each([404, 405, 501, 403, 500])(
    'one that answers %i to POST keeps no other from being judged',
    async (status) => {
      const { session } = target({ others: [typeOf(LABEL)] }, (path, body) =>
        path === '/Devices' ? status : body,
      );
      const repertoire = repertoireOf(session);
      expect((await repertoire.all()).map(({ noun }) => noun)).toEqual(['user']);
      expect(await repertoire.crashing()).toHaveLength(status === 500 ? 1 : 0);
      expect(session.observations).toMatchObject({ 'declared.notCreated.Device': true });
    },
  );

  test('users are judged where no group can be created', async () => {
    const { session } = target({}, (path, body) => (path === '/Groups' ? 400 : body), 'alvao');
    const repertoire = repertoireOf(session);
    expect((await repertoire.all()).map(({ noun }) => noun)).toEqual(['user']);
    await expect(repertoire.groups()).rejects.toThrow(SetupFailure);
  });
});
