import type { Nodes } from 'mdast';
import type { Application, AttributeTable } from '../application.ts';
import { findAll, plainText } from './markdown.ts';
import type { Block } from './outline.ts';
import { isRecognised, recogniseFacts } from './recognised.ts';

/** What the notes of a profile are made from, beside the text. */
export interface NoteFacts {
  readonly application: Omit<Application, 'notes'>;
  /** Whether a table names the matching attributes. */
  readonly named: boolean;
  /** Whether the tutorial lists capabilities. */
  readonly listed: boolean;
  /** Whether it recommends single sign-on. */
  readonly recommended: boolean;
}

/** What a reader of the profile has to know besides, in our words, and the notes of the tutorial that nobody understood. */
export function makeNotes(
  blocks: readonly Block[],
  facts: NoteFacts,
): { readonly notes: readonly string[]; readonly missing: readonly string[] } {
  const { application } = facts;
  const notes = [
    ...tableNotes(application, facts.named),
    ...(facts.listed
      ? []
      : ['The tutorial has no list of capabilities; what can be done with users is taken from its text.']),
    ...groupNotes(blocks, application),
    ...signOnNotes(blocks, facts),
    ...galleryNotes(blocks, application.name),
    ...setUpNotes(blocks, application.name),
    ...recogniseFacts(blocks, application.name),
    ...furtherReading(blocks),
  ];
  const missing = blocks
    .filter((block) => block.kind === 'note' && !isRecognised(block.text) && reading(block).length === 0)
    .map(({ line, text }) => `line ${line}: a note that no rule understands, "${shorten(text)}"`);
  return { notes, missing };
}

/** What a table leaves open, and what is done about it. */
function tableNotes(
  { users, groups }: Pick<Application, 'users' | 'groups'>,
  named: boolean,
): readonly string[] {
  const tables = [
    ['user', users],
    ['group', groups],
  ] as const;
  const lacking = (column: 'filterable' | 'required') =>
    tables
      .filter(([, table]) => table?.rows?.every((row) => row[column] === null) ?? false)
      .map(([noun]) => noun);
  const [noFilter, noRequired] = [lacking('filterable'), lacking('required')];
  return [
    ...(named ? [] : matchingNote(users, groups)),
    ...(noFilter.length === 0
      ? []
      : [`The table of ${noFilter.join(' and ')} attributes has no column for filtering.`]),
    ...(noRequired.length === 0
      ? []
      : [
          `The table of ${noRequired.join(' and ')} attributes has no "required" column; the required attributes are those of RFC 7643.`,
        ]),
  ];
}

function matchingNote(users: AttributeTable, groups: AttributeTable | null): readonly string[] {
  const part = (noun: string, table: AttributeTable | null): readonly string[] => {
    const matching = (table?.rows ?? []).filter((row) => row.matching !== null);
    const order = matching.sort((a, b) => (a.matching ?? 0) - (b.matching ?? 0)).map(({ path }) => path);
    return order.length === 0 ? [] : [`${order.join(', then ')} for ${noun}`];
  };
  const parts = [...part('users', users), ...part('groups', groups)];
  if (parts.length === 0) return [];
  return [
    `The tutorial does not name the matching attributes; of the filterable ones these are taken: ${parts.join('; ')}.`,
  ];
}

function groupNotes(blocks: readonly Block[], { groups }: Pick<Application, 'groups'>): readonly string[] {
  if (groups !== null) return [];
  const introduction =
    blocks.find(({ kind, text }) => kind === 'text' && /provisions?\b/i.test(text))?.text ?? '';
  return /\bgroups?\b/i.test(introduction)
    ? [
        'The introduction mentions groups, but neither the capabilities nor a table does; no groups are provisioned.',
      ]
    : ['Only users are provisioned, no groups.'];
}

function signOnNotes(blocks: readonly Block[], { application, recommended }: NoteFacts): readonly string[] {
  if (recommended) return ['Single sign-on is supported and recommended.'];
  const reused = blocks.some(({ text }) => /previously set ?up .* for SSO/i.test(text));
  return application.capabilities.singleSignOn || !reused
    ? []
    : [
        'The capabilities do not list single sign-on; the tutorial only says that an application set up for it can be used again.',
      ];
}

/** Another name in the gallery than in the title. */
function galleryNotes(blocks: readonly Block[], name: string): readonly string[] {
  const step = blocks.find(({ text }) => /^in the applications list, select/i.test(text));
  const [strong] = step === undefined ? [] : findAll(step.node, (node) => node.type === 'strong');
  const listed = strong === undefined ? name : plainText(strong);
  return listed === name ? [] : [`The application gallery lists the application as ${listed}.`];
}

/** Who enables provisioning, and where the secret token comes from. */
function setUpNotes(blocks: readonly Block[], name: string): readonly string[] {
  const steps = blocks.filter(
    ({ kind, section }) =>
      kind === 'text' && /\bto support provisioning\b|\bset ?up\b.*\bfor provisioning\b/i.test(section),
  );
  const contact = steps.find(({ text }) => /^contact\b.*\bsupport\b/i.test(text));
  const [link] = contact === undefined ? [] : findAll(contact.node, (node) => node.type === 'link');
  const support = link === undefined ? '' : ` (${link.url})`;
  const making = steps.findIndex(({ text }) => /\bgenerate\b/i.test(text) && /\b(token|key)\b/i.test(text));
  const made = steps[making];
  const own = made === undefined ? [] : placesIn(made);
  const places = own.length > 0 ? own : steps.slice(0, Math.max(making, 0)).flatMap(placesIn);
  return [
    ...(contact === undefined
      ? []
      : [
          `Provisioning has to be enabled first by the support of ${name}${support}; the secret token comes from that step.`,
        ]),
    ...(made === undefined || places.length === 0
      ? []
      : [`The secret token is generated under ${places.join(' - ')}.`]),
  ];
}

/** Menus and pages that a step names in bold or as a link, without the buttons and fields. */
function placesIn({ node }: Block): readonly string[] {
  return findAll(node, (inner) => inner.type === 'strong' || inner.type === 'link')
    .filter((inner, _, all) => !all.some((outer) => outer !== inner && isInside(inner, outer)))
    .map((inner) => {
      const [link] = findAll(inner, (deep) => deep.type === 'link');
      return link === undefined ? plainText(inner) : `${plainText(inner)} (${link.url})`;
    })
    .filter((text) => !/^(generate|copy|save|create)\b|\b(token|url)\b/i.test(text.replace(/\(.*\)/, '')));
}

function isInside(inner: Nodes, outer: Nodes): boolean {
  return 'children' in outer && outer.children.some((child) => child === inner || isInside(inner, child));
}

/** Links that a note offers for advanced settings. */
function furtherReading(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(reading);
}

function reading({ kind, node, text }: Block): readonly string[] {
  if (kind !== 'note' || !/\b(see|refer)\b/i.test(text)) return [];
  return findAll(node, (inner) => inner.type === 'listItem').flatMap((item) =>
    findAll(item, (inner) => inner.type === 'link').map((link) => `${plainText(link)}: ${link.url}`),
  );
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59).trimEnd()}…`;
}
