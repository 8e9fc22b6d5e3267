import { ENTERPRISE_USER } from '../scim/urns.ts';
import type { DocumentedType, TableRow } from './application.ts';

/** A row nobody documented: no facts but the path and its type. */
function row(path: string, type: DocumentedType = 'String', matching: number | null = null): TableRow {
  return { path, type, filterable: null, required: null, matching };
}

/** Target attributes of Entra's default user mapping (Entra rule E-072). */
export const ENTRA_USER_ROWS: readonly TableRow[] = [
  row('userName', 'String', 1),
  row('active', 'Boolean'),
  row('displayName'),
  row('title'),
  row('emails[type eq "work"].value'),
  row('preferredLanguage'),
  row('name.givenName'),
  row('name.familyName'),
  row('name.formatted'),
  row('addresses[type eq "work"].formatted'),
  row('addresses[type eq "work"].streetAddress'),
  row('addresses[type eq "work"].locality'),
  row('addresses[type eq "work"].region'),
  row('addresses[type eq "work"].postalCode'),
  row('addresses[type eq "work"].country'),
  row('addresses[type eq "other"].formatted'),
  row('phoneNumbers[type eq "work"].value'),
  row('phoneNumbers[type eq "mobile"].value'),
  row('phoneNumbers[type eq "fax"].value'),
  row('externalId'),
  row(`${ENTERPRISE_USER}:employeeNumber`),
  row(`${ENTERPRISE_USER}:department`),
  row(`${ENTERPRISE_USER}:manager`, 'Reference'),
];

/** What every user of Entra's has; used when the target does not say which attributes it offers. */
export const ENTRA_MINIMAL_USER_PATHS: ReadonlySet<string> = new Set([
  'userName',
  'active',
  'externalId',
  'name.givenName',
  'name.familyName',
  'displayName',
  'emails[type eq "work"].value',
]);

/** Target attributes of Entra's default group mapping (Entra rules E-122 and E-127). */
export const ENTRA_GROUP_ROWS: readonly TableRow[] = [
  row('displayName', 'String', 1),
  row('externalId'),
  row('members', 'Reference'),
];
