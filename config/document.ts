import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { formatProblem } from './problem.ts';
import { systemReason } from './system-error.ts';
import { UsageError } from './usage-error.ts';

/** Keys and list indices that lead from the root of a document to a value. */
export type Segments = readonly (string | number)[];

/** A place in a text file; both count from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A parsed JSON or YAML file, not yet validated, that can tell where each value stands. */
export interface SourceDocument {
  /** The path as the user gave it. */
  readonly file: string;
  readonly value: unknown;
  /** Where the value (or the key in front of it) stands; the nearest enclosing value when there is none. */
  locate(segments: Segments, at?: 'key' | 'value'): Position;
}

/** Clearer words for what the YAML parser reports about mistakes that are common in JSON. */
const SYNTAX: Readonly<Record<string, string>> = {
  BAD_INDENT: 'expected a closing bracket, or more indentation',
  BLOCK_IN_FLOW: 'expected "," or a closing bracket',
  MISSING_CHAR: 'a bracket, quote, comma or colon is missing here',
  DUPLICATE_KEY: 'this key occurs twice; keep one of them',
  MULTILINE_IMPLICIT_KEY: 'expected "," or a closing bracket',
  MULTIPLE_DOCS: 'expected one document, got several; remove the "---" line',
};

/** Bounds what aliases expand to, so that a few lines of YAML cannot fill the memory. */
const MAX_ALIASES = 100;

/**
 * Parses JSON or YAML 1.2 (of which JSON is a subset). Keys such as `__proto__` become own members.
 * @throws UsageError for syntax errors, duplicate keys and excessive aliases, each with its line.
 */
export function parseSource(text: string, file: string): SourceDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: true,
    logLevel: 'error',
  });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  // Only the first: what follows a syntax error is usually its consequence.
  const [error] = document.errors;
  if (error !== undefined) throw syntaxError(error, file, position(error.pos[0]));
  return {
    file,
    value: expand(document, file),
    locate: (segments, at = 'value') => position(findOffset(document, segments, at)),
  };
}

/**
 * Reads and parses a JSON or YAML file.
 * @throws UsageError when it cannot be read or parsed.
 */
export function readSource(file: string): SourceDocument {
  return parseSource(readText(file), file);
}

/**
 * Reads one of the package's own JSON files. Far quicker than {@link readSource}: where values stand is only looked
 * up when somebody asks.
 * @throws UsageError when it cannot be read; SyntaxError when the package is damaged
 */
export function readPackaged(file: string): SourceDocument {
  const text = readText(file);
  return {
    file,
    value: JSON.parse(text),
    locate: (segments, at) => parseSource(text, file).locate(segments, at),
  };
}

/** Text of a UTF-8 file. @throws UsageError when it cannot be read */
export function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason =
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8 text' : systemReason(error, 'file');
    throw new UsageError(`cannot read ${file}: ${reason}`, { cause: error });
  }
}

function syntaxError(error: YAMLError, file: string, position: Position): UsageError {
  const message = SYNTAX[error.code] ?? `syntax error: ${error.message}`;
  return new UsageError(formatProblem({ file, ...position, pointer: '', message }), { cause: error });
}

function expand(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file}: ${reason}`, { cause: error });
  }
}

function findOffset(document: Document, segments: Segments, at: 'key' | 'value'): number {
  const last = segments.at(-1);
  const parent = document.getIn(segments.slice(0, -1), true);
  if (at === 'key' && last !== undefined && isMap(parent)) {
    const key = parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === last)?.key;
    if (isScalar(key) && key.range) return key.range[0];
  }
  const node = segments.length === 0 ? document.contents : document.getIn(segments, true);
  if (isNode(node) && node.range) return node.range[0];
  if (segments.length > 0) return findOffset(document, segments.slice(0, -1), 'value');
  return 0;
}
