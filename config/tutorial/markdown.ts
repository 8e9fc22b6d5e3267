import type { Nodes, Root } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** The syntax tree of Markdown with GFM tables and YAML front matter. */
export function parseMarkdown(text: string): Root {
  return unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).parse(text);
}

/** What a reader sees of a node, on one line: no pictures, no markup; placeholders such as `<Tenant>` stay. */
export function plainText(node: Nodes): string {
  return raw(node)
    .replace(/\u200b|\u200c|\u200d|\ufeff/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function raw(node: Nodes): string {
  if (node.type === 'html')
    return /^<(br|!--|\/?(p|div|b|i|strong|em|span))\b/i.test(node.value) ? ' ' : node.value;
  if (node.type === 'yaml' || node.type === 'definition') return '';
  if (node.type === 'break') return ' ';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(raw).join(isContainer(node) ? ' ' : '') : '';
}

function isContainer({ type }: Nodes): boolean {
  return ['root', 'blockquote', 'list', 'listItem', 'table', 'tableRow'].includes(type);
}

/** The nodes inside a node that satisfy the test, in document order, the node itself included. */
export function findAll<T extends Nodes>(node: Nodes, test: (node: Nodes) => node is T): readonly T[] {
  const inside = 'children' in node ? node.children.flatMap((child) => findAll(child, test)) : [];
  return test(node) ? [node, ...inside] : inside;
}

/** Where a node begins, from 1. */
export function lineOf(node: Nodes): number {
  return node.position?.start.line ?? 1;
}
