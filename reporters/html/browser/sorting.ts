import { STATES } from '../../conclusion.ts';
import { onButton } from './clicks.ts';

type Key = string | number;

const GRAVITY: readonly string[] = STATES;

/** What rows are sorted by, for each kind of column that a head can name in `data-sort`. */
const KEYS: Readonly<Record<string, (row: HTMLTableRowElement, column: number) => Key>> = {
  state: ({ dataset }) => GRAVITY.indexOf(dataset.state ?? ''),
  text: textOf,
  number: (row, column) =>
    Number(row.cells[column]?.dataset.value ?? textOf(row, column).replaceAll(',', '')),
};

function textOf(row: HTMLTableRowElement, column: number): string {
  return row.cells[column]?.textContent ?? '';
}

const { compare: compareTexts } = new Intl.Collator('en', { numeric: true });

function compareKeys(a: Key, b: Key): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b));
}

/** Makes buttons of the heads of columns, which sort by them, and the other way round when they are pressed again. */
export function sortTables(): void {
  for (const head of document.querySelectorAll('th[data-sort]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(...head.childNodes);
    head.append(button);
  }
  onButton('button.sort', (button) => {
    const head = button.closest('th');
    const kind = head?.closest('table')?.classList[0];
    if (head === null || kind === undefined) return;
    const direction = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
    // Tables of one kind are sorted together: all suites by the same column.
    for (const table of document.querySelectorAll<HTMLTableElement>(`table.${kind}`))
      sort(table, head.cellIndex, direction);
  });
}

function sort({ tHead, tBodies: [body] }: HTMLTableElement, column: number, direction: 1 | -1): void {
  const heads = [...(tHead?.rows[0]?.cells ?? [])];
  const keyOf = KEYS[heads[column]?.dataset.sort ?? ''];
  if (body === undefined || keyOf === undefined) return;
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, column) }));
  rows.sort((a, b) => direction * compareKeys(a.key, b.key));
  body.append(...rows.map(({ row }) => row));
  for (const head of heads) head.removeAttribute('aria-sort');
  heads[column]?.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
}
