import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../scim/json.ts';
import {
  CORE_GROUP,
  CORE_USER,
  ENTERPRISE_USER,
  ERROR,
  LIST_RESPONSE,
  PATCH_OP,
  SEARCH_REQUEST,
} from '../scim/urns.ts';
import { createHandlers } from './handlers.ts';
import type { ProviderOptions } from './options.ts';

const BASE = 'http://provider.test/scim/v2';
const server = setupServer();
let clock = 0;

function install(options: Partial<ProviderOptions> = {}) {
  server.use(
    ...createHandlers({
      baseUrl: `${BASE}/`,
      requiredUserAttributes: ['displayName', 'emails[type eq "work"].value'],
      requiredGroupAttributes: [],
      groups: true,
      now: () => new Date(clock),
      ...options,
    }),
  );
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  clock = Date.UTC(2026, 0, 1);
  install();
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function send(method: string, path: string, body?: Json, headers: Record<string, string> = {}) {
  const response = await fetch(`${BASE}${path}`, {
    method,
    headers: { 'content-type': 'application/scim+json; charset=utf-8', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

const ada = {
  schemas: [CORE_USER, ENTERPRISE_USER],
  userName: 'ada@example.com',
  displayName: 'Ada',
  emails: [{ type: 'work', value: 'ada@example.com' }],
};
const named = (userName: string) => ({ ...ada, userName });
const patchOf = (...Operations: Json[]) => ({ schemas: [PATCH_OP], Operations });
const filterBy = (text: string) => `?filter=${encodeURIComponent(text)}`;

async function addUser(body: Json = ada): Promise<string> {
  const { status, body: created } = await send('POST', '/Users', body);
  expect(status).toBe(201);
  return created.id;
}

async function addGroup(displayName: string, ...ids: string[]): Promise<string> {
  const members = ids.map((value) => ({ value }));
  const { status, body } = await send('POST', '/Groups', { schemas: [CORE_GROUP], displayName, members });
  expect(status).toBe(201);
  return body.id;
}

describe('creating (RFC 7644 §3.3)', () => {
  it('answers 201 with Location, ETag and the whole resource', async () => {
    const manager = { value: 'nobody' };
    const { status, headers, body } = await send('POST', '/Users', {
      ...ada,
      password: 'p',
      [ENTERPRISE_USER]: { manager },
    });
    expect(status).toBe(201);
    const location = `${BASE}/Users/${body.id}`;
    expect([headers.get('location'), headers.get('etag')]).toEqual([location, 'W/"1"']);
    const time = '2026-01-01T00:00:00.000Z';
    const meta = { resourceType: 'User', created: time, lastModified: time, location, version: 'W/"1"' };
    expect(body).toEqual({ ...ada, id: body.id, [ENTERPRISE_USER]: { manager }, meta });
    expect((await send('GET', `/Users/${body.id}`)).body).toEqual(body);
  });

  it.each([
    ['absent', { displayName: undefined }],
    ['null', { displayName: null }],
    ['empty', { displayName: '' }],
    ['absent at a value path', { emails: [{ type: 'home', value: 'ada@example.com' }] }],
    ['an empty list', { emails: [] }],
    ['the userName', { userName: '' }],
  ])('refuses a required attribute that is %s, and stores nothing', async (_, change) => {
    const body = JSON.parse(JSON.stringify({ ...ada, ...change }));
    const answer = await send('POST', '/Users', body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ schemas: [ERROR], status: '400', scimType: 'invalidValue' });
    expect((await send('GET', '/Users')).body.totalResults).toBe(0);
  });

  it('refuses a taken name in any letter case', async () => {
    await addUser();
    const answer = await send('POST', '/Users', named('ADA@EXAMPLE.COM'));
    expect([answer.status, answer.body.scimType]).toEqual([409, 'uniqueness']);
    await addGroup('Team');
    expect((await send('POST', '/Groups', { schemas: [CORE_GROUP], displayName: 'TEAM' })).status).toBe(409);
  });
});

describe('querying (RFC 7644 §3.4.2)', () => {
  beforeEach(async () => {
    for (const name of ['cleo', 'ada', 'bea'])
      await addUser({ ...named(name), displayName: name === 'bea' ? 'B' : 'x' });
  });
  const found = async (search: string) => {
    const { status, body } = await send('GET', `/Users${search}`);
    expect(status).toBe(200);
    return body.Resources.map((user: { userName: string }) => user.userName);
  };

  it('filters, sorts and pages', async () => {
    expect(await found(filterBy('userName eq "ADA" or displayName eq "b"'))).toEqual(['ada', 'bea']);
    expect(await found('?sortBy=userName')).toEqual(['ada', 'bea', 'cleo']);
    expect(await found('?sortBy=userName&sortOrder=descending&startIndex=0&count=2')).toEqual([
      'cleo',
      'bea',
    ]);
    expect(await found('?sortBy=emails.value&count=-1')).toEqual([]);
    const { body } = await send('GET', '/Users?startIndex=3&count=5&unknown=x');
    expect(body).toMatchObject({ schemas: [LIST_RESPONSE], totalResults: 3, startIndex: 3, itemsPerPage: 1 });
  });

  it('puts resources without the value last, and first when descending', async () => {
    await addUser({ ...named('zoe'), title: 'Dr' });
    expect((await found('?sortBy=title'))[0]).toBe('zoe');
    expect((await found('?sortBy=title&sortOrder=descending'))[3]).toBe('zoe');
  });

  it('answers an empty list when nothing matches', async () => {
    const { status, body } = await send('GET', `/Users${filterBy('userName eq "none"')}`);
    expect([status, body]).toEqual([
      200,
      { schemas: [LIST_RESPONSE], totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] },
    ]);
  });

  it.each([
    ['filter=userName', 'invalidFilter'],
    ['count=ten', 'invalidValue'],
    ['sortOrder=up', 'invalidValue'],
    ['attributes=userName&excludedAttributes=name', 'invalidValue'],
  ])('refuses ?%s', async (search, scimType) => {
    const { status, body } = await send('GET', `/Users?${search}`);
    expect([status, body.scimType]).toEqual([400, scimType]);
  });

  it('takes the same query as a POST to .search (§3.4.3)', async () => {
    const search = {
      schemas: [SEARCH_REQUEST],
      filter: 'userName sw "a"',
      attributes: ['userName'],
      count: 10,
    };
    const { status, body } = await send('POST', '/Users/.search', search);
    expect(status).toBe(200);
    expect(Object.keys(body.Resources[0]).sort()).toEqual(['id', 'schemas', 'userName']);
  });

  it.each(['GET', 'POST'])('takes a %s of the root as a query on every type (§3.4.2.1)', async (method) => {
    await addGroup('Team');
    const filter = 'userName eq "ada" or displayName eq "team"';
    const path = method === 'GET' ? filterBy(filter) : '/.search';
    const { status, body } = await send(method, path, method === 'GET' ? undefined : { filter });
    expect(status).toBe(200);
    const types = body.Resources.map((found: { meta: { resourceType: string } }) => found.meta.resourceType);
    expect([body.totalResults, types]).toEqual([2, ['User', 'Group']]);
  });

  it('sorts the results of the root, those without the attribute last', async () => {
    await addGroup('Team');
    const { body } = await send('GET', '?sortBy=userName&attributes=userName');
    const users = body.Resources.map(({ userName }: { userName?: string }) => userName);
    expect(users).toEqual(['ada', 'bea', 'cleo', undefined]);
  });
});

describe('paging with cursors (RFC 9865)', () => {
  const page = async (search: string) => (await send('GET', `/Users${search}`)).body;

  it('is off by default', async () => {
    for (const name of ['ada', 'bea']) await addUser(named(name));
    expect((await page('?cursor=&count=1')).nextCursor).toBeUndefined();
    expect((await send('GET', '/ServiceProviderConfig')).body.pagination).toBeUndefined();
  });

  it('leads from page to page and back', async () => {
    server.resetHandlers();
    install({ cursorPagination: true });
    for (const name of ['ada', 'bea', 'cleo']) await addUser(named(name));
    const first = await page('?cursor=&count=2');
    expect(first).toMatchObject({ totalResults: 3, itemsPerPage: 2 });
    expect([first.startIndex, first.previousCursor]).toEqual([undefined, undefined]);
    const second = await page(`?cursor=${first.nextCursor}&count=2`);
    expect([second.itemsPerPage, second.nextCursor]).toEqual([1, undefined]);
    expect((await page(`?cursor=${second.previousCursor}&count=2`)).Resources).toEqual(first.Resources);
    expect((await send('GET', '/ServiceProviderConfig')).body.pagination).toMatchObject({ cursor: true });
  });

  it.each([
    ['cursor=none', 'invalidCursor'],
    ['cursor=at-9', 'expiredCursor'],
    ['cursor=&count=x', 'invalidCount'],
  ])('refuses ?%s', async (search, scimType) => {
    server.resetHandlers();
    install({ cursorPagination: true });
    const { status, body } = await send('GET', `/Users?${search}`);
    expect([status, body.scimType]).toEqual([400, scimType]);
  });
});

describe('changing (RFC 7644 §3.5)', () => {
  it('applies a PATCH as a whole or not at all', async () => {
    const path = `/Users/${await addUser()}`;
    const rename = { op: 'replace', path: 'displayName', value: 'New' };
    const refused = await send('PATCH', path, patchOf(rename, { op: 'replace', path: 'nonsense', value: 1 }));
    expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidPath']);
    expect((await send('GET', path)).body.displayName).toBe('Ada');
    clock += 1000;
    const { status, body } = await send('PATCH', path, patchOf(rename));
    expect([status, body.displayName, body.meta.version]).toEqual([200, 'New', 'W/"2"']);
    expect(body.meta.lastModified).toBe('2026-01-01T00:00:01.000Z');
    const again = await send('PATCH', path, patchOf(rename));
    expect(again.body.meta).toEqual(body.meta);
  });

  it.each([
    [{ op: 'remove', path: 'displayName' }, 'mutability'],
    [{ op: 'replace', path: 'displayName', value: '' }, 'invalidValue'],
    [{ op: 'replace', value: { emails: [] } }, 'invalidValue'],
  ])('keeps required attributes: %j', async (operation, scimType) => {
    const path = `/Users/${await addUser()}`;
    const { status, body } = await send('PATCH', path, patchOf(operation));
    expect([status, body.scimType]).toEqual([400, scimType]);
    expect((await send('GET', path)).body).toMatchObject(ada);
  });

  it('replaces with PUT, and clears what is left out', async () => {
    const path = `/Users/${await addUser({ ...ada, title: 'Dr' })}`;
    const { status, body } = await send('PUT', path, { ...ada, id: 'mine', active: 'False' });
    expect(status).toBe(200);
    expect([body.title, body.active, path.endsWith(body.id)]).toEqual([undefined, false, true]);
    expect((await send('PUT', '/Users/none', ada)).status).toBe(404);
  });

  it('refuses a name that another has, and not its own', async () => {
    const path = `/Users/${await addUser()}`;
    await addUser(named('bea'));
    const rename = (value: string) =>
      send('PATCH', path, patchOf({ op: 'replace', path: 'userName', value }));
    expect((await rename('BEA')).status).toBe(409);
    expect((await rename('ADA@example.com')).body.userName).toBe('ADA@example.com');
    expect((await rename('cleo')).status).toBe(200);
    expect((await send('POST', '/Users', ada)).status).toBe(201);
  });

  it('honours If-Match and If-None-Match (§3.14)', async () => {
    const path = `/Users/${await addUser()}`;
    const change = patchOf({ op: 'replace', path: 'title', value: 'Dr' });
    expect((await send('PATCH', path, change, { 'if-match': 'W/"9"' })).status).toBe(412);
    expect((await send('PATCH', path, change, { 'if-match': 'W/"1"' })).status).toBe(200);
    expect((await send('GET', path, undefined, { 'if-none-match': 'W/"2"' })).status).toBe(304);
    expect((await send('DELETE', path, undefined, { 'if-match': 'W/"1"' })).status).toBe(412);
  });
});

describe('groups (RFC 7643 §4.2)', () => {
  it('completes members and shows users their groups', async () => {
    const id = await addUser();
    const group = await addGroup('Team', id, id);
    const { body } = await send('GET', `/Groups/${group}`);
    expect(body.members).toEqual([{ value: id, type: 'User', $ref: `${BASE}/Users/${id}` }]);
    expect((await send('GET', `/Users/${id}`)).body.groups).toEqual([
      { value: group, $ref: `${BASE}/Groups/${group}`, display: 'Team', type: 'direct' },
    ]);
    expect((await send('GET', `/Users${filterBy(`groups.value eq "${group}"`)}`)).body.totalResults).toBe(1);
    const slim = await send('GET', '/Groups?excludedAttributes=members');
    expect(slim.body.Resources[0].members).toBeUndefined();
  });

  it('answers a PATCH with 204, and with 200 when attributes are asked for (§3.5.2)', async () => {
    const id = await addUser();
    const path = `/Groups/${await addGroup('Team')}`;
    const add = patchOf({ op: 'Add', path: 'members', value: [{ $ref: null, value: id }] });
    expect(await send('PATCH', path, add)).toMatchObject({ status: 204, body: null });
    const { status, body } = await send('PATCH', `${path}?attributes=members`, add);
    expect([status, body.members.length]).toEqual([200, 1]);
  });

  it('refuses members that do not exist', async () => {
    const { status, body } = await send('POST', '/Groups', {
      schemas: [CORE_GROUP],
      displayName: 'Team',
      members: [{ value: 'nobody' }],
    });
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
  });

  it('drops a deleted user from his groups', async () => {
    const [gone, stays] = [await addUser(), await addUser(named('bea'))];
    const group = await addGroup('Team', gone, stays);
    expect((await send('DELETE', `/Users/${gone}`)).status).toBe(204);
    const { body } = await send('GET', `/Groups/${group}`);
    expect(body.members.map((item: { value: string }) => item.value)).toEqual([stays]);
    expect((await send('DELETE', `/Users/${gone}`)).status).toBe(404);
  });

  it('are not there when the provider has none', async () => {
    install({ groups: false });
    expect((await send('GET', '/Groups')).status).toBe(404);
    expect((await send('GET', '/ResourceTypes')).body.totalResults).toBe(1);
  });
});

describe('discovery (RFC 7644 §4)', () => {
  it('lists and names its resource types and schemas', async () => {
    for (const [endpoint, ids] of [
      ['ResourceTypes', ['User', 'Group']],
      ['Schemas', [CORE_USER, ENTERPRISE_USER, CORE_GROUP]],
    ] as const) {
      const { body } = await send('GET', `/${endpoint}?count=1`);
      expect(body.Resources.map((item: { id: string }) => item.id)).toEqual(ids);
      expect((await send('GET', `/${endpoint}/${ids[0]}`)).body).toEqual(body.Resources[0]);
      expect((await send('GET', `/${endpoint}${filterBy('id eq "x"')}`)).status).toBe(403);
      expect((await send('GET', `/${endpoint}/none`)).status).toBe(404);
      expect((await send('POST', `/${endpoint}`, {})).status).toBe(405);
    }
  });

  it('advertises what it does', async () => {
    const { body } = await send('GET', '/ServiceProviderConfig');
    expect(body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 100, maxPayloadSize: 262_144 },
      filter: { supported: true, maxResults: 1000 },
      etag: { supported: true },
    });
  });
});

describe('requests it does not serve', () => {
  it.each([
    ['GET', '/Unknown', 404],
    ['GET', '/Users/a/b', 404],
    ['GET', '/Users/%zz', 404],
    ['GET', '/constructor', 404],
    ['DELETE', '/Users', 405],
    ['GET', '/Bulk', 405],
    ['GET', '/Me', 501],
    ['PUT', '', 405],
    ['GET', '/.search', 405],
  ])('%s %s', async (method, path, status) => {
    const answer = await send(method, path, method === 'POST' ? {} : undefined);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ schemas: [ERROR], status: String(status) });
  });

  it('says which methods it allows', async () => {
    expect((await send('DELETE', '/Users')).headers.get('allow')).toBe('GET, POST');
  });

  it('refuses another media type', async () => {
    expect((await send('POST', '/Users', ada, { 'content-type': 'text/plain' })).status).toBe(415);
  });
});
