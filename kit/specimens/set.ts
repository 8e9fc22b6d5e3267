import type fc from 'fast-check';
import type { Subject } from '../../engine/subject.ts';
import type { FilterOperand } from '../../generators/filter.ts';
import type { Filter } from '../../scim/filter.ts';
import { type JsonObject, member } from '../../scim/json.ts';

/** A resource that queries are judged by. */
export interface Specimen {
  readonly id: string;
  /** Path below the base URL. */
  readonly path: string;
  /** As GET shows it. */
  readonly shown: JsonObject;
}

/** The specimens of one resource type, and how to ask for them. */
export interface SpecimenSet {
  readonly subject: Subject;
  readonly items: readonly Specimen[];
  /** Resources as generators give them, or with what is required alone where the target takes no more. */
  readonly arbitrary: fc.Arbitrary<JsonObject>;
  /** In the name of every specimen of every type, and of nothing else. */
  readonly token: string;
  /** The filter that finds exactly these specimens, or null where the target does not answer it rightly. */
  readonly scope: Filter | null;
  /** Whether the scope can be joined with another filter by and: a target may have no operators for that. */
  readonly narrows: boolean;
  /** The attributes by which filters in their plainest form find exactly those that match: others are made of them. */
  readonly operands: readonly FilterOperand[];
  /** Those that filters may ask for, and that do not find exactly those that match, even in the plainest form. */
  readonly failing: readonly FilterOperand[];
  /** Those that the target refuses to filter by: Table 9 of RFC 7644 lets it. */
  readonly refused: readonly FilterOperand[];
}

/** What a query of specimens is asked on. */
export type Ground = Pick<SpecimenSet, 'subject' | 'items' | 'scope' | 'narrows'>;

/** Statuses of a filter that is refused as not supported (RFC 7644 §3.12, Table 9; §3.4.2.1). */
export const REFUSALS: ReadonlySet<number> = new Set([400, 403, 501]);

/** The specimen that a hit is. */
export function specimenOf({ items }: Pick<SpecimenSet, 'items'>, hit: JsonObject): Specimen | undefined {
  const id = member(hit, 'id');
  return items.find((item) => item.id === id);
}
