import type { Application, AttributeTable } from '../../config/application.ts';
import { listApplications, loadApplication } from '../../config/load-application.ts';

/** One line per application: id, name, number of documented attributes. */
export function listApplicationsCommand(): string {
  const rows = listApplications().map((application) => [
    application.id,
    application.name,
    `${size(application.users)} user attributes`,
    application.groups === null ? 'no groups' : `${size(application.groups)} group attributes`,
    application.authentication ?? 'authentication not documented',
  ]);
  return columns(rows);
}

function size(table: AttributeTable): string {
  return table.rows === null ? 'undocumented' : String(table.rows.length);
}

/** Everything a profile holds, as text. @throws UsageError for an unknown id */
export function showApplicationCommand(id: string): string {
  const application = loadApplication(id);
  return [
    `${application.name} (${application.id})`,
    application.source === null ? 'no published source' : `${application.source.title} (${application.source.date})`,
    '',
    columns(facts(application)),
    ...table('User', application.users),
    ...(application.groups === null ? ['No groups are documented.', ''] : table('Group', application.groups)),
    ...application.notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

function facts({ tenantUrl, authentication, capabilities }: Application): string[][] {
  const parameters = tenantUrl.template === null ? [] : Object.entries(tenantUrl.parameters);
  return [
    ['tenant URL', tenantUrl.template ?? `not documented: ${tenantUrl.reason}`],
    ...parameters.map(([name, { description, example }]) => [`  {${name}}`, example === null ? description : `${description} (example: ${example})`]),
    ['authentication', authentication ?? 'not documented'],
    ['capabilities', Object.entries(capabilities).flatMap(([name, has]) => (has ? [name] : [])).join(', ')],
  ];
}

function table(resource: string, { rows, reason }: AttributeTable): string[] {
  if (rows === null) return [`${resource} attributes: ${reason}`, ''];
  const cell = (value: boolean | null): string => (value === null ? 'not documented' : value ? 'yes' : '-');
  return [
    columns([
      [`${resource} attribute`, 'type', 'filtering', 'required', 'matching'],
      ...rows.map((row) => [row.path, row.type, cell(row.filterable), cell(row.required), row.matching === null ? '-' : String(row.matching)]),
    ]),
  ];
}

/** Rows of text in aligned columns. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return `${rows.map((row) => row.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ').trimEnd()).join('\n')}\n`;
}
