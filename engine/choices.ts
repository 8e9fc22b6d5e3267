import { parseBody } from '../http/body.ts';
import type { ScimResponse } from '../http/client.ts';
import type { Exchange } from '../http/exchange.ts';
import { belowBase, operationName, operationOf } from '../report/operation.ts';
import { isObject, type Json, member, sameJson, stringMember } from '../scim/json.ts';
import type { TargetFacts } from './plan.ts';

/** A dateTime, its fraction of a second and its time zone (RFC 7643 §2.3.5). */
const DATE_TIME = /^[^T]+T\d+:\d+:\d+(?:\.(\d+))?(Z|[+-]\d+:\d+)?$/;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * What the target makes of the choices that the standard leaves it, seen in every answer of a run: the statuses of each
 * kind of request, media types, headers, the form of ids. They fail nobody; comparisons show where targets differ.
 */
export class Choices {
  readonly #seen = new Map<string, Set<string>>();
  /** Most digits of a second: zeros at the end may be left out. */
  #digits: number | null = null;

  /** Notes the choices in one answer. */
  note({ request }: Exchange, response: ScimResponse, baseUrl: string): void {
    const operation = operationName(operationOf(request.method, belowBase(request.url, baseUrl)));
    const { status, headers, text, body } = response;
    if (status < 300) this.#add(`${operation}: status`, String(status));
    if (status >= 400) this.#add(`${operation}: errors`, errorOf(response));
    if (text !== '') this.#add('answers: media type', mediaTypeOf(headers['content-type']));
    if (operation === 'GET /Users/{id}' && status === 200)
      this.#add('answers: ETag header', headers.etag === undefined ? 'no' : 'yes');
    if (request.method === 'POST' && status === 201) {
      this.#add(`${operation}: Location header`, formOfUrl(headers.location, baseUrl));
      this.#add('ids: form', formOfId(stringMember(body, 'id')));
      this.#noteTimes(stringMember(member(body, 'meta'), 'created'));
      for (const order of ordersOf(parseBody(request.body ?? ''), body)) this.#add('values: order', order);
    }
  }

  /** Every choice by its name, values in order; with what the target announces of itself. */
  report({
    features,
    limits,
  }: Pick<TargetFacts, 'features' | 'limits'>): readonly (readonly [string, Json])[] {
    const announced = Object.entries({ ...features, ...limits }).filter(([, value]) => value !== null);
    return [
      ...[...this.#seen].map(([name, values]) => [name, one([...values].sort())] as const),
      ...(this.#digits === null ? [] : [['times: digits of a second', this.#digits] as const]),
      ...announced.map(([name, value]) => [`announced: ${name}`, value] as const),
    ];
  }

  #noteTimes(created: string | undefined): void {
    const time = Date.parse(created ?? '');
    if (created === undefined || Number.isNaN(time)) return;
    const [, fraction = '', zone = 'none'] = DATE_TIME.exec(created) ?? [];
    this.#digits = Math.max(this.#digits ?? 0, fraction.replace(/0+$/, '').length);
    this.#add('times: zone', /^[+-]/.test(zone) ? 'an offset' : zone);
    this.#add('times: clock', deviation(time - Date.now()));
  }

  #add(name: string, value: string): void {
    const known = this.#seen.get(name);
    if (known === undefined) this.#seen.set(name, new Set([value]));
    else known.add(value);
  }
}

function one(values: readonly string[]): Json {
  return values.length === 1 ? (values[0] ?? '') : values;
}

/** The status with its scimType: `409 uniqueness`. A scimType is the target's own text, so only a word of one is kept. */
function errorOf({ status, body }: ScimResponse): string {
  const scimType = stringMember(body, 'scimType') ?? '';
  return /^\w{1,40}$/.test(scimType) ? `${status} ${scimType}` : String(status);
}

function mediaTypeOf(header: string | undefined): string {
  const type = header?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type) ? type : 'none';
}

/** An absolute location may name another origin than the one that was asked, an internal host say. */
function formOfUrl(header: string | undefined, baseUrl: string): string {
  if (header === undefined || header === '') return 'none';
  if (!URL.canParse(header)) return 'relative';
  return new URL(header).origin === new URL(baseUrl).origin ? 'absolute' : 'absolute, on another origin';
}

function formOfId(id: string | undefined): string {
  if (id === undefined) return 'not in the body';
  if (UUID.test(id)) return /[A-F]/.test(id) ? 'UUID in capitals' : 'UUID';
  return /^\d+$/.test(id) ? 'number' : 'other';
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A difference of clocks below this is no more than a slow answer. */
const NOTICEABLE = 5 * MINUTE;
/** Units to tell a difference in: from how many milliseconds on, and how long they are. */
const UNITS: readonly (readonly [from: number, length: number, name: string])[] = [
  [365 * DAY, 365 * DAY, 'years'],
  [2 * DAY, DAY, 'days'],
  [60 * MINUTE, 60 * MINUTE, 'hours'],
  [0, MINUTE, 'minutes'],
];

/** How far a clock is from ours, roughly: `right`, `3 hours ahead`, `12 years behind`. */
function deviation(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [, length, name] = UNITS.find(([from]) => size >= from) ?? [];
  if (size < NOTICEABLE || length === undefined) return 'right';
  return `${Math.round(size / length)} ${name} ${milliseconds > 0 ? 'ahead' : 'behind'}`;
}

/** How the values of multi-valued attributes come back, where their order tells. */
function ordersOf(sent: Json | undefined, shown: Json | undefined): readonly string[] {
  if (!isObject(sent)) return [];
  return Object.entries(sent).flatMap(([name, values]) => {
    const back = member(shown, name);
    if (name === 'schemas' || !Array.isArray(values) || !Array.isArray(back)) return [];
    const [before, after] = [values.map(elementValue), back.map(elementValue)];
    if (new Set(before.map((value) => JSON.stringify(value))).size < 2 || before.length !== after.length)
      return [];
    if (sameJson(before, after)) return ['as sent'];
    return [sameJson(before, after.toReversed()) ? 'reversed' : 'another'];
  });
}

const elementValue = (element: Json): Json =>
  isObject(element) ? (member(element, 'value') ?? null) : element;
