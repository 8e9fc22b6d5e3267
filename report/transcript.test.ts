import { describe, expect, test } from 'vitest';
import type { Exchange } from '../http/exchange.ts';
import { sampleExchange } from '../reporters/fixtures/sample-report.ts';
import { TRANSCRIPT_LENGTH, transcriptOf } from './transcript.ts';

const CONTEXT = {
  baseUrl: 'https://scim.example.com/v2',
  markerPrefix: 'scabc123',
  isId: () => false,
};

function exchange(method: string, path: string, body: unknown, status = 200): Exchange {
  return sampleExchange({
    request: { method, url: `https://scim.example.com/v2${path}`, headers: {}, body: null },
    response: { status, headers: { 'x-request-id': '1' }, body: JSON.stringify(body), truncatedFrom: null },
  });
}

function answer(...exchanges: readonly Exchange[]) {
  const { response } = transcriptOf(exchanges, CONTEXT).at(-1) ?? {};
  return response?.body === null || response?.body === undefined ? response?.body : JSON.parse(response.body);
}

const user = { id: 'u-1', meta: {}, userName: 'ada', groups: [{ value: 'g-1' }] };

test('keeps the first exchanges and the headers that say something about the target', () => {
  const transcript = transcriptOf(
    Array.from({ length: 20 }, () => sampleExchange()),
    CONTEXT,
  );
  expect(transcript).toHaveLength(TRANSCRIPT_LENGTH);
  expect(transcript[0]?.request).toMatchObject({ method: 'POST', path: '/Users' });
  expect(transcript[0]?.response?.headers).toEqual({
    'content-type': 'application/scim+json; charset=utf-8',
    location: '{base}/Users/{id}',
  });
});

test('orders members and elements, which have no order', () => {
  expect(JSON.stringify(answer(exchange('GET', '/Users/1', { b: [2, 1], a: [{ d: 1, c: 2 }] })))).toBe(
    '{"a":[{"c":2,"d":1}],"b":[1,2]}',
  );
});

describe('a list', () => {
  const list = { schemas: ['x'], totalResults: 812, itemsPerPage: 100, startIndex: 1, Resources: [user] };

  test('that was not filtered keeps only what other resources do not decide', () => {
    expect(answer(exchange('GET', '/Users', list))).toEqual({ schemas: ['x'], startIndex: 1 });
  });

  test.each(['eq "ada"', 'ne "scabc1230001"', 'eq "x" or userName eq "scabc1230001"'])(
    'of a filter that others may match does so too: userName %s',
    (filter) => {
      expect(
        answer(exchange('GET', `/Users?filter=${encodeURIComponent(`userName ${filter}`)}`, list)),
      ).toEqual({
        schemas: ['x'],
        startIndex: 1,
      });
    },
  );

  test('of a filter for a marker is kept, without the memberships of shared users', () => {
    const found = answer(exchange('GET', '/Users?filter=userName%20eq%20%22scabc1230001%22', list));
    expect(found).toMatchObject({ totalResults: 812, Resources: [{ id: '{id}', userName: 'ada' }] });
    expect(found.Resources[0]).not.toHaveProperty('groups');
  });

  test('of schemas is kept', () => {
    expect(answer(exchange('GET', '/Schemas', list))).toMatchObject({ totalResults: 812 });
  });
});

test('a user that the experiment created keeps his memberships', () => {
  expect(answer(exchange('POST', '/Users', user, 201), exchange('GET', '/Users/u-1', user))).toHaveProperty(
    'groups',
  );
  expect(answer(exchange('GET', '/Users/u-1', user))).not.toHaveProperty('groups');
});

describe('a long body', () => {
  test('is shortened in its texts and arrays', () => {
    const long = {
      note: 'x'.repeat(5000),
      members: Array.from({ length: 300 }, () => ({ value: 'someone' })),
    };
    const { note, members } = answer(exchange('GET', '/Groups/1', long));
    expect(note).toMatch(/^x{160}\{… 5000 characters\}$/);
    expect(members).toHaveLength(9);
    expect(members.at(-1)).toBe('{… 300 elements}');
  });

  test('is a digest where that does not help, the same for the same body', () => {
    const long = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`attribute${index}`, index]));
    const [first, second, other] = [long, long, { ...long, attribute0: 1 }].map((body) =>
      answer(exchange('GET', '/Users/1', body)),
    );
    expect(first).toMatch(/^\{\d+ characters, digest [0-9a-f]{12}\}$/);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  test('that was cut says so', () => {
    const cut = sampleExchange({
      response: { status: 200, headers: {}, body: '{"a":', truncatedFrom: 99_999 },
    });
    expect(answer(cut)).toBe('{cut}');
  });
});

test('what is no JSON is one placeholder, whatever it is', () => {
  const page = sampleExchange({
    response: { status: 500, headers: {}, body: '<h1>Oops 8c1f</h1>', truncatedFrom: null },
  });
  expect(answer(page)).toBe('{no JSON}');
});
