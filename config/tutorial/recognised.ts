import type { Block } from './outline.ts';

/** A fact that tutorials state in a known way, and how a profile says it. */
interface Recognised {
  /** Of the text of a step, a list item or a note. */
  readonly pattern: RegExp;
  /** The note, or null for a fact that another part of the profile holds or that binds nobody. */
  readonly say: ((match: RegExpExecArray, application: string) => string) | null;
}

/** In the order in which a profile lists them. */
const RECOGNISED: readonly Recognised[] = [
  {
    pattern: /connector is (?:currently )?in (public )?preview/i,
    say: ([, open]) =>
      `The connector was in ${open ? 'Public Preview' : 'preview'} when the tutorial was written.`,
  },
  {
    pattern: /write an e-?mail to .*support|contact .*support.* by e-?mail/i,
    say: () => "Set-up is requested by e-mail from the vendor's support; the tutorial gives the address.",
  },
  {
    pattern: /select Authorize\b.*(dialog|window)/i,
    say: (_, application) =>
      `Authorization is interactive: sign in to ${application} in the dialog that Authorize opens.`,
  },
  {
    pattern: /user account in .* with admin\w* permissions?/i,
    say: (_, application) => `An account in ${application} with Admin permissions is needed.`,
  },
  {
    pattern: /if the connection fails, ensure .* has admin permissions/i,
    say: () =>
      'The tutorial names missing Admin permissions as the first thing to check when Test Connection fails.',
  },
  {
    pattern: /\bDefault Access\b.*\b(excluded|skipped)\b/i,
    say: () =>
      'Users with the Default Access role are excluded from provisioning; another role has to be assigned.',
  },
  {
    pattern: /single sign-?on can be configured independently/i,
    say: () => 'Single sign-on can be configured independently of provisioning.',
  },
  {
    pattern: /\bsupports? schema discover/i,
    say: () => 'Schema discovery is supported, so further target attributes may be offered.',
  },
  {
    pattern:
      /\b(?:token|key)\b[^.]*\b(?:expires?|valid|lives?|lifetime)\b[^.]*?\b((?:\d+|one|two|three|six|twelve) (?:days?|weeks?|months?|years?))\b/i,
    say: ([, span]) => `The secret token is documented to last ${span}.`,
  },
  {
    pattern: /US government cloud/i,
    say: () => 'The application is offered in the US Government cloud too.',
  },
  {
    pattern: /approximately every (\d+) minutes/i,
    say: ([, minutes]) => `After the initial cycle, synchronization runs about every ${minutes} minutes.`,
  },
  { pattern: /describes a connector built on top of/i, say: null },
  { pattern: /in the tenant url,.*(will be|is)\b/i, say: null },
];

/** Notes for the facts that the text states in a known way, each once. */
export function recogniseFacts(blocks: readonly Block[], application: string): readonly string[] {
  return RECOGNISED.flatMap(({ pattern, say }) => {
    if (say === null) return [];
    const match = blocks.map(({ text }) => pattern.exec(text)).find((found) => found !== null);
    return match ? [say(match, application)] : [];
  });
}

/** Whether a note states only facts that are recognised here. */
export function isRecognised(text: string): boolean {
  return RECOGNISED.some(({ pattern }) => pattern.test(text));
}
