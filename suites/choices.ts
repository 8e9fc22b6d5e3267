import { belowBase, operationName, operationOf } from '../report/operation.ts';
import type { ScimResponse } from '../scim/http/client.ts';
import type { Exchange } from '../scim/http/exchange.ts';
import { type Json, stringMember } from '../scim/json.ts';
import type { TargetFacts } from './plan.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * What the target makes of the choices that the standard leaves it, seen in every answer of a run: the statuses of each
 * kind of request, media types, headers, the form of ids. They fail nobody; comparisons show where targets differ.
 */
export class Choices {
  readonly #seen = new Map<string, Set<string>>();

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
      this.#add(`${operation}: Location header`, formOfUrl(headers.location));
      this.#add('ids: form', formOfId(stringMember(body, 'id')));
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
      ...announced.map(([name, value]) => [`announced: ${name}`, value] as const),
    ];
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

function formOfUrl(header: string | undefined): string {
  if (header === undefined || header === '') return 'none';
  return URL.canParse(header) ? 'absolute' : 'relative';
}

function formOfId(id: string | undefined): string {
  if (id === undefined) return 'not in the body';
  if (UUID.test(id)) return 'UUID';
  return /^\d+$/.test(id) ? 'number' : 'other';
}
