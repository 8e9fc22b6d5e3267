import type { Faker } from '@faker-js/faker';
import fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import type { AttributeType } from '../scim/schema.ts';
import { binary, certificate } from './values/binary.ts';
import { country } from './values/country.ts';
import { dateTime } from './values/date-time.ts';
import { email } from './values/email.ts';
import type { Flavours } from './values/flavours.ts';
import { hardString, hardUserName } from './values/hard-string.ts';
import { language, locale, timezone } from './values/locale.ts';
import { phone } from './values/phone.ts';
import { realistic } from './values/realistic.ts';
import { uri } from './values/uri.ts';

/** Both flavours of an attribute's text, and whether its values stay valid when they are cut or filled up. */
export interface Meaning extends Flavours {
  readonly free: boolean;
}

function text(simplest: string, make: (faker: Faker) => string): Meaning {
  return { realistic: realistic(simplest, make), hard: hardString(), free: true };
}

function choice(...values: readonly [string, ...string[]]): Meaning {
  return { realistic: fc.constantFrom(...values), hard: hardString(), free: true };
}

function formed(flavours: Flavours): Meaning {
  return { ...flavours, free: false };
}

const addresses = formed(email());

const userName: Meaning = {
  free: true,
  realistic: addresses.realistic,
  hard: fc.oneof(
    { withCrossShrink: true },
    { arbitrary: hardUserName(), weight: 3 },
    { arbitrary: addresses.hard, weight: 1 },
  ),
};

const fullName = text('Ada', (faker) => faker.person.fullName());

/** What an attribute's name says about its values; keys are `attribute` or `attribute.subAttribute` in lower case. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  username: userName,
  externalid: text('1', (faker) => faker.string.uuid()),
  displayname: fullName,
  nickname: text('Ada', (faker) => faker.person.firstName()),
  profileurl: formed(uri),
  title: text('Engineer', (faker) => faker.person.jobTitle()),
  usertype: choice('Employee', 'Contractor', 'Intern', 'Temp', 'External'),
  preferredlanguage: formed(language),
  locale: formed(locale),
  timezone: formed(timezone),
  password: formed({
    realistic: fc.constantFrom('Aa1!aaaaaaaa', 'Zz9#zzzzzzzzzzzz'),
    hard: fc.constantFrom('Aa1!"\\\'&<%+ aaaa', 'Äö1!漢字aaaaaa'),
  }),
  'name.formatted': fullName,
  'name.givenname': text('Ada', (faker) => faker.person.firstName()),
  'name.familyname': text('Byron', (faker) => faker.person.lastName()),
  'name.middlename': text('Ann', (faker) => faker.person.middleName()),
  'name.honorificprefix': choice('Dr.', 'Prof.', 'Ms.'),
  'name.honorificsuffix': choice('III', 'Jr.', 'MSc'),
  'emails.value': addresses,
  'phonenumbers.value': formed(phone),
  'ims.value': addresses,
  'photos.value': formed(uri),
  'x509certificates.value': formed(certificate),
  'roles.value': choice('Reader', 'Editor', 'Administrator'),
  'entitlements.value': choice('Standard', 'Premium'),
  'addresses.formatted': text(
    '1 Main Street',
    (faker) => `${faker.location.streetAddress()}, ${faker.location.city()}`,
  ),
  'addresses.streetaddress': text('1 Main Street', (faker) => faker.location.streetAddress()),
  'addresses.locality': text('London', (faker) => faker.location.city()),
  'addresses.region': text('Kent', (faker) => faker.location.state()),
  'addresses.postalcode': text('01234', (faker) => faker.location.zipCode()),
  'addresses.country': formed(country),
  employeenumber: text('1', (faker) =>
    faker.string.numeric({ length: { min: 1, max: 8 }, allowLeadingZeros: true }),
  ),
  costcenter: text('1', (faker) => faker.string.alphanumeric({ length: 6, casing: 'upper' })),
  organization: text('Example', (faker) => faker.company.name()),
  division: choice('Sales', 'Research', 'Operations'),
  department: text('Sales', (faker) => faker.commerce.department()),
};

const GROUP_NAME = choice(
  'Sales',
  'Engineering',
  'All staff',
  'Finance (EU)',
  'On-call, week 1',
  'Project Ada',
);
const ANY_TEXT = text('a', (faker) => faker.word.words({ count: { min: 1, max: 3 } }));

const BY_TYPE: Readonly<Partial<Record<AttributeType, Meaning>>> = {
  reference: formed(uri),
  dateTime: formed(dateTime),
  binary: formed(binary),
};

/** What the strings of an attribute mean: by its name, else by its SCIM type (RFC 7643 §2.3). */
export function meaningOf({ parent, definition, path, resource }: MappedAttribute): Meaning {
  const name = (
    path.subAttribute === null ? definition.name : `${parent.name}.${definition.name}`
  ).toLowerCase();
  if (resource === 'Group' && name === 'displayname') return GROUP_NAME;
  const byType = BY_TYPE[definition.type];
  const byName = Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;
  // Free text under a known name does for strings only: a target's own schema may make `title` a dateTime.
  return byName !== undefined && (byType === undefined || !byName.free) ? byName : (byType ?? ANY_TEXT);
}
