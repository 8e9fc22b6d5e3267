import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Case } from '../engine/case.ts';
import { sessionFor } from '../engine/fixtures/session.ts';
import { userSubject } from '../engine/subject.ts';
import { NotOffered } from '../engine/violation.ts';
import type { WireRequest, WireResponse } from '../http/transport.ts';
import type { JsonObject } from '../scim/json.ts';
import { ERROR, LIST_RESPONSE } from '../scim/urns.ts';
import { amount } from './amount.ts';
import { Listing } from './listing.ts';

const TOTAL = 'RFC7644-3.4.2-total-results';
const OWN = ['own1', 'own2', 'own3'];

/** The list of a target whose answer depends on the query; `own1` to `own3` are what the run made. */
function listingOf(narrowed: boolean, answer: (query: URLSearchParams) => JsonObject) {
  const respond = ({ path }: WireRequest): WireResponse => {
    const body = answer(new URL(path, 'http://unit.test').searchParams);
    return { status: Number(body.status ?? 200), headers: {}, text: JSON.stringify(body) };
  };
  const { session, sent } = sessionFor(respond);
  const path = { urn: null, attribute: 'userName', filter: null, subAttribute: null };
  const set = {
    subject: userSubject(session),
    items: OWN.map((id) => ({ id, path: `/Users/${id}`, shown: { id } })),
    arbitrary: fc.constant({}),
    token: 'unit',
    scope: narrowed ? ({ kind: 'compare', path, operator: 'co', value: 'unit' } as const) : null,
    narrows: narrowed,
    operands: [],
    failing: [],
    refused: [],
  };
  const c = new Case(session, [TOTAL]);
  return { listing: new Listing(c, set, TOTAL, narrowed, 'get'), sent };
}

const list = (ids: readonly string[], totalResults: number): JsonObject => ({
  schemas: [LIST_RESPONSE],
  totalResults,
  Resources: ids.map((id) => ({ id })),
});

describe('a list that a filter narrows to what the run made', () => {
  test('is asked for with the filter', async () => {
    const { listing, sent } = listingOf(true, () => list(OWN, 3));
    listing.judgeTotal(await listing.ask({ count: 5 }));
    expect(sent.map(({ path }) => path)).toEqual(['/Users?filter=userName%20co%20%22unit%22&count=5']);
  });

  test.each([2, 4])('has as many results as that, and not %i', async (total) => {
    const { listing } = listingOf(true, () => list(OWN, total));
    const asked = await listing.ask();
    expect(() => listing.judgeTotal(asked)).toThrow(
      `in a query with nothing but a filter, totalResults of the list of users is ${total} instead of 3`,
    );
  });

  test('says totalResults as a number', async () => {
    const { listing } = listingOf(true, () => ({ ...list(OWN, 3), totalResults: '3' }));
    const asked = await listing.ask();
    expect(() => listing.judgeTotal(asked)).toThrow(
      'totalResults of the list of users is "3" instead of a number',
    );
  });
});

describe('a list of all there is', () => {
  test('has others in it, and no fewer results than what the run made', async () => {
    const { listing, sent } = listingOf(false, (query) => list([], query.has('count') ? 2 : 7));
    listing.judgeTotal(await listing.ask());
    const asked = await listing.ask({ count: 0 });
    expect(() => listing.judgeTotal(asked)).toThrow('is 2 instead of 3 or more');
    expect(sent.map(({ path }) => path)).toEqual(['/Users', '/Users?count=0']);
  });

  test('is read on until something stands on a page that the run made', async () => {
    const { listing, sent } = listingOf(false, (query) =>
      list(query.get('startIndex') === '3' ? ['own2'] : ['a', 'b'], 5),
    );
    const asked = await listing.askForOwn({ attributes: 'userName' });
    expect(listing.own(asked).map(({ id }) => id)).toEqual(['own2']);
    expect(sent).toHaveLength(2);
  });

  test('may be too much to be listed', async () => {
    const { listing } = listingOf(false, () => ({ schemas: [ERROR], status: '400', scimType: 'tooMany' }));
    await expect(listing.ask()).rejects.toThrow(NotOffered);
  });
});

test.each([
  [0, 'no resources'],
  [1, '1 resource'],
  [2, '2 resources'],
])('%i is %s', (count, words) => {
  expect(amount(count, 'resource')).toBe(words);
});
