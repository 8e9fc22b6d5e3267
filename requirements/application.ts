import type { Requirement } from './requirement.ts';

/** A row of the table of what an application's attribute table promises. */
type Promised<Id extends string> = readonly [id: Id, statement: string];

function promises<Id extends string>(rows: readonly Promised<Id>[]): readonly Requirement<Id>[] {
  return rows.map(([id, statement]) => ({
    id,
    level: 'APPLICATION',
    section: null,
    statement,
    gate: 'fail',
    lines: null,
    feature: null,
    untestable: null,
  }));
}

/** What an application's attribute table promises. */
export const APPLICATION = promises([
  ['APP-attribute', 'Each attribute of the table is accepted, stored and read back.'],
  [
    'APP-required',
    'A resource that lacks an attribute documented as required is refused with 400, and nothing is created.',
  ],
  ['APP-optional', 'The attributes documented as required are enough to create a resource.'],
  ['APP-filterable', 'Each attribute documented as supported for filtering can be filtered with eq.'],
  ['APP-groups', 'Groups are provisioned, as documented.'],
]);
