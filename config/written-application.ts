import type { Application, AttributeTable, TableRow } from './application.ts';

/** A row as a profile may have it: whatever the documentation says nothing of can be left out. */
type WrittenRow = Pick<TableRow, 'path'> & Partial<TableRow>;

/** A table as a profile may have it. */
type WrittenTable =
  | { readonly rows: readonly WrittenRow[]; readonly reason?: null }
  | { readonly rows: null; readonly reason: string };

/** A profile as it may be written: whatever has an obvious default can be left out. */
export type WrittenApplication = Pick<Application, 'id'> &
  Partial<Omit<Application, 'users' | 'groups' | 'capabilities'>> & {
    readonly $schema?: string;
    readonly users: WrittenTable;
    readonly groups?: WrittenTable | null;
    readonly capabilities?: Partial<Application['capabilities']>;
  };

/** The profile with everything that it leaves out. */
export function complete(written: WrittenApplication): Application {
  const {
    id,
    name = id,
    source = null,
    authentication = null,
    groups = null,
    notes = [],
    features,
  } = written;
  const provisioned = { createUsers: true, updateUsers: true, removeUsers: true };
  return {
    id,
    name,
    source,
    capabilities: { ...provisioned, groups: groups !== null, singleSignOn: false, ...written.capabilities },
    authentication,
    tenantUrl: written.tenantUrl ?? { template: null, reason: 'the profile tells none' },
    users: completeTable(written.users),
    groups: groups === null ? null : completeTable(groups),
    notes,
    ...(features === undefined ? {} : { features }),
  };
}

function completeTable(table: WrittenTable): AttributeTable {
  if (table.rows === null) return table;
  const rows = table.rows.map(
    ({ path, type = null, filterable = null, required = null, matching = null }): TableRow => ({
      path,
      type,
      filterable,
      required,
      matching,
    }),
  );
  return { rows, reason: null };
}
