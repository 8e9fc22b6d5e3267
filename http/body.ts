import type { Json } from '../scim/json.ts';
import { TransportError } from './transport.ts';

/**
 * Most levels of nesting and most values of a body that is looked at (RFC 8259 §9 lets a parser set limits). A list of
 * schemas has eight levels, and ten thousand users fit in; beyond, a few megabytes on the wire would fill the memory, and
 * whatever walks through a value its stack.
 */
const MAX_DEPTH = 500;
const MAX_VALUES = 500_000;

/** What some servers put before a JSON text, which must not be there (RFC 8259 §8.1). */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * The JSON value of a body, or undefined when the body is empty or no JSON. A byte order mark before it is ignored, as
 * RFC 8259 §8.1 lets parsers do.
 * @throws TransportError `TOO_DEEP` or `TOO_LARGE` for what no conformant target sends, before any of it is built
 */
export function parseBody(body: string): Json | undefined {
  const text = body.startsWith(BYTE_ORDER_MARK) ? body.slice(1) : body;
  // Nothing shorter can reach a limit.
  const mayBeDeep = text.length > 2 * MAX_DEPTH && SIGNS.some((sign) => hasMany(text, sign));
  if ((mayBeDeep || text.length > MAX_VALUES) && /^\s*[[{]/.test(text)) refuseBeyondLimits(text);
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SIGNS = ['{', '['];

/** Whether a sign opens so many values that they could be beyond the depth; looking for it is faster than reading all. */
function hasMany(text: string, sign: string): boolean {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0 && count < MAX_DEPTH / 2; at = text.indexOf(sign, at + 1))
    count++;
  return count === MAX_DEPTH / 2;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

function refuseBeyondLimits(text: string): void {
  let depth = 0;
  let values = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) quoted = !quoted;
    else if (quoted) at += code === BACKSLASH ? 1 : 0;
    else if (code === COMMA) values++;
    else if (CLOSING.has(code)) depth--;
    else if (OPENING.has(code)) {
      depth++;
      values++;
    }
    if (depth > MAX_DEPTH)
      throw new TransportError('TOO_DEEP', `the answer is nested deeper than ${MAX_DEPTH} levels`);
    if (values > MAX_VALUES)
      throw new TransportError(
        'TOO_LARGE',
        `the answer holds more than ${MAX_VALUES.toLocaleString('en-US')} values`,
      );
  }
}
