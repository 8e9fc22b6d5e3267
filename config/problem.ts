/** One thing wrong with a file: where it is, and what was expected there. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** JSON Pointer (RFC 6901) to the value; empty for the whole document. */
  readonly pointer: string;
  readonly message: string;
}

/** `file:line:column /json/pointer: message`, the form that editors and terminals turn into a link. */
export function formatProblem({ file, line, column, pointer, message }: Problem): string {
  return `${file}:${line}:${column}${pointer === '' ? '' : ` ${printable(pointer)}`}: ${message}`;
}

/** JSON Pointer (RFC 6901 §4) of keys and indices. */
export function toPointer(segments: readonly (string | number)[]): string {
  return segments
    .map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** Keys and indices of a JSON Pointer; list indices stay text. */
export function fromPointer(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Text with control and direction characters spelled out, so that a file cannot steer the terminal. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
