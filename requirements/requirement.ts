import type { Level } from '../report/report.ts';

/** One normative statement that a check can judge. */
export interface Requirement {
  /** Stable id: `RFC7644-3.3-created`, `E-045`, `APP-filterable`. */
  readonly id: string;
  readonly level: Level;
  /** Section of the RFC; null for rules of a client and for the application's table. */
  readonly section: string | null;
  /** The requirement in one sentence of our own. */
  readonly statement: string;
  /** Whether breaking it fails a target or only warns: a SHOULD warns, and so does a client's habit that no vendor promises. */
  readonly gate: 'fail' | 'warn';
}

/** Rows of a table: `[slug, level, statement]` by section. */
export type SectionRows = readonly (readonly [
  slug: string,
  level: 'MUST' | 'SHOULD' | 'MAY',
  statement: string,
])[];

/** Builds the requirements of one RFC from its table by section. */
export function rfcRequirements(
  rfc: 'RFC7643' | 'RFC7644',
  sections: Readonly<Record<string, SectionRows>>,
): Requirement[] {
  return Object.entries(sections).flatMap(([section, rows]) =>
    rows.map(([slug, level, statement]) => ({
      id: `${rfc}-${section}-${slug}`,
      level,
      section,
      statement,
      gate: level === 'MUST' ? ('fail' as const) : ('warn' as const),
    })),
  );
}
