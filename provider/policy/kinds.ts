import type { AttributeDefinition } from '../../scim/schema.ts';

/** A way in which a service provider may treat an attribute, other than the schemas of RFC 7643 §8.7.1 print it. */
export interface Kind {
  /** What the provider does, in one clause that follows the name of the attribute. */
  readonly title: string;
  /** The section that permits it, as `RFC7643-7`. */
  readonly permittedBy: string;
  /** The words that permit it. */
  readonly sentence: string;
  /** What it says about; of two that say about the same thing, one at most can be chosen for an attribute. */
  readonly aspect: Aspect;
  /** The attributes it is drawn for: `User.title`, `User.emails.type`, `User.department` of the enterprise extension. */
  readonly attributes: readonly string[];
  /** Ids of requirements that it does not keep although it may: recommendations, and what a client or a table expects. */
  readonly tells?: readonly string[];
  /** What /Schemas says of the attribute then; null leaves it out. Without this, /Schemas does not mention it. */
  readonly declares?: (definition: AttributeDefinition) => AttributeDefinition | null;
}

/** `all` stands alone: an attribute that is not kept has no other peculiarity. */
export type Aspect =
  | 'all'
  | 'required'
  | 'mutability'
  | 'returned'
  | 'uniqueness'
  | 'values'
  | 'amount'
  | 'case';

const TEXTS = [
  'User.displayName',
  'User.nickName',
  'User.title',
  'User.userType',
  'User.preferredLanguage',
  'User.locale',
  'User.timezone',
  'User.employeeNumber',
  'User.costCenter',
  'User.organization',
  'User.division',
  'User.department',
] as const;

const LISTS = ['User.emails', 'User.phoneNumbers', 'User.addresses'] as const;
const RARE_LISTS = [
  'User.ims',
  'User.photos',
  'User.roles',
  'User.entitlements',
  'User.x509Certificates',
] as const;
const DEMANDS = [
  'User.displayName',
  'User.nickName',
  'User.title',
  'User.department',
  'User.name',
  'User.name.givenName',
  'User.name.familyName',
  'User.emails',
  'User.phoneNumbers',
] as const;

