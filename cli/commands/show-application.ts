import type { Application, AttributeTable } from '../../config/application.ts';
import { loadApplication } from '../../config/load-application.ts';
import { type Mapping, mapAttributes } from '../../config/mapping.ts';
import type { ApplicationFacts } from '../../engine/check-head.ts';
import { NO_FACTS, withProfile } from '../../engine/discovery.ts';
import { DIALECT_NAMES } from '../../engine/plan.ts';
import { requirement } from '../../requirements/index.ts';
import { selectChecks } from '../../suites/registry.ts';
import { columns } from '../columns.ts';

/**
 * An application as text: what its profile holds, how oddities of the documentation are read, and the requirements
 * that a run tests.
 * @throws UsageError for an unknown id or an invalid file
 */
export function showApplicationCommand(id: string): string {
  const application = loadApplication(id);
  const mapping = mapAttributes(application, { user: null, group: null });
  const { source, groups } = application;
  return [
    `${application.name} (${application.id})`,
    source === null ? 'no published source' : `${source.title} (${source.date})`,
    '',
    columns(facts(application)),
    ...table('User', application.users),
    ...(groups === null ? ['No groups are documented.', ''] : table('Group', groups)),
    ...list('Notes', application.notes),
    ...list('Quirks, and how they are read', mapping.notes),
    ...requirements(application, mapping),
  ].join('\n');
}

function facts({ tenantUrl, authentication, capabilities }: Application): string[][] {
  const parameters = tenantUrl.template === null ? [] : Object.entries(tenantUrl.parameters);
  return [
    ['tenant URL', tenantUrl.template ?? `not documented: ${tenantUrl.reason}`],
    ...parameters.map(([name, { description, example }]) => [
      `  {${name}}`,
      example === null ? description : `${description} (example: ${example})`,
    ]),
    ['authentication', authentication ?? 'not documented'],
    [
      'capabilities',
      Object.entries(capabilities)
        .flatMap(([name, has]) => (has ? [name] : []))
        .join(', '),
    ],
  ];
}

function table(resource: string, { rows, reason }: AttributeTable): string[] {
  if (rows === null) return [`${resource} attributes: ${reason}`, ''];
  const cell = (value: boolean | null): string => (value === null ? 'not documented' : value ? 'yes' : '-');
  return [
    columns([
      [`${resource} attribute`, 'type', 'filtering', 'required', 'matching'],
      ...rows.map(({ path, type, filterable, required, matching }) => [
        path,
        type ?? 'not documented',
        cell(filterable),
        cell(required),
        matching === null ? '-' : String(matching),
      ]),
    ]),
  ];
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, ...items.map((item) => `- ${item}`), ''];
}

/** The requirements of the checks that a run without --suite makes, of a target that offers all features. */
function requirements(application: Application, { users, groups }: Mapping): string[] {
  const known: ApplicationFacts = {
    applicationName: application.name,
    users,
    groups,
    features: withProfile(NO_FACTS, application).features,
    groupsListed: null,
    authenticated: application.authentication !== 'none',
    dialects: DIALECT_NAMES,
  };
  const checks = selectChecks([], []).filter(({ check }) =>
    (check.needs ?? []).every((need) => need.unmet(known) === null),
  );
  const ids = [...new Set(checks.flatMap(({ check }) => check.requirements))];
  const rows = ids.map(requirement).map(({ id, level, statement }) => [id, level, statement]);
  return [`Requirements that a run tests, with ${checks.length} checks`, columns(rows)];
}
