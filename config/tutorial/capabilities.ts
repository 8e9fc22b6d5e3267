import type { Application } from '../application.ts';
import { findAll, lineOf, plainText } from './markdown.ts';
import type { Block } from './outline.ts';

type Capabilities = Application['capabilities'];

/** What a tutorial says can be provisioned. */
export interface ReadCapabilities {
  readonly capabilities: Capabilities;
  /** Whether there is a list of capabilities; else they are inferred from the text. */
  readonly listed: boolean;
  /** Whether single sign-on is recommended. */
  readonly recommended: boolean;
  readonly missing: readonly string[];
}

/** Lines of the list, the more particular first: "Provision groups" before "Create users". */
const LINES: readonly (readonly [keyof Capabilities, RegExp])[] = [
  ['singleSignOn', /single sign-?on|\bSSO\b/i],
  ['groups', /\bgroups?\b/i],
  ['removeUsers', /\b(remove|delete|disable|deactivate|deprovision)\b.*\busers?\b/i],
  ['updateUsers', /\b(keep|update|synchroni[sz]ed?)\b.*\b(users?|attributes)\b/i],
  ['createUsers', /\b(create|provision|add)\b.*\busers?\b/i],
];

/** What the text says where there is no list; groups need a mapping, which the tables show. */
const PROSE: readonly (readonly [keyof Capabilities, RegExp])[] = [
  ['createUsers', /\bcreate\b.*\busers\b/i],
  ['updateUsers', /\bupdate\b.*\busers\b/i],
  ['removeUsers', /\b(disable|remove|delete)\b.*\busers\b/i],
  ['singleSignOn', /\b(enable|configure)\b.*\bsingle sign-?on\b/i],
];

/** Reads the list of capabilities, else infers them from the text. */
export function readCapabilities(blocks: readonly Block[], hasGroups: boolean): ReadCapabilities {
  const lines = listedLines(blocks);
  const found = new Set<keyof Capabilities>(hasGroups ? ['groups'] : []);
  const missing: string[] = [];
  if (lines.length === 0) {
    missing.push('no list of capabilities; they are inferred from the text');
    for (const [name, pattern] of PROSE) if (blocks.some(({ text }) => pattern.test(text))) found.add(name);
  }
  for (const { text, line } of lines) {
    const name = LINES.find(([, pattern]) => pattern.test(text))?.[0];
    if (name === undefined) missing.push(`line ${line}: the capability "${text}" has no place in a profile`);
    else found.add(name);
  }
  return {
    capabilities: {
      createUsers: found.has('createUsers'),
      updateUsers: found.has('updateUsers'),
      removeUsers: found.has('removeUsers'),
      groups: found.has('groups'),
      singleSignOn: found.has('singleSignOn'),
    },
    listed: lines.length > 0,
    recommended: lines.some(({ text }) => /single sign-?on.*recommended/i.test(text)),
    missing,
  };
}

/** The items of the checklist, and of a plain list under a heading about capabilities. */
function listedLines(blocks: readonly Block[]): readonly { readonly text: string; readonly line: number }[] {
  const lists = blocks.filter(({ kind }) => kind === 'checklist');
  const items = lists.flatMap((block) =>
    findAll(block.node, (node) => node.type === 'listItem').map((item) => ({
      text: plainText(item),
      line: lineOf(item),
    })),
  );
  if (items.length > 0) return items;
  return blocks
    .filter(({ kind, section }) => kind === 'text' && /\bcapabilit/i.test(section))
    .filter(({ text }) => LINES.some(([, pattern]) => pattern.test(text)))
    .map(({ text, line }) => ({ text, line }));
}
