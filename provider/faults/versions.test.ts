import { addUser, at, type Client, type Scenario, testFaults, user } from './fixtures/scenario.ts';
import type { VERSIONING } from './versions.ts';

/** The versions of a user when he is new, and after each of two changes. */
const VERSIONS: Scenario['find'] = async (client) => {
  const path = `/Users/${await addUser(client, 'ada')}`;
  const seen = [];
  for (const title of [null, 'A', 'B']) {
    if (title !== null) await client.send('PUT', path, user('ada', { title }));
    seen.push((await client.send('GET', path)).headers.get('etag'));
  }
  return seen;
};

/** The status of GET with If-None-Match. */
function conditional(header: string): Scenario['find'] {
  return async (client) => {
    const path = `/Users/${await addUser(client, 'ada')}`;
    return (await client.send('GET', path, undefined, { 'if-none-match': header })).status;
  };
}

/** The status of PUT with If-Match. */
function changing(header: string): Scenario['find'] {
  return async (client) => (await put(client, { 'if-match': header })).status;
}

async function put(client: Client, headers: Readonly<Record<string, string>> = {}) {
  const path = `/Users/${await addUser(client, 'ada')}`;
  return client.send('PUT', path, user('ada', { title: 'A' }), headers);
}

const SCENARIOS: Record<keyof typeof VERSIONING, Scenario> = {
  'etag-missing-on-get': { find: VERSIONS, good: ['W/"1"', 'W/"2"', 'W/"3"'], bad: [null, null, null] },
  'etag-missing-on-creation': {
    find: async (client) => (await client.send('POST', '/Users', user('ada'))).headers.get('etag'),
    good: 'W/"1"',
    bad: null,
  },
  'etag-without-quotes': { find: VERSIONS, good: ['W/"1"', 'W/"2"', 'W/"3"'], bad: ['1', '2', '3'] },
  'version-not-in-meta': {
    find: async (client) =>
      at(await client.send('GET', `/Users/${await addUser(client, 'ada')}`), 'meta', 'version'),
    good: 'W/"1"',
    bad: undefined,
  },
  'version-never-changes': {
    find: VERSIONS,
    good: ['W/"1"', 'W/"2"', 'W/"3"'],
    bad: ['W/"1"', 'W/"1"', 'W/"1"'],
  },
  'version-returns': { find: VERSIONS, good: ['W/"1"', 'W/"2"', 'W/"3"'], bad: ['W/"1"', 'W/"0"', 'W/"1"'] },
  'version-made-of-time': {
    find: VERSIONS,
    good: ['W/"1"', 'W/"2"', 'W/"3"'],
    bad: ['W/"r1"', 'W/"r2"', 'W/"r3"'],
  },
  'put-answers-old-etag': {
    find: async (client) => (await put(client)).headers.get('etag'),
    good: 'W/"2"',
    bad: 'W/"1"',
  },
  'if-none-match-ignored': { find: conditional('W/"1"'), good: 304, bad: 200 },
  'if-none-match-always-304': { find: conditional('W/"7"'), good: 200, bad: 304 },
  'if-none-match-412': { find: conditional('W/"1"'), good: 304, bad: 412 },
  'if-none-match-list-unread': { find: conditional('"x", W/"1"'), good: 304, bad: 200 },
  'if-match-ignored': { find: changing('W/"7"'), good: 412, bad: 200 },
  'if-match-never-matches': { find: changing('W/"1"'), good: 200, bad: 412 },
  'if-match-409': { find: changing('W/"7"'), good: 412, bad: 409 },
};

testFaults(SCENARIOS);
