import type { Table } from 'mdast';
import { resolvePath } from '../../scim/lookup.ts';
import { GROUP_TYPE, USER_TYPE } from '../../scim/schemas/index.ts';
import type { DocumentedType, TableRow } from '../application.ts';
import { typeWord } from '../read-row.ts';
import { pathKey, tryParsePath } from '../row-path.ts';
import { lineOf, plainText } from './markdown.ts';

/** An attribute table as printed. */
export interface PrintedTable {
  readonly rows: readonly PrintedRow[];
  /** How many rows look like a user's attributes and how many like a group's. */
  readonly likeness: { readonly users: number; readonly groups: number };
  readonly problems: readonly Problem[];
}

/** A row, and the line of the tutorial in which it stands. */
export interface PrintedRow {
  readonly row: TableRow;
  readonly line: number;
}

/** What could not be read, and where it stands. */
export interface Problem {
  readonly line: number;
  readonly text: string;
}

type Column = 'type' | 'filterable' | 'required' | 'matching';

/** Words in the header of a column, beside the column of paths. */
const COLUMNS: readonly (readonly [Column, RegExp])[] = [
  ['type', /^(data |attribute )?type$/i],
  ['filterable', /filter/i],
  ['required', /required|mandatory/i],
  ['matching', /match/i],
];

const UNCAPITALISED: { readonly [Word in DocumentedType]: Uncapitalize<Word> } = {
  String: 'string',
  Boolean: 'boolean',
  Reference: 'reference',
  Integer: 'integer',
  Decimal: 'decimal',
  DateTime: 'dateTime',
  Binary: 'binary',
  Complex: 'complex',
};

const YES = /^(✓|✔|☑|✅|yes|y|x|true|:heavy_check_mark:|:white_check_mark:)\ufe0f?$/i;
const NO = /^(|no|n|false|-|–|—|✗|✘|❌|n\/a)$/i;

/**
 * Reads an attribute table; null for a table of anything else. The column of paths is the one with the most cells
 * that are attributes of RFC 7643, whatever its header says.
 */
export function readAttributeTable(table: Table): PrintedTable | null {
  const [header = [], ...body] = table.children.map(({ children }) =>
    children.map((cell) => cleanCell(plainText(cell))),
  );
  const lines = table.children.slice(1).map(lineOf);
  const known = header.map((_, column) => body.filter((cells) => isKnown(cells[column] ?? '')).length);
  const most = Math.max(0, ...known);
  if (
    most === 0 ||
    most * 2 < body.filter((cells) => cells.some((cell) => cell !== '')).length - unknownUrns(body)
  )
    return null;
  const pathColumn = known.indexOf(most);
  const columns = COLUMNS.map(
    ([name, pattern]) =>
      [name, header.findIndex((text, at) => at !== pathColumn && pattern.test(text))] as const,
  );
  const index = new Map(columns.filter(([, at]) => at >= 0));
  const used = new Set([pathColumn, ...index.values()]);
  const extra = header.filter((text, at) => text !== '' && !used.has(at));
  const problems: Problem[] = extra.map((text) => ({
    line: lineOf(table),
    text: `the column "${text}" of an attribute table has no place in a profile`,
  }));
  const rows: PrintedRow[] = [];
  for (const [at, cells] of body.entries()) {
    const line = lines[at] ?? lineOf(table);
    const found: string[] = [];
    const row = readCells(cells, pathColumn, index, found);
    if (row !== null && rows.some((other) => samePath(other.row.path, row.path)))
      found.push(`${row.path} stands twice in a table; the first row is taken`);
    else if (row !== null) rows.push({ row, line });
    problems.push(...found.map((text) => ({ line, text })));
  }
  return rows.length === 0 ? null : { rows, likeness: likeness(rows), problems };
}

/** Typographic quotes, as word processors put them, are no part of a path. */
function cleanCell(text: string): string {
  return text.replace(/[“”„]/g, '"').replace(/[‘’]/g, "'");
}

function isKnown(text: string): boolean {
  const { path } = tryParsePath(text);
  return (
    path !== null &&
    [USER_TYPE, GROUP_TYPE].some(
      (type) => resolvePath({ ...path, filter: null, subAttribute: null }, type) !== null,
    )
  );
}

function unknownUrns(body: readonly (readonly string[])[]): number {
  return body.filter((cells) => cells.some((cell) => /^urn:/i.test(cell) && !isKnown(cell))).length;
}

function readCells(
  cells: readonly string[],
  pathColumn: number,
  index: ReadonlyMap<Column, number>,
  problems: string[],
): TableRow | null {
  const text = cells[pathColumn] ?? '';
  if (text === '') return null;
  if (tryParsePath(text).path === null) {
    problems.push(`the row "${text}" is no attribute path and is left out`);
    return null;
  }
  const cell = (column: Column): string | null => {
    const at = index.get(column);
    return at === undefined ? null : (cells[at] ?? '');
  };
  const mark = (column: Column): boolean | null => {
    const value = cell(column);
    if (value === null || YES.test(value)) return value === null ? null : true;
    if (NO.test(value)) return false;
    problems.push(`the cell "${value}" of ${text} is neither a mark nor empty`);
    return null;
  };
  const type = cell('type');
  const word = type === null || type === '' ? null : documentedWord(type);
  if (type !== null && type !== '' && word === null)
    problems.push(`the type "${type}" of ${text} is unknown`);
  const filterable = mark('filterable');
  const required = mark('required');
  return { path: text, type: word, filterable, required, matching: position(cell('matching')) };
}

/** The word as printed, when a profile can hold it, else its usual spelling. */
function documentedWord(text: string): TableRow['type'] {
  const word = typeWord(text);
  if (word === null) return null;
  const small = UNCAPITALISED[word];
  return text === small ? small : word;
}

/** The order in a column of matching attributes: a number, or a mark for the first. */
function position(text: string | null): number | null {
  if (text === null) return null;
  return /^[1-9]$/.test(text) ? Number(text) : YES.test(text) ? 1 : null;
}

function samePath(a: string, b: string): boolean {
  const [first, second] = [tryParsePath(a).path, tryParsePath(b).path];
  return first !== null && second !== null && pathKey(first) === pathKey(second);
}

function likeness(rows: readonly PrintedRow[]): PrintedTable['likeness'] {
  const paths = rows.map(({ row }) => row.path.toLowerCase());
  return {
    users: paths.filter((path) => /^(username|active|name\.|emails|title|phonenumbers|.*:user:)/.test(path))
      .length,
    groups: paths.filter((path) => /^(members|.*:group:)/.test(path)).length,
  };
}
