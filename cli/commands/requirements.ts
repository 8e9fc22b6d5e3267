import { suggest } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { REQUIREMENTS } from '../../requirements/index.ts';
import { CHECKS } from '../../suites/registry.ts';
import { columns } from './applications.ts';

interface Row {
  readonly id: string;
  readonly level: string;
  readonly section: string | null;
  readonly statement: string;
  readonly checks: readonly string[];
}

const FORMATS: Readonly<Record<string, (rows: readonly Row[]) => string>> = {
  table: (rows) => columns(rows.map((row) => [row.id, row.level, String(row.checks.length).padStart(2), row.statement])),
  json: (rows) => `${JSON.stringify(rows, null, 2)}\n`,
  markdown: (rows) =>
    [
      '| requirement | level | statement | checks |',
      '|---|---|---|---|',
      ...rows.map((row) => `| ${row.id} | ${row.level} | ${row.statement.replaceAll('|', '\\|')} | ${row.checks.map((id) => `\`${id}\``).join(', ')} |`),
      '',
    ].join('\n'),
};

/** The catalogue with the checks that judge each requirement. @throws UsageError for an unknown format */
export function requirementsCommand(format: string): string {
  const print = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (print === undefined) throw new UsageError(`unknown format "${format}"; ${suggest(format, Object.keys(FORMATS))}`);
  return print(
    REQUIREMENTS.map(({ id, level, section, statement }) => ({
      id,
      level,
      section,
      statement,
      checks: CHECKS.filter(({ check }) => check.requirements.includes(id)).map(({ check }) => check.id),
    })),
  );
}
