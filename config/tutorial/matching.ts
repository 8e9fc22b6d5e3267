import type { AttributeTable, TableRow } from '../application.ts';
import { pathKey, tryParsePath } from '../row-path.ts';

/** What Entra's default mappings match by, in this order. */
const USUAL = { users: ['username', 'externalid'], groups: ['displayname', 'externalid'] } as const;

/**
 * The table with its matching attributes. Where the documentation names none, they are the usual ones among the
 * filterable attributes, else the first filterable one: matching is a filter (Entra rule E-049).
 */
export function withMatching(table: AttributeTable, kind: 'users' | 'groups'): AttributeTable {
  if (table.rows === null) return table;
  const { rows } = table;
  const named = rows.filter((row) => row.matching !== null && row.filterable !== false);
  const order =
    named.length > 0 ? [...named].sort((a, b) => (a.matching ?? 0) - (b.matching ?? 0)) : usual(rows, kind);
  return { rows: rows.map((row) => ({ ...row, matching: order.indexOf(row) + 1 || null })), reason: null };
}

function usual(rows: readonly TableRow[], kind: 'users' | 'groups'): readonly TableRow[] {
  const filterable = rows.filter((row) => row.filterable === true);
  const found = USUAL[kind].flatMap((name) => filterable.filter(({ path }) => key(path) === name));
  return found.length > 0 ? found : filterable.slice(0, 1);
}

function key(text: string): string {
  const { path } = tryParsePath(text);
  return path === null ? text : pathKey(path);
}
