import type { Blockquote, Nodes, Root, Table } from 'mdast';
import { findAll, lineOf, plainText } from './markdown.ts';
import { completeTable, tableIn } from './repair-table.ts';

/** A heading, a piece of text, a note, a picture, or a table, as they follow each other in a tutorial. */
export type Block = Piece & {
  /** The nearest heading above. */
  readonly section: string;
  readonly line: number;
};

type Piece =
  | {
      readonly kind: 'heading' | 'text' | 'note' | 'checklist' | 'picture';
      readonly node: Nodes;
      /** What a reader sees of it, without the marker of a note. */
      readonly text: string;
    }
  | { readonly kind: 'table'; readonly node: Table; readonly text: '' };

const MARKER = /^\[!(\w+)[^\]]*\]\s*/;

/** Flattens a tutorial: lists and quotes are opened, tables with broken layout put together again. */
export function outline(root: Root, source: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const piece of flatten(root, source)) {
    const last = blocks.at(-1);
    const whole =
      last?.kind === 'table' && piece.kind === 'text' ? completeTable(last.node, piece.node, source) : null;
    if (last?.kind === 'table' && whole !== null) {
      blocks[blocks.length - 1] = { ...last, node: whole };
      continue;
    }
    const section = piece.kind === 'heading' ? piece.text : (last?.section ?? '');
    blocks.push({ ...piece, section, line: lineOf(piece.node) });
  }
  return blocks;
}

function flatten(node: Nodes, source: string): readonly Piece[] {
  const table = tableIn(node, source);
  if (table !== null) return [{ kind: 'table', node: table, text: '' }];
  const text = plainText(node);
  if (node.type === 'heading') return [{ kind: 'heading', node, text }];
  if (node.type === 'paragraph') return [{ kind: isPicture(node) ? 'picture' : 'text', node, text }];
  const quote = node.type === 'blockquote' ? markedQuote(node, text) : null;
  if (quote !== null) return [quote];
  return 'children' in node ? node.children.flatMap((child) => flatten(child, source)) : [];
}

/** `> [!NOTE]` and `> [!div class="checklist"]`; null for a quote without such a marker. */
function markedQuote(node: Blockquote, text: string): Piece | null {
  const marker = MARKER.exec(text);
  if (marker === null) return null;
  const kind = marker[1]?.toLowerCase() === 'div' ? 'checklist' : 'note';
  return { kind, node, text: text.slice(marker[0].length) };
}

function isPicture(node: Nodes): boolean {
  const pictures = findAll(node, (inner) => inner.type === 'image' || inner.type === 'imageReference');
  return pictures.length > 0 && plainText(node) === '';
}
