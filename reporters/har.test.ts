import { Ajv } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { expect, test } from 'vitest';
import {
  HOSTILE,
  hostileReport,
  sampleCheck,
  sampleExchange,
  sampleReport,
} from './fixtures/sample-report.ts';
import { FAILING, PASSING } from './fixtures/samples.ts';
import { harJson } from './har.ts';

const object = (properties: Record<string, object>, optional: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties: { ...properties, comment: { type: 'string' } },
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const list = (items: object) => ({ type: 'array', items });
const text = { type: 'string' };
const whole = { type: 'integer', minimum: -1 };
const duration = { type: 'number', minimum: 0 };
const moment = { type: 'string', format: 'date-time' };
const pair = object({ name: text, value: text });

/** The parts of HAR 1.2 that a reader relies on (http://www.softwareishard.com/blog/har-12-spec/). */
const HAR = object({
  log: object({
    version: { const: '1.2' },
    creator: object({ name: text, version: text }),
    pages: list(
      object({
        startedDateTime: moment,
        id: text,
        title: text,
        pageTimings: object({ onContentLoad: whole, onLoad: whole }),
      }),
    ),
    entries: list(
      object({
        pageref: text,
        startedDateTime: moment,
        time: duration,
        request: object(
          {
            method: text,
            url: text,
            httpVersion: text,
            cookies: list({}),
            headers: list(pair),
            queryString: list(pair),
            postData: object({ mimeType: text, text }),
            headersSize: whole,
            bodySize: whole,
          },
          ['postData'],
        ),
        response: object({
          status: { type: 'integer' },
          statusText: text,
          httpVersion: text,
          cookies: list({}),
          headers: list(pair),
          content: object({ size: { type: 'integer', minimum: 0 }, mimeType: text, text }, ['text']),
          redirectURL: text,
          headersSize: whole,
          bodySize: whole,
        }),
        cache: object({}),
        timings: object({ send: duration, wait: duration, receive: duration }),
      }),
    ),
  }),
});

const isHar = new Ajv({ formats: { 'date-time': fullFormats['date-time'] } }).compile(HAR);

test.each([
  ['passing', PASSING],
  ['failing', FAILING],
  ['hostile', hostileReport(HOSTILE)],
])('is HAR 1.2 for a %s run', (_, report) => {
  const har: unknown = JSON.parse(harJson(report));
  isHar(har);
  expect(isHar.errors).toBeNull();
});

test('has a page for each check with exchanges, and its entries in order', () => {
  const report = sampleReport([
    sampleCheck('s/1'),
    sampleCheck('s/2', {
      verdict: 'fail',
      message: 'wrong',
      exchanges: [
        sampleExchange({
          request: {
            method: 'GET',
            url: 'https://scim.example.com/v2/Users?filter=a%20eq%20%22b%22',
            headers: {},
            body: null,
          },
        }),
        sampleExchange({
          at: 2000,
          durationMs: 7,
          response: null,
          error: 'no answer',
          purpose: 'create the user',
        }),
      ],
    }),
  ]);
  const { log } = JSON.parse(harJson(report));
  expect(log.pages).toMatchObject([
    { id: 's/2', title: 'fail: 2', startedDateTime: '2025-03-04T09:26:12.686Z' },
  ]);
  expect(log.entries).toMatchObject([
    {
      pageref: 's/2',
      request: { method: 'GET', queryString: [{ name: 'filter', value: 'a eq "b"' }] },
      response: { status: 201, redirectURL: 'https://scim.example.com/v2/Users/2819' },
    },
    {
      startedDateTime: '2025-03-04T09:26:13.482Z',
      time: 7,
      timings: { wait: 7 },
      response: { status: 0 },
      comment: 'create the user: no answer',
    },
  ]);
});

test('a body that was cut keeps its size', () => {
  const exchange = sampleExchange();
  const cut = { ...exchange, response: exchange.response && { ...exchange.response, truncatedFrom: 90_000 } };
  const { log } = JSON.parse(harJson(sampleReport([sampleCheck('s/1', { exchanges: [cut] })])));
  expect(log.entries[0].response).toMatchObject({
    bodySize: 90_000,
    content: { size: 90_000, comment: 'cut, 90000 bytes in all' },
  });
});
