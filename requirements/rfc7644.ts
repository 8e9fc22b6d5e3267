import { rfcRequirements } from './requirement.ts';

/** Requirements of RFC 7644 (protocol) that the suites judge, by section. */
export const RFC7644 = rfcRequirements('RFC7644', {
  '3.3': [
    ['created', 'MUST', 'A successful creation answers 201 (Created).'],
    ['location', 'MUST', 'The Location header and meta.location give the URI of the created resource.'],
    ['representation', 'SHOULD', 'The answer to a creation contains the representation of the new resource.'],
    ['read-only-ignored', 'MUST', 'Values of readOnly attributes in a creation request are ignored.'],
    [
      'uniqueness',
      'MUST',
      'A creation that conflicts with an existing resource answers 409 with scimType uniqueness.',
    ],
  ],
  '3.3.1': [['resource-type', 'MUST', 'meta.resourceType is set to the resource type of the endpoint.']],
  '3.4.1': [['retrieve', 'MUST', 'GET on the id of an existing resource answers 200 with the resource.']],
  '3.4.2': [
    [
      'list-response',
      'MUST',
      'A query answers with a ListResponse message that has totalResults, and Resources unless that is zero.',
    ],
    ['no-match', 'MUST', 'A query without a match answers 200 with totalResults 0.'],
    [
      'total-results',
      'MUST',
      'totalResults is the number of resources that match the query, on this page or not.',
    ],
    ['unknown-parameter', 'SHOULD', 'Query parameters that the service provider does not know are ignored.'],
  ],
  '3.4.2.2': [
    ['filter', 'MUST', 'A filter returns the resources that match it and no others.'],
    ['names-caseless', 'MUST', 'Attribute names and operators in filters are case insensitive.'],
    [
      'case-exact',
      'MUST',
      'The caseExact characteristic of an attribute decides whether letter case counts in comparisons.',
    ],
    [
      'string-literal',
      'MUST',
      'A comparison value is a JSON string: its escapes are undone and its characters taken literally.',
    ],
    ['and', 'MUST', 'A filter joined by and matches only where both sides match.'],
    ['any-value', 'MUST', 'A filter on a multi-valued attribute matches when one of the values matches.'],
    [
      'unknown-operator',
      'MUST',
      'An operator that is not recognised is declined with 400 and scimType invalidFilter.',
    ],
    [
      'syntax',
      'MUST',
      'A filter that does not comply with the grammar is declined with 400 and scimType invalidFilter.',
    ],
  ],
  '3.4.2.4': [
    ['count', 'MUST', 'A page holds no more resources than count asks for.'],
    ['page-numbers', 'MUST', 'startIndex and itemsPerPage describe the page that is returned.'],
  ],
  '3.5.1': [
    [
      'put',
      'MUST',
      'PUT replaces the values of the attributes that are given and answers 200 with the whole resource.',
    ],
  ],
  '3.5.2': [
    ['patch', 'SHOULD', 'PATCH is offered, so that large resources can be changed in part.'],
    ['answer', 'MUST', 'A successful PATCH answers 200 with the whole resource, or 204 without a body.'],
    ['atomic', 'MUST', 'A PATCH is applied as a whole or not at all, its operations in their order.'],
    [
      'only-target',
      'MUST',
      'A PATCH changes what its operations name and leaves every other value as it was.',
    ],
  ],
  '3.5.2.1': [
    [
      'add',
      'MUST',
      'An add operation sets a single-valued attribute and adds the new values to a multi-valued one.',
    ],
    [
      'add-no-path',
      'MUST',
      'An add operation without a path adds the attributes of its value to the resource.',
    ],
  ],
  '3.5.2.2': [
    ['remove', 'MUST', 'A remove operation makes the attribute at its path unassigned.'],
    [
      'remove-filter',
      'MUST',
      'A remove operation with a value filter removes the matching values and keeps the others.',
    ],
    ['remove-absent', 'MUST', 'Removing a member who is not in the group changes nothing and succeeds.'],
  ],
  '3.5.2.3': [
    ['replace', 'MUST', 'A replace operation puts its value in the place of the value at its path.'],
    [
      'replace-no-path',
      'MUST',
      'A replace operation without a path replaces the attributes named in its value.',
    ],
  ],
  '3.6': [
    ['no-content', 'MUST', 'A successful DELETE answers 204.'],
    ['not-found', 'MUST', 'Every operation on a deleted resource answers 404.'],
    ['omitted', 'MUST', 'A deleted resource does not appear in query results.'],
    ['conflict-free', 'SHOULD', 'A deleted resource plays no part in conflicts: its userName is free again.'],
  ],
  '3.8': [
    ['media-type', 'MUST', 'A request that accepts application/scim+json is answered in that media type.'],
    ['utf-8', 'MUST', 'Requests and answers are JSON in UTF-8.'],
  ],
  '3.9': [
    [
      'excluded-attributes',
      'MUST',
      'Attributes named in excludedAttributes are left out; the others of the default set are returned.',
    ],
  ],
  '3.10': [
    ['urn-names', 'MUST', 'An attribute can be named with its schema URI in front, in any letter case.'],
  ],
  '3.12': [
    [
      'error-body',
      'MUST',
      'An error answers with a SCIM Error message: its schema URI, and the status as a JSON string.',
    ],
    ['bad-request', 'MUST', 'A request that violates the schema is refused with 400.'],
    ['not-found', 'MUST', 'An id that no resource has answers 404.'],
  ],
});
