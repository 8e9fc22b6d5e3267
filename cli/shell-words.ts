/**
 * The words of a command line as a POSIX shell reads them, as far as `shellQuote` writes them: blanks part, single quotes
 * hold everything, and a backslash outside of them holds one character (XCU §2.2).
 */
export function shellWords(line: string): readonly string[] {
  const found = line.match(/(?:'[^']*'|\\[\s\S]|[^\s'\\])+/g) ?? [];
  return found.map((word) =>
    word.replace(/'([^']*)'|\\([\s\S])/g, (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? ''),
  );
}
