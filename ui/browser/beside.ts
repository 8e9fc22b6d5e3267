import { difference, type Piece } from '../../reporters/difference.ts';

/** Shows two texts in their boxes, marked word by word where they differ and are alike enough to compare. */
export function showBeside(
  left: HTMLElement | null,
  right: HTMLElement | null,
  texts: readonly [left: string, right: string],
): void {
  const found = difference(...texts);
  left?.replaceChildren(...(found === null ? [texts[0]] : found.expected.map(marked)));
  right?.replaceChildren(...(found === null ? [texts[1]] : found.actual.map(marked)));
}

/** A text is never markup, whoever wrote it. */
function marked({ text, common }: Piece): Node {
  if (common) return document.createTextNode(text);
  const mark = document.createElement('mark');
  mark.textContent = text;
  return mark;
}
