import type { Application, AttributeTable, DocumentedType, TableRow } from '../config/application.ts';
import type { MappedAttribute } from '../config/mapping.ts';
import type { Session } from '../engine/session.ts';
import type { Learnt } from '../report/report.ts';
import { learntRows } from '../reporters/learnt.ts';
import type { AttributeType } from '../scim/schema.ts';

/** The words of attribute tables for the data types of the standard (RFC 7643 §2.3). */
const TYPE_WORDS: Readonly<Record<AttributeType, DocumentedType>> = {
  string: 'String',
  boolean: 'Boolean',
  decimal: 'Decimal',
  integer: 'Integer',
  dateTime: 'DateTime',
  binary: 'Binary',
  reference: 'Reference',
  complex: 'Complex',
};

/** A profile of one's own from what was learnt: the attributes that the target takes and keeps, with those that it demands. */
export function learntProfile(
  { plan: { application, target }, users, groups }: Pick<Session, 'plan' | 'users' | 'groups'>,
  learnt: Learnt,
): Application {
  const host = new URL(target.url).host;
  const tableOf = (attributes: readonly MappedAttribute[], resource: string): AttributeTable => {
    const known = learnt.resources.find((one) => one.resource === resource);
    const useless = new Set([...(known?.refused ?? []), ...(known?.forgotten ?? [])]);
    const rows = attributes.filter(({ text, required }) => required || !useless.has(text)).map(rowOf);
    return { rows, reason: null };
  };
  return {
    ...application,
    id: host
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, ''),
    name: host,
    source: null,
    users: tableOf(users, 'User'),
    groups: groups === null ? null : tableOf(groups, 'Group'),
    capabilities: { ...application.capabilities, groups: groups !== null },
    notes: [
      `Learnt from ${target.url}: check each row against the documentation.`,
      ...learntRows(learnt).map(({ resource, what, paths }) => `A ${resource} ${what}: ${paths.join(', ')}.`),
    ],
  };
}

function rowOf({ text, definition, documented, required, matching }: MappedAttribute): TableRow {
  return {
    path: text,
    type: TYPE_WORDS[definition.type],
    filterable: documented.filterable,
    required,
    matching,
  };
}
