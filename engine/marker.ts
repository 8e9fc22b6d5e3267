/** What every marker of a run begins with. */
export function runPrefix(runId: string): string {
  return `sc${runId}`;
}

/** The marker of any run, or of one, where it stands in a name: between blanks, dots, dashes or an at sign. */
export function markerPattern(runId: string | null): RegExp {
  return new RegExp(`(^|[.\\s-])${runPrefix(runId ?? '[a-z0-9]{6}')}[a-z0-9]{4}($|[\\s@.-])`);
}
