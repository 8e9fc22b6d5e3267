import { findAll, plainText } from './markdown.ts';
import type { Tutorial } from './tutorial.ts';

/** Titles and headings that name the application, the usual ones first. */
const TITLES: readonly RegExp[] = [
  /\bconfigur(?:e|ing)\s+(?:configure\s+)?(.+?)\s+(?:for\s+)*automatic\s+(?:user\s+)?provisioning\b/i,
  /\bprovision(?:ing)?\b(?:\s+(?:of\s+)?(?:users?|groups?|accounts?|and))*\s+(?:in)?to\s+(.+?)(?:\s+(?:from|with|using|by|via)\b.*)?$/i,
  /\bprovisioning\s+(?:for|in|of|with)\s+(.+?)(?:\s+(?:from|with|using|by|via)\b.*)?$/i,
  /^(?:tutorial:\s*)?(?!automat|configur|set\b|enabl)(.+?)\s+(?:automatic\s+|automated\s+)?(?:user\s+)?provisioning\b/i,
];

/** Sentences of a tutorial that name it whatever the title says: capabilities, and the mappings of the portal. */
const SENTENCES: readonly RegExp[] = [
  /^(?:create|provision|add) users (?:and groups )?(?:in|to|into) ([^,.(]+)/i,
  /\b(?:remove|deactivate|disable) users (?:in|from) ([^,.(]+?)(?= when\b|[,.(]|$)/i,
  /\bsynchroni[sz]e (?:[\w()]+ ){0,6}(?:users|groups) to ([^,.(]+?)(?=[,.(]|$)/i,
  /\bprovision (?:[\w()]+ ){0,6}users to ([^,.(]+?)(?=[,.(]|$)/i,
];

/** Names of the other side, and words that are no name. */
const NO_NAME = /^(?:microsoft\b|azure\b|entra\b|(?:an?|the|your|this|saas|it|users?|groups?)\b)/i;

/**
 * The name of the application that a tutorial is about: the one in its title or headings, else the one that its capabilities
 * and mappings name most often; null when neither does.
 */
export function applicationName({ title, blocks }: Tutorial): string | null {
  const headings = blocks.filter(({ kind }) => kind === 'heading').map(({ text }) => text);
  return firstIn([title, ...headings]) ?? mostNamed(blocks);
}

function firstIn(texts: readonly string[]): string | null {
  for (const pattern of TITLES) {
    for (const text of texts) {
      const name = asName(pattern.exec(text)?.[1]);
      if (name !== null) return name;
    }
  }
  return null;
}

function mostNamed(blocks: Tutorial['blocks']): string | null {
  const texts = blocks.flatMap(({ kind, node, text }) =>
    kind === 'checklist'
      ? findAll(node, (inner) => inner.type === 'listItem').map((item) => plainText(item))
      : [text],
  );
  const names = texts.flatMap((text) =>
    SENTENCES.flatMap((sentence) => asName(sentence.exec(text)?.[1]) ?? []),
  );
  const often = new Map<string, number>();
  for (const name of names) often.set(name, (often.get(name) ?? 0) + 1);
  return [...often].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function asName(text: string | undefined): string | null {
  const name = text?.replace(/\s+[-–|]\s+(?:microsoft|azure|entra)\b.*$/i, '').trim() ?? '';
  return name.length > 60 || NO_NAME.test(name) || slug(name) === '' ? null : name;
}

/** An id for the command line: lower-case letters and digits, single hyphens between. */
export function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
