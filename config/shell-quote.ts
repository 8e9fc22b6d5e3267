/** Quotes one argument for a POSIX shell (XCU §2.2.2): inside single quotes nothing but a single quote is special. */
export function shellQuote(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
