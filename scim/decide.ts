import { ORDER_TESTS, TEXT_TESTS } from './_internals/operators.ts';
import { timeOf } from './_internals/time.ts';
import type { CompareOperator, Filter } from './filter.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { elementAttributes, readPath, resolvePath } from './lookup.ts';
import type { AttributeDefinition, ResourceType } from './schema.ts';
import { foldCase, isPresent, sameValue } from './value.ts';

/** What the RFC decides; null where it leaves room for more than one reading. */
export type Decision = boolean | null;

type Comparison = Extract<Filter, { kind: 'compare' }>;
type Literal = Comparison['value'];

/**
 * Whether a resource certainly matches a filter (true), certainly does not (false), or may do either (null): where the
 * readings of RFC 7644 §3.4.2.2 differ, `matchesFilter` takes one of them and this function none. Open are `ne`, null
 * and `false` on what is unassigned, `pr` on empty texts, `ne` on several values of which some differ, an order of characters that
 * collations see differently, letters that case foldings see differently, and instants closer than clocks are kept or of unknown zone.
 */
export function decideFilter(filter: Filter, resource: JsonObject, type: ResourceType): Decision {
  switch (filter.kind) {
    case 'and':
      return every([decideFilter(filter.left, resource, type), decideFilter(filter.right, resource, type)]);
    case 'or':
      return some([decideFilter(filter.left, resource, type), decideFilter(filter.right, resource, type)]);
    case 'not':
      return negated(decideFilter(filter.filter, resource, type));
    case 'valuePath':
      return decideValuePath(filter, resource, type);
    case 'present':
      return decidePresent(filter, resource, type);
    case 'compare':
      return decideComparison(filter, resource, type);
  }
}

/** Whether one of these certainly holds. */
function some(decisions: readonly Decision[]): Decision {
  if (decisions.includes(true)) return true;
  return decisions.includes(null) ? null : false;
}

function every(decisions: readonly Decision[]): Decision {
  return negated(some(decisions.map(negated)));
}

function negated(decision: Decision): Decision {
  return decision === null ? null : !decision;
}

function decideValuePath(
  { path }: Extract<Filter, { kind: 'valuePath' }>,
  resource: JsonObject,
  type: ResourceType,
): Decision {
  const found = resolvePath({ ...path, filter: null }, type);
  const { filter } = path;
  if (found === null || filter === null) return null;
  const elements = readPath(resource, { ...path, filter: null }, type);
  const ofElement: ResourceType = {
    ...type,
    schema: { ...type.schema, attributes: elementAttributes(found.attribute) },
    extensions: [],
  };
  return some(
    elements.map((element) =>
      decideFilter(filter, isObject(element) ? element : { value: element }, ofElement),
    ),
  );
}

type Presence = Extract<Filter, { kind: 'present' }>;

/** `pr` wants "a non-empty or non-null value" (RFC 7644 §3.4.2.2, Table 3): an empty text is a value all the same. */
function decidePresent(filter: Presence, resource: JsonObject, type: ResourceType): Decision {
  const values = readPath(resource, filter.path, type).filter(isPresent);
  if (values.length === 0) return decideAbsent(filter, type);
  return values.every(isHollow) ? null : true;
}

/** Whether there is nothing in it but empty texts. */
function isHollow(value: Json): boolean {
  if (Array.isArray(value)) return value.every(isHollow);
  return isObject(value) ? Object.values(value).every(isHollow) : value === '' || value === null;
}

/** A boolean that is left out may count as false (RFC 7643 §2.4 says so of `primary`). */
function decideAbsent({ path }: Presence, type: ResourceType): Decision {
  return definitionOf(path, type)?.type === 'boolean' ? null : false;
}

function definitionOf(path: Comparison['path'], type: ResourceType): AttributeDefinition | null {
  const found = resolvePath(path, type);
  return found && (found.subAttribute ?? found.attribute);
}

function decideComparison(filter: Comparison, resource: JsonObject, type: ResourceType): Decision {
  const { path, operator, value: literal } = filter;
  const definition = definitionOf(path, type);
  // "As if there is no attribute value" (RFC 7644 §3.4.2.1).
  if (definition === null) return operator === 'ne' || literal === null ? null : false;
  if (definition.type === 'complex' || path.filter !== null) return null;
  const values = readPath(resource, path, type);
  const elements = readPath(resource, { ...path, subAttribute: null }, type);
  const missing = values.length === 0 || values.length < elements.length;
  const unassigned = missing ? [decideUnassigned(operator, literal, definition)] : [];
  const decisions = [
    ...values.map((value) => decideValue(value, operator, literal, definition)),
    ...unassigned,
  ];
  if (operator !== 'ne') return some(decisions);
  // Either some value differs, or none is the same: where both are true of several values, the filter matches.
  return decisions.every((decision) => decision === decisions[0]) ? (decisions[0] ?? null) : null;
}

