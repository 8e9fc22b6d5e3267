import type { Exchange } from '../http/exchange.ts';
import { isObject, type Json, type JsonObject, stringMember } from '../scim/json.ts';
import { COMMON_ATTRIBUTES, GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';

/** The attributes of the standard as it spells them, by their names in small letters. */
const NAMES: ReadonlyMap<string, string> = new Map(
  [USER_TYPE, GROUP_TYPE].flatMap(({ schema, extensions }) =>
    [schema, ...extensions].flatMap(({ attributes }) =>
      [...attributes, ...COMMON_ATTRIBUTES].map(({ name }) => [name.toLowerCase(), name]),
    ),
  ),
);

/** Whether a path spells an attribute of the standard in other letter case than the standard does. */
function isOtherCase(path: string): boolean {
  const [, name = ''] = /^(?:urn:[^[]*:)?([^:.[]+)/i.exec(path) ?? [];
  const plain = NAMES.get(name.toLowerCase());
  return plain !== undefined && plain !== name;
}

/** What a path is called by the first of these marks in it (RFC 7644 §3.5.2). */
const SHAPES: readonly (readonly [mark: string, shape: string])[] = [
  ['[', 'value path'],
  ['urn:', 'URN path'],
  ['.', 'dotted path'],
];

/**
 * How a request is written: of a PATCH each kind of operation (`replace value path`, `add without path`) and `several
 * operations` where there is more than one; of a query the names of its parameters. Sorted, each once.
 */
export function requestForm(exchange: Exchange): readonly string[] {
  const operations = operationsIn(exchange);
  const forms = operations.map((operation) => {
    const path = stringMember(operation, 'path');
    const shape = SHAPES.find(([mark]) => path?.includes(mark))?.[1] ?? 'path';
    const op = stringMember(operation, 'op')?.toLowerCase() ?? '';
    if (path === undefined) return `${op} without path`;
    return `${op} ${isOtherCase(path) ? 'path in other letter case' : shape}`;
  });
  const several = operations.length > 1 ? ['several operations'] : [];
  return [...new Set([...forms, ...several, ...parametersOf(exchange)])].sort();
}

/** Attributes that are told of one request at most. */
const MOST_NAMED = 20;

/**
 * The attributes that the operations of a PATCH name, by their paths, or by the members of their values where they have
 * none (RFC 7644 §3.5.2): `name.givenName`, `members`, `urn:…:User:department`. In the standard's spelling, sorted, each once.
 */
export function attributesNamed(exchange: Exchange): readonly string[] {
  const paths = operationsIn(exchange).flatMap((operation) => {
    const path = stringMember(operation, 'path');
    if (path !== undefined) return path.replace(/\[.*\]/, '');
    return isObject(operation.value) ? Object.entries(operation.value).flatMap(namedBy) : [];
  });
  return [...new Set(paths.map(asTheStandardSpells))].sort().slice(0, MOST_NAMED);
}

/** A member of a value without a path; of an extension its attributes. */
function namedBy([name, value]: readonly [string, Json]): readonly string[] {
  if (!/^urn:/i.test(name) || !isObject(value)) return [name];
  return Object.keys(value).map((attribute) => `${name}:${attribute}`);
}

function asTheStandardSpells(path: string): string {
  return path.replace(/^(urn:.*:)?([^:.]+)/i, (_, urn: string | undefined, name: string) => {
    const plain = NAMES.get(name.toLowerCase()) ?? name;
    return `${urn === undefined || OF_THE_CORE.has(urn.toLowerCase()) ? '' : urn}${plain}`;
  });
}

/** The URNs whose attributes need none, as they stand before one. */
const OF_THE_CORE: ReadonlySet<string> = new Set(
  [USER_TYPE, GROUP_TYPE].map(({ schema }) => `${schema.id.toLowerCase()}:`),
);

function operationsIn({ request }: Exchange): readonly JsonObject[] {
  const body = request.method === 'PATCH' ? parsedObject(request.body) : null;
  return Array.isArray(body?.Operations) ? body.Operations.filter(isObject) : [];
}

/** The parameters of SCIM's own that a query has (RFC 7644 §3.4.2, §3.9). */
const PARAMETERS: ReadonlySet<string> = new Set([
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'cursor',
  'attributes',
  'excludedAttributes',
]);

function parametersOf({ request }: Exchange): readonly string[] {
  const query = request.url.split('?')[1] ?? '';
  return [...new URLSearchParams(query).keys()]
    .filter((name) => PARAMETERS.has(name))
    .map((name) => `?${name}`);
}

function parsedObject(body: string | null): JsonObject | null {
  try {
    const json: unknown = JSON.parse(body ?? '');
    return isObject(json) ? json : null;
  } catch {
    return null;
  }
}
