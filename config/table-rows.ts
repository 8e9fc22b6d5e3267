import { resolvePath } from '../scim/lookup.ts';
import { parsePath } from '../scim/path.ts';
import type { ResourceType } from '../scim/schema.ts';
import type { AttributeTable, TableRow } from './application.ts';
import { ENTRA_GROUP_ROWS, ENTRA_MINIMAL_USER_PATHS, ENTRA_USER_ROWS } from './entra-default-mapping.ts';
import { pathKey } from './row-path.ts';

/** A row to test by, and whether the tutorial has it. */
export interface SourcedRow extends TableRow {
  readonly source: 'documented' | 'measured';
}

/** The rows of a table to test by, and what a reader has to know about them. */
export interface SourcedRows {
  readonly rows: readonly SourcedRow[];
  readonly notes: readonly string[];
}

/** The attribute that RFC 7643 requires (§4.1.1, §4.2) and that Entra matches by unless told otherwise. */
export const IDENTIFIERS = { User: 'userName', Group: 'displayName' } as const;

/** The documented rows, else those of Entra's default mapping that the target offers; always with the identifier. */
export function tableRows(
  table: AttributeTable,
  resource: 'User' | 'Group',
  discovered: ResourceType | null,
): SourcedRows {
  if (table.rows === null) return measuredRows(table.reason, resource, discovered);
  return withIdentifier(
    table.rows.map((row) => ({ ...row, source: 'documented' })),
    resource,
  );
}

function measuredRows(
  reason: string,
  resource: 'User' | 'Group',
  discovered: ResourceType | null,
): SourcedRows {
  const defaults = resource === 'User' ? ENTRA_USER_ROWS : ENTRA_GROUP_ROWS;
  const rows = defaults.filter((row) =>
    discovered === null
      ? resource === 'Group' || ENTRA_MINIMAL_USER_PATHS.has(row.path)
      : row.path === IDENTIFIERS[resource] || isOffered(row.path, discovered),
  );
  const limit =
    discovered === null
      ? "The target's /Schemas does not tell which it offers, so the usual ones are tested."
      : "They are limited to what the target's /Schemas offers.";
  return {
    rows: rows.map((row) => ({ ...row, source: 'measured' })),
    notes: [
      `The ${resource} attributes are measured, not documented (${reason}): ` +
        `they are those of Entra's default mapping. ${limit}`,
    ],
  };
}

/** Whether the target lists the attribute, lets clients write it, and takes the label that the path selects by. */
function isOffered(text: string, discovered: ResourceType): boolean {
  const path = parsePath(text);
  const resolved = resolvePath(path, discovered);
  if (resolved === null) return false;
  const { attribute, subAttribute } = resolved;
  if (attribute.mutability === 'readOnly' || subAttribute?.mutability === 'readOnly') return false;
  if (path.filter?.kind !== 'compare') return true;
  const label = path.filter.value;
  const { attribute: labelName } = path.filter.path;
  const definition = attribute.subAttributes?.find(
    ({ name }) => name.toLowerCase() === labelName.toLowerCase(),
  );
  if (definition === undefined || definition.mutability === 'readOnly' || definition.returned === 'never')
    return false;
  // A provider MAY refuse other than its canonical values (RFC 7643 §2.3.1); an empty list restricts nothing.
  const { canonicalValues = [] } = definition;
  return canonicalValues.length === 0 || canonicalValues.some((value) => value.toLowerCase() === label);
}

/** Adds the identifier where a table leaves it out, and makes it the matching attribute where none is named. */
function withIdentifier(rows: readonly SourcedRow[], resource: 'User' | 'Group'): SourcedRows {
  const name = IDENTIFIERS[resource];
  const matched = rows.some(({ matching }) => matching !== null);
  const isIdentifier = (row: TableRow) => pathKey(parsePath(row.path)) === name.toLowerCase();
  const found = rows.find(isIdentifier);
  if (found === undefined) {
    const added: SourcedRow = {
      ...{ path: name, type: 'String', filterable: null, required: null, source: 'measured' },
      matching: matched ? null : 1,
    };
    return {
      rows: [added, ...rows],
      notes: [`The ${resource} table has no ${name}; it is added, because RFC 7643 requires it.`],
    };
  }
  if (matched || found.filterable === false) return { rows, notes: [] };
  return {
    rows: rows.map((row) => (row === found ? { ...row, matching: 1 } : row)),
    notes: [
      `The ${resource} table names no matching attribute; ${name} is taken, as in Entra's default mapping.`,
    ],
  };
}
