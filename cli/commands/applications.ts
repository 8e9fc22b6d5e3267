import type { Application, AttributeTable } from '../../config/application.ts';
import { listApplications } from '../../config/load-application.ts';
import { suggest } from '../../config/nearest.ts';
import { hasAttribute } from '../../config/row-path.ts';
import { UsageError } from '../../config/usage-error.ts';
import { columns } from '../columns.ts';

/** What `applications list` may be narrowed by; all of them have to fit. */
export interface ListOptions {
  /** Text in the id, the name or a note, in any letter case. */
  readonly search?: string;
  readonly groups?: boolean;
  readonly authentication?: string;
  /** An attribute path, or the name of an attribute without URN, filter or sub-attribute. */
  readonly attribute?: string;
}

/** Kinds of authentication as a profile has them; `undocumented` stands for null. */
const AUTHENTICATION = ['secretToken', 'oauth', 'oauthClientCredentials', 'basic', 'none', 'undocumented'];

/**
 * One line per application: id, name, number of documented attributes; then how many there are.
 * @throws UsageError for an unknown kind of authentication
 */
export function listApplicationsCommand(options: ListOptions = {}): string {
  const fits = selector(options);
  const found = listApplications().filter(fits);
  if (found.length === 0) return 'No application fits.\n';
  const rows = found.map((application) => [
    application.id,
    application.name,
    `${size(application.users)} user attributes`,
    application.groups === null ? 'no groups' : `${size(application.groups)} group attributes`,
    application.authentication ?? 'authentication not documented',
  ]);
  return `${columns(rows)}\n${found.length === 1 ? '1 application' : `${found.length} applications`}\n`;
}

function selector(options: ListOptions): (application: Application) => boolean {
  const search = options.search?.toLowerCase();
  const authentication =
    options.authentication === undefined ? null : authenticationKind(options.authentication);
  const tests: readonly ((application: Application) => boolean)[] = [
    ({ id, name, notes }) =>
      search === undefined || [id, name, ...notes].some((text) => text.toLowerCase().includes(search)),
    ({ groups }) => options.groups !== true || groups !== null,
    (application) =>
      authentication === null || (application.authentication ?? 'undocumented') === authentication,
    ({ users, groups }) => {
      const { attribute } = options;
      if (attribute === undefined) return true;
      return [users, groups].some(
        (table) => table?.rows?.some(({ path }) => hasAttribute(path, attribute)) ?? false,
      );
    },
  ];
  return (application) => tests.every((test) => test(application));
}

function authenticationKind(text: string): string {
  const kind = AUTHENTICATION.find((name) => name.toLowerCase() === text.toLowerCase());
  if (kind === undefined) {
    throw new UsageError(`unknown kind of authentication "${text}": ${suggest(text, AUTHENTICATION)}`);
  }
  return kind;
}

function size(table: AttributeTable): string {
  return table.rows === null ? 'undocumented' : String(table.rows.length);
}
