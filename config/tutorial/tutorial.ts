import { parse } from 'yaml';
import { isObject, type Json, stringMember } from '../../scim/json.ts';
import { parseMarkdown } from './markdown.ts';
import { type Block, outline } from './outline.ts';

/** A tutorial, read but not yet understood. */
export interface Tutorial {
  /** Title without the site's name; empty when there is none. */
  readonly title: string;
  /** YYYY-MM-DD, or null when there is none. */
  readonly date: string | null;
  readonly blocks: readonly Block[];
}

/** Reads a tutorial: front matter, then headings, texts, notes, pictures and tables in order. */
export function readTutorial(source: string): Tutorial {
  const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const root = parseMarkdown(text);
  const front = root.children.find((node) => node.type === 'yaml');
  const blocks = outline(root, text);
  const matter = front === undefined ? null : frontMatter(front.value);
  const heading = blocks.find(
    ({ kind, node }) => kind === 'heading' && node.type === 'heading' && node.depth === 1,
  );
  return {
    title: (stringMember(matter, 'title') ?? heading?.text ?? '').replace(/\s*\|[^|]*$/, '').trim(),
    date: isoDate(stringMember(matter, 'ms.date') ?? stringMember(matter, 'date') ?? ''),
    blocks,
  };
}

function frontMatter(text: string): Json {
  try {
    const value: Json = parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** `MM/DD/YYYY` or `YYYY-MM-DD` as the latter; null for anything else. */
function isoDate(text: string): string | null {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  const iso = american
    ? `${american[3]}-${american[1]?.padStart(2, '0')}-${american[2]?.padStart(2, '0')}`
    : text.trim().slice(0, 10);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso)) ? iso : null;
}
