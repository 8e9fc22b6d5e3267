import { describe, expect, it } from 'vitest';
import { parseFilter } from './filter.ts';
import type { JsonObject } from './json.ts';
import { matchesFilter } from './match.ts';
import { USER_TYPE } from './schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from './urns.ts';

const USER: JsonObject = {
  schemas: [CORE_USER, ENTERPRISE_USER],
  id: 'Ab1',
  externalId: 'Ada',
  userName: 'Ada@Example.com',
  active: false,
  nickName: '',
  name: { givenName: 'Ada', familyName: "O'Malley" },
  photos: [{ value: 'https://example.com/A.png' }],
  emails: [
    { value: 'ada@example.com', type: 'work', primary: true },
    { value: 'ada@example.org', type: 'home' },
  ],
  phoneNumbers: [{}],
  roles: [{ value: 'admin', primary: true }],
  addresses: [],
  title: null,
  x509Certificates: [{ value: 'QUJDRA==' }],
  [ENTERPRISE_USER]: { department: 'R&D', manager: { value: 'M1' } },
  meta: { resourceType: 'User', lastModified: '2011-05-13T04:42:34Z' },
};

function matches(text: string): boolean {
  return matchesFilter(parseFilter(text), USER, USER_TYPE);
}

const TRUE: readonly string[] = [
  // caseExact decides (RFC 7643 §3.1, §4.1.1)
  'userName eq "ADA@example.COM"',
  'USERNAME sw "ada@"',
  'userName ew ".COM"',
  'externalId eq "Ada"',
  'id eq "Ab1"',
  'photos.value eq "https://example.com/A.png"',
  // qualified and nested names (RFC 7644 §3.10)
  `${CORE_USER}:userName co "EXAMPLE"`,
  `${CORE_USER.toLowerCase()}:name.givenName eq "ada"`,
  `${ENTERPRISE_USER}:department eq "r&d"`,
  `${ENTERPRISE_USER}:manager.value eq "M1"`,
  `${CORE_USER}:id eq "Ab1"`,
  `schemas eq "${ENTERPRISE_USER}"`,
  // any value of a multi-valued attribute; without a sub-attribute its "value"
  'emails co "example.org"',
  'emails.value co "example.com" and emails.value co "example.org"',
  'emails ne "ada@example.com"',
  'manager eq "M1"',
  // all conditions on one element
  'emails[type eq "work" and value co "@example.com"]',
  'emails[not (type eq "work") and value co "@example.org"]',
  'emails[type eq "work"].value eq "ada@example.com"',
  'emails[type eq "work"].primary pr',
  'roles[primary eq "True"].value eq "admin"',
  // presence
  'emails pr',
  'nickName pr',
  'name pr',
  'active pr',
  // without a value
  'title eq null',
  'addresses eq null',
  'title ne "x"',
  'unknown ne "x"',
  'not (unknown eq "x")',
  'userName ne null',
  // types
  'active eq false',
  'active eq "False"',
  'active ne true',
  'userName ne 5',
  'x509Certificates.value eq "QUJDRA"',
  'meta.lastModified eq "2011-05-13T06:42:34.000+02:00"',
  'meta.lastModified gt "2011-05-13T04:42:33.9999999Z"',
  'meta.lastModified le "2011-05-13T04:42:34Z"',
  'userName gt "ad"',
  'userName ge "ada@example.com"',
];

const FALSE: readonly string[] = [
  'externalId eq "ada"',
  'id eq "AB1"',
  'photos.value eq "https://example.com/a.png"',
  'userName eq "ada@example.co"',
  'emails[type eq "home" and value co "@example.com"]',
  'emails[type eq "other"].value pr',
  'emails[type eq "home"].value eq "ada@example.com"',
  'title pr',
  'addresses pr',
  'phoneNumbers pr',
  'unknown pr',
  'unknown eq "x"',
  'urn:example:other:userName eq "ada@example.com"',
  'userName.value eq "x"',
  'userName eq null',
  'title ne null',
  'userName eq 5',
  'userName gt 5',
  'title gt "a"',
  'title co ""',
  'active eq "no"',
  'name.givenName co null',
  'meta.lastModified lt "2011-05-13T04:42:34Z"',
];

const REFUSED: readonly string[] = [
  'active gt true',
  'active le "a"',
  'x509Certificates.value ge "a"',
  'x509Certificates lt "a"',
  'emails[primary gt true]',
  'addresses[primary gt true]',
  'name eq "Ada"',
  'addresses eq "x"',
  'userName eq "nobody" and active gt true',
];

describe('matchesFilter', () => {
  it.each(TRUE)('%s', (text) => {
    expect(matches(text)).toBe(true);
  });

  it.each(FALSE)('not: %s', (text) => {
    expect(matches(text)).toBe(false);
  });

  it.each(REFUSED)('refuses %s', (text) => {
    expect(() => matches(text)).toThrowError(
      expect.objectContaining({ status: 400, scimType: 'invalidFilter' }),
    );
  });
});
