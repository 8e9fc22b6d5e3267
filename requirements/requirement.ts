import type { Level } from '../report/report.ts';

/** What a service provider may or may not offer; a requirement that depends on it binds only where it is offered. */
export type Feature =
  | 'patch'
  | 'filter'
  | 'sort'
  | 'bulk'
  | 'etag'
  | 'changePassword'
  | 'groups'
  | 'enterprise'
  | 'pagination'
  | 'cursorPagination'
  | 'search'
  | 'me';

/** First and last line, counted from 1, in the plain text of the RFC as the RFC Editor publishes it. */
export type Lines = readonly [from: number, to: number];

/** One normative statement. The type of its id is inferred from the table that it stands in. */
export interface Requirement<Id extends string = string> {
  /** Stable id: `RFC7644-3.3-created`, `E-045`, `O-005`, `APP-filterable`. */
  readonly id: Id;
  readonly level: Level;
  /** Section of the RFC; null for rules of a client and for the application's table. */
  readonly section: string | null;
  /** The requirement in one sentence of our own. */
  readonly statement: string;
  /** Whether breaking it fails a target or only warns: a SHOULD warns, and so does a client's habit that no vendor promises. */
  readonly gate: 'fail' | 'warn';
  /** Where the RFC says it; null for rules of a client, the application's table and RFC 9865. */
  readonly lines: Lines | null;
  /** The feature without which it does not bind, or null when it always binds. */
  readonly feature: Feature | null;
  /** Why nothing a target answers can show whether it is kept, or null when a check can judge it. */
  readonly untestable: string | null;
}

/** The strengths that RFC 2119 knows: MUST, SHALL and REQUIRED; SHOULD and RECOMMENDED; MAY and OPTIONAL. */
export type Rfc2119Level = 'MUST' | 'SHOULD' | 'MAY';

/** A row of a section's table. Sentences without a keyword that lay down behaviour count as MUST. */
export type Row<Slug extends string = string> = readonly [
  slug: Slug,
  level: Rfc2119Level,
  lines: Lines | null,
  statement: string,
  untestable?: string,
];

/** The requirements of one section that depend on the same feature. */
export interface Section<Place extends string = string> {
  /** The requirements, with ids that lack the RFC alone: `3.3-created`. */
  readonly requirements: readonly Requirement<Place>[];
}

/** A section's table; a section may have several, one for each feature. */
export function section<Number extends string, Slug extends string>(
  number: Number,
  feature: Feature | null,
  rows: readonly Row<Slug>[],
): Section<`${Number}-${Slug}`> {
  const requirements = rows.map(([slug, level, lines, statement, untestable]) => ({
    id: `${number}-${slug}` as const,
    level,
    section: number,
    statement,
    gate: level === 'MUST' ? ('fail' as const) : ('warn' as const),
    lines,
    feature,
    untestable: untestable ?? null,
  }));
  return { requirements };
}

/** Builds the requirements of one chapter of an RFC from its sections, in the order of the text. */
export function chapter<Rfc extends 'RFC7643' | 'RFC7644' | 'RFC9865', Place extends string>(
  rfc: Rfc,
  sections: readonly Section<Place>[],
): readonly Requirement<`${Rfc}-${Place}`>[] {
  return sections.flatMap(({ requirements }) =>
    requirements.map((found) => ({ ...found, id: `${rfc}-${found.id}` as const })),
  );
}
