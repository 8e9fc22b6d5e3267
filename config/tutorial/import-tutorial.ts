import { basename, extname } from 'node:path';
import type { Application } from '../application.ts';
import { printable } from '../problem.ts';
import { UsageError } from '../usage-error.ts';
import { applicationName, slug } from './application-name.ts';
import { readCapabilities } from './capabilities.ts';
import { readConnection } from './connection.ts';
import { withMatching } from './matching.ts';
import { makeNotes } from './notes.ts';
import { readTables } from './tables.ts';
import { readTutorial } from './tutorial.ts';

/** A profile made from a tutorial, and what was looked for and not found or not understood, one sentence each. */
export interface ImportedApplication {
  readonly application: Application;
  readonly missing: readonly string[];
}

const LOOKED_FOR = [
  'the name of an application, in a title such as "Configure <application> for automatic user provisioning"',
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
  const named = applicationName(tutorial);
  const tables = readTables(blocks);
  const capabilities = readCapabilities(blocks, tables.groups !== null);
  const connection = readConnection(blocks);
  const pictured = tables.users.rows === null && /picture/.test(tables.users.reason);
  const signs = [
    tables.users.rows !== null || pictured,
    capabilities.listed,
    connection.authentication !== null,
  ];
  const name = named ?? nameOfFile(file);
  if (name === null || !signs.some(Boolean)) throw noTutorial(file, named);
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
  const unnamed =
    named === null
      ? [
          `no name of the application in title, headings, capabilities or mappings; the file's is taken: ${name}`,
        ]
      : [];
  return {
    application: { ...application, notes },
    missing: [
      ...unnamed,
      ...undated,
      ...capabilities.missing,
      ...connection.missing,
      ...tables.missing,
      ...missing,
    ],
  };
}

/** The name in the file's name, as in `slack-provisioning-tutorial.md`. */
function nameOfFile(file: string): string | null {
  const name = basename(file, extname(file)).replace(
    /(?:[-_ ]+(?:automatic|user|provisioning|tutorial))+$/i,
    '',
  );
  return slug(name) === '' ? null : name;
}

/** Names what is missing, and only that. */
function noTutorial(file: string, name: string | null): UsageError {
  const found = name === null ? '' : ` Only the name of ${printable(name)} was found.`;
  const missing = name === null ? LOOKED_FOR : LOOKED_FOR.slice(1);
  return new UsageError(
    `${file} is no provisioning tutorial.${found} Looked for, and not found:\n${missing.map((text) => `- ${text}`).join('\n')}`,
  );
}
