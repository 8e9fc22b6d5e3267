import { ScimError } from '../error.ts';
import type { AttributePath, CompareOperator, Filter } from '../syntax.ts';

/** Brackets and parentheses inside one another; far beyond any real filter, far below the stack's limit. */
const MAX_DEPTH = 100;
/** Attribute expressions in one filter: a chain of "and"/"or" is a tree as deep as it is long. */
const MAX_TERMS = 1000;

/** A position in the text being parsed; the functions below advance `at`. */
interface Cursor {
  readonly text: string;
  readonly scimType: 'invalidFilter' | 'invalidPath';
  at: number;
  depth: number;
  terms: number;
  inValuePath: boolean;
}

// The tokens of RFC 7644 §3.4.2.2, Figure 1. SP is U+0020 alone; more than one is let pass.
const BLANKS = / */y;
const OR = / +or +/iy;
const AND = / +and +/iy;
const NOT = /not *\( */iy;
const OPEN = /\( */y;
const CLOSE = / *\)/y;
const OPEN_BRACKET = /\[ */y;
const CLOSE_BRACKET = / *\]/y;
const PRESENT = / +pr(?=[ )\]]|$)/iy;
const OPERATOR = / +(?:eq|ne|co|sw|ew|gt|ge|lt|le) +/iy;
const NAME_WITH_URN = /[^ ()[\]"\p{Cc}]+/uy;
const SUB_ATTRIBUTE = /\.[$a-z][$\w-]*/iy;
// RFC 7159 spells its literals in lower case only (§3), unlike the operators.
const LITERAL = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|"[^"\\]*(?:\\.[^"\\]*)*"/y;

/** ATTRNAME with optional subAttr; `$` as in RFC 7643 §2.1, without which `$ref` had no path. */
const ATTRIBUTE = /^([$a-z][$\w-]*)(?:\.([$a-z][$\w-]*))?$/i;
/** A schema URI is at least a scheme and something after it (RFC 3986 §3). */
const SCHEMA_URI = /^[a-z][a-z\d+.-]*:./i;

/** Parses a whole filter (RFC 7644 §3.4.2.2); throws ScimError 400 invalidFilter. */
export function filterFrom(text: string): Filter {
  const cursor: Cursor = { ...start(text), scimType: 'invalidFilter' };
  take(cursor, BLANKS);
  const filter = disjunction(cursor);
  end(cursor);
  return filter;
}

/** Parses a whole attribute path (RFC 7644 §3.5.2, Figure 7); throws ScimError 400 invalidPath. */
export function pathFrom(text: string): AttributePath {
  const cursor: Cursor = { ...start(text), scimType: 'invalidPath' };
  take(cursor, BLANKS);
  const path = attributePath(cursor);
  end(cursor);
  return path;
}

function start(text: string) {
  return { text, at: 0, depth: 0, terms: 0, inValuePath: false };
}

function end(cursor: Cursor): void {
  take(cursor, BLANKS);
  if (cursor.at < cursor.text.length) throw failure(cursor, 'the end');
}

function disjunction(cursor: Cursor): Filter {
  let left = conjunction(cursor);
  while (take(cursor, OR) !== null) left = { kind: 'or', left, right: conjunction(cursor) };
  return left;
}

function conjunction(cursor: Cursor): Filter {
  let left = term(cursor);
  while (take(cursor, AND) !== null) left = { kind: 'and', left, right: term(cursor) };
  return left;
}

function term(cursor: Cursor): Filter {
  if (take(cursor, NOT) !== null) return { kind: 'not', filter: enclosed(cursor, CLOSE, '")"') };
  if (take(cursor, OPEN) !== null) return enclosed(cursor, CLOSE, '")"');
  return expression(cursor);
}

function enclosed(cursor: Cursor, close: RegExp, name: string): Filter {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) throw failure(cursor, `at most ${MAX_DEPTH} levels of nesting`);
  const filter = disjunction(cursor);
  if (take(cursor, close) === null) throw failure(cursor, name);
  cursor.depth -= 1;
  return filter;
}

function expression(cursor: Cursor): Filter {
  cursor.terms += 1;
  if (cursor.terms > MAX_TERMS) throw failure(cursor, `at most ${MAX_TERMS} attribute expressions`);
  const path = attributePath(cursor);
  if (path.filter !== null && path.subAttribute === null) return { kind: 'valuePath', path };
  if (take(cursor, PRESENT) !== null) return { kind: 'present', path };
  const operator = take(cursor, OPERATOR);
  if (operator === null)
    throw failure(cursor, 'an operator (eq, ne, co, sw, ew, gt, ge, lt, le with a value, or pr)');
  return {
    kind: 'compare',
    path,
    operator: operator.trim().toLowerCase() as CompareOperator,
    value: literal(cursor),
  };
}

function attributePath(cursor: Cursor): AttributePath {
  const at = cursor.at;
  const name = take(cursor, NAME_WITH_URN) ?? '';
  const colon = name.lastIndexOf(':');
  const urn = colon < 0 ? null : name.slice(0, colon);
  const [, attribute, subAttribute = null] = ATTRIBUTE.exec(name.slice(colon + 1)) ?? [];
  if (attribute === undefined || (urn !== null && !SCHEMA_URI.test(urn))) {
    throw failure({ ...cursor, at }, 'an attribute name');
  }
  if (take(cursor, OPEN_BRACKET) === null) return { urn, attribute, filter: null, subAttribute };
  // A sub-attribute is never complex (RFC 7643 §2.3.8), so neither of the two has elements to select.
  if (subAttribute !== null || cursor.inValuePath)
    throw failure({ ...cursor, at }, 'no filter on a sub-attribute');
  cursor.inValuePath = true;
  const filter = enclosed(cursor, CLOSE_BRACKET, '"]"');
  cursor.inValuePath = false;
  return { urn, attribute, filter, subAttribute: take(cursor, SUB_ATTRIBUTE)?.slice(1) ?? null };
}

function literal(cursor: Cursor): string | number | boolean | null {
  const { at } = cursor;
  const value = jsonLiteral(take(cursor, LITERAL) ?? '');
  if (value === undefined) throw failure({ ...cursor, at }, 'a JSON string, number, true, false or null');
  return value;
}

function jsonLiteral(text: string): string | number | boolean | null | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text the sticky pattern matches at the cursor, which moves behind it; null, unmoved, when there is no match. */
function take(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found === undefined) return null;
  cursor.at += found.length;
  return found;
}

function failure(cursor: Cursor, expected: string): ScimError {
  const kind = cursor.scimType === 'invalidFilter' ? 'filter' : 'path';
  const rest = cursor.text.slice(cursor.at, cursor.at + 40);
  const found = rest === '' ? 'the end' : JSON.stringify(rest);
  return new ScimError(
    400,
    cursor.scimType,
    `The ${kind} is malformed at character ${cursor.at + 1}: expected ${expected}, found ${found}.`,
  );
}
