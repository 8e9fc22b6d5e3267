import type { FieldEntry } from '../entry.ts';
import { createsWithoutId } from '../targets/creating.ts';
import { neverMatches } from '../targets/filtering.ts';
import { at, behaving, both, type Target } from '../targets/target.ts';
import { breaksConnections } from '../targets/writing.ts';

/** What refuses credentials is not the SCIM program: it answers with a text. */
const REFUSES_AS_TEXT: Target = behaving(async (_call, provide) => {
  const response = await provide();
  if (response.status !== 401) return response;
  return { status: 401, headers: { 'content-type': 'text/plain; charset=utf-8' }, text: 'Unauthorized' };
});

/** Causes that were none, or that came too late: section 3. */
export const CAUSES: readonly FieldEntry[] = [
  {
    kind: '3',
    title: 'filters on attributes with several values find nobody, and a decomposed name is another one',
    pending: true,
    target: both(
      ...['emails.value', 'phoneNumbers.value', 'photos.value', 'addresses.locality'].map(neverMatches),
    ),
    faults: ['filters-bytewise', 'user-names-bytewise-unique'],
    checks: [
      'attributes/composed-user-names',
      'filter-language/any-value',
      'filter-language/sub-attributes',
      'filter-language/value-filters',
      'filter-language/eq',
    ],
    silent: [],
    causes: {
      apart: [
        ['attributes/composed-user-names', 'filter-language/any-value'],
        ['attributes/composed-user-names', 'filter-language/sub-attributes'],
      ],
    },
  },
  {
    kind: '3',
    title: 'eq reads patterns of SQL, sortBy and attributes have no effect',
    faults: ['filter-eq-like-wildcards', 'attributes-parameter-ignored', 'sort-ignored'],
    checks: [
      'filtering/eq-finds-exactly',
      'sorting/ascending',
      'sorting/descending',
      'projection/attributes',
      'projection/attributes-of-a-list',
    ],
    silent: [],
    causes: {
      apart: [
        ['filtering/eq-finds-exactly', 'projection/attributes'],
        ['filtering/eq-finds-exactly', 'sorting/ascending'],
        ['sorting/ascending', 'projection/attributes'],
      ],
    },
  },
  {
    kind: '3',
    title: 'a refusal of credentials comes as text, and does not say how to authenticate',
    target: REFUSES_AS_TEXT,
    checks: ['authentication/challenge', 'errors/unauthorized', 'okta-client/wrong-token'],
    silent: [],
    causes: { apart: [['authentication/challenge', 'okta-client/wrong-token']] },
  },
  {
    kind: '3',
    title: 'a POST of a group breaks the connection, and three other things are wrong',
    target: breaksConnections(at('POST', '/Groups')),
    faults: ['drops-given-name', 'filter-no-match-404', 'disabled-get-404'],
    checks: [
      'required-attributes/reads-back-equal',
      'filtering/no-match',
      'soft-delete/stays-readable',
      'group-members/remove-all',
      'group-members/add-one',
      'group-members/replace-all',
    ],
    silent: [],
    causes: { first: 'group-members/remove-all' },
  },
  {
    kind: '3',
    title: 'users and groups are created without an id, and other things are wrong',
    pending: true,
    target: createsWithoutId((call) => call.method === 'POST' && call.id === null, 'nothing'),
    faults: ['filter-no-match-404', 'error-status-number', 'unknown-endpoint-answers-200'],
    checks: [
      'filtering/no-match',
      'errors/unknown-endpoint',
      'every-answer/error-messages',
      'required-attributes/representation',
      'required-attributes/reads-back-equal',
      'group-members/remove-all',
      'soft-delete/put',
    ],
    silent: [],
    causes: {
      first: 'required-attributes/representation',
      together: [['required-attributes/representation', 'group-members/remove-all']],
    },
  },
];
