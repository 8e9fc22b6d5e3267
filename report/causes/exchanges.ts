import type { Exchange } from '../../http/exchange.ts';
import { isObject, type JsonObject, stringMember } from '../../scim/json.ts';
import { belowBase, type Operation, operationOf } from '../operation.ts';
import type { CheckResult } from '../report.ts';

/** What a path is called by the first of these marks in it (RFC 7644 §3.5.2). */
const SHAPES: readonly (readonly [mark: string, shape: string])[] = [
  ['[', 'value path'],
  ['urn:', 'URN path'],
  ['.', 'dotted path'],
];

/** What was asked for by an exchange. */
export function operationIn({ request }: Exchange, baseUrl: string): Operation {
  return operationOf(request.method, belowBase(request.url, baseUrl));
}

/** Method and shape of the path, the same for users and groups: one defect often shows on both. */
export function act(exchange: Exchange, baseUrl: string): string {
  const { method, path, filtered } = operationIn(exchange, baseUrl);
  return `${method} ${path.replace(/^\/(Users|Groups)/, '/…')}${filtered ? '?filter' : ''}`;
}

/** The last exchange of a check that changed something, or meant to. */
export function lastWrite({ exchanges }: CheckResult): Exchange | undefined {
  return exchanges.findLast(({ request }) => request.method !== 'GET');
}

/**
 * How the operations of a PATCH are written, in words: `replace value path`, `add without path`, and `several operations`
 * where there is more than one. Other requests have no form.
 */
export function patchForms(exchange: Exchange): readonly string[] {
  const forms = operationsIn(exchange).map((operation) => {
    const path = stringMember(operation, 'path');
    const shape = SHAPES.find(([mark]) => path?.includes(mark))?.[1] ?? 'path';
    const op = stringMember(operation, 'op')?.toLowerCase() ?? '';
    return `${op} ${path === undefined ? 'without path' : shape}`;
  });
  return [...new Set([...forms, ...(forms.length > 1 ? ['several operations'] : [])])].sort();
}

/** The operations of a PATCH as text, in which its attributes stand. */
export function operationsText(exchange: Exchange): string {
  return JSON.stringify(operationsIn(exchange));
}

function operationsIn({ request }: Exchange): readonly JsonObject[] {
  const body = request.method === 'PATCH' ? parsedObject(request.body) : null;
  return Array.isArray(body?.Operations) ? body.Operations.filter(isObject) : [];
}

/** A refusal in a few words that are equal for equal reasons, or null when the exchange is none. */
export function refusal(exchange: Exchange, baseUrl: string): string | null {
  const { response } = exchange;
  if (response === null || response.status < 400) return null;
  const body = parsedObject(response.body) ?? {};
  const detail = stringMember(body, 'detail') ?? '';
  // Words of its own tell one refusal from another, whatever was asked for; those of a 404 or 500 say nothing.
  const told = detail !== '' && response.status < 500 && response.status !== 404;
  const asked = told ? '' : `${act(exchange, baseUrl)} ${patchForms(exchange).join(', ')}`;
  return [asked, response.status, stringMember(body, 'scimType') ?? '', template(detail)].join(' ').trim();
}

/** A text without what differs from one occurrence to the next: quoted values, ids, addresses and numbers. */
export function template(text: string): string {
  return text
    .slice(0, 300)
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/\S+/g, (word) => (/[@\d]/.test(word) ? '…' : word));
}

/** A body as a JSON object, or null when it is none. */
function parsedObject(body: string | null): JsonObject | null {
  try {
    const json: unknown = JSON.parse(body ?? '');
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
}
