import type { Nodes, Table } from 'mdast';
import { parseMarkdown } from './markdown.ts';

/** More columns than any attribute table has. */
const MOST_COLUMNS = 12;

/**
 * The table that a node is or was meant to be: one indented so far that Markdown takes it for code, or one whose
 * line of dashes has another number of cells than its header. Null for anything else.
 */
export function tableIn(node: Nodes, source: string): Table | null {
  if (node.type === 'table') return node;
  if (node.type !== 'code' && node.type !== 'paragraph') return null;
  const [header = '', dashes = '', ...rows] = linesOf(node, source);
  if (!header.startsWith('|') || !isDashes(dashes)) return null;
  for (let columns = 1; columns <= MOST_COLUMNS; columns += 1) {
    const table = parseTable([header, separator(columns), ...rows]);
    if (table !== null) return placed(table, node);
  }
  return null;
}

/** The table with the rows of a paragraph that fell out of it by its indentation; null when it has none. */
export function completeTable(table: Table, node: Nodes, source: string): Table | null {
  const lines = linesOf(node, source);
  if (!lines.every((line) => line.startsWith('|'))) return null;
  const columns = table.children[0]?.children.length ?? 1;
  const stray = parseTable([`|${' |'.repeat(columns)}`, separator(columns), ...lines]);
  if (stray === null) return null;
  return { ...table, children: [...table.children, ...stray.children.slice(1)] };
}

/** The node's lines as written, without indentation and quote marks. */
function linesOf(node: Nodes, source: string): readonly string[] {
  const { start, end } = node.position ?? {};
  return source
    .slice(start?.offset ?? 0, end?.offset ?? 0)
    .split('\n')
    .map((line) => line.replace(/^[\s>]+/, '').trimEnd())
    .filter((line) => line !== '' && !line.startsWith('```'));
}

function isDashes(line: string): boolean {
  return line.includes('-') && [...line].every((character) => '|-: \t'.includes(character));
}

function separator(columns: number): string {
  return `|${'---|'.repeat(columns)}`;
}

function parseTable(lines: readonly string[]): Table | null {
  const [first] = parseMarkdown(lines.join('\n')).children;
  return first?.type === 'table' ? first : null;
}

function placed(table: Table, { position }: Nodes): Table {
  return position === undefined ? table : { ...table, position };
}
