import type { Application } from '../application.ts';
import { printable } from '../problem.ts';
import { UsageError } from '../usage-error.ts';
import { readCapabilities } from './capabilities.ts';
import { readConnection } from './connection.ts';
import { withMatching } from './matching.ts';
import { makeNotes } from './notes.ts';
import { readTables } from './tables.ts';
import { readTutorial, type Tutorial } from './tutorial.ts';

/** A profile made from a tutorial, and what was looked for and not found or not understood, one sentence each. */
export interface ImportedApplication {
  readonly application: Application;
  readonly missing: readonly string[];
}

const LOOKED_FOR = [
  'a title such as "Configure <application> for automatic user provisioning with Microsoft Entra ID"',
  'a table with a column of SCIM attribute paths (userName, active, name.givenName, …), or a picture of one',
  'a list of capabilities (create users, remove users, …)',
  'a step with the admin credentials and the tenant URL',
] as const;

/**
 * Reads a provisioning tutorial (Markdown with front matter and GFM tables) into a profile.
 * @param source text of the tutorial
 * @param file its name in messages
 * @throws UsageError for a text that is no such tutorial, with what was looked for
 */
export function importTutorial(source: string, file: string): ImportedApplication {
  const tutorial = readTutorial(source);
  const { blocks } = tutorial;
  const name = applicationName(tutorial);
  const tables = readTables(blocks);
  const capabilities = readCapabilities(blocks, tables.groups !== null);
  const connection = readConnection(blocks);
  const pictured = tables.users.rows === null && /picture/.test(tables.users.reason);
  const signs = [
    tables.users.rows !== null || pictured,
    capabilities.listed,
    connection.authentication !== null,
  ];
  if (name === null || !signs.some(Boolean)) throw noTutorial(file, name);
  const groups =
    tables.groups ??
    (capabilities.capabilities.groups
      ? { rows: null, reason: 'the tutorial prints no table of group attributes' }
      : null);
  const application = {
    id: slug(name),
    name,
    source: tutorial.date === null ? null : { title: tutorial.title, date: tutorial.date },
    capabilities: { ...capabilities.capabilities, groups: groups !== null },
    authentication: connection.authentication,
    tenantUrl: connection.tenantUrl,
    users: withMatching(tables.users, 'users'),
    groups: groups && withMatching(groups, 'groups'),
  };
  const { notes, missing } = makeNotes(blocks, { application, named: tables.named, ...capabilities });
  const undated =
    tutorial.date === null ? ['no date (ms.date) in the front matter, so that no source is stated'] : [];
  return {
    application: { ...application, notes },
    missing: [...undated, ...capabilities.missing, ...connection.missing, ...tables.missing, ...missing],
  };
}

/** The name between "Configure" and "for automatic user provisioning" in the title or the first heading. */
function applicationName({ title, blocks }: Tutorial): string | null {
  const headings = blocks.filter(({ kind }) => kind === 'heading').map(({ text }) => text);
  for (const text of [title, ...headings]) {
    const match =
      /\bconfigur(?:e|ing)\s+(?:configure\s+)?(.+?)\s+(?:for\s+)*automatic\s+(?:user\s+)?provisioning\b/i.exec(
        text,
      );
    if (match?.[1] !== undefined && slug(match[1]) !== '') return match[1].trim();
  }
  return null;
}

/** An id for the command line: lower-case letters and digits, single hyphens between. */
function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function noTutorial(file: string, name: string | null): UsageError {
  const found = name === null ? '' : ` Only the title of ${printable(name)} was found.`;
  return new UsageError(
    `${file} is no provisioning tutorial.${found} Looked for:\n${LOOKED_FOR.map((text) => `- ${text}`).join('\n')}`,
  );
}
