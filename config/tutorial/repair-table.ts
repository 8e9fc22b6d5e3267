import type { Nodes, Table, TableRow } from 'mdast';
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
  const [header, dashes, ...rows] = linesOf(node, source);
  if (header?.text.startsWith('|') !== true || !isDashes(dashes?.text ?? '')) return null;
  for (let columns = 1; columns <= MOST_COLUMNS; columns += 1) {
    const table = parseTable([header, { ...header, text: separator(columns) }, ...rows]);
    if (table !== null) return placed(table, node);
  }
  return null;
}

/** The table with the rows of a paragraph that fell out of it by its indentation; null when it has none. */
export function completeTable(table: Table, node: Nodes, source: string): Table | null {
  const lines = linesOf(node, source);
  if (!lines.every(({ text }) => text.startsWith('|'))) return null;
  const columns = table.children[0]?.children.length ?? 1;
  const made = [`|${' |'.repeat(columns)}`, separator(columns)].map((text) => ({ text, line: 0 }));
  const stray = parseTable([...made, ...lines]);
  if (stray === null) return null;
  return { ...table, children: [...table.children, ...stray.children.slice(1)] };
}

/** A line of the tutorial and its number. */
interface Line {
  readonly text: string;
  readonly line: number;
}

/** The node's lines as written, without indentation and quote marks. */
function linesOf(node: Nodes, source: string): readonly Line[] {
  const { start, end } = node.position ?? {};
  return source
    .slice(start?.offset ?? 0, end?.offset ?? 0)
    .split('\n')
    .map((text, index) => ({
      text: text.replace(/^[\s>]+/, '').trimEnd(),
      line: (start?.line ?? 1) + index,
    }))
    .filter(({ text }) => text !== '' && !text.startsWith('```'));
}

function isDashes(line: string): boolean {
  return line.includes('-') && [...line].every((character) => '|-: \t'.includes(character));
}

function separator(columns: number): string {
  return `|${'---|'.repeat(columns)}`;
}

/** The table that lines make; its rows stand where the lines do. */
function parseTable(lines: readonly Line[]): Table | null {
  const [first] = parseMarkdown(lines.map(({ text }) => text).join('\n')).children;
  if (first?.type !== 'table') return null;
  return { ...first, children: first.children.map((row) => standing(row, lines)) };
}

function standing(row: TableRow, lines: readonly Line[]): TableRow {
  const { position } = row;
  const line = lines[(position?.start.line ?? 1) - 1]?.line;
  if (position === undefined || line === undefined) return row;
  return { ...row, position: { ...position, start: { ...position.start, line } } };
}

function placed(table: Table, { position }: Nodes): Table {
  return position === undefined ? table : { ...table, position };
}
