import type { AttributeTable, TableRow } from '../application.ts';
import { pathFindings } from '../application-rules.ts';
import { pathKey, tryParsePath } from '../row-path.ts';
import { type PrintedTable, readAttributeTable } from './attribute-table.ts';
import type { Block } from './outline.ts';

/** The tables of a tutorial. */
export interface Tables {
  readonly users: AttributeTable;
  /** Null when the tutorial has neither a table nor a step for groups. */
  readonly groups: AttributeTable | null;
  /** Whether a column names matching attributes. */
  readonly named: boolean;
  readonly missing: readonly string[];
}

type Kind = 'users' | 'groups';

/** How the steps and headings above a table say what it maps. */
const ABOUT: Readonly<Record<Kind, RegExp>> = {
  users:
    /\busers?\b.*\battributes?\b|\battributes?\b.*\busers?\b|\b(synchronize|provision)\b.*\busers? to\b|^(\W|\d|step)*users?\b/i,
  groups:
    /\bgroup attributes?\b|\battributes?\b.*\bgroups?\b|\b(synchronize|provision)\b.*\bgroups? to\b|^(\W|\d|step)*groups?\b/i,
};

const REVIEW = /attribute.?mapping|attributes that are synchroni[sz]ed|user attributes|group attributes/i;

/** Finds the attribute tables, joins those of one resource, and says why there is none where there is none. */
export function readTables(blocks: readonly Block[]): Tables {
  const missing: string[] = [];
  const rows: Record<Kind, TableRow[]> = { users: [], groups: [] };
  blocks.forEach((block, index) => {
    const table = block.kind === 'table' ? readAttributeTable(block.node) : null;
    if (table === null) return;
    missing.push(...table.problems.map(({ line, text }) => `line ${line}: ${text}`));
    const kind = kindOf(table, blocks.slice(0, index));
    const known = rows[kind];
    for (const { row, line } of table.rows) {
      if (known.some(({ path }) => keyOf(path) === keyOf(row.path))) {
        missing.push(`line ${line}: ${row.path} stands in an earlier table too; that row is taken`);
        continue;
      }
      const [finding] = pathFindings(row, kind, 0);
      if (finding === undefined) known.push(row);
      else missing.push(`line ${line}: ${row.path} is left out: ${finding.message}`);
    }
  });
  return {
    users: toTable(rows.users, 'users', blocks, missing),
    groups:
      rows.groups.length > 0 || mentionsGroupStep(blocks)
        ? toTable(rows.groups, 'groups', blocks, missing)
        : null,
    named: [...rows.users, ...rows.groups].some(({ matching }) => matching !== null),
    missing,
  };
}

/** Attributes that only one resource has decide; else the nearest text above that speaks of one. */
function kindOf({ likeness }: PrintedTable, above: readonly Block[]): Kind {
  if (likeness.users !== likeness.groups) return likeness.users > likeness.groups ? 'users' : 'groups';
  const nearest = [...above].reverse().find(({ kind, text }) => kind !== 'table' && isAbout(text) !== null);
  return (nearest && isAbout(nearest.text)) ?? 'users';
}

function isAbout(text: string): Kind | null {
  return ABOUT.groups.test(text) ? 'groups' : ABOUT.users.test(text) ? 'users' : null;
}

function mentionsGroupStep(blocks: readonly Block[]): boolean {
  return blocks.some(({ kind, text }) => kind === 'text' && isGroupStep(text));
}

function isGroupStep(text: string): boolean {
  return (
    /\bmappings?\b.*\b(synchronize|provision)\b.*\bgroups\b/i.test(text) ||
    /\breview the group attributes\b/i.test(text)
  );
}

function toTable(
  rows: readonly TableRow[],
  kind: Kind,
  blocks: readonly Block[],
  missing: string[],
): AttributeTable {
  if (rows.length > 0) return { rows, reason: null };
  const noun = kind === 'users' ? 'user' : 'group';
  missing.push(`no table of ${noun} attributes, that is one with a column of SCIM paths`);
  const pictured = isPictured(kind, blocks);
  return {
    rows: null,
    reason: `the tutorial ${pictured ? 'publishes the attribute table only as a picture' : 'prints no attribute table'}`,
  };
}

/** Whether a picture follows the step that reviews the attributes. */
function isPictured(kind: Kind, blocks: readonly Block[]): boolean {
  return blocks.some(
    ({ text }, index) => REVIEW.test(text) && isAbout(text) === kind && blocks[index + 1]?.kind === 'picture',
  );
}

function keyOf(text: string): string {
  const { path } = tryParsePath(text);
  return path === null ? text : pathKey(path);
}
