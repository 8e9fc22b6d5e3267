import { describe, expect, test } from 'vitest';
import { createScrubber } from './scrub.ts';

const IDS = new Set(['7', '0b5c2f6e-6d0e-4f8e-9d6c-0e4b5f1f8a11', 'ada.scabc1230001@example.com']);
const scrub = createScrubber({
  baseUrl: 'https://scim.example.com/tenants/7/scim?flag=on',
  markerPrefix: 'scabc123',
  isId: (text) => IDS.has(text),
});

describe('a path', () => {
  test.each([
    ['https://scim.example.com/tenants/7/scim/Users/7?flag=on', '/Users/{id}'],
    [
      'https://scim.example.com/tenants/7/scim/Users?filter=userName%20eq%20%22ada.scabc1230001%40example.com%22',
      '/Users?filter=userName eq "{id}"',
    ],
    [
      'https://scim.example.com/tenants/7/scim/Users?filter=userName%20sw%20%22x.scabc12300%22',
      '/Users?filter=userName sw "x.{marker}"',
    ],
    ['https://scim.example.com/tenants/7/scim/Users/no-such-id', '/Users/no-such-id'],
    ['https://scim.example.com/tenants/7/scim/Users?filter=%zz', '/Users?filter=%zz'],
  ])('%s is %s', (url, path) => {
    expect(scrub.path(url)).toBe(path);
  });
});

describe('a body', () => {
  test('has placeholders for ids, times, versions, locations and markers', () => {
    const body = {
      id: '7',
      userName: 'Grace.SCABC1230042@example.com',
      meta: {
        created: '2025-03-04T09:26:11.482Z',
        version: 'W/"a1"',
        location: 'https://scim.example.com/tenants/7/scim/Users/7',
      },
      members: [{ value: '7', $ref: 'https://scim.example.com/tenants/7/scim/Groups/7' }],
    };
    expect(scrub.body(body)).toEqual({
      id: '{id}',
      userName: 'Grace.{marker}@example.com',
      meta: { created: '{time}', version: 'W/"{version}"', location: '{base}/Users/{id}' },
      members: [{ value: '{id}', $ref: '{base}/Groups/{id}' }],
    });
  });

  test('keeps what only looks like an id or a time: a room, an amount, a date of its own', () => {
    const body = { roomNumber: '7', title: '7', hired: '2025-03-04T09:26:11Z', emails: [{ value: '7' }] };
    expect(scrub.body(body)).toEqual(body);
  });

  test('has an id replaced in a longer text', () => {
    expect(scrub.body({ id: '0b5c2f6e-6d0e-4f8e-9d6c-0e4b5f1f8a11-other' })).toEqual({ id: '{id}-other' });
  });

  test('keeps an id that is a number apart from one that is text', () => {
    expect(scrub.body({ id: 7 })).toEqual({ id: '{id as a number}' });
  });

  test('has ids and times in sentences replaced', () => {
    const detail = 'User 7 (3f2b8c1e-1111-4222-8333-944455556666) was deleted at 2025-03-04T09:26:11Z';
    expect(scrub.body({ detail })).toEqual({ detail: 'User {id} ({id}) was deleted at {time}' });
  });
});

test('an ETag keeps its strength and its quotes', () => {
  expect(['W/"1"', '"abc"', 'abc'].map((value) => scrub.header('etag', value))).toEqual([
    'W/"{version}"',
    '"{version}"',
    '{version}',
  ]);
});
