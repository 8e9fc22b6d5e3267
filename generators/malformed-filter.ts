import fc from 'fast-check';

/** What is missing or too much in a filter. */
export type Breakage = 'expression' | 'syntax' | 'brackets';

/** A filter that no reading of RFC 7644 §3.4.2.2, Figure 1, allows. */
export interface MalformedFilter {
  readonly text: string;
  readonly breakage: Breakage;
}

type Break = (path: string, literal: string) => string;

const BREAKS: Readonly<Record<Breakage, readonly Break[]>> = {
  expression: [
    (path) => `${path} eq`,
    (path) => path,
    (path, literal) => `${path} ${literal}`,
    (_path, literal) => `eq ${literal}`,
    (_path, literal) => literal,
    (path) => `${path} co `,
  ],
  syntax: [
    (path, literal) => `(${path} eq ${literal}`,
    (path, literal) => `${path} eq ${literal})`,
    (path, literal) => `${path} eq ${literal.slice(0, -1)}`,
    (path, literal) => `${path} eq ${literal} and`,
    (path, literal) => `or ${path} eq ${literal}`,
    (path, literal) => `${path} eq ${literal} and and ${path} pr`,
    (path, literal) => `${path} eq ${literal} ${path} pr`,
    (path, literal) => `${path} = ${literal}`,
    (path, literal) => `${path} eq ${literal} ${literal}`,
    () => '()',
    (path, literal) => `not (${path} eq ${literal}`,
    (path, literal) => `${path} eq "\\${literal.slice(1)}`,
  ],
  brackets: [
    (path) => `${path}[]`,
    (path) => `${path}[type eq "work"`,
    (path) => `${path}[type eq]`,
    (path) => `${path}[type "work"]`,
    (path) => `${path}[type eq "work" and]`,
    (path) => `${path}]type eq "work"[`,
  ],
};

/** How many ways there are to break a filter so. */
export function breakageCount(breakage: Breakage): number {
  return BREAKS[breakage].length;
}

/**
 * Filters broken in one place. An unquoted text is none of them: RFC 7644 has one in an example of its own (§3.4.2.1).
 * @param paths attributes as filters name them; for brackets those with several values
 * @param value becomes a JSON string
 */
export function malformedFilter(
  breakage: Breakage,
  paths: readonly string[],
  value: fc.Arbitrary<string>,
): fc.Arbitrary<MalformedFilter> {
  return fc
    .tuple(fc.constantFrom(...BREAKS[breakage]), fc.constantFrom(...paths), value)
    .map(([broken, path, text]) => ({ text: broken(path, JSON.stringify(text)), breakage }));
}
