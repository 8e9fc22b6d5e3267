import { wrap } from '../reporters/console/wrap.ts';

const GAP = 2;
/** No column gets narrower. */
const NARROWEST = 10;

/** Columns of the terminal; a file or a pipe takes lines of any length. */
export function terminalWidth(): number {
  return process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
}

/** Rows of text in aligned columns; where they are wider than the terminal, the widest columns are broken into lines. */
export function columns(rows: readonly (readonly string[])[], width = terminalWidth()): string {
  const natural = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const widths = fitted(natural, width);
  return `${rows.flatMap((row) => linesOf(row, widths)).join('\n')}\n`;
}

/** Takes from the widest column until all fit, or none can give any more. */
function fitted(natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  for (;;) {
    const total = widths.reduce((sum, own) => sum + own, GAP * (widths.length - 1));
    const widest = Math.max(...widths);
    if (total <= width || widest <= NARROWEST) return widths;
    const [next = NARROWEST] = widths.filter((own) => own < widest).sort((a, b) => b - a);
    widths[widths.indexOf(widest)] = Math.max(
      NARROWEST,
      Math.min(widest - 1, Math.max(next, widest - (total - width))),
    );
  }
}

function linesOf(row: readonly string[], widths: readonly number[]): readonly string[] {
  const cells = row.map((text, index) => broken(text, widths[index] ?? text.length));
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, at) =>
    cells
      .map((lines, index) => (lines[at] ?? '').padEnd(widths[index] ?? 0))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

/** A text in lines of this width: at blanks where it has any, and within words that are wider. */
function broken(text: string, width: number): readonly string[] {
  if (text.length <= width) return [text];
  return wrap(text, width).flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? ['']);
}
