import { rfcRequirements } from './requirement.ts';

/** Requirements of RFC 7643 (core schema) that the suites judge, by section. */
export const RFC7643 = rfcRequirements('RFC7643', {
  '2.3.1': [
    ['string', 'MUST', 'A string attribute holds any sequence of Unicode characters, encoded as UTF-8.'],
  ],
  '2.3.2': [['boolean', 'MUST', 'A boolean attribute is the JSON literal true or false, never a string.']],
  '2.4': [['no-duplicates', 'SHOULD', 'A multi-valued attribute does not return the same value twice.']],
  '2.5': [
    [
      'unassigned',
      'MUST',
      'An absent attribute, null and an empty array mean the same: the attribute is unassigned.',
    ],
  ],
  '3': [
    [
      'schemas',
      'MUST',
      'The schemas attribute of a resource lists the URI of its core schema and of every extension it carries.',
    ],
  ],
  '3.1': [
    [
      'id',
      'MUST',
      'Every representation of a resource has a non-empty id, issued by the service provider, unique and unchanging.',
    ],
    [
      'external-id',
      'MUST',
      'externalId belongs to the client: it is kept as given and compared case-exactly.',
    ],
    ['resource-type', 'MUST', 'meta.resourceType names the type of the resource.'],
    ['date-time', 'MUST', 'meta.created and meta.lastModified are DateTime values.'],
    ['unmodified', 'MUST', 'lastModified equals created as long as the resource was never modified.'],
    ['meta-ignored', 'MUST', 'meta is ignored when a client provides it.'],
  ],
  '4.1.1': [
    ['user-name', 'MUST', 'Each User has a non-empty userName.'],
    [
      'user-name-unique',
      'MUST',
      'userName is unique across all Users of the service provider, without regard to letter case.',
    ],
    ['user-name-case', 'MUST', 'userName is case insensitive.'],
  ],
  '4.1.2': [['canonical', 'MAY', 'E-mail addresses and phone numbers may come back in canonical form.']],
  '4.2': [
    ['display-name', 'MUST', 'Each Group has a displayName.'],
    [
      'members',
      'MUST',
      'members lists the ids of the resources that were added and not removed, and of none that is gone.',
    ],
  ],
});
