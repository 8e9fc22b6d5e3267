import { type JsonObject, member, stringMember } from '../../scim/json.ts';
import { CORE_USER, ENTERPRISE_USER } from '../../scim/urns.ts';
import {
  addGroup,
  addUser,
  at,
  type Client,
  names,
  query,
  type Scenario,
  type Seen,
  testFaults,
  user,
} from './fixtures/scenario.ts';
import type { QUERY } from './query.ts';

type Users = Readonly<Record<string, JsonObject>>;

const work = (value: string) => ({ type: 'work', value });
const home = (value: string) => ({ type: 'home', value });
const STAFF: Users = {
  ada: { title: 'Engineer', active: true, emails: [work('a@example.com'), home('h@example.com')] },
  bea: { title: 'engineer', active: false, emails: [work('b@example.com')] },
  cleo: { nickName: 'C' },
};

async function populate(client: Client, users: Users = STAFF): Promise<void> {
  for (const [name, more] of Object.entries(users)) await addUser(client, name, more);
}

const finding =
  (filter: string, users: Users = STAFF): Scenario['find'] =>
  async (client) => {
    await populate(client, users);
    return names(await query(client, filter));
  };

/** The status and scimType of the answer to a filter. */
const refusal =
  (filter: string): Scenario['find'] =>
  async (client) => {
    await populate(client);
    const seen = await query(client, filter);
    return [seen.status, at(seen, 'scimType') ?? null];
  };

/** What a query with these parameters answers, as `look` sees it. */
const listing =
  (search: string, look: (seen: Seen) => unknown = names, users: Users = STAFF): Scenario['find'] =>
  async (client) => {
    await populate(client, users);
    return look(await client.send('GET', `/Users?${search}`));
  };

const status = (seen: Seen) => seen.status;
const total = (seen: Seen) => at(seen, 'totalResults');

/** The members of the first user in a list. */
const firstMembers = (seen: Seen) => keys(at(seen, 'Resources', 0));

function keys(value: unknown): readonly string[] {
  return Object.keys(value ?? {}).sort();
}

/** The members of a user as GET with these parameters shows him. */
const reading =
  (search: string, look: (seen: Seen) => unknown = ({ body }) => keys(body)): Scenario['find'] =>
  async (client) => {
    const id = await addUser(client, 'ada', STAFF.ada);
    return look(await client.send('GET', `/Users/${id}?${search}`));
  };

/** The members that writing with `attributes=userName` answers. */
const writing =
  (method: 'POST' | 'PUT' | 'PATCH'): Scenario['find'] =>
  async (client) => {
    if (method === 'POST')
      return keys((await client.send('POST', '/Users?attributes=userName', user('ada'))).body);
    const id = await addUser(client, 'ada');
    const operation = { op: 'replace', path: 'active', value: false };
    const body = method === 'PUT' ? user('ada') : { schemas: [], Operations: [operation] };
    return keys((await client.send(method, `/Users/${id}?attributes=userName`, body)).body);
  };

const searching =
  (body: JsonObject, look: (seen: Seen) => unknown = names, path = '/Users/.search'): Scenario['find'] =>
  async (client) => {
    await populate(client);
    if (path === '/.search') await addGroup(client, 'Team');
    return look(await client.send('POST', path, body));
  };

const rooted = (filter: string): Scenario['find'] => searching({ filter }, names, '/.search');

/** One member of the page behind an empty cursor, or behind the one it names. */
const paged =
  (name: string, search = 'cursor=&count=2', follow: string | null = null): Scenario['find'] =>
  async (client) => {
    await populate(client);
    const first = await client.send('GET', `/Users?${search}`);
    const next = stringMember(first.body, follow ?? '');
    const seen =
      next === undefined
        ? first
        : await client.send('GET', `/Users?count=2&cursor=${encodeURIComponent(next)}`);
    return name === 'names' ? names(seen) : (member(seen.body, name) ?? null);
  };

