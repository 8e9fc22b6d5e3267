/** What became of the mutants of one file. */
export interface FileScore {
  readonly file: string;
  /** Mutants with which a test fails, or does not end. */
  readonly killed: number;
  /** Mutants with which all tests pass, or that none reaches. */
  readonly survived: number;
}

/** A mutation run, as docs/mutation.json holds it. */
export interface MutationScore {
  /** The day, as `2026-01-31`. */
  readonly date: string;
  readonly files: readonly FileScore[];
}

/** What Stryker tells of a mutant. */
interface Mutant {
  readonly fileName: string;
  readonly status: string;
}

const KILLED: ReadonlySet<string> = new Set(['Killed', 'Timeout']);
const SURVIVED: ReadonlySet<string> = new Set(['Survived', 'NoCoverage']);

/** The mutants counted by file, in the order of the files' names; those that could not be tried do not count. */
export function scoresOf(mutants: readonly Mutant[], folder: string): readonly FileScore[] {
  const files = new Map<string, { killed: number; survived: number }>();
  for (const { fileName, status } of mutants) {
    const file = fileName.replaceAll('\\', '/').replace(`${folder}/`, '');
    const counts = files.get(file) ?? { killed: 0, survived: 0 };
    if (KILLED.has(status)) counts.killed += 1;
    if (SURVIVED.has(status)) counts.survived += 1;
    files.set(file, counts);
  }
  return [...files]
    .map(([file, counts]) => ({ file, ...counts }))
    .filter(({ killed, survived }) => killed + survived > 0)
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** All files together. */
export function total(files: readonly FileScore[]): FileScore {
  const sum = (key: 'killed' | 'survived') => files.reduce((all, item) => all + item[key], 0);
  return { file: 'all', killed: sum('killed'), survived: sum('survived') };
}

/** The share of mutants that were killed, in per cent. */
export function percentage({ killed, survived }: FileScore): number {
  return (killed / (killed + survived)) * 100;
}
