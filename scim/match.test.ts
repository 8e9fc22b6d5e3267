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
  'unknown eq null',
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
  'userName le "ADA@example.com"',
  'userName lt "b"',
  'meta.lastModified ge "2011-05-13T04:42:34Z"',
  'title eq null or title pr',
  'userName pr or title pr',
  'emails ne null',
  // an element without "value" has none to compare
  'phoneNumbers ne "x"',
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
  'meta.lastModified gt "2011-05-13T04:42:34Z"',
  'meta.lastModified gt "soon"',
  'userName gt "ada@example.com"',
  'userName lt "ADA@example.com"',
  'userName ge "b"',
  'userName le "ad"',
  'userName sw "example"',
  'userName ew "ada"',
  'userName co "bob"',
  'externalId sw "ada"',
  'externalId co "DA"',
  'externalId ew "DA"',
  'externalId gt "Ada"',
  'active co "al"',
  'active co false',
  'title pr and userName pr',
  'userName pr and title pr',
  'title pr or addresses pr',
  'title lt "a"',
  'title sw ""',
  'unknown ne null',
  'unknown co "x"',
  'unknown gt "x"',
  'unknown[value pr]',
  'emails eq null',
  'name eq null',
  'phoneNumbers eq "x"',
  'phoneNumbers sw ""',
  'userName co 5',
  'userName ge 5',
  'userName le 5',
  'title ge "a"',
  'title le "a"',
  'unknown ge "x"',
  'emails[type.value eq "work"]',
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
  'userName pr or active gt true',
  'not (active ge true)',
  'active lt true',
  'x509Certificates le "a"',
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

  it('takes a text for a boolean only where the attribute is one', () => {
    expect(matchesFilter(parseFilter('title eq "True"'), { title: 'True' }, USER_TYPE)).toBe(true);
    expect(matchesFilter(parseFilter('title eq "true"'), { title: 'True' }, USER_TYPE)).toBe(true);
    expect(matchesFilter(parseFilter('title ne "True"'), { title: 'True' }, USER_TYPE)).toBe(false);
  });

  it('says what may not be asked', () => {
    expect(() => matches('roles[primary ge true]')).toThrowError(
      'primary: "ge" does not apply to boolean attributes.',
    );
    expect(() => matches('name eq "Ada"')).toThrowError(
      'name: a complex attribute is compared by a sub-attribute.',
    );
  });

  it('compares texts in their composed spelling, with letter case or without (RFC 7644 §7.8)', () => {
    const composed = { externalId: 'Andr\u00e9', title: '\u039f\u03a3' };
    for (const text of ['externalId ew "e\u0301"', 'externalId eq "Andre\u0301"', 'title ew "\u03c3"']) {
      expect(matchesFilter(parseFilter(text), composed, USER_TYPE), text).toBe(true);
    }
    expect(matchesFilter(parseFilter('externalId co "E\u0301"'), composed, USER_TYPE)).toBe(false);
  });
});
