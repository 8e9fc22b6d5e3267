import type { Requirement } from './requirement.ts';

type Rows = readonly (readonly [
  id: string,
  strength: 'required' | 'recommended' | 'observed',
  statement: string,
])[];

/**
 * Rules of Microsoft Entra ID's provisioning client, by number. What Microsoft's pages or tests demand fails a target;
 * what was only observed in traffic, or is advised, warns.
 */
const ROWS: Rows = [
  ['E-008', 'observed', 'A request body may be labelled application/scim+json; charset=utf-8.'],
  ['E-009', 'required', 'Every answer, errors included, is application/scim+json.'],
  ['E-010', 'observed', 'A missing Accept header, */* and application/json are accepted.'],
  ['E-011', 'observed', 'Blanks in a filter may arrive as + or %20, quotes and @ percent-encoded.'],
  ['E-021', 'required', 'A wrong token is answered with 401 (or 403).'],
  [
    'E-031',
    'required',
    'The connection test, a filter on a random value, answers 200 with an empty ListResponse.',
  ],
  ['E-041', 'required', 'A filter query always yields a ListResponse, also for one hit.'],
  [
    'E-042',
    'required',
    'A filter without a match answers 200 with totalResults 0 and Resources as an empty array, never null.',
  ],
  ['E-044', 'required', 'Every matching attribute can be filtered with eq, in the value-path form too.'],
  ['E-045', 'required', 'userName matches without regard to letter case; the stored spelling comes back.'],
  ['E-046', 'required', 'A group is found by its displayName without regard to letter case.'],
  ['E-053', 'required', 'An inactive user stays visible to GET by id and to filters, with active false.'],
  ['E-054', 'required', 'id is in every resource returned and stays the same.'],
  ['E-055', 'required', 'A hit in a list shows id, schemas, meta and the values that were sent.'],
  [
    'E-056',
    'required',
    'Values come back with the JSON types of the schema: booleans as booleans, arrays as arrays.',
  ],
  [
    'E-057',
    'required',
    'A value is kept as sent, or refused with a plain error; it is never changed in silence.',
  ],
  ['E-058', 'required', 'Lists can be paged with startIndex and count; the numbers are integers.'],
  ['E-064', 'required', 'A creation answers 201 with the whole resource and its id.'],
  ['E-068', 'observed', 'A user with nothing but the required attributes can be created.'],
  ['E-069', 'required', 'A taken userName answers 409 with scimType uniqueness.'],
  [
    'E-075',
    'required',
    'Users and groups can be changed with PATCH; a target with PUT alone cannot be used.',
  ],
  ['E-076', 'required', 'The op of a PATCH operation may be written in any letter case.'],
  ['E-078', 'required', 'A successful PATCH answers 200 with a resource, or 204.'],
  [
    'E-088',
    'required',
    'active may arrive as the string "True" or "False" and is answered as a JSON boolean.',
  ],
  ['E-089', 'observed', 'active may be set by an add operation.'],
  ['E-104', 'required', 'A user can be renamed: the id stays, the new name is found and the old one is not.'],
  ['E-106', 'required', 'After a soft delete the user reads back with active false, by id and by filter.'],
  ['E-108', 'required', 'A disabled user is restored on the same id by setting active to true.'],
  ['E-110', 'observed', 'active may be set to the value it has already.'],
  ['E-111', 'required', 'A hard delete answers 204; then GET answers 404 and filters find nothing.'],
  ['E-117', 'observed', 'Memberships are kept while a user is inactive.'],
  ['E-122', 'required', 'A group can be created without members.'],
  ['E-124', 'required', 'A group is found by its displayName with excludedAttributes=members.'],
  ['E-125', 'required', 'members is left out when excludedAttributes names it.'],
  ['E-126', 'required', 'A group can be renamed by PATCH; its members stay.'],
  ['E-127', 'required', 'Members are added by an add operation on members.'],
  ['E-128', 'required', 'Several members in one operation are added all.'],
  ['E-129', 'required', 'A remove operation on members with a value array removes those members only.'],
  ['E-130', 'required', 'A remove operation on members[value eq "…"] removes that member only.'],
  ['E-131', 'observed', 'Adding a member again or removing a stranger succeeds and changes nothing.'],
  ['E-134', 'required', 'The members of a group show in list answers as well.'],
  ['E-135', 'required', 'DELETE of a group answers 204 and then 404.'],
  ['E-017', 'observed', 'A creation whose answer was lost is sent again: 409 for the repeat, and the filter finds the first object.'],
  ['E-048', 'required', 'A match query finds at most one resource.'],
  ['E-052', 'observed', 'GET shows what the last PATCH set, at once, so that the next cycle has nothing to do.'],
  ['E-079', 'required', 'One PATCH holds many operations, which are applied in order, all or none.'],
  ['E-096', 'required', 'The manager is shown as an object with the id of the user in value.'],
  ['E-136', 'observed', 'The displayName of a deleted group is free again.'],
  ['E-153', 'observed', 'The same PATCH may arrive twice and has the same result.'],
];

export const ENTRA: readonly Requirement[] = ROWS.map(([id, strength, statement]) => ({
  id,
  level: 'ENTRA',
  section: null,
  statement,
  gate: strength === 'required' ? 'fail' : 'warn',
}));
