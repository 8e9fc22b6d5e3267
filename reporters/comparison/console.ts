import { createColors } from 'picocolors';
import type { Comparison, VerdictRow } from '../../report/comparison.ts';
import type { Verdict } from '../../report/report.ts';
import { paint, type SummaryOptions, SYMBOLS } from '../console/summary.ts';
import { wrap } from '../console/wrap.ts';
import { clip, oneLine } from '../text.ts';
import { choicesOf } from './choices.ts';
import { cellText, grouped, headline, verdictText } from './words.ts';

/** Most rows of a layer on the console; the files have all of them. */
const MOST_ROWS = 25;
/** Columns of one target at most, and the least that is left for the name of a row. */
const WIDEST_COLUMN = 20;
const LEAST_NAME = 30;

type Colors = ReturnType<typeof createColors>;

/** A finished comparison as text for a terminal: what differs, layer by layer, then the verdict and where the files are. */
export function consoleComparison(comparison: Comparison, options: SummaryOptions): string {
  const colors = createColors(options.color);
  const labels = comparison.targets.map(({ label }) => label);
  return [
    ...verdictTable('checks', comparison.checks, labels, colors, options.width),
    ...verdictTable('requirements', comparison.requirements, labels, colors, options.width),
    ...valueList(
      'observations',
      comparison.observations
        .filter(({ differs }) => differs)
        .map(({ key, values }) => [key, values.map((value) => cellText(value, 60))]),
      labels,
      colors,
      options.width,
    ),
    ...valueList(
      'answers to the same requests',
      choicesOf(comparison.answers).map(({ operations, paths, values, count }) => [
        `${paths[0]}${andMore(paths)}  ${operations[0]}${andMore(operations)}${count === 1 ? '' : `  (${count} times)`}`,
        values.map((value) => cellText(value, 60)),
      ]),
      labels,
      colors,
      options.width,
    ),
    ...comparison.notes.flatMap((note) => wrap(`  note  ${oneLine(note)}`, options.width)),
    `${colors.bold(labels.map((label) => oneLine(label)).join(', '))}`,
    `  ${(comparison.verdict === 'equal' ? colors.green : colors.red)(colors.bold(headline(comparison)))}`,
    ...(options.paths ?? []).map((path) => `  ${colors.dim('report')}  ${oneLine(path)}`),
    '',
  ].join('\n');
}

/** One column per target where they fit, else the targets by verdict. */
function verdictTable(
  title: string,
  all: readonly VerdictRow[],
  labels: readonly string[],
  colors: Colors,
  width: number,
): readonly string[] {
  const rows = all.filter(({ differs }) => differs);
  if (rows.length === 0) return [];
  const columns = labels.map((label) => Math.min(WIDEST_COLUMN, Math.max(oneLine(label).length, 7)));
  const name = width - 2 - columns.reduce((sum, column) => sum + column + 2, 0);
  const fits = name >= LEAST_NAME;
  const head = fits ? row(title, labels.map(oneLine), columns, name) : `  ${title}`;
  const lines = rows.slice(0, MOST_ROWS).map(({ id, verdicts }) => {
    if (!fits) return `  ${oneLine(id)}  ${grouped(verdicts.map(verdictText), labels)}`;
    const cells = verdicts.map((verdict, index) => verdictCell(verdict, columns[index] ?? 0, colors));
    return `  ${clip(oneLine(id), name).padEnd(name)}  ${cells.join('  ')}`.trimEnd();
  });
  return [colors.dim(head), ...lines, ...more(rows.length), ''];
}

function row(title: string, cells: readonly string[], columns: readonly number[], name: number): string {
  const shown = cells.map((cell, index) => {
    const column = columns[index] ?? 0;
    return (cell.length > column ? `${cell.slice(0, column - 1)}…` : cell).padEnd(column);
  });
  return `  ${title.padEnd(name)}  ${shown.join('  ')}`.trimEnd();
}

function verdictCell(verdict: Verdict | null, width: number, colors: Colors): string {
  if (verdict === null) return colors.dim('·'.padEnd(width));
  return paint(colors, verdict)(`${SYMBOLS[verdict]} ${verdict}`.padEnd(width));
}

function valueList(
  title: string,
  rows: readonly (readonly [name: string, values: readonly string[]])[],
  labels: readonly string[],
  colors: Colors,
  width: number,
): readonly string[] {
  if (rows.length === 0) return [];
  const lines = rows
    .slice(0, MOST_ROWS)
    .flatMap(([name, values]) => [
      ...wrap(`  ${clip(oneLine(name), 200)}`, width),
      ...wrap(`    ${grouped(values, labels)}`, width),
    ]);
  return [colors.dim(`  ${title}`), ...lines, ...more(rows.length), ''];
}

/** What is left of a list of which the first is named. */
function andMore({ length }: readonly string[]): string {
  return length > 1 ? ` and ${length - 1} more` : '';
}

function more(amount: number): readonly string[] {
  return amount > MOST_ROWS ? [`  and ${amount - MOST_ROWS} more; the files have all of them`] : [];
}