const configured: Scenario['find'] = async (client) =>
  at(await client.send('GET', '/ServiceProviderConfig'), 'pagination') ?? null;

const SCENARIOS: Record<keyof typeof QUERY, Scenario> = {
  'filter-ne-case-sensitive': {
    find: finding('title pr and title ne "ENGINEER"'),
    good: [],
    bad: ['ada', 'bea'],
  },
  'filter-co-as-sw': { find: finding('title co "gin"'), good: ['ada', 'bea'], bad: [] },
  'filter-sw-as-co': { find: finding('title sw "gin"'), good: [], bad: ['ada', 'bea'] },
  'filter-ew-as-co': { find: finding('title ew "gin"'), good: [], bad: ['ada', 'bea'] },
  'filter-sw-not-whole': { find: finding('title sw "engineer"'), good: ['ada', 'bea'], bad: [] },
  'filter-ew-case-sensitive': { find: finding('nickName ew "c"'), good: ['cleo'], bad: [] },
  'filter-co-case-sensitive': { find: finding('title co "ENG"'), good: ['ada', 'bea'], bad: [] },
  'filter-sw-like-wildcards': { find: finding('title sw "e_g"'), good: [], bad: ['ada', 'bea'] },
  'filter-operator-unsupported': {
    find: refusal('title ew "r"'),
    good: [200, null],
    bad: [400, 'invalidFilter'],
  },
  'filter-pr-always': { find: finding('nickName pr'), good: ['cleo'], bad: ['ada', 'bea', 'cleo'] },
  'filter-pr-not-false': {
    find: finding('active pr', { ada: { active: true }, bea: { active: false } }),
    good: ['ada', 'bea'],
    bad: ['ada'],
  },
  'filter-gt-as-ge': { find: finding('nickName gt "c"'), good: [], bad: ['cleo'] },
  'filter-ge-as-gt': { find: finding('nickName ge "c"'), good: ['cleo'], bad: [] },
  'filter-lt-as-gt': { find: finding('nickName lt "d"'), good: ['cleo'], bad: [] },
  'filter-le-as-lt': { find: finding('nickName le "c"'), good: ['cleo'], bad: [] },
  'filter-order-case-sensitive': { find: finding('nickName gt "b"'), good: ['cleo'], bad: [] },
  'filter-dates-as-text': {
    find: async (client) => {
      const { body } = await client.send('POST', '/Users', user('ada'));
      const created = Date.parse(stringMember(member(body, 'meta'), 'created') ?? '');
      // An hour earlier, in a time zone where it is later.
      const local = new Date(created - 3_600_000 + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
      return names(await query(client, `meta.created gt "${local}"`));
    },
    good: ['ada'],
    bad: [],
  },
  'filter-boolean-order-accepted': {
    find: refusal('active gt true'),
    good: [400, 'invalidFilter'],
    bad: [200, null],
  },
  'filter-boolean-order-unnamed': {
    find: refusal('active gt true'),
    good: [400, 'invalidFilter'],
    bad: [400, 'invalidValue'],
  },
  'filter-or-as-and': {
    find: finding('userName eq "ada" or userName eq "bea"'),
    good: ['ada', 'bea'],
    bad: [],
  },
  'filter-or-first-only': {
    find: finding('userName eq "ada" or userName eq "bea"'),
    good: ['ada', 'bea'],
    bad: ['ada'],
  },
  'filter-not-ignored': { find: finding('not (userName eq "ada")'), good: ['bea', 'cleo'], bad: ['ada'] },
  'filter-not-skips-unassigned': {
    find: finding('not (title eq "x")'),
    good: ['ada', 'bea', 'cleo'],
    bad: ['ada', 'bea'],
  },
  'filter-left-to-right': {
    find: finding('userName eq "ada" or userName eq "bea" and nickName pr'),
    good: ['ada'],
    bad: [],
  },
  'filter-or-before-and': {
    find: finding('nickName pr and userName eq "ada" or userName eq "bea"'),
    good: ['bea'],
    bad: [],
  },
  'filter-not-binds-last': {
    find: finding('not (userName eq "ada") and nickName pr'),
    good: ['cleo'],
    bad: ['ada', 'bea', 'cleo'],
  },
  'filter-brackets-ignored': {
    find: finding('(userName eq "ada" or userName eq "bea") and nickName pr'),
    good: [],
    bad: ['ada'],
  },
  'filter-first-value-only': { find: finding('emails.type eq "home"'), good: ['ada'], bad: [] },
  'filter-every-value': { find: finding('emails.type eq "work"'), good: ['ada', 'bea'], bad: ['bea'] },
  'filter-sub-attribute-refused': {
    find: refusal('name.givenName eq "Ada"'),
    good: [200, null],
    bad: [400, 'invalidFilter'],
  },
  'filter-sub-attribute-case-sensitive': {
    find: refusal('name.GIVENNAME eq "Ada"'),
    good: [200, null],
    bad: [400, 'invalidFilter'],
  },
  'filter-urn-case-sensitive': {
    find: finding(`${CORE_USER.toUpperCase()}:nickName pr`),
    good: ['cleo'],
    bad: [],
  },
  'filter-extension-urn-unknown': {
    find: finding(`${ENTERPRISE_USER}:division eq "x"`, { ada: { [ENTERPRISE_USER]: { division: 'x' } } }),
    good: ['ada'],
    bad: [],
  },
  'filter-brackets-any-element': {
    find: finding('emails[type eq "home" and value eq "a@example.com"]'),
    good: [],
    bad: ['ada'],
  },
  'filter-brackets-first-condition': {
    find: finding('emails[type eq "home" and value eq "a@example.com"]'),
    good: [],
    bad: ['ada'],
  },
  'filter-malformed-brackets-ignored': {
    find: refusal('emails[]'),
    good: [400, 'invalidFilter'],
    bad: [200, null],
  },
  'filter-empty-500': { find: refusal(''), good: [400, 'invalidFilter'], bad: [500, null] },
  'filter-empty-returns-all': { find: refusal(' '), good: [400, 'invalidFilter'], bad: [200, null] },
  'filter-without-value-accepted': {
    find: refusal('nickName eq'),
    good: [400, 'invalidFilter'],
    bad: [200, null],
  },
  'filter-rest-ignored': { find: refusal('nickName pr and'), good: [400, 'invalidFilter'], bad: [200, null] },
  'filter-malformed-500': {
    find: refusal('nickName pr and'),
    good: [400, 'invalidFilter'],
    bad: [500, null],
  },
  'filter-default-unseen': {
    find: async (client) => {
      const { active: _, ...rest } = user('ada');
      const { body } = await client.send('POST', '/Users', rest);
      return [member(body, 'active') ?? null, names(await query(client, 'active eq true'))];
    },
    good: [null, []],
    bad: [true, []],
  },
  'filter-schemas-unknown': {
    find: finding(`schemas eq "${CORE_USER}"`, { ada: {} }),
    good: ['ada'],
    bad: [],
  },
  'filter-nested-refused': {
    find: refusal('not (title pr and (nickName pr or nickName eq "x"))'),
    good: [200, null],
    bad: [400, 'invalidFilter'],
  },
  'sort-ignored': {
    find: listing('sortBy=nickName'),
    good: ['cleo', 'ada', 'bea'],
    bad: ['ada', 'bea', 'cleo'],
  },
  'sort-descending-ignored': {
    find: listing('sortBy=userName&sortOrder=descending'),
    good: ['cleo', 'bea', 'ada'],
    bad: ['ada', 'bea', 'cleo'],
  },
  'sort-descending-by-default': {
    find: listing('sortBy=userName'),
    good: ['ada', 'bea', 'cleo'],
    bad: ['cleo', 'bea', 'ada'],
  },
  'sort-case-sensitive': {
    find: listing('sortBy=userName', names, { ada: {}, Bea: {} }),
    good: ['ada', 'Bea'],
    bad: ['Bea', 'ada'],
  },
  'sort-unassigned-first': {
    find: listing('sortBy=nickName'),
    good: ['cleo', 'ada', 'bea'],
    bad: ['ada', 'bea', 'cleo'],
  },
  'sort-unassigned-always-last': {
    find: listing('sortBy=nickName&sortOrder=descending'),
    good: ['ada', 'bea', 'cleo'],
    bad: ['cleo', 'ada', 'bea'],
  },
  'sort-first-value': {
    find: listing('sortBy=emails.value', names, {
      ada: { emails: [work('a@example.com'), { ...home('z@example.com'), primary: true }] },
      bea: { emails: [work('b@example.com')] },
    }),
    good: ['bea', 'ada'],
    bad: ['ada', 'bea'],
  },
  'sort-sub-attribute-ignored': {
    find: listing('sortBy=name.familyName', names, {
      ada: { name: { givenName: 'A', familyName: 'Z' } },
      bea: { name: { givenName: 'B', familyName: 'Y' } },
    }),
    good: ['bea', 'ada'],
    bad: ['ada', 'bea'],
  },
  'sort-page-only': {
    find: listing('sortBy=userName&sortOrder=descending&count=2'),
    good: ['cleo', 'bea'],
    bad: ['bea', 'ada'],
  },
  'sort-refused': { find: listing('sortBy=userName', status), good: 200, bad: 400 },
  'page-start-index-zero-refused': { find: listing('startIndex=0', status), good: 200, bad: 400 },
  'page-start-index-negative-500': { find: listing('startIndex=-1', status), good: 200, bad: 500 },
  'page-start-index-zero-echoed': {
    find: listing('startIndex=0', (seen) => at(seen, 'startIndex')),
    good: 1,
    bad: 0,
  },
  'page-negative-count-all': { find: listing('count=-1'), good: [], bad: ['ada', 'bea', 'cleo'] },
  'page-negative-count-refused': { find: listing('count=-1', status), good: 200, bad: 400 },
  'page-count-zero-all': { find: listing('count=0'), good: [], bad: ['ada', 'bea', 'cleo'] },
  'page-count-zero-no-total': { find: listing('count=0', total), good: 3, bad: 0 },
  'page-start-index-from-zero': {
    find: listing('startIndex=1&count=2'),
    good: ['ada', 'bea'],
    bad: ['bea', 'cleo'],
  },
  'page-start-index-as-page-number': {
    find: listing('startIndex=2&count=2'),
    good: ['bea', 'cleo'],
    bad: ['cleo'],
  },
  'page-beyond-the-end-last': { find: listing('startIndex=9&count=2'), good: [], bad: ['cleo'] },
  'page-order-changes': {
    find: async (client) => {
      await populate(client);
      const pages = [await client.send('GET', '/Users?count=1'), await client.send('GET', '/Users?count=1')];
      return pages.flatMap(names);
    },
    good: ['ada', 'ada'],
    bad: ['ada', 'cleo'],
  },
  'page-last-result-missing': { find: listing('startIndex=2&count=2'), good: ['bea', 'cleo'], bad: ['bea'] },
  'page-start-index-missing': {
    find: listing('count=1', (seen) => at(seen, 'startIndex') ?? null),
    good: 1,
    bad: null,
  },
  'page-items-per-page-missing': {
    find: listing('count=1', (seen) => at(seen, 'itemsPerPage') ?? null),
    good: 1,
    bad: null,
  },
  'list-resources-by-id': {
    find: listing('count=1', (seen) => Array.isArray(at(seen, 'Resources'))),
    good: true,
    bad: false,
  },
  'query-unknown-parameter-refused': { find: listing('verbose=1', status), good: 200, bad: 400 },
  'list-summary-only': {
    find: listing('count=1', (seen) => firstMembers(seen).includes('title')),
    good: true,
    bad: false,
  },
  'attributes-ignored': {
    find: reading('attributes=title', ({ body }) => keys(body).length),
    good: 3,
    bad: 8,
  },
  'excluded-attributes-ignored': {
    find: reading('excludedAttributes=title', ({ body }) => keys(body).includes('title')),
    good: false,
    bad: true,
  },
  'attributes-ignored-in-lists': {
    find: listing('attributes=title', (seen) => firstMembers(seen).includes('emails')),
    good: false,
    bad: true,
  },
  'excluded-attributes-ignored-in-lists': {
    find: listing('excludedAttributes=emails', (seen) => firstMembers(seen).includes('emails')),
    good: false,
    bad: true,
  },
  'attributes-ignored-on-get': {
    find: reading('attributes=title', ({ body }) => keys(body).includes('emails')),
    good: false,
    bad: true,
  },
  'attributes-drop-id': {
    find: reading('attributes=title'),
    good: ['id', 'schemas', 'title'],
    bad: ['schemas', 'title'],
  },
  'excluded-attributes-drop-id': {
    find: reading('excludedAttributes=id', ({ body }) => keys(body).includes('id')),
    good: true,
    bad: false,
  },
  'attributes-case-sensitive': {
    find: reading('attributes=TITLE'),
    good: ['id', 'schemas', 'title'],
    bad: ['id', 'schemas'],
  },
  'attributes-urn-unknown': {
    find: reading(`attributes=${CORE_USER}:title`),
    good: ['id', 'schemas', 'title'],
    bad: ['id', 'schemas'],
  },
  'attributes-sub-attribute-unknown': {
    find: reading('attributes=name.givenName'),
    good: ['id', 'name', 'schemas'],
    bad: ['id', 'schemas'],
  },
  'excluded-sub-attribute-removes-all': {
    find: reading('excludedAttributes=name.givenName', ({ body }) => keys(body).includes('name')),
    good: true,
    bad: false,
  },
  'attributes-first-only': {
    find: reading('attributes=title,emails'),
    good: ['emails', 'id', 'schemas', 'title'],
    bad: ['id', 'schemas', 'title'],
  },
  'excluded-attributes-last-only': {
    find: reading('excludedAttributes=title,emails', ({ body }) => keys(body).includes('title')),
    good: false,
    bad: true,
  },
  'attributes-with-default-set': {
    find: reading('attributes=emails', ({ body }) => keys(body).includes('title')),
    good: false,
    bad: true,
  },
  'attributes-refused': { find: reading('attributes=title', status), good: 200, bad: 400 },
  'excluded-attributes-refused': { find: reading('excludedAttributes=title', status), good: 200, bad: 501 },
  'attributes-ignored-on-post': {
    find: writing('POST'),
    good: ['id', 'schemas', 'userName'],
    bad: ['active', 'id', 'meta', 'name', 'schemas', 'userName'],
  },
  'attributes-ignored-on-put': {
    find: writing('PUT'),
    good: ['id', 'schemas', 'userName'],
    bad: ['active', 'id', 'meta', 'name', 'schemas', 'userName'],
  },
  'attributes-ignored-on-patch': {
    find: async (client) => {
      const id = await addUser(client, 'ada');
      const Operations = [{ op: 'replace', path: 'active', value: false }];
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
      const seen = await client.send('PATCH', `/Users/${id}?attributes=userName`, { schemas, Operations });
      return keys(seen.body);
    },
    good: ['id', 'schemas', 'userName'],
    bad: ['active', 'id', 'meta', 'name', 'schemas', 'userName'],
  },
  'password-shown': {
    find: reading('', ({ body }) => keys(body).includes('password')),
    good: false,
    bad: true,
  },
  'search-answers-201': { find: searching({}, status), good: 200, bad: 201 },
  'search-filter-ignored': {
    find: searching({ filter: 'nickName pr' }),
    good: ['cleo'],
    bad: ['ada', 'bea', 'cleo'],
  },
  'search-count-ignored': { find: searching({ count: 1 }), good: ['ada'], bad: ['ada', 'bea', 'cleo'] },
  'search-start-index-ignored': {
    find: searching({ startIndex: 3 }),
    good: ['cleo'],
    bad: ['ada', 'bea', 'cleo'],
  },
  'search-attributes-ignored': {
    find: searching({ attributes: ['title'] }, (seen) => firstMembers(seen).includes('emails')),
    good: false,
    bad: true,
  },
  'search-excluded-attributes-ignored': {
    find: searching({ excludedAttributes: ['emails'] }, (seen) => firstMembers(seen).includes('emails')),
    good: false,
    bad: true,
  },
  'search-attributes-first-only': {
    find: searching({ attributes: ['title', 'emails'] }, (seen) => firstMembers(seen).includes('emails')),
    good: true,
    bad: false,
  },
  'search-sort-ignored': { find: searching({ sortBy: 'nickName', count: 1 }), good: ['cleo'], bad: ['ada'] },
  'search-malformed-filter-ignored': { find: searching({ filter: 'nickName' }, status), good: 400, bad: 200 },
  'search-count-required': { find: searching({}, status), good: 200, bad: 400 },
  'search-filter-required': { find: searching({}, status), good: 200, bad: 500 },
  'search-list-bare': { find: searching({}, total), good: 3, bad: undefined },
  'root-users-only': { find: rooted('displayName eq "team"'), good: ['Team'], bad: [] },
  'root-filter-ignored': { find: rooted('userName eq "ada"'), good: ['ada'], bad: ['ada', 'Team'] },
  'root-foreign-attribute-matches': {
    find: rooted('nickName eq "C"'),
    good: ['cleo'],
    bad: ['cleo', 'Team'],
  },
  'root-resource-type-unknown': { find: rooted('meta.resourceType eq "Group"'), good: ['Team'], bad: [] },
  'cursor-next-missing': {
    find: async (client) => {
      const page = paged('nextCursor');
      return [await configured(client), await page(client)];
    },
    good: [null, null],
    bad: [{ cursor: true, index: true }, null],
  },
  'cursor-endless': { find: paged('nextCursor', 'cursor=&count=9'), good: null, bad: 'at-0' },
  'cursor-reserved-characters': { find: paged('nextCursor'), good: null, bad: 'at-2==' },
  'cursor-first-has-previous': { find: paged('previousCursor'), good: null, bad: 'at-0' },
  'cursor-previous-wrong': {
    find: paged('previousCursor', 'cursor=&count=2', 'nextCursor'),
    good: null,
    bad: 'at-2',
  },
  'cursor-count-ignored': { find: paged('names'), good: ['ada', 'bea'], bad: ['ada', 'bea', 'cleo'] },
  'cursor-page-overlaps': {
    find: paged('names', 'cursor=&count=2', 'nextCursor'),
    good: ['ada', 'bea'],
    bad: ['bea', 'cleo'],
  },
  'cursor-total-of-page': { find: paged('totalResults'), good: 3, bad: 2 },
  'cursor-invalid-first-page': { find: paged('nextCursor', 'cursor=none&count=2'), good: null, bad: 'at-2' },
  'cursor-unsorted': {
    find: paged('names', 'cursor=&count=2&sortBy=nickName'),
    good: ['cleo', 'ada'],
    bad: ['ada', 'bea'],
  },
  'cursor-not-in-search': {
    find: async (client) => [
      await configured(client),
      await searching({ cursor: '', count: 2 }, (seen) => at(seen, 'nextCursor') ?? null)(client),
    ],
    good: [null, null],
    bad: [{ cursor: true, index: true }, null],
  },
  'cursor-page-size-as-text': {
    find: configured,
    good: null,
    bad: { cursor: true, index: true, maxPageSize: '500' },
  },
  'cursor-default-method-denied': {
    find: configured,
    good: null,
    bad: { cursor: true, index: true, defaultPaginationMethod: 'offset' },
  },
};

testFaults(SCENARIOS);