/** Lists of values that a provider may hold to: those of RFC 7643 where it names some, else a few usual ones. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  userType: ['Contractor', 'Employee', 'Intern', 'Temp', 'External', 'Unknown'],
  preferredLanguage: ['en', 'en-US', 'de', 'de-CH', 'fr'],
  locale: ['en-US', 'en-GB', 'de-CH', 'fr-FR'],
  timezone: [
    'Europe/Berlin',
    'Europe/Zurich',
    'Europe/London',
    'America/New_York',
    'America/Los_Angeles',
    'Asia/Tokyo',
  ],
};

/** The kinds, by the word that names them in a choice: `User.title:immutable`. */
export const KINDS = {
  absent: {
    title: 'does not exist, as /Schemas shows',
    permittedBy: 'RFC7643-2.2',
    sentence:
      'If not otherwise stated in Section 7, SCIM attributes have the following characteristics: "required" is "false"',
    tells: ['APP-attribute', 'APP-required', 'APP-filterable', 'E-037', 'O-003', 'O-007', 'E-093'],
    aspect: 'all',
    attributes: [
      ...TEXTS,
      ...LISTS,
      ...RARE_LISTS,
      'User.name',
      'User.profileUrl',
      'User.manager',
      'User.groups',
    ],
    declares: () => null,
  },
  forgotten: {
    title: 'is declared, taken and not kept',
    permittedBy: 'RFC7644-3.3',
    sentence: 'Since the server is free to alter and/or ignore POSTed content',
    tells: [
      'APP-attribute',
      'APP-required',
      'APP-filterable',
      'O-003',
      'RFC7643-7-mutability-read-write',
      'RFC7643-2.2-defaults',
      'E-093',
      'E-096',
      'RFC7644-3.3-mutability-rules',
    ],
    aspect: 'all',
    attributes: [...TEXTS, ...LISTS, ...RARE_LISTS, 'User.name', 'User.profileUrl', 'User.manager'],
  },
  required: {
    title: 'has to have a value, as /Schemas says',
    permittedBy: 'RFC7643-7',
    sentence: 'required  A Boolean value that specifies whether or not the attribute is required.',
    tells: ['APP-optional', 'E-122', 'O-012'],
    aspect: 'required',
    attributes: [...DEMANDS, 'Group.members', 'Group.members.value'],
    declares: (definition) => ({ ...definition, required: true }),
  },
  demanded: {
    title: 'has to have a value, although /Schemas does not say so',
    permittedBy: 'RFC7644-3.12',
    sentence:
      'invalidValue: A required value was missing, or the value specified was not compatible with the operation',
    tells: ['APP-optional', 'E-122', 'O-012'],
    aspect: 'required',
    attributes: [...DEMANDS, 'Group.members'],
  },
  immutable: {
    title: 'can be given a value once',
    permittedBy: 'RFC7643-7',
    sentence:
      'immutable  The attribute MAY be defined at resource creation (e.g., POST) or at record replacement',
    aspect: 'mutability',
    attributes: [
      'User.nickName',
      'User.userType',
      'User.employeeNumber',
      'User.organization',
      'User.timezone',
    ],
    declares: (definition) => ({ ...definition, mutability: 'immutable' }),
  },
  readOnly: {
    title: 'is the provider’s own, which clients cannot set',
    permittedBy: 'RFC7643-7',
    sentence: 'readOnly  The attribute SHALL NOT be modified.',
    tells: ['APP-required'],
    aspect: 'mutability',
    attributes: [...TEXTS, 'User.name.formatted', 'User.emails.display', 'User.phoneNumbers.display'],
    declares: (definition) => ({ ...definition, mutability: 'readOnly' }),
  },
  request: {
    title: 'is shown where a request asks for it',
    permittedBy: 'RFC7643-7',
    sentence:
      'The attribute is returned in a SCIM query operation only if specified in the "attributes" parameter.',
    aspect: 'returned',
    attributes: [...TEXTS, ...LISTS, 'User.photos', 'User.groups', 'Group.members'],
    declares: (definition) => ({ ...definition, returned: 'request' }),
  },
  always: {
    title: 'is shown whatever a request asks for',
    permittedBy: 'RFC7643-7',
    sentence:
      'always  The attribute is always returned, regardless of the contents of the "attributes" parameter.',
    aspect: 'returned',
    attributes: [
      ...TEXTS,
      'User.emails',
      'User.userName',
      'User.active',
      'Group.displayName',
      'Group.members',
    ],
    declares: (definition) => ({ ...definition, returned: 'always' }),
  },
  never: {
    title: 'is never shown',
    permittedBy: 'RFC7643-7',
    sentence:
      'never  The attribute is never returned. This may occur because the original attribute value … is not retained',
    aspect: 'returned',
    attributes: ['User.nickName', 'User.employeeNumber', 'User.costCenter', 'User.x509Certificates'],
    declares: (definition) => ({ ...definition, returned: 'never' }),
  },
  unique: {
    title: 'has a value that nobody else has',
    permittedBy: 'RFC7643-7',
    sentence: 'A server MAY reject an invalid value based on uniqueness',
    aspect: 'uniqueness',
    attributes: ['User.displayName', 'User.nickName', 'Group.displayName'],
    declares: (definition) => ({ ...definition, uniqueness: 'server' }),
  },
  closed: {
    title: 'takes the values alone that /Schemas lists',
    permittedBy: 'RFC7643-2.3.1',
    sentence:
      'when "canonicalValues" is specified, service providers MAY restrict accepted values to the specified values.',
    aspect: 'values',
    attributes: [
      'User.userType',
      'User.preferredLanguage',
      'User.locale',
      'User.timezone',
      'User.emails.type',
      'User.phoneNumbers.type',
      'User.addresses.type',
    ],
    declares: (definition) => ({
      ...definition,
      canonicalValues: CLOSED[definition.name] ?? definition.canonicalValues ?? [],
    }),
  },
  single: {
    title: 'takes one value at most',
    permittedBy: 'RFC7644-3.12',
    sentence:
      'the value specified was not compatible with the operation or attribute type (see Section 2.2 of [RFC7643])',
    tells: ['APP-attribute'],
    aspect: 'amount',
    attributes: [...LISTS, 'User.photos', 'User.roles'],
  },
  caseExact: {
    title: 'is compared with its letter case',
    permittedBy: 'RFC7643-7',
    sentence:
      'caseExact  A Boolean value that specifies whether or not a string attribute is case sensitive.',
    aspect: 'case',
    attributes: [...TEXTS, 'User.name.familyName', 'User.name.givenName'],
    declares: (definition) => ({ ...definition, caseExact: true }),
  },
} as const satisfies Readonly<Record<string, Kind>>;

/** The word that names a kind. */
export type KindName = keyof typeof KINDS;
