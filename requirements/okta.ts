import { clientRules } from './client-rules.ts';

/** Rules of Okta's SCIM client, by number. */
export const OKTA = clientRules([
  [
    'O-001',
    'required',
    null,
    'A wrong token answers 401 with a SCIM Error that has detail and the status "401".',
  ],
  ['O-002', 'observed', null, 'A body may be labelled application/json as well as application/scim+json.'],
  [
    'O-003',
    'required',
    null,
    'Every user comes back with userName, name.givenName, name.familyName, emails, id and active.',
  ],
  [
    'O-004',
    'observed',
    null,
    'The connection test, a list with startIndex and count, answers 200 with a ListResponse.',
  ],
  [
    'O-005',
    'required',
    null,
    'The existence check, a userName filter with startIndex and count, finds one user or none.',
  ],
  ['O-006', 'required', null, 'A userName filter finds the user in any letter case.'],
  [
    'O-007',
    'required',
    null,
    'A creation answers 201 with the user in the body, and 409 when the name is taken.',
  ],
  ['O-008', 'required', 'pagination', 'An import by pages gets integers and the same order on every page.'],
  ['O-009', 'required', null, 'PUT with the whole user, read before, answers 200 with a body.'],
  [
    'O-010',
    'required',
    null,
    'A replace without a path whose value is active false or true answers 200 or 204 and works.',
  ],
  ['O-011', 'observed', null, 'A change of active moves nothing else.'],
  [
    'O-012',
    'required',
    'groups',
    'A group with empty members is created with 201, found by displayName and deleted with 204.',
  ],
  ['O-013', 'observed', 'groups', 'A replace without a path may carry the id of the group itself.'],
  ['O-014', 'required', 'groups', 'One PATCH may remove a member by filter and add another.'],
  ['O-015', 'observed', null, 'Plain calls are answered in time: a list of groups within 600 ms.'],
  [
    'O-016',
    'observed',
    null,
    'A user goes through creation, change, deactivation and reactivation, and reads back right at each step.',
  ],
]);
