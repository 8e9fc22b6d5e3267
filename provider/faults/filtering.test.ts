import type { JsonObject } from '../../scim/json.ts';
import { CORE_USER } from '../../scim/urns.ts';
import type { FILTERING } from './filtering.ts';
import {
  addGroup,
  addUser,
  at,
  type Client,
  names,
  patch,
  query,
  type Scenario,
  testFaults,
} from './fixtures/scenario.ts';

/** The users, by these names, that a filter finds. */
function finding(filter: string, users: Readonly<Record<string, JsonObject>>): Scenario['find'] {
  return async (client) => {
    for (const [name, more] of Object.entries(users)) await addUser(client, name, more);
    return names(await query(client, filter));
  };
}

/** The status of a filter's answer on a provider with one user. */
function status(filter: string): Scenario['find'] {
  return async (client) => {
    await addUser(client, 'ada');
    return (await query(client, filter)).status;
  };
}

/** One member of the ListResponse to a query, with three users present. */
function listMember(search: string, name: string): Scenario['find'] {
  return async (client) => {
    for (const user of ['ada', 'bea', 'cleo']) await addUser(client, user);
    return at(await client.send('GET', `/Users${search}`), name);
  };
}

async function firstNames(client: Client, search: string) {
  for (const user of ['ada', 'bea', 'cleo']) await addUser(client, user);
  return names(await client.send('GET', `/Users${search}`));
}

const twins = { ada: { externalId: 'A' }, ada2: { externalId: 'B' }, xada: { externalId: 'A' } };
const work = (value: string) => ({ emails: [{ type: 'work', value }] });
const home = (value: string) => ({ emails: [{ type: 'home', value }] });

const SCENARIOS: Record<keyof typeof FILTERING, Scenario> = {
  'filter-eq-prefix': { find: finding('userName eq "ada"', twins), good: ['ada'], bad: ['ada', 'ada2'] },
  'filter-eq-substring': {
    find: finding('userName eq "ada"', twins),
    good: ['ada'],
    bad: ['ada', 'ada2', 'xada'],
  },
  'filter-eq-like-wildcards': {
    find: finding('userName eq "a_a"', { ada: {}, a_a: {} }),
    good: ['a_a'],
    bad: ['ada', 'a_a'],
  },
  'filter-username-case-sensitive': { find: finding('userName eq "ADA"', twins), good: ['ada'], bad: [] },
  'filter-displayname-case-sensitive': {
    find: async (client) => {
      await addGroup(client, 'Team');
      return names(await query(client, 'displayName eq "TEAM"', '/Groups'));
    },
    good: ['Team'],
    bad: [],
  },
  'filter-externalid-case-insensitive': {
    find: finding('externalId eq "b"', twins),
    good: [],
    bad: ['ada2'],
  },
  'filter-ignored': {
    find: finding('userName eq "ada"', twins),
    good: ['ada'],
    bad: ['ada', 'ada2', 'xada'],
  },
  'filter-externalid-ignored': {
    find: finding('externalId eq "B"', twins),
    good: ['ada2'],
    bad: ['ada', 'ada2', 'xada'],
  },
  'filter-malformed-returns-all': { find: status('userName eq'), good: 400, bad: 200 },
  'filter-no-match-404': { find: status('userName eq "bea"'), good: 200, bad: 404 },
  'list-resources-null': {
    find: listMember('?filter=userName+eq+%22x%22', 'Resources'),
    good: [],
    bad: null,
  },
  'list-single-unwrapped': {
    find: listMember('?filter=userName+eq+%22ada%22', 'schemas'),
    good: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    bad: [CORE_USER, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  },
  'list-total-counts-page': { find: listMember('?count=2', 'totalResults'), good: 3, bad: 2 },
  'list-total-off-by-one': { find: listMember('?count=2', 'totalResults'), good: 3, bad: 4 },
  'list-total-counts-all': {
    find: listMember('?filter=userName+eq+%22ada%22', 'totalResults'),
    good: 1,
    bad: 3,
  },
  'list-total-as-string': { find: listMember('', 'totalResults'), good: 3, bad: '3' },
  'list-start-index-zero': { find: listMember('?startIndex=2', 'startIndex'), good: 2, bad: 1 },
  'list-items-per-page-wrong': { find: listMember('', 'itemsPerPage'), good: 3, bad: 20 },
  'list-start-index-ignored': {
    find: (client) => firstNames(client, '?startIndex=2'),
    good: ['bea', 'cleo'],
    bad: ['ada', 'bea', 'cleo'],
  },
  'list-count-ignored': {
    find: (client) => firstNames(client, '?count=2'),
    good: ['ada', 'bea'],
    bad: ['ada', 'bea', 'cleo'],
  },
  'filter-quote-500': { find: status('userName eq "a\\"b"'), good: 200, bad: 500 },
  'filter-apostrophe-500': { find: status('userName eq "a\'b"'), good: 200, bad: 500 },
  'filter-backslash-unescaped-twice': {
    find: finding('userName eq "a\\\\b"', { 'a\\b': {}, ab: {} }),
    good: ['a\\b'],
    bad: ['ab'],
  },
  'query-plus-decoded-twice': {
    find: finding('userName eq "a+b"', { 'a+b': {}, 'a b': {} }),
    good: ['a+b'],
    bad: ['a b'],
  },
  'query-plus-literal': {
    find: async (client) => (await client.send('GET', '/Users?filter=userName+eq+%22ada%22')).status,
    good: 200,
    bad: 400,
  },
  'filter-and-as-or': {
    find: finding('externalId eq "A" and userName eq "ada"', twins),
    good: ['ada'],
    bad: ['ada', 'xada'],
  },
  'filter-and-first-only': {
    find: finding('externalId eq "A" and userName eq "ada2"', twins),
    good: [],
    bad: ['ada', 'xada'],
  },
  'filter-operator-case-sensitive': { find: status('userName EQ "and EQ"'), good: 200, bad: 400 },
  'filter-attribute-case-sensitive': { find: finding('USERNAME eq "ada"', twins), good: ['ada'], bad: [] },
  'filter-urn-refused': { find: status(`${CORE_USER}:userName eq "ada"`), good: 200, bad: 400 },
  'filter-value-path-refused': { find: status('emails[type eq "work"].value eq "a[b"'), good: 200, bad: 400 },
  'filter-value-path-any-type': {
    find: finding('emails[type eq "work"].value eq "a@example.com"', {
      ada: work('a@example.com'),
      bea: home('a@example.com'),
    }),
    good: ['ada'],
    bad: ['ada', 'bea'],
  },
  'filter-stale-after-rename': {
    find: async (client) => {
      const id = await addUser(client, 'ada');
      await patch(client, `/Users/${id}`, { op: 'replace', path: 'userName', value: 'bea' });
      const [before, after] = [
        await query(client, 'userName eq "ada"'),
        await query(client, 'userName eq "bea"'),
      ];
      return [names(before), names(after)];
    },
    good: [[], ['bea']],
    bad: [['bea'], []],
  },
};

testFaults(SCENARIOS);