function decideUnassigned(
  operator: CompareOperator,
  literal: Literal,
  { type }: AttributeDefinition,
): Decision {
  if (operator === 'ne' || literal === null) return null;
  return type === 'boolean' && literal === false ? null : false;
}

function decideValue(
  value: Json,
  operator: CompareOperator,
  literal: Literal,
  definition: AttributeDefinition,
): Decision {
  if (literal === null) return operator === 'ne';
  if (typeof value !== typeof literal) return null;
  if (operator === 'ne') return negated(decideValue(value, 'eq', literal, definition));
  if (operator === 'eq' && definition.type === 'dateTime')
    return equalOrder(decideOrder(value, literal, definition));
  if (operator === 'eq' && typeof value !== 'string') return sameValue(value, literal, definition);
  const test = ORDER_TESTS[operator];
  if (test !== undefined) {
    const order = decideOrder(value, literal, definition);
    return order === null ? null : test(order);
  }
  if (typeof value !== 'string' || typeof literal !== 'string') return null;
  const compare = TEXT_TESTS[operator] ?? ((text: string, other: string) => text === other);
  const verdicts = readingsOf(definition).map((read) => compare(read(value), read(literal)));
  return verdicts.every((verdict) => verdict === verdicts[0]) ? (verdicts[0] ?? null) : null;
}

function equalOrder(order: number | null): Decision {
  return order === null ? null : order === 0;
}

type Reading = (text: string) => string;

const asciiLower: Reading = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const CASELESS: readonly Reading[] = [
  foldCase,
  asciiLower,
  (text) => text.toUpperCase(),
  (text) => foldCase(text.normalize('NFKC')),
];
const EXACT: readonly Reading[] = [(text) => text, (text) => text.normalize('NFC')];

/** Spellings by which texts may be compared; a URI's host has no letter case, whatever the characteristic says. */
function readingsOf({ type, caseExact }: AttributeDefinition): readonly Reading[] {
  if (type === 'reference') return [...EXACT, foldCase];
  return caseExact || type === 'binary' ? EXACT : CASELESS;
}

/** Instants nearer than this, in nanoseconds, may be the same to a service provider that keeps seconds. */
const CLOCK = 1_000_000_000n;

/** So far two instants have to be apart of which one alone tells its zone: the widest zone (XML Schema 1.1 Part 2, §3.3.7). */
const WIDEST_ZONE = 14n * 3600n * CLOCK;

const tellsZone = (text: string): boolean => /(Z|[+-]\d\d:\d\d)$/i.test(text);

/**
 * The order of two values that every reading agrees on: negative, zero or positive; null where there is none
 * (RFC 7644 §3.4.2.2, Table 3 and §3.4.2.3: numbers by value, date-times by instant, texts alphabetically).
 */
export function decideOrder(a: Json, b: Json, definition: AttributeDefinition): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  if (definition.type === 'dateTime') return instants(a, b);
  if (definition.type !== 'string') return null;
  return definition.caseExact ? letters(a, b) : letters(asciiLower(a), asciiLower(b));
}

function instants(a: string, b: string): number | null {
  const [left, right] = [timeOf(a), timeOf(b)];
  if (left === null || right === null) return null;
  if (a === b) return 0;
  const apart = left - right;
  const unsure = tellsZone(a) === tellsZone(b) ? CLOCK : WIDEST_ZONE;
  if (apart > -unsure && apart < unsure) return null;
  return apart < 0n ? -1 : 1;
}

/** Letters of one case, and digits, have the same order in every collation; their relations to others differ. */
const RANGES = [/[a-z]/, /[A-Z]/, /\d/];

function letters(a: string, b: string): number | null {
  if (a === b) return 0;
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  const index = at < 0 ? left.length : at;
  const [one, other] = [left[index], right[index]];
  if (one === undefined || other === undefined) {
    const next = one ?? other ?? '';
    if (!/[a-z\d]/i.test(next)) return null;
    return one === undefined ? -1 : 1;
  }
  const accented = [left[index + 1], right[index + 1]].some(
    (next) => next !== undefined && /\p{M}/u.test(next),
  );
  if (accented || !RANGES.some((range) => range.test(one) && range.test(other))) return null;
  return one < other ? -1 : 1;
}
